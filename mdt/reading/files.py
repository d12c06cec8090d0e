"""Files of a tip: counted by industry class and by three-state flags; their names and hashes stay with what is kept."""

from __future__ import annotations

from typing import Final

from mdt.model.readings import Role
from mdt.reading.gathering import Gathering
from mdt.reading.persons import captures
from mdt.reading.spots import Spot

_CLASSES: Final = frozenset({"a1", "a2", "b1", "b2"})
_FLAGS: Final = (("viewed", ("viewedByEsp", "fileViewedByEsp")), ("exif", ("exifViewedByEsp",)), ("public", ("publiclyAvailable",)))


def read_file(found: Gathering, file: Spot) -> None:
    """Count one file that was sent with a tip."""
    found.count("files")
    found.count(_class_of(file))
    for name, keys in _FLAGS:
        told = file.at(*keys).flag()
        found.count(f"{name}_{'missing' if told is None else 'yes' if told else 'no'}")
    for name, spot in file.at("fileAnnotations", "annotations").members():
        if spot.flag():
            found.count(f"file_{name}")
    captures(found, file, Role.OTHER)


def _class_of(file: Spot) -> str:
    spot = file.at("industryClassification", "fileClassification", "classification")
    if spot.peek().casefold() in _CLASSES:
        return spot.text().casefold()
    for group in file.at("ncmecTags").each("groups"):
        for tag in group.each("tags"):
            if tag.peek().casefold() in _CLASSES:
                return tag.text().casefold()
    return "unclassed"
