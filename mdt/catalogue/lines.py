"""Reading a table of a catalogue file strictly: each key is taken once, and what is left over is a fault."""

from __future__ import annotations

from typing import Any, TypeVar

from mdt.catalogue.faults import CatalogueFault
from mdt.model.phrases import Phrase
from mdt.model.sensitivity import Sensitivity

T = TypeVar("T")


class Line:
    """A table of keys that are taken one by one; what is left in the end is unknown."""

    def __init__(self, file: str, row: str, content: object) -> None:
        self._file, self._row = file, row
        if not isinstance(content, dict):
            raise self.wrong("not a table of keys")
        self._left: dict[str, Any] = dict(content)
        name = content.get("name", content.get("id"))
        if row and isinstance(name, str):
            self._row = f"{row.partition(' ')[0]} {name}"

    def wrong(self, what: str) -> CatalogueFault:
        """What is wrong with this row."""
        return CatalogueFault(self._file, self._row, what)

    def take(self, key: str, kind: type[T], otherwise: T | None = None) -> T:
        """The value of a key, of exactly this type; ``otherwise`` where it may be left out."""
        if key not in self._left:
            if otherwise is None:
                raise self.wrong(f"missing key {key}")
            return otherwise
        value = self._left.pop(key)
        if type(value) is not kind:
            raise self.wrong(f"{key}: {value!r} is no {kind.__name__}")
        return value

    def both(self, key: str, needed: bool = False) -> Phrase:
        """A phrase in both languages."""
        en, ur = self.take(key, str, None if needed else ""), self.take(f"{key}_ur", str, None if needed else "")
        if bool(en.strip()) != bool(ur.strip()):
            raise self.wrong(f"{key}: in one language only")
        if needed and not en.strip():
            raise self.wrong(f"{key}: empty")
        return Phrase(en, ur)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, empty where it is left out."""
        found = self.take(key, list, [])
        if any(type(text) is not str for text in found) or len(set(found)) < len(found):
            raise self.wrong(f"{key}: not a list of different texts")
        return tuple(found)

    def lines(self, key: str) -> tuple[Line, ...]:
        """The rows of an array of tables."""
        return tuple(Line(self._file, f"{key} {number}", part) for number, part in enumerate(self.take(key, list, []), start=1))

    def when(self) -> tuple[str, tuple[str, ...]] | None:
        """The field a field waits for, and its answers."""
        found = self.take("when", dict, {})
        if not found:
            return None
        if len(found) != 1:
            raise self.wrong("when: not one field and its answers")
        name = next(iter(found))
        return name, Line(self._file, self._row, found).texts(name)

    def sealed(self) -> Sensitivity | None:
        """The class a field's help names its readers by."""
        found = self.take("sealed", str, "")
        if found and found not in Sensitivity.__members__:
            raise self.wrong(f"sealed: there is no class {found}")
        return Sensitivity[found] if found else None

    def end(self) -> None:
        """Raises CatalogueFault for a key that nobody took."""
        for key in sorted(self._left):
            raise self.wrong(f"unknown key {key}")
