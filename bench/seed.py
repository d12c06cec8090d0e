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
from bench.names import Names
from bench.rows import Rows
from db.grants import DESK_WIDE
from db.keys import fingerprint, new_member_secret
from db.ledger import link
from db.sealing import derived
from db.tables import RECORDS, account_keys, blind_marks, events, grants, name_sounds
from db.vault import OpenVault
from mdt.catalogue.load import load_catalogue
from mdt.model.audit import Entry, Outcome
from mdt.model.cases import Arrest, Case, Charge, FirstReport, Incident, Number, Source, StageMove
from mdt.model.evidence import Statement
from mdt.model.names import sound, tokens
from mdt.model.notes import Opinion, SessionNote, Signal, WelfareNote
from mdt.model.numbers import parse_number
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Seat, Standing

GRANT_SIZE = 1168
BATCH = 2_000
YEARS = 3
OTHERS = 40
TEAM = ("investigator", "psychologist", "prosecutor", "social_welfare")
_WORDS = "she says that he wrote at night asked for pictures and money then sent them to her school brother fiance group".split()
_CODE_WORDS = resources.text("code_words.txt").split()
_ACTS = ("open_case", "open_case", "open_case", "search", "reveal_identity", "add_statement", "add_session_note", "hand_on_keys")
_READERS: Mapping[Audience, tuple[str, ...]] = {
    Audience.TEAM: TEAM,
    Audience.CLINICAL: ("psychologist",),
    Audience.WELFARE: ("social_welfare", "psychologist"),
    Audience.LEGAL: ("prosecutor",),
    Audience.CONTACT: ("investigator", "psychologist"),
}


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


class Seeder:
    """One bulk filling of a fresh desk, over the connection of the signed-in investigator."""

    def __init__(self, vault: OpenVault, members: Mapping[str, str], size: Size) -> None:
        self.known = Known()
        self._vault, self._members, self._size = vault, dict(members), size
        self._chance, self._catalogue = Random(2023), load_catalogue()
        self._names, self._rows = Names(self._chance), Rows(vault)
        self._start = datetime.now(UTC) - timedelta(days=365 * YEARS)
        self._case_ids = [self._id() for _ in range(size.cases)]
        self._step = max(1, size.cases // max(1, size.mine))
        self.known.mine = self._case_ids[:: self._step][: size.mine]
        self._others: list[str] = []
        self._persons: list[str] = []
        self._keys: Mapping[Audience, bytes] = {}
        self._actors: list[str] = []

    def fill(self) -> Known:
        """Everything, in one transaction that nobody could lose; returns what can be found in it."""
        self._let_keys_travel()
        self._actors = [*self._others, *self._members.values()]
        raw = self._vault.raw()
        for setting in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = MEMORY", "cache_size = -2000000"):
            raw.execute(f"PRAGMA {setting}").fetchall()
        raw.execute("BEGIN")
        self._index = {kind: derived(self._key(DESK_WIDE, Audience.INDEX), f"blind {kind}") for kind in ("phone", "cnic")}
        row = raw.execute("SELECT seq, digest FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        self._seq, self._digest = int(row[0]), bytes(row[1])
        mine = set(self.known.mine)
        for number, case in enumerate(self._case_ids):
            self._rows.at = self._start + timedelta(days=365 * YEARS * number / self._size.cases)
            self._case(number, case, case in mine)
            if number % BATCH == BATCH - 1:
                self._rows.flush()
        while self._seq < self._size.events:
            self._event(self._case_ids[-1], "open_case", "[]")
        self._rows.flush()
        raw.execute("COMMIT")
        return self.known

    def _let_keys_travel(self) -> None:
        """Real case keys and HPKE grants for the team, by the program's own bunch of keys; other members get the index key."""
        with self._vault.transaction() as store:
            team = {user: store.records.one(Member, identity) for user, identity in self._members.items()}
            store.keys.make(DESK_WIDE, Audience.INDEX, team["investigator"])
            for number in range(OTHERS):
                member = self._other(number)
                store.records.add(member)
                store.keys.hand_on(DESK_WIDE, Audience.INDEX, member)
                self._others.append(member.id)
            for user in TEAM[1:]:
                store.keys.hand_on(DESK_WIDE, Audience.INDEX, team[user])
        for at in range(0, len(self.known.mine), 200):
            with self._vault.transaction() as store:
                for case in self.known.mine[at : at + 200]:
                    for audience, (first, *others) in _READERS.items():
                        store.keys.make(case, audience, team[first])
                        for user in others:
                            store.keys.hand_on(case, audience, team[user])

    def _other(self, number: int) -> Member:
        secret = new_member_secret(os.urandom(32), os.urandom(16))
        key, voice = secret.public_key(), secret.public_voice()
        role = ("investigator", *TEAM)[number % 5]
        public: dict[str, Any] = {"key": key.hex(), "voice": voice.hex(), "fingerprint": fingerprint(key, voice)}
        return Member(id=self._id(), user_name=f"officer-{number:02}", role=role, standing=Standing.CERTIFIED, **public)

    def _key(self, case: str, audience: Audience) -> bytes:
        keys: Any = self._vault._keys  # past the door, as this module says
        return bytes(keys.key(None, case, audience, 1))

    def _case(self, number: int, case: str, mine: bool) -> None:
        draw, rows, day = self._chance, self._rows, self._rows.at.date()
        circles = list(self._catalogue.circles)
        circle = "MUX" if mine and draw.random() < 0.7 else circles[int(len(circles) * draw.random() ** 2)]
        stage = draw.choice([*self._catalogue.stages, "closed", "trial"])
        code = f"{_CODE_WORDS[number % len(_CODE_WORDS)]}-{number // len(_CODE_WORDS) + 11}"
        team = [self._members[user] for user in TEAM] if mine else draw.sample(self._others, 2)
        self._keys = {audience: self._key(case, audience) for audience in _READERS} if mine else {}
        about: dict[str, Any] = {"code": code, "circle": circle, "stage": stage, "registered_on": day, "registered_by": team[0]}
        closed = day if stage == "closed" else None
        rows.add(Case(id=case, **about, typology="blackmailing", occurred_from=day, closed_on=closed), case, self._keys)
        for member in team:
            self._add(Seat, case, member=member, lead=member == team[0], since=day, added_by=team[0])
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
            self.known.open += [] if closed else [case]
            self._work(case, hurt, accused)
        else:
            rows.put(grants, case, "team", 1, team[0], team[0], rows.at, os.urandom(32), os.urandom(GRANT_SIZE))
        self._sample(self.known.codes, code)
        self._events(number, case)

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
            for kind, key in (("cnic", cnic), ("phone", phone)):
                self._rows.put(blind_marks, hmac.new(self._index[kind], key.encode(), hashlib.sha256).digest()[:16], party)
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
        self._rows.put(RECORDS[Person], person, names, (f"phone||{phone}", f"handle||{handle}"), 1)
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

    def _events(self, number: int, case: str) -> None:
        """The case's registration with all it sealed, then the desk's other acts of those days."""
        writes = json.dumps(self._rows.written, separators=(",", ":"))
        self._rows.written.clear()
        self._event(case, "register_case", writes)
        for _ in range(self._size.events // self._size.cases - 1):
            self._event(self._case_ids[self._chance.randrange(number + 1)], self._chance.choice(_ACTS), "[]")

    def _add(self, kind: type[Any], case: str, /, **fields: Any) -> str:
        identity = self._id()
        self._rows.add(kind(id=identity, case=case, **fields), case, self._keys)
        return identity

    def _event(self, case: str, act: str, writes: str) -> None:
        actor = self._chance.choice(self._actors)
        self._seq += 1
        entry = Entry(self._seq, self._rows.at, actor, act, None if act == "search" else case, Outcome.DONE, "", "")
        self._digest = link(self._digest, entry, writes)
        self._rows.put(events, entry.seq, entry.at, actor, act, entry.case, "done", "", "", writes, self._digest)

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
