"""The numbers a case goes by in the registers, and the texts by which a person points at a case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mdt.errors import Invalid


class NumberKind(StrEnum):
    """The registers a number may come from."""

    ENQUIRY = "enquiry"
    FIR = "fir"
    COMPLAINT = "complaint"
    DIARY = "diary"
    CYBERTIP = "cybertip"
    INTERPOL = "interpol"


_SERIAL_AND_YEAR = {
    NumberKind.ENQUIRY: re.compile(r"(\d{1,5}) ?/ ?(\d{4}|\d{2})"),
    NumberKind.FIR: re.compile(r"(\d{1,4}) ?/ ?(\d{4})"),
}
_CYBERTIP = re.compile(r"\d{6,12}")
_LEAST_LETTERS = {NumberKind.COMPLAINT: 1, NumberKind.DIARY: 1, NumberKind.INTERPOL: 3}
_GIVEN_WORLDWIDE = frozenset({NumberKind.CYBERTIP, NumberKind.INTERPOL})
_YEARS = range(2000, 2100)
_CODE = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})*-\d{1,4}")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """One number of a case: as printed in ``text``, and taken apart for comparing.

    ``serial`` and ``year`` are 0 where the register is free text; a cybertip has a serial and no year.
    ``dated`` is the day written beside the number, if any.
    """

    kind: NumberKind
    serial: int
    year: int
    circle: str
    dated: date | None
    text: str

    @property
    def stem(self) -> str:
        """The key without its year: what a free-text number typed without a date can be looked up by."""
        circle = "" if self.kind in _GIVEN_WORLDWIDE else circle_key(self.circle)
        return f"{circle}|{self.kind}|{self.serial or self.text.casefold()}"

    @property
    def key(self) -> str:
        """Equal for two numbers exactly when they are the same entry of the same register.

        It is made of circle, kind, number and year; cybertip and Interpol numbers are the same in every circle and year.
        The year of a free-text number is that of ``dated``.
        """
        dated = self.dated.year if self.dated and self.kind not in _GIVEN_WORLDWIDE else 0
        return f"{self.stem}|{self.year or dated}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class CodeReference:
    """A case meant by its code name, in small letters."""

    code: str


@dataclass(frozen=True, slots=True)
class NumberReference:
    """A case meant by one of its numbers."""

    number: CaseNumber


def plain(text: str) -> str:
    """``text`` as typed on one plain keyboard: digits of every script as 0-9, invisible signs dropped, runs of blanks as one."""
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isascii():
        folded = "".join(_plain_letter(letter) for letter in folded)
    return " ".join(folded.split())


def _plain_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category == "Pd" or letter == "\u2212":
        return "-"
    return "" if category == "Cf" else letter


def circle_key(circle: str) -> str:
    """The name of a circle for comparing: 'D.I. Khan', 'DI Khan' and 'd. i. khan' are equal."""
    return "".join(letter for letter in plain(circle).casefold() if letter.isalnum())


def parse_number(kind: str, text: str, circle: str, dated: date | None = None) -> CaseNumber:
    """The number of register ``kind`` printed as ``text``; a year of two digits is of this century.

    Raises Invalid with 'invalid.number_<kind>' for the field ``number``, 'invalid.number_kind' for ``kind``, or
    'invalid.circle' for ``circle`` where the register belongs to a circle and none is named.
    """
    try:
        register = NumberKind(plain(kind).casefold())
    except ValueError:
        raise Invalid(fields={"kind": "invalid.number_kind"}) from None
    place = plain(circle)
    if register not in _GIVEN_WORLDWIDE and not circle_key(place):
        raise Invalid(fields={"circle": "invalid.circle"})
    written = plain(text)
    serial, year = _serial_and_year(register, written)
    if serial:
        written = written.replace(" ", "")
    return CaseNumber(register, serial, year, place, dated, written)


def _serial_and_year(kind: NumberKind, written: str) -> tuple[int, int]:
    refusal = Invalid(fields={"number": f"invalid.number_{kind}"})
    if kind in _LEAST_LETTERS:
        if sum(letter.isalnum() for letter in written) < _LEAST_LETTERS[kind]:
            raise refusal
        return 0, 0
    if kind is NumberKind.CYBERTIP:
        if not _CYBERTIP.fullmatch(written) or not int(written):
            raise refusal
        return int(written), 0
    parts = _SERIAL_AND_YEAR[kind].fullmatch(written)
    if parts is None:
        raise refusal
    serial, year = int(parts[1]), int(parts[2]) + (2000 if len(parts[2]) == 2 else 0)
    if not serial or year not in _YEARS:
        raise refusal
    return serial, year


def parse_reference(text: str) -> CodeReference | NumberReference:
    """The case meant by ``text``: a code such as 'willow-41', or kind:number@circle such as 'enquiry:1111/2023@Multan'.

    Capitals make no difference in code, kind and circle; cybertip and interpol need no circle. Raises Invalid('invalid.case_reference').
    """
    written = plain(text)
    if _CODE.fullmatch(written.casefold()):
        return CodeReference(written.casefold())
    kind, colon, rest = written.partition(":")
    number, at, circle = rest.rpartition("@")
    if not at:
        number, circle = rest, ""
    try:
        if colon:
            return NumberReference(parse_number(kind, number, circle))
    except Invalid:
        pass
    raise Invalid("invalid.case_reference")
