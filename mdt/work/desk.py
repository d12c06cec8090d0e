"""The one door every act of a user passes: check, do, record, announce."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from mdt.catalogue.schema import Catalogue
from mdt.errors import DeskError, Missing, Refused
from mdt.model.audit import Entry, Outcome
from mdt.model.staff import Member, Role
from mdt.policy.actions import Action
from mdt.policy.grants import clearance
from mdt.policy.rules import BEYOND_BRIEF, Access, classes_open, refusal
from mdt.policy.views import Sight
from mdt.work.ports import Clock, Ids, Store, Vault

P = ParamSpec("P")
R = TypeVar("R")


class Topic(StrEnum):
    """What a use case may change, so that pages know when they are stale."""

    CASE = "case"
    PEOPLE = "people"
    NOTES = "notes"
    CHARGES = "charges"
    INTERVIEWS = "interviews"
    MARKS = "marks"
    MEETINGS = "meetings"
    TIPS = "tips"
    OUTGOING = "outgoing"
    TEAM = "team"
    MEMBERS = "members"
    LOG = "log"
    CLOCKS = "clocks"


@dataclass(frozen=True, slots=True)
class Change:
    """What was announced: topics, and the case they are about (None: the desk)."""

    topics: frozenset[Topic]
    case: str | None


@dataclass(slots=True)
class Memory:
    """What a signed-in desk remembers between acts, gone with the process: parties she revealed, and her own people's names for search."""

    revealed: set[str] = field(default_factory=set)
    revealing: set[str] = field(default_factory=set)
    names: dict[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """What a use case may touch while it runs; ``subject`` collects the id of the record it is about, ``made`` the case it made."""

    actor: Member
    store: Store
    clock: Clock
    ids: Ids
    catalogue: Catalogue
    memory: Memory
    case: str | None
    access: Access | None
    sight: Sight
    subject: list[str]
    made: list[str] = field(default_factory=list)

    @property
    def role(self) -> Role:
        """The actor's role."""
        return Role(self.actor.role)

    @property
    def at_case(self) -> str:
        """The case's id; a use case on a case always has one."""
        if self.case is None:
            raise Missing
        return self.case

    def keep_seals_shut(self) -> None:
        """Open nothing sealed from here on, whatever keys are in hand: for acts that leave no entry in the log."""
        self.store.look_through(Sight(self.actor.id, self.sight.classes, frozenset()))

    def about(self, identity: str) -> str:
        """Name the record this act is about; returns its id."""
        self.subject.append(identity)
        return identity


@dataclass(frozen=True, slots=True)
class UseCase(Generic[P, R]):
    """A declared act: the right it needs, what it touches, whether it is written to the log when it ends well.

    ``of_interview`` acts are what a lead works with while the rest of the file is shut to her (product C2).
    """

    name: str
    action: Action
    touches: frozenset[Topic]
    recorded: bool
    steps: Callable[Concatenate[Work, P], R]
    of_interview: bool = False


USE_CASES: list[UseCase[..., Any]] = []


def use_case(
    action: Action, *touches: Topic, recorded: bool = True, of_interview: bool = False
) -> Callable[[Callable[Concatenate[Work, P], R]], UseCase[P, R]]:
    """Declare a function as a use case; looking at unsealed lists is not ``recorded``, everything else is."""

    def declare(steps: Callable[Concatenate[Work, P], R]) -> UseCase[P, R]:
        made = UseCase(steps.__name__, action, frozenset(touches), recorded, steps, of_interview)
        USE_CASES.append(made)
        return made

    return declare


@dataclass(frozen=True, slots=True)
class Tools:
    """What every act is given besides the store."""

    clock: Clock
    ids: Ids
    catalogue: Catalogue


class Desk:
    """A signed-in member's seat; holds no Qt and no SQL."""

    def __init__(self, member: str, vault: Vault, tools: Tools, announce: Callable[[Change], None] = lambda change: None) -> None:
        self._member, self._vault, self._tools, self._announce = member, vault, tools, announce
        self._memory = Memory()

    def me(self) -> Member:
        """The member as the vault knows her now."""
        with self._vault.transaction() as store:
            return store.records.one(Member, self._member)

    def allowed(self, case: str | None = None) -> frozenset[Action]:
        """Every action she may take here: courtesy for buttons, not the rule."""
        with self._vault.transaction() as store:
            actor, access = self._who(store, case)
        return frozenset(action for action in Action if refusal(actor, action, access) is None)

    def do(self, job: UseCase[P, R], case: str | None = None, *args: P.args, **kwargs: P.kwargs) -> R:
        """Check the right, run the act in one transaction, record how it ended, announce what changed.

        Refused or Missing where she has no right (itself recorded); a failed act leaves a 'failed' entry and nothing else.
        """
        subject: list[str] = []
        self._memory.revealing.clear()
        try:
            with self._vault.transaction() as store:
                actor, access = self._who(store, case)
                why_not = refusal(actor, job.action, access)
                # facts of the desk as a whole do not stand among those of a case, whatever it was called with
                place = access.case if access and job.action.verb.on_case else None
                if why_not is None:
                    work = self._work(store, actor, case, access, subject, job.of_interview)
                    result = job.steps(work, *args, **kwargs)
                    place = next(iter(work.made), place)
                if why_not or job.recorded:
                    outcome = Outcome.REFUSED if why_not else Outcome.DONE
                    store.write_log(self._entry(store.moment(), job.name, place, outcome, subject, why_not or ""))
        except Exception as fault:
            self._record_failure(job.name, case, subject, fault)
            raise
        if why_not is not None:
            raise Missing(why_not) if why_not.startswith("missing") else Refused(why_not)
        # only what was committed, and so logged, counts as revealed
        self._memory.revealed |= self._memory.revealing
        if job.touches:
            self._announce(Change(job.touches, case))
        return result

    def _who(self, store: Store, case: str | None) -> tuple[Member, Access | None]:
        return store.records.one(Member, self._member), store.cases.access(case) if case else None

    def _work(self, store: Store, actor: Member, case: str | None, access: Access | None, subject: list[str], briefed: bool) -> Work:
        classes = classes_open(actor, access) if case else clearance(Role(actor.role))
        if case and not briefed and self._tools.catalogue.setting("blind_brief") and store.cases.leads_interview(case):
            classes -= BEYOND_BRIEF
        keys = store.keys.held(case) if case else frozenset()
        sight = Sight(actor.id, classes, keys, frozenset(self._memory.revealed))
        store.look_through(sight)
        tools = self._tools
        return Work(actor, store, tools.clock, tools.ids, tools.catalogue, self._memory, case, access, sight, subject)

    def _record_failure(self, act: str, case: str | None, subject: list[str], fault: Exception) -> None:
        why = fault.key if isinstance(fault, DeskError) else f"bug {type(fault).__name__}"
        try:
            with self._vault.transaction() as store:
                access = store.cases.access(case) if case else None
                store.write_log(self._entry(store.moment(), act, access.case if access else None, Outcome.FAILED, subject, why))
        except DeskError:
            # the disk that failed the act cannot take the entry either; the act's own sentence is what helps
            return

    def _entry(self, at: datetime, act: str, case: str | None, outcome: Outcome, subject: list[str], why: str) -> Entry:
        return Entry(0, at, self._member, act, case, outcome, " ".join(subject), why)
