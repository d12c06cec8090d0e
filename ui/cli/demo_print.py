"""The steps that lead to the paper's published figures: its table of FIRs by circle and its two lists of enquiries."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from typing import Any

from mdt.catalogue.schema import Catalogue
from mdt.work.forms import circle_id
from resources import text
from ui.cli.demo_story import Step
from ui.cli.demo_tips import intake_steps, links_of, tips_of

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2023, 9, 1)
COUNTS = {
    "local": "local_complaints",
    "cybertipline": "cybertipline_reports",
    "foreign": "foreign_interpol",
    "firs": "firs",
    "accused": "accused",
    "arrests": "arrests",
}
"""The figures of the desk, and the columns of the printed table they answer to."""
ORGANISATION = "National Center for Missing & Exploited Children"
NOT_STATED = "XXX"
SPELT = {"D.I. Khan": "DIK"}
LISTED_2022, LISTED_2023 = date(2022, 7, 19), date(2023, 8, 7)
"""Where the paper prints no date, its enquiries are received from these days on, one a day in the order of the list."""
ROUNDS = (date(2023, 1, 5), date(2023, 4, 6), date(2023, 6, 22))
"""Days on which the prosecutor joins the cases that came in before and lays the charges; their FIRs follow within seven weeks."""
COURT_DAYS = (date(2023, 6, 5), date(2023, 9, 11), date(2023, 11, 20))
HEARING_SET_ON = date(2026, 11, 3)
ENDS = ("interim_challan", "final_challan", "trial", "investigation", "trial", "final_challan")
CHANNELS = {"local": "walk_in", "cybertipline": "tip", "foreign": "foreign_referral"}

Row = Mapping[str, str]
Draw = Callable[[str, int, int], int]


def printed(name: str) -> tuple[Row, ...]:
    """The rows of a published table, as printed."""
    return tuple(csv.DictReader(StringIO(text(f"demo/{name}.csv"))))


def circle_of(name: str, catalogue: Catalogue) -> str:
    """The id of a circle as the paper spells it."""
    return circle_id(catalogue, SPELT.get(name, name))


def printed_steps(codes: Iterator[str], catalogue: Catalogue, draw: Draw) -> tuple[Step, ...]:
    """Steps to every case of the three tables; each case takes the next code."""
    words = tomllib.loads(text("demo/printed.toml"))
    steps = intake_steps()
    steps += [step for row in printed("fir_2023_by_circle") for step in _circle(row, codes, catalogue, draw, words)]
    for place, row in enumerate(printed("enquiries_2022_pending")):
        steps += _pending(row, next(codes), LISTED_2022 + timedelta(place), words)
    for place, row in enumerate(printed("enquiries_2023_multan")):
        received, circle = LISTED_2023 + timedelta(place), circle_of(row["circle"], catalogue)
        steps += _enquiry(next(codes), row, received, circle, words["enquiry_2023"].format(**row))
    return tuple(steps)


def shares(total: int, among: int) -> list[int]:
    """A total dealt out as evenly as it goes, the first taking what is over."""
    return [total // among + (place < total % among) for place in range(among)]


def _circle(row: Row, codes: Iterator[str], catalogue: Catalogue, draw: Draw, words: Mapping[str, str]) -> Iterator[Step]:
    circle = circle_of(row["circle"], catalogue)
    count = {name: int(row[column]) for name, column in COUNTS.items()}
    if not count["firs"]:
        return
    whens = sorted((draw(f"round {circle} {place}", 0, 2), draw(f"fir {circle} {place}", 3, 50)) for place in range(count["firs"]))
    kinds = iter([kind for kind in CHANNELS for _ in range(count[kind])])
    dealt = zip(whens, *(shares(count[name], count["firs"]) for name in ("accused", "arrests")), strict=True)
    sources = shares(sum(count[kind] for kind in CHANNELS), count["firs"])
    for place, ((nth, days), accused, arrests) in enumerate(dealt):
        told = _Fir(row["circle"], circle, place, ROUNDS[nth], ROUNDS[nth] + timedelta(days), draw)
        yield from told.steps(next(codes), tuple(islice(kinds, sources[place])), accused, arrests, words)


class _Fir:
    """One FIR of the table: what is printed is that it is there; its dates and numbers are invented."""

    def __init__(self, name: str, circle: str, place: int, joined: date, fir: date, draw: Draw) -> None:
        self.name, self.circle, self.place, self.joined, self.fir = name, circle, place, joined, fir
        self._draw = draw
        self.received = joined - timedelta(self._number("received", 12, 50))
        self.end = ENDS[self._number("end", 0, len(ENDS) - 1)]

    def steps(self, code: str, kinds: tuple[str, ...], accused: int, arrests: int, words: Mapping[str, str]) -> Iterator[Step]:
        """From the complaint to where the case stands."""

        def step(on: date, act: str, by: str = "investigator", **said: Any) -> Step:
            return Step(on=on, by=by, case=code, act=act, said=said)

        start, fir = self.received, self.fir
        yield from tips_of(code, kinds, start, self._tips(kinds))
        yield step(start, "register_case", **self._registered(code, kinds, accused, words))
        yield step(start + timedelta(3), "move", to="verification", facts={"verification_officer": "investigator"})
        enquiry = start + timedelta(8)
        number = f"{101 + 40 * self.place + self._number('serial', 0, 39)}/{enquiry.year}"
        yield step(enquiry, "number_case", kind="enquiry", text=number, circle=self.circle, dated=enquiry)
        yield step(enquiry, "move", to="enquiry", facts={"circle_order": words["circle_order"]})
        sent = enquiry + timedelta(3)
        yield step(sent, "move", to="legal_opinion", facts={"opinion_sent_on": sent.isoformat()})
        yield step(self.joined, "add_to_team", "supervisor", member="prosecutor")
        for party in range(1, accused + 1):
            yield step(self.joined + timedelta(1), "lay_charge", "prosecutor", party=f"A{party}", offence="peca-22")
        number = f"{11 + 12 * self.place + self._number('fir', 0, 9)}/{fir.year}"
        yield step(fir, "number_case", kind="fir", text=number, circle=self.circle, dated=fir)
        yield step(fir, "move", to="fir", facts={"director_approval": words["director_approval"]})
        yield step(fir + timedelta(1), "move", to="investigation", facts={"investigating_officer": "investigator"})
        for party in range(1, arrests + 1):
            day = fir + timedelta(self._number(f"arrest {party}", 1, 9))
            yield step(day, "record_arrest", party=f"A{party}")
            yield step(day + timedelta(1), "produce", party=f"A{party}")
        yield from links_of(code, kinds, fir, answered=self.end != "investigation")
        yield from self._to_court(step, words)

    def _to_court(self, step: Callable[..., Step], words: Mapping[str, str]) -> Iterator[Step]:
        interim, final = self.fir + timedelta(17), self.fir + timedelta(self._number("final", 60, 90))
        if self.end != "investigation":
            yield step(interim, "move", to="interim_challan", facts={"challan_date": interim.isoformat()})
        if self.end in ("final_challan", "trial"):
            yield step(final, "move", to="final_challan", facts={"challan_date": final.isoformat(), "court": words["court"]})
        if self.end == "trial":
            on = next(day for day in COURT_DAYS if day > final)
            yield step(on, "move", "prosecutor", to="trial", facts={"court": words["court"]})
            hearing = HEARING_SET_ON + timedelta(self._number("hearing", 22, 55))
            # no court sits on a Sunday
            yield step(HEARING_SET_ON, "classify_case", next_event="hearing", next_event_on=hearing + timedelta(hearing.weekday() == 6))

    def _registered(self, code: str, kinds: tuple[str, ...], accused: int, words: Mapping[str, str]) -> dict[str, Any]:
        named = (ORGANISATION,) if "cybertipline" in kinds else ()
        parties: list[dict[str, Any]] = [{"role": "complainant", "names": named, "organisation": True}]
        for number in range(1, accused + 1):
            account = {"kind": "handle", "text": f"invented.{code}.{number}", "platform": "facebook"}
            parties.append({"role": "accused", "state": ("account", "identified")[number % 2], "account": [account]})
        return {
            "circle": self.circle,
            "channel": CHANNELS[kinds[0]],
            "received_on": self.received,
            "report": words["fir_2023"].format(circle=self.name),
            "typology": "csam",
            "occurred_from": self.received - timedelta(self._number("occurred", 5, 90)),
            "occurred_to": self.received - timedelta(2),
            "party": parties,
            "source": [{"kind": kind, "received_on": self.received} for kind in kinds],
            "number": [{"kind": "cybertip", "text": tip, "dated": self.received} for tip in self._tips(kinds) if tip],
        }

    def _tips(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """The number each source sent it under; only CyberTips have one here."""
        numbered = (kind == "cybertipline" for kind in kinds)
        return tuple(str(900_000_000 + self._number(f"tip {nth}", 1, 999_999)) if has else "" for nth, has in enumerate(numbered))

    def _number(self, what: str, least: int, most: int) -> int:
        return self._draw(f"{what} {self.circle} {self.place}", least, most)


def _pending(row: Row, code: str, received: date, words: Mapping[str, str]) -> Iterator[Step]:
    """One enquiry of 2022; the name that is printed for some is left out."""
    dated = date.fromisoformat(row["dated"]) if row["dated"] else None
    accused = words["named_in_print"] if row["accused"] == "named" else row["accused"]
    said = {**row, "accused": accused or words["not_printed"], "status": row["status"] or words["not_printed"]}
    yield from _enquiry(code, row, dated or received, NOT_STATED, words["enquiry_2022"].format(**said), dated)
    if "FIR No. " in row["status"]:
        number = row["status"].partition("FIR No. ")[2]
        yield Step(on=LAST_DAY, by="investigator", case=code, act="number_case", said={"kind": "fir", "text": number, "circle": NOT_STATED})


def _enquiry(code: str, row: Row, received: date, circle: str, report: str, dated: date | None = None) -> Iterator[Step]:
    """One enquiry as printed: registered, looked into, numbered; undated where the paper gives no date."""
    parties: list[dict[str, Any]] = [
        {"role": "complainant", "names": (row["complainant"],) if row["complainant"] else (), "organisation": True}
    ]
    if row["accused"]:
        parties.append({"role": "accused", "state": "identified" if row["accused"] == "named" else "unknown"})
    tipped = bool(row["complainant"]) or "tipline" in row.get("status", "").casefold()
    registered = {"circle": circle, "channel": "tip", "received_on": received, "report": report, "typology": "csam", "party": parties}
    number = {"kind": "enquiry", "text": row["enquiry_no"], "circle": circle, "dated": dated}
    steps = (
        ("register_case", {**registered, "source": [{"kind": "cybertipline", "received_on": dated}] if tipped else []}),
        ("move", {"to": "verification", "facts": {"verification_officer": "investigator"}}),
        ("number_case", number),
        ("move", {"to": "enquiry", "facts": {"circle_order": "invented for the demonstration"}}),
    )
    if tipped:
        yield from tips_of(code, ("cybertipline",), received, ("",))
    for act, said in steps:
        yield Step(on=received, by="investigator", case=code, act=act, said=said)
    if tipped:
        yield from links_of(code, ("cybertipline",), received, answered=False)
