"""The world in which the demonstration desk is made: a clock that is set, ids that are always the same, one seat at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from db.clock import KARACHI
from db.doors import NewDesk, invite, join, make_desk, sign_in
from db.stretching import Kdf
from db.surroundings import Surroundings
from db.vault import OpenVault
from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.errors import Conflict
from mdt.model.staff import Role
from mdt.work import staff
from mdt.work.desk import Desk, Tools
from resources import text

OPENS_AT = time(9, 0)
SUPERVISOR = Role.SUPERVISOR.value
ROLES = tuple(role.value for role in Role)


def password_of(role: str) -> str:
    """The fixed password of a role: a demonstration keeps no secrets."""
    return f"{role} demo desk"


def drawn(label: str, least: int, most: int) -> int:
    """A number from ``least`` to ``most`` that is always the same for a label."""
    digest = hashlib.sha256(f"mdt-desk demonstration {label}".encode()).digest()
    return least + int.from_bytes(digest[:8], "big") % (most - least + 1)


class SetClock:
    """A clock that stands on the day of the story and ticks a minute with every act."""

    def __init__(self, day: date) -> None:
        self._at = datetime.combine(day, OPENS_AT, KARACHI)

    def turn_to(self, day: date) -> None:
        """Go on to the morning of a day, or one minute on where it has begun already; never back."""
        self._at = max(self._at + timedelta(minutes=1), datetime.combine(day, OPENS_AT, KARACHI))

    def now(self) -> datetime:
        """The story's moment."""
        return self._at

    def today(self) -> date:
        """The story's day in Pakistan."""
        return self._at.date()


@dataclass
class SameIds:
    """Ids that come in the same order every time; the next case gets the code that is ``due``."""

    count: int = 0
    due: str = ""

    def fresh(self) -> str:
        """The next id: 96 bits that say nothing."""
        self.count += 1
        return hashlib.sha256(f"mdt-desk demonstration id {self.count}".encode()).hexdigest()[:24]

    def code(self, is_taken: Callable[[str], bool]) -> str:
        """The code that the story gives its case; Conflict where another case has it."""
        if is_taken(self.due):
            raise Conflict("conflict.code_taken", code=self.due)
        return self.due


def plain_codes(count: int, but: frozenset[str]) -> tuple[str, ...]:
    """Code names for cases the story does not name, each word once, none of the words in ``but``."""
    words = sorted(set(text("code_words.txt").split()) - but, key=lambda word: drawn(f"word {word}", 0, 1 << 62))
    return tuple(f"{word}-{drawn(f'number {word}', 11, 99)}" for word in words[:count])


class OnceKdf:
    """Another way to stretch passwords that does the work once per password and slot, while the desk is being made."""

    def __init__(self, real: Kdf) -> None:
        self._real = real
        self._known: dict[tuple[str, str, bytes], bytes] = {}

    def terms(self) -> dict[str, int | str]:
        """Those of the real one."""
        return self._real.terms()

    def derive(self, password: str, terms: dict[str, int | str], salt: bytes) -> bytes:
        """What the real one gives."""
        place = (password, repr(sorted(terms.items())), salt)
        if place not in self._known:
            self._known[place] = self._real.derive(password, terms, salt)
        return self._known[place]


@dataclass
class Seats:
    """A desk on disk and whoever sits at it; taking a seat frees the one before."""

    folder: Path
    around: Surroundings
    clock: SetClock
    ids: SameIds = field(default_factory=SameIds)
    codes: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    _vault: OpenVault | None = None
    _desk: Desk | None = None
    _taken: str = ""
    _owing: set[str] = field(default_factory=set)

    def take(self, role: str) -> Desk:
        """The desk with ``role`` at it; the first time after a team was changed she hands on the keys that she owes."""
        if self._desk is not None and self._taken == role:
            return self._desk
        self.leave()
        self._vault = sign_in(self.folder, role, password_of(role), lambda: self.codes[role], self.around)
        self._desk = Desk(self._vault.member, self._vault, Tools(self.clock, self.ids, load_catalogue()))
        self._taken = role
        if role == SUPERVISOR:
            self._owing = set(ROLES) - {SUPERVISOR}
        elif role in self._owing:
            self._owing.remove(role)
            self._desk.do(staff.hand_on_keys)
        return self._desk

    def hand_on_all(self) -> None:
        """Let everybody come to the desk twice, so that every key reaches everybody it is due to."""
        for role in 2 * [role for role in ROLES if role != SUPERVISOR]:
            self.take(role).do(staff.hand_on_keys)

    def leave(self) -> None:
        """Close the vault."""
        if self._vault is not None:
            self._vault.close()
        self._vault, self._desk, self._taken = None, None, ""

    def invite_all(self, invited: Mapping[str, tuple[str, date | None]]) -> None:
        """Register and invite the members of several roles, let each join, and certify them; ``invited``: role to sex and training."""
        desk, codes = self.take(SUPERVISOR), {}
        assert self._vault is not None
        for role, (sex, trained_on) in invited.items():
            self.members[role] = desk.do(staff.register_member, None, role, role, sex, trained_on)
            codes[role] = invite(self._vault, self.members[role], role)
        self.leave()
        read_out = {role: self._join(role, invitation) for role, invitation in codes.items()}
        for role, fingerprint in read_out.items():
            self.take(SUPERVISOR).do(staff.certify_member, None, self.members[role], fingerprint)

    def _join(self, role: str, invitation: str) -> str:
        vault, joined = join(self.folder, role, invitation, password_of(role), self.around)
        vault.close()
        self.codes[role] = joined.code
        return joined.fingerprint


def open_seats(folder: Path, new: NewDesk, day: date, kdf: Kdf) -> Seats:
    """A new desk on the first day of the story, with its supervisor alone."""
    clock = SetClock(day)
    around = Surroundings(clock, OnceKdf(kdf), NoKeyring())
    code = make_desk(folder, new, password_of(SUPERVISOR), around)
    seats = Seats(folder, around, clock, codes={SUPERVISOR: code})
    seats.members[SUPERVISOR] = seats.take(SUPERVISOR).me().id
    return seats
