"""Tables as text: rows with their line, the sign between cells found by the first line, every cell kept as it is written."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from mdt.errors import Invalid
from mdt.reading.bounds import LINE_LETTERS, RECORDS

SIGNS: Final = (",", ";", "\t", "|")


def rows(lines: Iterable[str], between: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line they end on; raises Invalid for quotes that never close and endless cells."""
    csv.field_size_limit(LINE_LETTERS)
    reader = csv.reader(lines, delimiter=between, strict=True)
    try:
        for cells in reader:
            if reader.line_num > RECORDS:
                raise Invalid("unread.much")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise Invalid("unread.broken_table", line=reader.line_num) from None


def between(head: str) -> str:
    """The sign between the cells of a first line."""
    return max(SIGNS, key=head.count)
