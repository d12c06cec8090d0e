"""The due list: every clock that runs on the cases a member may come near, sorted by harm and then by age (product H1-H7, X18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import chain
from typing import Any, Final, NamedTuple

from mdt.catalogue.deadline import EventKind
from mdt.model.cases import Case
from mdt.model.clocks import Clock, ClockPause, Escalation, Reckoning, Span, reckoning, running
from mdt.model.contacts import ContactLog
from mdt.model.deadlines import Holidays
from mdt.model.meetings import Task
from mdt.model.people import Party
from mdt.model.tips import Tip
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case

WEIGHT: Final[Mapping[str, int]] = {"statutory": 3, "court": 2, "practice": 1, "information": 0}
ACUTE: Final = 2
"""What an instruction in force or a person at high risk adds to the harm of everything on the case."""
_ACUTE_RULES: Final = frozenset({"update_high_risk", "review_acute"})
UPDATES: Final = frozenset({"update", "update_high_risk"})
SHOWN: Final = 100
AT_ONCE: Final = 200
"""So many escalations one act writes; the rest follows when the list is read next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One thing that is due: by which rule, on which case, about whom (an alias) or what (a kind of task), and whose it is.

    ``state`` is over, soon, later or paused; ``due_at`` is None where a pause runs. ``paused`` is how long it stood in all.
    ``warned`` is the last of the rule's warnings that was passed, in days before it is due, None before the first and once it is over.
    ``level`` says how far up it was taken, ``tried`` what came of the last try to tell a person who was not told since.
    """

    case: str
    code: str
    rule: str
    about: str
    named: str
    began: datetime
    due_at: datetime | None
    state: str
    owner: str | None
    harm: int
    paused: timedelta
    why_paused: str
    level: str
    tried: str
    warned: int | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """One view of the due list at a moment: its first items, and how many each view has over, over or near, and in all."""

    items: tuple[DueItem, ...]
    whole: int
    at: datetime
    over: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    to_escalate: int = 0


class _Ranked(NamedTuple):
    """A clock behind what it is sorted by: how late, less harm is more, until when; the number keeps clocks from being compared."""

    state: int
    less: int
    until: float
    number: int
    clock: Clock
    owner: str
    levels: frozenset[str]

    @property
    def harm(self) -> int:
        """How much hangs on it."""
        return -self.less


_Suits = Callable[[_Ranked], bool]
STATES: Final = ("over", "soon", "later", "paused")
CASES_AT_ONCE: Final = 500
"""A large desk is gone through so many cases at a time, and only what is shown is kept."""


@use_case(Action.READ_DUE, recorded=False)
def read_due(work: Work, view: str = "team", limit: int = SHOWN) -> Board:
    """What is due: hers, her cases', what nobody owns, or people nobody told anything for long; worst first, opening nothing sealed."""
    work.keep_seals_shut()
    views = _views(work)
    totals: dict[str, Counter[int]] = {name: Counter() for name in views}
    suits, best, owed = views.get(view, views["team"]), list[_Ranked](), 0
    for chunk in _chunks(work):
        owed += sum(1 for _ in _owed(work, chunk))
        for name, fits in views.items():
            totals[name].update(one.state for one in chunk if fits(one))
        best = nsmallest(limit, chain(best, filter(suits, chunk)), key=_longest_silent if view == "silent" else None)
    return Board(
        tuple(_items(work, best)),
        totals[view if view in views else "team"].total(),
        work.clock.now(),
        {name: found[0] for name, found in totals.items()},
        {name: found[0] + found[1] for name, found in totals.items()},
        {name: found.total() for name, found in totals.items()},
        owed,
    )


@use_case(Action.READ_DUE, Topic.CLOCKS)
def escalate_overdue(work: Work) -> int:
    """Take what is overdue one step up, each once: after some days to the supervisor, after more to the head of the circle.

    Whoever reads the list does so for the cases she may come near; doing it again writes nothing. Returns how many were taken up.
    """
    work.keep_seals_shut()
    owed = nsmallest(AT_ONCE, (one for chunk in _chunks(work) for one in _owed(work, chunk)))
    for (*_, clock, _, _), level in owed:
        assert clock.due_at is not None
        kept = Escalation(
            id=work.about(work.ids.fresh()),
            case=clock.case,
            rule=clock.rule,
            about=clock.about,
            due_at=clock.due_at,
            level=level,
            raised_at=work.store.moment(),
        )
        work.store.records.add(kept)
    return len(owed)


def holidays_of(work: Work) -> Holidays:
    """The weekly days off by the setting, and the holidays that were entered."""
    off = frozenset({6}) if work.catalogue.setting("weekly_days_off") == 1 else frozenset({5, 6})
    return Holidays(off, frozenset(holiday.day for holiday in work.store.cases.calendar.clocks.holidays()))


def case_clocks(work: Work) -> list[dict[str, Any]]:
    """The clocks of the case at hand as its page shows them, worst first."""
    rules, kinds = work.catalogue.deadlines, work.catalogue.tables["case_event"]
    ranked = sorted(_ranked(work, _rules(work), (work.at_case, work.at_case)))
    by_hand = {kind.id for kind in kinds.values() if isinstance(kind, EventKind) and kind.by_hand}
    return [
        {
            "id": f"{item.rule}.{item.about}",
            "severity": rules[item.rule].severity,
            "stops": [stop for stop in rules[item.rule].stops if stop in by_hand],
            "rule": item.rule,
            "about": item.about,
            "named": item.named,
            "began": item.began.isoformat(),
            "due_at": item.due_at.isoformat() if item.due_at else None,
            "state": item.state,
            "owner": item.owner,
            "left_seconds": int((item.due_at - work.clock.now()).total_seconds()) if item.due_at else None,
            "paused_seconds": int(item.paused.total_seconds()),
            "why_paused": item.why_paused,
            "level": item.level,
        }
        for item in _items(work, ranked)
    ]


def _chunks(work: Work) -> Iterator[list[_Ranked]]:
    """The clocks of her cases, so many cases at a time."""
    number, rules = 0, _rules(work)
    for span in work.store.cases.calendar.clocks.spans(work.role, CASES_AT_ONCE):
        chunk = _ranked(work, rules, span, number)
        number += len(chunk)
        yield chunk


def _rules(work: Work) -> Reckoning:
    return reckoning(work.catalogue.deadlines.values(), holidays_of(work))


def _ranked(work: Work, rules: Reckoning, span: Span, first: int = 0) -> list[_Ranked]:
    """The clocks of a span of cases with what they are sorted by; a clock that nobody has to act on is its lead's."""
    clocks, now = work.store.cases.calendar.clocks, work.clock.now()
    happened, pauses = clocks.happenings(work.role, work.clock.today(), span), clocks.pauses(work.role, span)
    found = running(happened, rules, pauses, now)
    found.sort(key=lambda clock: clock[:3])
    leads, told = clocks.leads(work.role, span), clocks.escalated(work.role, span)
    acute = {clock.case for clock in found if clock.rule in _ACUTE_RULES}
    weight = {rule.id: WEIGHT[rule.severity] for rule in work.catalogue.deadlines.values()}
    near = {rule.id: (now + timedelta(days=rule.warn_before[0])).timestamp() for rule in work.catalogue.deadlines.values()}
    moment, never, nobody = now.timestamp(), float("inf"), frozenset[str]()
    ranked = []
    for number, clock in enumerate(found, start=first):
        until = clock.due_at.timestamp() if clock.due_at is not None and not clock.stands else never
        state = 3 if until == never else 0 if until < moment else 1 if until < near[clock.rule] else 2
        less = -weight[clock.rule] - (ACUTE if clock.case in acute else 0)
        levels = told.get((*clock[:3], clock.due_at), nobody) if told else nobody
        ranked.append(_Ranked(state, less, until, number, clock, clock.owner or leads.get(clock.case, ""), levels))
    return ranked


def _longest_silent(one: _Ranked) -> tuple[int, datetime, int]:
    return one.less, one.clock.began, one.number


def _views(work: Work) -> dict[str, _Suits]:
    """What each view shows."""
    me, silent = work.actor.id, work.clock.now() - timedelta(days=work.catalogue.setting("silent_days"))
    return {
        "mine": lambda one: one.owner == me,
        "team": lambda one: True,
        "missing_owner": lambda one: not one.owner,
        "silent": lambda one: one.clock.rule in UPDATES and one.clock.began <= silent,
        "escalated": lambda one: one.state == 0 and bool(one.levels),
    }


def _owed(work: Work, ranked: Iterable[_Ranked]) -> Iterator[tuple[_Ranked, str]]:
    """What is overdue by so many days that it is to be taken up and was not yet, with the level; information is nobody's fault."""
    levels = (("supervisor", "escalate_days"), ("circle_head", "escalate_days_more"))
    moment, rows = work.clock.now().timestamp(), work.catalogue.deadlines
    late = [(level, moment - timedelta(days=work.catalogue.setting(setting)).total_seconds()) for level, setting in levels]
    latest = max(until for _, until in late)
    for one in ranked:
        if one.until <= latest and rows[one.clock.rule].severity != "information":
            yield from ((one, level) for level, until in late if one.until <= until and level not in one.levels)


def _items(work: Work, ranked: Sequence[_Ranked]) -> list[DueItem]:
    """Ranked clocks with the words an officer knows them by."""
    records, cases = work.store.records, {one.clock.case for one in ranked}
    codes = {case.id: case.code for case in records.among(Case, cases)}
    about = {one.clock.about for one in ranked if one.clock.about}
    named = {party.id: party.alias for party in records.among(Party, about)}
    named |= {task.id: task.kind for task in records.among(Task, about - named.keys())}
    named |= {tip.id: tip.number or "" for tip in records.among(Tip, about - named.keys())}
    names = work.store.staff.user_names()
    why = _reasons(work, [one for one in ranked if one.clock.stands])
    tried = _tried(work, [one for one in ranked if one.clock.rule in UPDATES])
    found = []
    for one in ranked:
        clock = one.clock
        key = (clock.case, clock.rule, clock.about)
        level = next((name for name in ("circle_head", "supervisor") if name in one.levels), "")
        item = DueItem(
            case=clock.case,
            code=codes[clock.case],
            rule=clock.rule,
            about=clock.about,
            named=named.get(clock.about, ""),
            began=clock.began,
            due_at=None if clock.stands else clock.due_at,
            state=STATES[one.state],
            owner=names.get(one.owner),
            harm=one.harm,
            paused=clock.paused,
            why_paused=why.get(key, ""),
            level=level,
            tried=tried.get(key, ""),
            warned=_warned(work, one) if one.state == 1 else None,
        )
        found.append(item)
    return found


def _warned(work: Work, one: _Ranked) -> int | None:
    """The last warning that was passed, in days."""
    left = one.until - work.clock.now().timestamp()
    return min(
        (days for days in work.catalogue.deadlines[one.clock.rule].warn_before if left < timedelta(days=days).total_seconds()), default=None
    )


def _reasons(work: Work, standing: Sequence[_Ranked]) -> dict[tuple[str, str, str], str]:
    """Why each of these clocks stands still."""
    by_case = work.store.records.by_case(ClockPause, {one.clock.case for one in standing})
    running_on = [pause for pauses in by_case.values() for pause in pauses if pause.until is None or pause.until > work.clock.now()]
    return {(pause.case, pause.rule, pause.about): pause.reason for pause in running_on}


def _tried(work: Work, owed: Sequence[_Ranked]) -> dict[tuple[str, str, str], str]:
    """What came of the last try to tell each of these people since they were last told."""
    by_case, found = work.store.records.by_case(ContactLog, {one.clock.case for one in owed}), {}
    for one in owed:
        since = [log for log in by_case.get(one.clock.case, ()) if log.party == one.clock.about and log.at > one.clock.began]
        if since:
            found[one.clock[:3]] = max(since, key=lambda log: log.at).outcome
    return found
