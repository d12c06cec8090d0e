"""XML as plain elements: no document type, so no entities of its own and nothing fetched; bounded in depth and number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from mdt.errors import Invalid
from mdt.reading.bounds import DEPTH, LEAVES

_BETWEEN: Final = " "
_CUT_OUT: Final = 2
"""Elements so near the root know where they end, so that a report can be cut out of many."""


@dataclass(slots=True)
class Element:
    """One element: its name without a namespace, attributes, text, what is in it, and the bytes it stands in."""

    name: str
    attributes: dict[str, str]
    begins: int
    ends: int = 0
    text: list[str] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)

    def value(self) -> Any:
        """The element as JSON would have it: a text, or names with what they hold, attributes as '@name', own text as '#text'."""
        words = "".join(self.text).strip()
        if not self.inner and not self.attributes:
            return words
        held: dict[str, Any] = {f"@{name}": text for name, text in self.attributes.items()}
        if words:
            held["#text"] = words
        times = Counter(one.name for one in self.inner)
        for one in self.inner:
            if times[one.name] == 1:
                held[one.name] = one.value()
            else:
                held.setdefault(one.name, []).append(one.value())
        return held


def parsed(text: str) -> Element:
    """The root element; raises Invalid for what is broken, declares a document type, or holds too much."""
    parser = ParserCreate("utf-8", _BETWEEN)
    parser.buffer_text = True
    written = text.encode()
    building = _Building(parser, written)
    try:
        parser.Parse(written, True)
    except ExpatError as broken:
        raise Invalid("unread.broken_xml", line=broken.lineno) from None
    if building.root is None:
        raise Invalid("unread.broken_xml", line=1)
    return building.root


class _Building:
    """Puts elements together as the parser meets them."""

    def __init__(self, parser: XMLParserType, written: bytes) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._parser, self._written, self._count = parser, written, 0
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1 + len(attributes)
        if self._count > LEAVES:
            raise Invalid("unread.much")
        if len(self._open) >= DEPTH:
            raise Invalid("unread.deep")
        held = {key.rpartition(_BETWEEN)[2]: said for key, said in attributes.items()}
        made = Element(name.rpartition(_BETWEEN)[2], held, self._parser.CurrentByteIndex)
        if self._open:
            self._open[-1].inner.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, name: str) -> None:
        if len(self._open) <= _CUT_OUT:
            self._open[-1].ends = self._past(self._open[-1], self._parser.CurrentByteIndex)
        self._open.pop()

    def _past(self, closed: Element, at: int) -> int:
        """Where an element ends: the parser stands after one that closes itself, and at the closing sign of any other."""
        if not closed.inner and not closed.text and self._written[at - 2 : at] == b"/>":
            return at
        return self._written.find(b">", at) + 1

    def _text(self, words: str) -> None:
        if self._open:
            self._open[-1].text.append(words)

    def _doctype(self, *declared: object) -> None:
        raise Invalid("unread.doctype")
