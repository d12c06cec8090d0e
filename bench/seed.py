"""Fills a desk in bulk, past the door: plain INSERTs over the keyed connection; seals and grants are real on one team's cases only."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import resources
from bench.founding import READERS, TEAM, Desk, Founding
from bench.names import Names
from db.findable import marks_digest
from db.grants import DESK_WIDE
from db.ledger import digest_of
from db.sealing import derived
from db.tables import account_keys, blind_marks, grants, name_sounds
from db.vault import OpenVault
from mdt.catalogue.load import load_catalogue
from mdt.model.cases import Arrest, Case, Charge, FirstReport, Incident, Number, Source, StageMove
from mdt.model.evidence import Statement
from mdt.model.names import sound, tokens
from mdt.model.notes import Opinion, SessionNote, Signal, WelfareNote
from mdt.model.numbers import parse_number
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Audience
from mdt.model.staff import Seat

GRANT_SIZE = 1168
BATCH = 2_000
YEARS = 3
_WORDS = "she says that he wrote at night asked for pictures and money then sent them to her school brother fiance group".split()
_CODE_WORDS = resources.text("code_words.txt").split()
_ACTS = ("open_case", "open_case", "open_case", "search", "reveal_identity", "add_statement", "add_session_note", "hand_on_keys")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a desk: cases, entries of the log, accused, and the cases of the team that is measured."""

    cases: int = 100_000
    events: int = 1_000_000
    persons: int = 200_000
    mine: int = 2_000


@dataclass(slots=True)
class Known:
    """What can be looked for and will be found: the team's cases, and samples of names, accounts, codes and numbers of the whole desk."""

    mine: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    roman: list[str] = field(default_factory=list)
    urdu: list[str] = field(default_factory=list)
    hurt: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    cnics: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)


class Seeder(Founding):
    """One bulk filling of a fresh desk, over the connection of the signed-in investigator."""

    def __init__(self, vault: OpenVault, desk: Desk, size: Size) -> None:
        self.known = Known()
        super().__init__(vault, desk)
        self._size = size
        self._chance, self._catalogue = Random(2023), load_catalogue()
        self._names = Names(self._chance)
        self._start = datetime.now(UTC) - timedelta(days=365 * YEARS)
        self._case_ids = [self._id() for _ in range(size.cases)]
        self._step = max(1, size.cases // max(1, size.mine))
        self.known.mine = self._case_ids[:: self._step][: size.mine]
        self._persons: list[str] = []
        self._keys: Mapping[Audience, bytes] = {}
        self._actors: list[str] = []

    def fill(self) -> Known:
        """Everything, in one transaction that nobody could lose; returns what can be found in it."""
        self._actors = [*self._others, *self._members.values()]
        raw = self._vault.raw()
        numbers = {case: number for number, case in enumerate(self._case_ids)}
        self._found({case: self._moment(numbers[case]).date() for case in self.known.mine}, self._start)
        for setting in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = MEMORY", "cache_size = -2000000"):
            raw.execute(f"PRAGMA {setting}").fetchall()
        raw.execute("BEGIN")
        self._index = {kind: derived(self._key(DESK_WIDE, Audience.INDEX), f"blind {kind}") for kind in ("phone", "cnic")}
        mine = set(self.known.mine)
        for number, case in enumerate(self._case_ids):
            self._rows.at = self._moment(number)
            self._case(number, case, case in mine)
            if number % BATCH == BATCH - 1:
                self._rows.flush()
        while self._seq < self._size.events:
            self._event(self._case_ids[-1], "open_case", "[]", self._supervisor, signed=self._seq % BATCH == 0)
        self._event(self._case_ids[-1], "open_case", "[]", self._supervisor)
        self._rows.flush()
        raw.execute("COMMIT")
        return self.known

    def _moment(self, number: int) -> datetime:
        return self._start + timedelta(days=365 * YEARS * number / self._size.cases)

    def _key(self, case: str, audience: Audience) -> bytes:
        if (case, audience) in self._opened:
            return self._opened[case, audience]
        keys: Any = self._vault._keys  # past the door, as this module says
        return bytes(keys.key(None, case, audience, 1))

    def _case(self, number: int, case: str, mine: bool) -> None:
        draw, rows, day = self._chance, self._rows, self._rows.at.date()
        circles = list(self._catalogue.circles)
        circle = "MUX" if mine and draw.random() < 0.7 else circles[int(len(circles) * draw.random() ** 2)]
        stage = draw.choice([*self._catalogue.stages, "trial"])
        code = f"{_CODE_WORDS[number % len(_CODE_WORDS)]}-{number // len(_CODE_WORDS) + 11}"
        team = [self._members[user] for user in TEAM] if mine else [draw.choice(self._founders), draw.choice(self._others)]
        team = list(dict.fromkeys(team))
        seats = self._seats[case] if mine else tuple(self._id() for _ in team)
        self._keys = {audience: self._key(case, audience) for audience in READERS} if mine else {}
        about: dict[str, Any] = {"code": code, "circle": circle, "stage": stage, "registered_on": day, "registered_by": team[0]}
        rows.add(Case(id=case, **about, typology="blackmailing", occurred_from=day), case, self._keys)
        for seat, member in zip(seats, team, strict=True):
            added = team[0] if member == team[0] else self._supervisor
            rows.add(Seat(id=seat, case=case, member=member, lead=member == team[0], since=day, added_by=added), case, {})
        for kind in ("enquiry", "fir") if draw.random() < 0.3 else ("enquiry",):
            self._number(number, case, kind, circle, day)
        self._add(FirstReport, case, received_on=day, channel="walk_in", text=self._text(90))
        self._add(Source, case, kind="local", received_on=day)
        for origin, target in (("complaint", "verification"), ("verification", "enquiry")):
            self._add(StageMove, case, origin=origin, target=target, moved_on=day, moved_by=team[0])
        hurt = self._hurt(case, mine)
        accused = self._accused(case, (number + 1) * self._size.persons / self._size.cases)
        self._add(Charge, case, party=accused, offence="peca-21", occurred_on=day, assessment=self._text(20) if mine else None)
        if mine:
            self.known.open.append(case)
            self._work(case, hurt, accused)
        else:
            parts = (os.urandom(32), os.urandom(GRANT_SIZE), os.urandom(64))
            rows.put(grants, case, "team", 1, team[0], team[0], rows.at, *parts[:2], self._seq + 1, parts[2])
            rows.written.append((f"{case}/{team[0]}", "key team", 1, digest_of(b"".join(parts))))
        self._sample(self.known.codes, code)
        self._events(number, case, () if mine else tuple(zip(seats, team, strict=True)))

    def _work(self, case: str, hurt: str, accused: str) -> None:
        """What the professions add to a case of the team: a few records on most, dozens on some."""
        day = self._rows.at.date()
        investigator, psychologist, prosecutor, welfare = (self._members[user] for user in TEAM)
        for _ in range(self._some()):
            told = {"text": self._text(200), "reference": self._text(4)}
            self._add(Statement, case, party=hurt, kind="s161", taken_on=day, taken_by=investigator, **told)
            self._add(Incident, case, occurred_from=day, platform="instagram", what=self._text(30))
        for kind, writer in ((SessionNote, psychologist), (WelfareNote, welfare)):
            for _ in range(self._some()):
                self._add(kind, case, held_on=day, attendance="held", written_by=writer, text=self._text(170))
        self._add(Opinion, case, held_on=day, written_by=prosecutor, text=self._text(150))
        self._add(Signal, case, kind="no_contact", raised_by=psychologist)
        self._add(Arrest, case, party=accused, arrested_on=day)
        self._add(SafeContact, case, party=hurt, owners=(investigator, psychologist), number="0300 0000000", hours="9-11")

    def _hurt(self, case: str, mine: bool) -> str:
        """Who was hurt and who complained; in some cases more of them. Returns the first."""
        parties = []
        for alias, role in (("V1", "victim"), ("C1", "complainant"), ("V2", "victim"), ("W1", "witness"))[: 4 if self._some() > 4 else 2]:
            (roman, urdu), cnic, phone = self._names.made(), self._cnic(), self._phone()
            told = {"name": roman}
            if mine:
                told |= {"cnic": cnic, "phone": phone, "other_names": urdu, "school": self._text(3), "address": self._text(6)}
                self.known.hurt.append(roman)
            party = self._add(Party, case, alias=alias, role=role, sex="female", age_band="18_25", **told)
            told_by = (("cnic", cnic), ("phone", phone))
            made = [hmac.new(self._index[kind], key.encode(), hashlib.sha256).digest()[:16] for kind, key in told_by]
            for mark in made:
                self._rows.put(blind_marks, mark, party)
            self._rows.written.append((party, "marks", 1, marks_digest(made)))
            self._sample(self.known.cnics, cnic)
            parties.append(party)
        return parties[0]

    def _accused(self, case: str, persons: float) -> str:
        """Two accused nobody knew, as long as there are to be more; in one case of five a third who is known from another."""
        for alias in ("A1", "A2", "A3")[: 2 + (self._chance.random() < 0.2)]:
            known = self._persons and (alias == "A3" or len(self._persons) >= persons)
            person = self._chance.choice(self._persons) if known else self._person()
            party = self._add(Party, case, alias=alias, role="accused", sex="male", state="identified", person=person)
        return party

    def _person(self) -> str:
        roman, urdu = self._names.made()
        spelled = self._chance.random()
        names = (roman,) if spelled < 0.5 else (urdu,) if spelled < 0.65 else (roman, urdu)
        phone, handle = self._phone(), f"{roman.split()[0].lower()}.{self._chance.randrange(10**6)}"
        person = self._id()
        self._rows.add(Person(id=person, names=names, identifiers=(f"phone||{phone}", f"handle||{handle}")), "", {})
        for token in {token for name in names for token in tokens(name)}:
            self._rows.put(name_sounds, person, token, sound(token))
        for kind, key in (("phone", phone), ("handle", handle)):
            self._rows.put(account_keys, person, kind, key)
        self._persons.append(person)
        known = self.known
        for sample, text in ((known.roman, roman), (known.urdu, urdu), (known.phones, phone), (known.handles, handle)):
            self._sample(sample, text)
        return person

    def _number(self, number: int, case: str, kind: str, circle: str, day: date) -> None:
        text = f"{number % 9_999 + 1}/{2000 + number // 9_999}"
        found = parse_number(kind, text, self._catalogue.circles[circle].title.en, day)
        self._add(Number, case, kind=kind, text=found.text, circle=circle, dated=day, unique_key=found.key)
        self._sample(self.known.numbers, f"{kind}:{text}@{circle}")

    def _events(self, number: int, case: str, seats: tuple[tuple[str, str], ...]) -> None:
        """The case's registration with all it wrote and who sits on it, then the desk's other acts of those days, signed by the last."""
        writes, day = json.dumps(self._rows.written, separators=(",", ":")), self._rows.at.date().isoformat()
        self._rows.written.clear()
        founder = seats[0][1] if seats else self._members["investigator"]
        self._event(case, "register_case", writes, founder, *([("found", case, seats[0][0], day)] if seats else []))
        for seat, member in seats[1:]:
            self._event(case, "add_to_team", "[]", self._supervisor, ("seat", case, seat, member, 0, day))
        actor, count = self._chance.choice(self._actors), self._size.events // self._size.cases - 1
        for left in range(count, 0, -1):
            place = self._case_ids[self._chance.randrange(number + 1)]
            self._event(place, self._chance.choice(_ACTS), "[]", actor, signed=left == 1)

    def _add(self, kind: type[Any], case: str, /, **fields: Any) -> str:
        identity = self._id()
        self._rows.add(kind(id=identity, case=case, **fields), case, self._keys)
        return identity

    def _id(self) -> str:
        return f"{self._chance.getrandbits(96):024x}"

    def _some(self) -> int:
        return min(12, 1 + int(self._chance.expovariate(0.6)))

    def _text(self, count: int) -> str:
        return " ".join(self._chance.choices(_WORDS, k=count))

    def _phone(self) -> str:
        return f"+923{self._chance.randrange(10**9):09}"

    def _cnic(self) -> str:
        return f"{self._chance.randrange(10**12, 10**13)}"

    def _sample(self, sample: list[str], text: str) -> None:
        if len(sample) < 2_000:
            sample.append(text)
        elif self._chance.random() < 0.05:
            sample[self._chance.randrange(2_000)] = text
