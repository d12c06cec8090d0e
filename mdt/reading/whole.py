"""Reads one file of any kind that is known here, by its content; nothing of it is imported where any of it cannot be read."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final, TypeVar

from mdt.errors import Invalid
from mdt.model.readings import FileKind, Reading, TipReading
from mdt.reading.bounds import HEAD, LINE_LETTERS, LIST_BYTES, TIP_BYTES, TIPS
from mdt.reading.cybertip import is_cybertip, read_cybertip
from mdt.reading.flow import DECODER, Flow
from mdt.reading.icse import is_icse, read_icse
from mdt.reading.letters import decoded, encodings, shown, whole
from mdt.reading.report import read_reports
from mdt.reading.tips import is_tip_table, read_tips
from mdt.reading.vics import CONTEXT, read_vics

R = TypeVar("R")
_FOREIGN: Final = (
    (b"PK\x03\x04", "unread.zip"), (b"PK\x05\x06", "unread.zip"), (b"\x1f\x8b", "unread.zip"), (b"7z\xbc\xaf", "unread.zip"),
    (b"Rar!", "unread.zip"), (b"BZh", "unread.zip"), (b"\xfd7zXZ", "unread.zip"), (b"(\xb5/\xfd", "unread.zip"),
    (b"%PDF", "unread.pdf"), (b"\xd0\xcf\x11\xe0", "unread.office"), (b"{\\rtf", "unread.office"),
    (b"\xff\xd8\xff", "unread.image"), (b"\x89PNG", "unread.image"), (b"GIF8", "unread.image"), (b"RIFF", "unread.image"),
    (b"BM", "unread.image"), (b"\x00\x00\x00 ftyp", "unread.image"), (b"\x1aE\xdf\xa3", "unread.image"), (b"MZ", "unread.other"),
)  # fmt: skip
_BLANK: Final = re.compile(r"\s*")


def read(source: BinaryIO) -> Reading:
    """The file that begins where ``source`` stands; raises Invalid with one sentence that says what to do."""
    head = source.read(HEAD)
    _refuse_foreign(head)
    size = _size(source)
    if size > LIST_BYTES:
        raise Invalid("unread.large_list", most=LIST_BYTES // 1024 // 1024)
    names = encodings(head)
    first = head.decode(names[0], "replace").lstrip("\ufeff")
    try:
        return _read(source, head, first, names, size)
    except MemoryError:
        raise Invalid("unread.much") from None
    except RecursionError:
        raise Invalid("unread.deep") from None


def read_bytes(raw: bytes) -> Reading:
    """The same for what is held already."""
    return read(io.BytesIO(raw))


def _read(source: BinaryIO, head: bytes, first: str, names: tuple[str, ...], size: int) -> Reading:
    digest = _digest(source)
    start = first.lstrip()
    if not start:
        raise Invalid("unread.empty")
    if start.startswith("{") and f'"{CONTEXT}"' in start:
        (kind, hashes), name = _in_turn(source, names, lambda text: read_vics(Flow(_checked(text))))
        return Reading(kind=kind, digest=digest, size=size, letters=name, hashes=hashes)
    if is_icse(start.partition("\n")[0]):
        found, name = _in_turn(source, names, lambda text: read_icse(_lines(text)))
        return Reading(kind=FileKind.ICSE, digest=digest, size=size, letters=name, hashes=found)
    if size > TIP_BYTES:
        raise Invalid("unread.large_tip", most=TIP_BYTES // 1024 // 1024)
    source.seek(0)
    text, name = decoded(source.read())
    kind, tips = _tips(text)
    return Reading(kind=kind, digest=digest, size=size, letters=name, tips=tips)


def _tips(text: str) -> tuple[FileKind, tuple[TipReading, ...]]:
    start = text.lstrip()
    if start.startswith("<"):
        return FileKind.REPORT, read_reports(start)
    if start.startswith(("{", "[")):
        return FileKind.CYBERTIP, tuple(read_cybertip(root, original) for root, original in _reports(text))
    if is_tip_table(start.partition("\n")[0]):
        return FileKind.TABLE, read_tips(start)
    raise Invalid("unread.other")


def _reports(text: str) -> list[tuple[Any, str]]:
    """The reports of a JSON text with the letters each stands in: one, several after each other, or a list of them."""
    at = _past(text, 0)
    listed = text[at] == "["
    at = _past(text, at + 1) if listed else at
    found: list[tuple[Any, str]] = []
    while at < len(text) and not (listed and text[at] == "]"):
        try:
            root, end = DECODER.raw_decode(text, at)
        except json.JSONDecodeError as broken:
            raise Invalid("unread.cut" if broken.pos >= len(text.rstrip()) else "unread.broken_json", place=broken.pos) from None
        if not is_cybertip(root):
            raise Invalid("unread.other_json")
        found.append((root, text[at:end]))
        if len(found) > TIPS:
            raise Invalid("unread.much")
        at = _past(text, end)
        if listed and text[at : at + 1] == ",":
            at = _past(text, at + 1)
        elif listed and text[at : at + 1] != "]":
            raise Invalid("unread.cut" if at >= len(text) else "unread.broken_json", place=at)
    if listed and text[at : at + 1] != "]":
        raise Invalid("unread.cut")
    if listed and text[at + 1 :].strip():
        raise Invalid("unread.broken_json", place=at + 1)
    if not found:
        raise Invalid("unread.empty")
    return found


def _past(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _in_turn(source: BinaryIO, names: tuple[str, ...], use: Callable[[io.TextIOWrapper], R]) -> tuple[R, str]:
    """Read a stream in the first encoding in which it can be read to its end."""
    for name in names:
        source.seek(0)
        text = io.TextIOWrapper(source, encoding=name, newline="")
        try:
            return use(text), shown(name)
        except UnicodeDecodeError:
            continue
        finally:
            text.detach()
    raise Invalid("unread.letters")


def _checked(text: io.TextIOWrapper) -> Callable[[int], str]:
    def more(count: int) -> str:
        came = text.read(count)
        whole(came)
        return came.removeprefix("\ufeff")

    return more


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LINE_LETTERS):
        if len(line) >= LINE_LETTERS:
            raise Invalid("unread.long_record")
        whole(line)
        yield line.removeprefix("\ufeff")


def _refuse_foreign(head: bytes) -> None:
    for mark, key in _FOREIGN:
        if head.startswith(mark):
            raise Invalid(key)
    if head[4:8] == b"ftyp":
        raise Invalid("unread.image")


def _size(source: BinaryIO) -> int:
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    return size


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    digest = hashlib.sha256()
    while came := source.read(HEAD):
        digest.update(came)
    return digest.hexdigest()
