"""The desk as pages see it: acts run on the store's thread, what changed is announced, failures become sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mdt.catalogue.sentences import sentence
from mdt.errors import DeskError

if TYPE_CHECKING:
    from mdt.catalogue.schema import Catalogue
    from mdt.catalogue.words import Words
    from mdt.model.kits import KitSet
    from mdt.model.staff import Member
    from mdt.policy.actions import Action
    from mdt.work.desk import Desk, UseCase
    from ui.jobs import Errands, StoreWorker
    from ui.looks import Looks

P = ParamSpec("P")
R = TypeVar("R")
Then = Callable[[Any], None]
Failed = Callable[[DeskError], None]


@dataclass(frozen=True, slots=True)
class Joining:
    """What a member takes away from her first sign-in: her code and whose it is, to print, and the fingerprint to read out."""

    code: str
    fingerprint: str
    user: str
    agency: str
    circle: str


class CodeNeeded(Exception):
    """This workstation does not know the member: the printed code is needed too; ``once`` where it will know her afterwards."""

    def __init__(self, once: bool) -> None:
        super().__init__()
        self.once = once


@dataclass(frozen=True, slots=True)
class Backed:
    """A backup as it turned out: its size in bytes, how many sealed values it holds, the digest of its vault, whether it was proved."""

    size: int
    seals: int
    digest: str
    proved: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong with the desk: a word for its sentence, where, and on which case."""

    what: str
    where: str
    case: str


@dataclass(frozen=True, slots=True)
class MadeKit:
    """A recovery kit that was made and is not kept yet: its set and number, its code, and the sheet to print."""

    kind: KitSet
    number: int
    code: str
    sheet: bytes


class WaysIn(Protocol):
    """What the screen may ask about passwords, codes and recovery kits."""

    def change_password(self, desk: Desk, old: str, code: str, new: str) -> None: ...
    def renew_code(self, desk: Desk, password: str, code: str) -> Joining: ...
    def make_kit(self, desk: Desk, kind: KitSet, password: str, code: str) -> MadeKit: ...
    def keep_kit(self, desk: Desk, letters: str) -> None: ...
    def try_kit(self, desk: Desk, kind: KitSet, code: str) -> int: ...
    def reissue(self, desk: Desk, user: str, codes: Sequence[str], password: str) -> Joining: ...


class Entrance(Protocol):
    """What the screen may ask of the vault's side, given by the composition root."""

    @property
    def ways(self) -> WaysIn:
        """Passwords, codes and recovery kits."""
        ...

    def is_there(self) -> bool:
        """Whether there is a desk in the folder."""
        ...

    def make(self, agency: str, circle: str, user: str, password: str) -> str:
        """Make a desk; returns the first supervisor's member code."""
        ...

    def sign_in(self, user: str, password: str, code: str | None) -> Desk:
        """Open the vault; CodeNeeded where the workstation does not know her and no code was given."""
        ...

    def join(self, user: str, invitation: str, password: str) -> Joining:
        """A member's first sign-in by her invitation."""
        ...

    def invite(self, member: str, user: str) -> str:
        """A one-time invitation for a registered member."""
        ...

    def back_up(self, path: str, tell: Callable[[str, float], None]) -> Backed:
        """Write a backup and prove it while the desk works on; ``tell`` hears step and share, and may end it by raising."""
        ...

    def turn_vault(self, desk: Desk, tell: Callable[[str, float], None]) -> tuple[str, ...]:
        """Put the desk under a new vault key, and say who has to be invited again; ``tell`` as above, until the last step."""
        ...

    def verify(self, desk: Desk) -> tuple[Found, ...]:
        """Check the whole desk; empty where all is well."""
        ...

    def lost(self) -> tuple[Found, ...]:
        """What could not be saved of the desk that this one was salvaged from."""
        ...

    def announce_to(self, hear: Callable[[object], None]) -> None:
        """Where changes are told from now on."""
        ...

    def leave(self) -> None:
        """Close the vault."""
        ...


class ScreenDesk(QObject):
    """One member's seat on screen."""

    changed = Signal(object)
    """A ``mdt.work.desk.Change``, after it was committed."""
    refused = Signal(str)
    """A sentence about something that could not be done, for the notice bar."""

    def __init__(self, desk: Desk, entrance: Entrance, worker: StoreWorker, errands: Errands, shown: Shown) -> None:
        super().__init__()
        self._desk, self._worker = desk, worker
        self.entrance, self.errands = entrance, errands
        self.words, self.catalogue, self.me, self.today = shown.words, shown.catalogue, shown.me, shown.today
        self.looks, self.circle = shown.looks, shown.circle
        entrance.announce_to(self.changed.emit)

    def do(self, owner: QObject, then: Then, job: UseCase[P, R], case: str | None = None, *args: P.args, **kwargs: P.kwargs) -> None:
        """Run a use case on the store's thread; ``then`` gets its result on this one, a failure goes to the notice bar."""
        self._worker.ask(lambda: self._desk.do(job, case, *args, **kwargs), owner, then, self.fail)

    def attempt(self, owner: QObject, then: Then, failed: Failed, work: Callable[[Desk], Any]) -> None:
        """Several acts as one piece of work; a DeskError goes to ``failed`` (a form's fields), a bug to the notice bar."""

        def fail(fault: Exception) -> None:
            if isinstance(fault, DeskError):
                failed(fault)
            else:
                self.fail(fault)

        self._worker.ask(lambda: work(self._desk), owner, then, fail)

    def allowed(self, owner: QObject, then: Callable[[frozenset[Action]], None], case: str | None = None) -> None:
        """Which actions to offer: courtesy, not the rule."""
        self._worker.ask(lambda: self._desk.allowed(case), owner, then, self.fail)

    def say(self, key: str, **gaps: object) -> str:
        """A sentence of the catalogue of words."""
        return self.words(key, **gaps)

    def title(self, table: str, identity: str | None) -> str:
        """The title of a catalogue row in the language of the screen; the id itself where there is no such row."""
        if identity is None:
            return ""
        rows = self.catalogue.tables.get(table, {})
        return rows[identity].title.inside(self.words.language) if identity in rows else identity

    def fail(self, fault: Exception) -> None:
        """Say what could not be done in the notice bar."""
        if isinstance(fault, DeskError):
            self.refused.emit(sentence(self.words, fault))
        else:
            self.refused.emit(self.words("screen.fault", kind=type(fault).__name__))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a screen is made with: words, catalogue, who sits there, today's date, how it looks, the desk's circle."""

    words: Words
    catalogue: Catalogue
    me: Member
    today: Callable[[], date]
    looks: Looks
    circle: str
