"""A hash list of Interpol's database: semicolons between cells, columns found by name, flags in any case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mdt.errors import Invalid
from mdt.model.readings import HashReading
from mdt.reading.hashes import HashCount, named, told
from mdt.reading.tables import rows

SIGN: Final = ";"
_MARKS: Final = frozenset({"photodna", "imageid", "baseline", "seriesname", "victimidentified"})
_FLAGS: Final = (
    ("victim", "victimidentified"),
    ("offender", "offenderidentified"),
    ("distributed", "isdistributed"),
    ("file", "fileavailable"),
)


def is_icse(first: str) -> bool:
    """Whether a first line heads such a list."""
    columns = {named(cell.strip('" \r\n')) for cell in first.split(SIGN)}
    return bool({"md5", "sha1"} & columns) and len(_MARKS & columns) > 1


def read_icse(lines: Iterable[str]) -> HashReading:
    """The whole list; baseline takes the place of a category. Raises Invalid for one that is broken or empty."""
    count, places = HashCount(), {}  # type: HashCount, dict[str, int]
    for _, cells in rows(lines, SIGN):
        if not places:
            places = {named(cell): at for at, cell in reversed(list(enumerate(cells)))}
            continue
        held = {name: cells[at] for name, at in places.items() if at < len(cells)}
        baseline = told(held.get("baseline"))
        count.add(held.get("md5"), held.get("sha1"), {"yes": "baseline", "no": "other"}.get(baseline, baseline))
        for name, column in _FLAGS:
            count.flag(name, held.get(column))
    if not count.records:
        raise Invalid("unread.empty")
    return count.reading("Interpol ICSE", "")
