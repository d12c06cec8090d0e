"""Files that are huge, damaged or made to harm: one sentence each in both languages, nothing imported."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from mdt.catalogue.sentences import sentence
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import Invalid
from mdt.reading.whole import read, read_bytes
from tests.mdt.reading.samples import EVERY, as_json, tip


def packed() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.json", b"0" * 10_000_000)
    return held.getvalue()


WHOLE = as_json(tip())
HOSTILE = {
    "nothing": (b"", "unread.empty"),
    "blanks": (b" \r\n\t ", "unread.empty"),
    "no tip in a list": (b"[]", "unread.empty"),
    "a zip": (packed(), "unread.zip"),
    "gzip": (gzip.compress(WHOLE), "unread.zip"),
    "a paper": (b"%PDF-1.7\n%x", "unread.pdf"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unread.office"),
    "a picture": (b"\xff\xd8\xff\xe0\0\x10JFIF", "unread.image"),
    "a film": (b"\0\0\0\x18ftypmp42", "unread.image"),
    "another text": (b"Dear officer,\nplease find below\n", "unread.other"),
    "JSON of something else": (b'{"name": 1}', "unread.other_json"),
    "a list of something else": (b"[1, 2]", "unread.other_json"),
    "cut": (WHOLE[:-1], "unread.cut"),
    "cut in a list": (b"[" + WHOLE, "unread.cut"),
    "broken": (WHOLE.replace(b":", b"", 1), "unread.broken_json"),
    "more after a list": (b"[" + WHOLE + b"] x", "unread.broken_json"),
    "a comma too many": (b"[" + WHOLE + b" " + WHOLE + b"]", "unread.broken_json"),
    "no number": (WHOLE.replace(b"900000001", b"NaN", 1), "unread.broken_json"),
    "said twice": (WHOLE.replace(b'"dateReceived"', b'"reportId"', 1), "unread.twice"),
    "NULs": (WHOLE.replace(b"Hello", b"He\0lo"), "unread.nul"),
    "NULs written out": (WHOLE.replace(b"Hello", b"He\\u0000lo"), "unread.nul"),
    "half a letter": (WHOLE.replace(b"Hello", b"\\ud83d"), "unread.half_letter"),
    "half a letter in a name": (WHOLE.replace(b"somethingNobodyKnew", b"\\udc00"), "unread.half_letter"),
    "no letters": (WHOLE.replace(b"Hello", b"\x81\x8d\xff"), "unread.letters"),
    "letters of another mark": (WHOLE.decode().encode("utf-32"), "unread.letters"),
    "half of UTF-16": (WHOLE.decode().encode("utf-16")[:-1], "unread.letters"),
    "letters nobody reads": (b"<?xml version='1.0' encoding='EBCDIC-CP-US'?><report/>", "unread.letters"),
    "deep": (b'{"reportId": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "unread.deep"),
    "deeper than any report": (b'{"reportId": ' + b'{"a":' * 70 + b"1" + b"}" * 71, "unread.deep"),
    "a million names": (json.dumps({"reportId": 1} | {f"k{at}": 1 for at in range(500_000)}).encode(), "unread.much"),
    "a number without end": (b'{"reportId": ' + b"9" * 100_000 + b"}", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_with_one_sentence(name: str) -> None:
    raw, key = HOSTILE[name]
    if not key:
        assert read_bytes(raw).tips[0].first("number") == "9" * 100_000
        return
    with pytest.raises(Invalid) as refused:
        read_bytes(raw)
    assert refused.value.key == key
    for language in LANGUAGES:
        said = sentence(Words(language), refused.value)
        assert said.endswith("." if language == "en" else "۔")


class Endless(io.RawIOBase):
    """A file of so many bytes that nobody holds."""

    def __init__(self, begins: bytes, size: int) -> None:
        self._begins, self._size, self._at = begins, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, to: int, whence: int = 0) -> int:
        self._at = to if whence == 0 else self._size
        return self._at

    def read(self, count: int = -1) -> bytes:
        left = self._size - self._at
        count = left if count < 0 else min(count, left)
        assert count <= 64 * 1024, "a file too large for a tip is not read whole"
        came = (self._begins[self._at : self._at + count] if self._at < len(self._begins) else b"").ljust(count, b" ")
        self._at += count
        return came


@pytest.mark.parametrize("name", ["cybertip", "report", "table"])
def test_a_tip_of_200_megabytes_is_refused_unread(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(Endless(EVERY[name], 200 * 1024 * 1024))  # type: ignore[arg-type]
    assert refused.value.key == "unread.large_tip"


def test_a_list_without_measure_is_refused_unread() -> None:
    with pytest.raises(Invalid) as refused:
        read(Endless(EVERY["vics_list"], 10**12))  # type: ignore[arg-type]
    assert refused.value.key == "unread.large_list"
