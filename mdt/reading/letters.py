"""From bytes to letters: which encoding a file is in, and a refusal where its letters cannot be trusted."""

from __future__ import annotations

import codecs
import re
from typing import Final

from mdt.errors import Invalid

UTF8, LATIN, WINDOWS = "utf-8", "iso-8859-1", "cp1252"
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"""^<\?xml[^>]{0,120}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN: Final = {
    "utf-8": UTF8,
    "utf8": UTF8,
    "us-ascii": UTF8,
    "ascii": UTF8,
    "iso-8859-1": LATIN,
    "latin1": LATIN,
    "windows-1252": WINDOWS,
}
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def encodings(head: bytes) -> tuple[str, ...]:
    """The encodings a file may be in by its first bytes, the likeliest first; raises Invalid for one that is not read here."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not name:
                raise Invalid("unread.letters")
            return (name,)
    if len(head) > 3 and head[1] == 0 != head[0]:
        return ("utf-16-le",)
    if len(head) > 3 and head[0] == 0 != head[1]:
        return ("utf-16-be",)
    if declared := _DECLARED.match(head):
        said = declared[1].decode("ascii").lower()
        if said not in _KNOWN:
            raise Invalid("unread.letters")
        return (_KNOWN[said],)
    return (UTF8, LATIN, WINDOWS)


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of a whole file and the encoding it was in; raises Invalid."""
    for name in encodings(raw[:200]):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if name == LATIN and _CONTROLS.search(text):
            continue
        whole(text)
        return text, shown(name)
    raise Invalid("unread.letters")


def whole(text: str) -> None:
    """Refuse text with a NUL or half a letter in it."""
    if "\0" in text:
        raise Invalid("unread.nul")
    if _SURROGATES.search(text):
        raise Invalid("unread.half_letter")


def shown(name: str) -> str:
    """An encoding as it is called in a reading."""
    return UTF8 if name == "utf-8-sig" else "utf-16" if name.startswith("utf-16") else name
