"""What is wrong with a shipped file: a bug of ours, told with the file and the place."""

from __future__ import annotations


class CatalogueFault(ValueError):
    """Something is wrong with ``row`` of ``file``; ``row`` is 'table id', 'table number' counted from 1, or empty for the whole file."""

    def __init__(self, file: str, row: str, what: str) -> None:
        super().__init__(f"{file}: {row}: {what}" if row else f"{file}: {what}")
        self.file = file
        self.row = row
        self.what = what
