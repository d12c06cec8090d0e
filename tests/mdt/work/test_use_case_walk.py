"""Every use case there is, by every role, from every standing: done where the table of rights grants it, refused and logged elsewhere."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from typing import Any

import pytest

import mdt.work
from mdt.errors import Conflict, Locked, Missing, Refused
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import AT_INTAKE_ONLY, GRANTS
from mdt.work import casefile, staff
from mdt.work.desk import USE_CASES, Topic, UseCase
from tests.make import ROLES, TEAM_ROLES, Seats, add_member
from tests.mdt.work.marked import LEAVER, OUTSIDERS
from tests.mdt.work.samples import SAMPLES, close

for module in pkgutil.iter_modules(mdt.work.__path__):
    importlib.import_module(f"mdt.work.{module.name}")
NAMES = sorted({job.name for job in USE_CASES})
ON_CASE = tuple(job for job in USE_CASES if job.action.verb.on_case)
DESK_WIDE = tuple(job for job in USE_CASES if not job.action.verb.on_case)


def newest(seats: Seats) -> tuple[Any, ...]:
    """Actor, act, outcome and reason of the last entry of the log."""
    row = seats.raw().execute("SELECT actor, act, outcome, why FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return tuple(row)


def entries(seats: Seats) -> int:
    return int(seats.raw().execute("SELECT count(*) FROM events").fetchone()[0])


def everything_but_the_log(seats: Seats) -> str:
    """A digest of all rows of all tables, the log left out."""
    raw = seats.raw()
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'events' ORDER BY name")]
    return hashlib.sha256(repr([raw.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables]).encode()).hexdigest()


def attempt(seats: Seats, user: str, job: UseCase[..., Any], case: str | None, *given: Any) -> str:
    """The key of the refusal, or 'done'; what was asked for already counts as a refusal here."""
    try:
        seats.do(user, job, case, *given)
    except (Refused, Missing, Conflict) as refusal:
        return refusal.key
    return "done"


def test_every_use_case_has_a_sample_and_a_name_of_its_own() -> None:
    assert {job.name for job in USE_CASES} == set(SAMPLES)
    assert len(NAMES) == len(USE_CASES)
    assert [sample.job for sample in SAMPLES.values() if sample.job not in USE_CASES] == []


def test_every_action_belongs_to_a_use_case_and_to_a_role() -> None:
    assert {job.action for job in USE_CASES} == set(Action)
    assert {action for row in GRANTS.values() for action in row} == set(Action)
    assert all(reason.strip() for row in GRANTS.values() for reason in row.values())


def test_what_changes_is_announced_and_logged() -> None:
    assert [job.name for job in USE_CASES if job.touches and not job.recorded] == []
    assert all(isinstance(topic, Topic) for job in USE_CASES for topic in job.touches)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMES)
def test_done_where_granted_and_refused_elsewhere(marked: Seats, name: str, role: str) -> None:
    sample = SAMPLES[name]
    job, case = sample.job, sample.case(marked)
    given = sample.scene(marked)
    may = job.action in GRANTS[Role(role)]
    assert (job.action in marked.take(role).allowed(case)) is may
    marked.changes.clear()
    kept, length = everything_but_the_log(marked), entries(marked)
    said = attempt(marked, role, job, case, *given)
    if may:
        assert said == "done"
        assert entries(marked) == length + job.recorded
        assert not job.recorded or newest(marked) == (marked.members[role], name, "done", "")
        assert job.recorded or everything_but_the_log(marked) == kept
        assert [(change.topics, change.case) for change in marked.changes] == ([(job.touches, case)] if job.touches else [])
    else:
        # the intake does not exist for those who can have no seat there
        why = "missing.case" if job.action in AT_INTAKE_ONLY and role != "supervisor" else "refused.role"
        assert said == why
        assert newest(marked) == (marked.members[role], name, "refused", why)
        assert everything_but_the_log(marked) == kept
        assert marked.changes == []


@pytest.mark.parametrize(("column", "key"), [("closed_on", "refused.closed"), ("voided_on", "refused.voided")])
@pytest.mark.parametrize("job", [job for job in ON_CASE if job.action not in AT_INTAKE_ONLY], ids=lambda job: job.name)
def test_a_closed_or_voided_case_refuses_writes(marked: Seats, job: UseCase[..., Any], column: str, key: str) -> None:
    sample = SAMPLES[job.name]
    case = sample.case(marked)
    marked.case = case or marked.case
    given = sample.scene(marked)
    close(marked, column)
    for role in (role for role in ROLES if job.action in GRANTS[Role(role)]):
        allowed = marked.take(role).allowed(marked.case)
        assert (job.action in allowed) is job.action.verb.when_closed
        if job.action.verb.when_closed:
            assert attempt(marked, role, job, marked.case, *given) != key
        else:
            assert attempt(marked, role, job, marked.case, *given) == key
            assert newest(marked) == (marked.members[role], job.name, "refused", key)


def outside(seats: Seats) -> dict[str, str]:
    """Members who may not come near the case: off it, recused, taken off, and a supervisor who stepped back, by user name."""
    for role in ("investigator", "psychologist"):
        seats.do("supervisor", staff.recuse_member, seats.case, seats.members[role], "kin")
    for role in ("prosecutor", "social_welfare"):
        seats.do("supervisor", staff.take_off_team, seats.case, seats.members[role])
    seats.do("supervisor", staff.recuse_member, seats.case, seats.members[LEAVER], "named_in_case")
    return {**{user: role for role, user in OUTSIDERS.items()}, **{role: role for role in TEAM_ROLES}, LEAVER: "supervisor"}


def test_gone_and_not_yours_are_told_in_the_same_words_by_every_door(marked: Seats) -> None:
    for user in outside(marked):
        for job in ON_CASE:
            assert attempt(marked, user, job, marked.case) == "missing.case"
            assert newest(marked) == (marked.members[user], job.name, "refused", "missing.case")
            assert attempt(marked, user, job, "no such case") == "missing.case"
        on_case = {action for action in Action if action.verb.on_case}
        assert marked.take(user).allowed(marked.case) & on_case == marked.take(user).allowed("no such case") & on_case == set()


def test_who_left_or_was_never_certified_may_do_nothing_at_all(marked: Seats) -> None:
    marked.do("supervisor", staff.end_member, None, marked.members["investigator"])
    marked.do("supervisor", staff.end_member, None, marked.members[LEAVER])
    add_member(marked, "newcomer", "supervisor", certify=False)
    for user in ("investigator", "newcomer"):
        for job in USE_CASES:
            case = marked.case if job.action.verb.on_case else None
            assert attempt(marked, user, job, case) == "refused.not_certified"
            assert newest(marked) == (marked.members[user], job.name, "refused", "refused.not_certified")
        assert marked.take(user).allowed(marked.case) == marked.take(user).allowed() == set()
    for gone in ("investigator", LEAVER):
        with pytest.raises(Locked):
            marked.take(gone)


def test_a_desk_wide_act_gives_no_right_on_the_case_it_is_called_with(marked: Seats) -> None:
    user = OUTSIDERS["investigator"]
    for job in sorted(DESK_WIDE, key=lambda job: job.action is Action.CONFIRM_RESTORE):  # after it nothing can be written
        if job.action in GRANTS[Role.INVESTIGATOR]:
            sample = SAMPLES[job.name]
            given = sample.scene(marked) if job is not casefile.locate_case else ("no-such-77",)
            attempt(marked, user, job, marked.case, *given)
    assert attempt(marked, user, casefile.open_case, marked.case) == "missing.case"
    assert marked.case not in {line.id for line in marked.do(user, casefile.list_cases, marked.case)}
