"""Properties of the rights: whatever the record, the member and the team, nothing shows that the tables do not grant."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.tables import RECORDS
from mdt.errors import DeskError, Locked, Missing, Refused
from mdt.model.sensitivity import Audience, Sensitivity, shape_of
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import CLASSES, GRANTS
from mdt.policy.rules import Access, classes_open, refusal, withheld
from mdt.policy.views import Sight, seen
from mdt.work import casefile, staff
from tests.make import TEAM_ROLES, Seats, copied

accesses = st.none() | st.builds(Access, st.just("c"), *[st.booleans()] * 5)
members = st.builds(
    Member, id=st.just("m"), user_name=st.just("m"), role=st.sampled_from([*Role]), standing=st.sampled_from([*Standing])
)  # fmt: skip
sights = st.builds(
    Sight,
    st.sampled_from(["m", "n"]),
    st.frozensets(st.sampled_from([*Sensitivity])),
    st.frozensets(st.sampled_from([*Audience])),
    st.frozensets(st.sampled_from(["one", "other"])),
)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    bool: st.booleans(),
    int: st.integers(1, 9),
    date: st.dates(),
    datetime: st.just(datetime(2026, 11, 20, tzinfo=UTC)),
    tuple: st.lists(st.sampled_from(["m", "n", "x"]), max_size=2).map(tuple),
}


def records() -> st.SearchStrategy[Any]:
    """A record of any kind with anything in its fields."""

    def of(kind: type) -> st.SearchStrategy[Any]:
        drawn = {shape.name: VALUES[shape.kept_as] for shape in shape_of(kind)}
        return st.builds(kind, **{**drawn, "id": st.sampled_from(["one", "two"])})

    return st.sampled_from([*RECORDS]).flatmap(of)


@given(members, st.sampled_from([*Action]), accesses)
def test_nothing_is_allowed_that_no_row_grants(actor: Member, action: Action, access: Access | None) -> None:
    if refusal(actor, action, access) is None:
        assert actor.standing == Standing.CERTIFIED
        assert action in GRANTS[Role(actor.role)]
        if action.verb.on_case:
            assert access is not None
            assert not access.recused
            assert access.on_team or actor.role == Role.SUPERVISOR
            assert action.verb.when_closed or not (access.closed or access.voided)


@given(members, accesses)
def test_open_and_withheld_are_all_classes_and_never_the_same(actor: Member, access: Access | None) -> None:
    opened, closed = classes_open(actor, access), withheld(actor, access)
    assert opened | set(closed) == set(CLASSES)
    assert opened & set(closed) == set()
    assert len(closed) == len(set(closed))


@given(members, accesses)
def test_a_standing_that_is_lost_never_opens_a_class(actor: Member, access: Access | None) -> None:
    if access is not None:
        worse = Access(access.case, False, access.recused, True, access.closed, access.voided)
        away = Access(access.case, access.on_team, True, access.restricted, access.closed, access.voided)
        assert classes_open(actor, worse) <= classes_open(actor, access) | {Sensitivity.OPERATIONAL}
        assert classes_open(actor, away) == set()


@given(records(), sights)
@settings(max_examples=300)
def test_no_field_shows_outside_the_sight(record: Any, sight: Sight) -> None:
    shown = seen(record, sight)
    owners = getattr(record, "owners", None)
    for name, kind, _ in shape_of(type(record)):
        value, key = getattr(record, name), CLASSES[kind].key
        foreign = kind is Sensitivity.CONTACT and owners is not None and sight.member not in owners
        if kind not in sight.classes or foreign:
            assert name not in shown
        elif key is not None and key not in sight.keys:
            assert shown[name] == {"waiting_for_key": True}
        elif kind is Sensitivity.IDENTITY and value is not None and record.id not in sight.revealed:
            assert shown[name] == {"masked": True}
        else:
            assert json.dumps(shown[name]) == json.dumps(value, default=lambda other: other.isoformat())
    assert set(shown) <= {shape.name for shape in shape_of(type(record))}


@dataclass
class Team:
    """A plain model of who may open the case: seated, not kept away for ever, still of the desk."""

    seated: set[str] = field(default_factory=lambda: set(TEAM_ROLES))
    away: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def change(self, act: str, role: str) -> bool:
        """Apply one act; False where the desk has to refuse it."""
        if act == "add":
            may = role not in self.away | self.gone and role not in self.seated
            self.seated |= {role} if may else set()
        elif act == "take off":
            may = role in self.seated and role not in self.away
            self.seated -= {role} if may else set()
        elif act == "step back":
            may = role in self.seated - self.away - self.gone
            self.away |= {role} if may else set()
        else:
            may = act != "end" or role not in self.gone
            (self.gone if act == "end" else self.away).add(role)
        return may

    def opens(self, role: str) -> bool:
        return role in self.seated - self.away - self.gone


ACTS = {
    "add": lambda seats, role: seats.do("supervisor", staff.add_to_team, seats.case, seats.members[role]),
    "take off": lambda seats, role: seats.do("supervisor", staff.take_off_team, seats.case, seats.members[role]),
    "recuse": lambda seats, role: seats.do("supervisor", staff.recuse_member, seats.case, seats.members[role], "kin"),
    "step back": lambda seats, role: seats.do(role, staff.recuse_self, seats.case, "kin"),
    "end": lambda seats, role: seats.do("supervisor", staff.end_member, None, seats.members[role]),
}
steps = st.tuples(st.sampled_from([*ACTS, "add", "take off"]), st.sampled_from(TEAM_ROLES))


@given(st.lists(steps, max_size=6))
@settings(max_examples=12)
def test_a_plain_model_tells_who_may_open_after_any_changes_of_the_team(template: Seats, tmp_path_factory: Any, acts: list[Any]) -> None:
    seats, model = copied(template, tmp_path_factory.mktemp("team") / "desk"), Team()
    try:
        for act, role in acts:
            try:
                ACTS[act](seats, role)
            except DeskError:
                assert not model.change(act, role), (act, role)
            else:
                assert model.change(act, role), (act, role)
        assert {role: opens(seats, role) for role in TEAM_ROLES} == {role: model.opens(role) for role in TEAM_ROLES}
    finally:
        seats.leave()


def opens(seats: Seats, role: str) -> bool:
    """Whether a role opens the case, and finds it on her list, now."""
    try:
        seats.take(role)
    except Locked:  # whoever left has no way in any more
        return False
    listed = seats.case in (line.id for line in seats.do(role, casefile.list_cases)) if _may_list(seats, role) else False
    try:
        seats.do(role, casefile.open_case, seats.case)
    except (Missing, Refused):
        assert not listed
        return False
    assert listed
    return True


def _may_list(seats: Seats, role: str) -> bool:
    return Action.LIST_CASES in seats.take(role).allowed()
