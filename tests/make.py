"""What tests are made of: a cheap password cost, a clock that stands, a desk with five members, and seats to sit in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from db.chance import Chance
from db.doors import NewDesk, invite, join, make_desk, sign_in
from db.surroundings import Surroundings
from db.vault import OpenVault
from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.model.staff import Role
from mdt.work import staff
from mdt.work.desk import Change, Desk, Tools, UseCase
from mdt.work.forms import Account, NewCase, NewNumber, NewParty, NewSource
from mdt.work.registration import register_case

P = ParamSpec("P")
R = TypeVar("R")
PASSWORD = "six words are enough for this"
TODAY = date(2026, 11, 20)
ROLES = tuple(role.value for role in Role)
TEAM_ROLES = tuple(role for role in ROLES if role != "supervisor")
READERS = (*((role, "en" if at % 2 else "ur") for at, role in enumerate(ROLES)), ("investigator", "en"))
"""Every role in one language, one of them in both; each walks every page in both languages in tests/ui/test_screen_words."""


class CheapKdf:
    """A password cost of one hash; the real one is used where its floor is tested."""

    def terms(self) -> dict[str, int | str]:
        return {"name": "cheap"}

    def derive(self, password: str, terms: dict[str, int | str], salt: bytes) -> bytes:
        return hashlib.sha256(repr(sorted(terms.items())).encode() + salt + password.encode()).digest()


@dataclass
class StandingClock:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Human:
    """Members' codes as they were printed, by user name."""

    codes: dict[str, str] = field(default_factory=dict)


def surroundings(clock: StandingClock | None = None, heads: Path | None = None) -> Surroundings:
    """A cheap world without a keyring, that remembers heads where it is given a place for them."""
    return Surroundings(clock or StandingClock(), CheapKdf(), NoKeyring(), heads)


@dataclass
class Seats:
    """A desk on disk and whoever sits at it; taking a seat frees the one before, since one program holds the vault."""

    folder: Path
    codes: dict[str, str]
    clock: StandingClock
    case: str = ""
    members: dict[str, str] = field(default_factory=dict)
    vault: OpenVault | None = None
    desk: Desk | None = None
    taken: str = ""
    changes: list[Change] = field(default_factory=list)
    heads: Path | None = None

    def take(self, user: str) -> Desk:
        """Sign in as ``user``, whoever sat there before."""
        if self.taken == user and self.desk is not None:
            return self.desk
        self.leave()
        self.vault = sign_in(self.folder, user, PASSWORD, lambda: self.codes[user], surroundings(self.clock, self.heads))
        self.desk = Desk(self.vault.member, self.vault, Tools(self.clock, Chance(), load_catalogue()), self.changes.append)
        self.taken = user
        return self.desk

    def do(self, user: str, job: UseCase[P, R], case: str | None = None, *args: P.args, **kwargs: P.kwargs) -> R:
        """One act as ``user``."""
        return self.take(user).do(job, case, *args, **kwargs)

    def hand_on_all(self) -> None:
        """Let everybody come to the desk twice, so that every key reaches everybody it is due to."""
        for _ in range(2):
            for user in sorted(self.codes):
                self.do(user, staff.hand_on_keys)

    def leave(self) -> None:
        """Close the vault."""
        if self.vault is not None:
            self.vault.close()
        self.vault, self.desk, self.taken = None, None, ""

    def raw(self) -> Any:
        """The keyed connection of whoever sits there, for looking behind the door."""
        assert self.vault is not None
        return self.vault.raw()


TRAINED = date(2025, 3, 1)


def add_member(seats: Seats, user: str, role: str, certify: bool = True, sex: str = "female", trained: date | None = TRAINED) -> str:
    """Register, invite, join and certify a member; returns her id."""
    identity = seats.do("supervisor", staff.register_member, None, user, role, sex, trained)
    assert seats.vault is not None
    invitation = invite(seats.vault, identity, user)
    seats.leave()
    vault, joined = join(seats.folder, user, invitation, PASSWORD, surroundings(seats.clock))
    vault.close()
    seats.codes[user], seats.members[user] = joined.code, identity
    if certify:
        seats.do("supervisor", staff.certify_member, None, identity, joined.fingerprint)
    return identity


def new_desk(folder: Path, clock: StandingClock) -> Seats:
    """A desk with a supervisor and one member of each role, nobody on any case."""
    code = make_desk(folder, NewDesk("nccia", "MUX", "supervisor"), PASSWORD, surroundings(clock))
    seats = Seats(folder, {"supervisor": code}, clock)
    for role in TEAM_ROLES:
        add_member(seats, role, role)
    seats.members["supervisor"] = seats.take("supervisor").me().id
    return seats


def plain_case(**changes: Any) -> NewCase:
    """A case with a girl of twelve, her mother, and one adult accused."""
    fields: dict[str, Any] = {
        "circle": "Multan",
        "channel": "walk_in",
        "received_on": date(2026, 11, 2),
        "report": "He has her pictures and wants more.",
        "typology": "blackmailing",
        "occurred_from": date(2026, 10, 1),
        "occurred_to": date(2026, 10, 30),
        "parties": (
            NewParty(
                role="victim",
                sex="female",
                age_band="10_13",
                age_basis="b_form",
                minor=True,
                names=("Gulnaz Testbibi",),
                accounts=(Account(kind="phone", text="0300 1112223"), Account(kind="cnic", text="36302-1112223-4")),
                birth_date=date(2014, 1, 5),
                school="Invented Public School",
                address="House 1, Invented Street",
            ),
            NewParty(role="complainant", sex="female", age_band="26_40", relation="parent", names=("Rehana Testbibi",)),
            NewParty(
                role="accused",
                sex="male",
                age_band="18_25",
                state="identified",
                relation="online_contact",
                names=("Muhammad Testkhan", "محمد ٹیسٹ خان"),
                accounts=(Account(kind="handle", text="@invented.gamer", platform="instagram"),),
            ),
        ),
        "sources": (NewSource(kind="local", received_on=date(2026, 11, 2)),),
        "numbers": (NewNumber(kind="enquiry", text="4021/2026", circle="Multan", dated=date(2026, 11, 3)),),
    }
    return NewCase(**{**fields, **changes})


def seat_team(seats: Seats, case: str) -> None:
    """Seat one member of each role on a case that the investigator leads, and let the keys travel."""
    for role in TEAM_ROLES:
        if role != "investigator":
            seats.do("supervisor", staff.add_to_team, case, seats.members[role])
    seats.hand_on_all()


def build_template(folder: Path) -> Seats:
    """The desk every test gets a copy of: five members, one case with its whole team and all keys handed on."""
    seats = new_desk(folder, StandingClock())
    seats.case = seats.do("investigator", register_case, None, plain_case())
    seat_team(seats, seats.case)
    seats.leave()
    return seats


def copied(template: Seats, folder: Path) -> Seats:
    """A copy of a closed desk for one test."""
    shutil.copytree(template.folder, folder)
    return Seats(folder, dict(template.codes), StandingClock(template.clock.at), template.case, dict(template.members))


Maker = Callable[[], Seats]
