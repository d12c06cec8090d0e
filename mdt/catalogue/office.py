"""Agencies and circles by their titles, for the first page of all: it must not wait for the law to be read."""

from __future__ import annotations

import tomllib
from typing import Final

import resources

FILES: Final = {"agency": "agencies.toml", "circle": "circles.toml"}
BY_LETTERS: Final = ("circle",)
"""Tables too long and too well known to be read through."""


def office_titles(table: str, language: str) -> tuple[tuple[str, str], ...]:
    """Id and title of each row of 'agency' or 'circle'; circles by their letters. Whether the files are sound is asked at every sign-in."""
    rows = tomllib.loads(resources.text(f"catalogue/{FILES[table]}"))[table]
    titles = tuple((str(row["id"]), str(row["title_ur" if language == "ur" and row["title_ur"] else "title"])) for row in rows)
    return tuple(sorted(titles, key=lambda row: row[1])) if table in BY_LETTERS else titles
