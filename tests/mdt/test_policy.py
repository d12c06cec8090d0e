"""The table of rights and the pure questions asked of it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from itertools import product
from typing import Annotated

import pytest

import mdt.model
from db.tables import RECORDS
from mdt.model.cases import Case
from mdt.model.clocks import Escalation, Holiday
from mdt.model.contacts import Slip
from mdt.model.hash_lists import HashList
from mdt.model.interviews import Checklist, EssentialFact, Mark
from mdt.model.meetings import Meeting
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import Audience, Plain, Sensitivity, shape_of
from mdt.model.staff import Member, Role, Standing
from mdt.model.tips import Feedback, Tip
from mdt.policy import views
from mdt.policy.actions import Action
from mdt.policy.grants import CLASSES, GRANTS, KEY_HOLDERS, clearance
from mdt.policy.rules import BEYOND_BRIEF, Access, classes_open, fits, may_hold, refusal, withheld
from mdt.policy.views import MASKED, WAITING, Sight, plain, seen
from mdt.work.casefile import SECTIONS

FLAGS = ("on_team", "recused", "restricted", "closed", "voided", "intake")
ACCESSES = (None, *(Access("c", *flags) for flags in product((False, True), repeat=len(FLAGS))))


OUT = (Standing.INVITED, Standing.JOINED, Standing.LEFT, "absent", "")
"""Standings that give no right, two that nobody knows among them."""


def member(role: str, standing: str = Standing.CERTIFIED) -> Member:
    """A member as she comes out of a vault: her standing equal to ours, and another object."""
    return Member(id="m", user_name=role, role=role, standing="".join([*standing]))


def kept_types() -> Iterator[type]:
    """Every dataclass of the model that is a record: it has an id and a version."""
    for module in pkgutil.iter_modules(mdt.model.__path__):
        for thing in vars(importlib.import_module(f"mdt.model.{module.name}")).values():
            if isinstance(thing, type) and is_dataclass(thing) and {"id", "version"} <= {entry.name for entry in fields(thing)}:
                yield thing


def test_every_kind_of_record_is_kept_and_shown_by_the_one_gate() -> None:
    assert set(kept_types()) == set(RECORDS)
    beside = {Case, Person, Member, Meeting, EssentialFact, Mark, Checklist, Escalation, Holiday, Slip, Tip, Feedback, HashList}
    assert {*beside, *SECTIONS.values()} == set(RECORDS)
    assert len(set(SECTIONS.values())) == len(SECTIONS)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_field_wears_exactly_one_class(kind: type) -> None:
    assert [shape.name for shape in shape_of(kind)] == [entry.name for entry in fields(kind)]
    assert {shape.sensitivity for shape in shape_of(kind)} <= set(CLASSES)


def test_a_field_without_a_class_or_with_two_is_refused() -> None:
    @dataclass
    class Bare:
        id: Plain
        text: str

    @dataclass
    class Torn:
        id: Plain
        text: Annotated[str, Sensitivity.OPERATIONAL, Sensitivity.CLINICAL]

    for kind in (Bare, Torn):
        with pytest.raises(TypeError, match="text must wear exactly one class"):
            shape_of(kind)


def test_the_table_is_whole() -> None:
    assert set(CLASSES) == set(Sensitivity)
    assert set(GRANTS) == set(Role)
    assert set(KEY_HOLDERS) == set(Audience) - {Audience.DRAFT}
    assert {rule.key for rule in CLASSES.values()} - {None} == set(KEY_HOLDERS) - {Audience.INDEX}
    assert len({action.word for action in Action}) == len(Action)
    assert {action.name.lower() for action in Action} == {action.word for action in Action}


@pytest.mark.parametrize("kind", Sensitivity)
def test_whoever_is_cleared_for_a_sealed_class_may_hold_its_key_and_nobody_else(kind: Sensitivity) -> None:
    rule = CLASSES[kind]
    if rule.key is None:
        assert kind in (Sensitivity.OPERATIONAL, Sensitivity.ACCUSED)
    elif rule.key is Audience.TEAM:
        assert rule.cleared <= KEY_HOLDERS[rule.key]
    else:
        assert rule.cleared == KEY_HOLDERS[rule.key]


def test_a_supervisor_runs_the_desk_and_reads_nothing_closed() -> None:
    assert clearance(Role.SUPERVISOR) == {Sensitivity.OPERATIONAL}
    assert [audience for audience, roles in KEY_HOLDERS.items() if Role.SUPERVISOR in roles] == []
    writes = {action for action in Action if action.word.startswith(("write_", "lay_", "move_", "register_case", "request_", "reveal_"))}
    assert set(GRANTS[Role.SUPERVISOR]) & writes == set()
    assert [role for role in Role if Action.DECIDE_REQUEST in GRANTS[role]] == [Role.SUPERVISOR]


@pytest.mark.parametrize("role", Role)
def test_deny_by_default_for_every_action_and_every_standing_to_the_case(role: Role) -> None:
    for action, access in product(Action, ACCESSES):
        near = access is not None and not access.recused and (access.on_team or role is Role.SUPERVISOR)
        over = near and access is not None and not action.verb.when_closed and (access.closed or access.voided)
        placed = access is None or fits(action, access.intake)
        may = action in GRANTS[role] and (not action.verb.on_case or (near and not over and placed))
        said = refusal(member(role), action, access)
        assert (said is None) is may, (action, access)
        if action.verb.on_case and not near:
            assert said == "missing.case"
        elif action not in GRANTS[role]:
            assert said == "refused.role"
        elif not placed and action.verb.on_case:
            assert said == ("refused.intake" if access and access.intake else "refused.not_intake")
        elif not may:
            assert said == ("refused.voided" if access and access.voided else "refused.closed")
        for standing in OUT:
            assert refusal(member(role, standing), action, access) == "refused.not_certified"


@pytest.mark.parametrize("role", Role)
def test_classes_open_to_the_team_by_role_and_to_nobody_else(role: Role) -> None:
    for access in ACCESSES:
        opened = classes_open(member(role), access)
        if access is None or access.recused:
            assert opened == set()
        elif access.on_team:
            assert opened == {kind for kind in CLASSES if role in CLASSES[kind].cleared}
        else:
            assert opened == ({Sensitivity.OPERATIONAL} if role is Role.SUPERVISOR else set())
        assert [*withheld(member(role), access)] == [kind for kind in CLASSES if kind not in opened]
        for standing in OUT:
            assert classes_open(member(role, standing), access) == set()


def test_the_brief_of_an_interview_is_all_that_is_left_of_what_others_told_or_found() -> None:
    names = {kind.name for kind in BEYOND_BRIEF}
    assert names == {"ACCOUNT", "EVIDENCE", "ACCUSED", "LEGAL"}


def test_the_intake_is_for_tips_and_for_who_sits_there() -> None:
    """Of the acts on a case only these are done at the intake, and the first three nowhere else."""
    there = {action.name for action in Action if action.verb.on_case and fits(action, True)}
    assert there == {"READ_TIP", "WRITE_TIPS", "ASSIGN_TIP", "ASSIGN_TEAM", "RECUSE_SELF", "READ_HISTORY", "READ_OPENINGS"}
    assert not Access("c", *[False] * 5).intake, "a case is none of its own accord"
    elsewhere = {action.name for action in Action if not fits(action, False)}
    assert elsewhere == {"READ_TIP", "WRITE_TIPS", "ASSIGN_TIP"}


@pytest.mark.parametrize("audience", Audience)
def test_a_key_is_for_certified_members_of_its_roles(audience: Audience) -> None:
    for role, standing in product(Role, Standing):
        due = standing is Standing.CERTIFIED and audience is not Audience.DRAFT and role in KEY_HOLDERS[audience]
        assert may_hold(member(role, standing), audience) is due
    assert not any(may_hold(member(role, standing), audience) for role, standing in product(Role, OUT))


PARTY = Party(id="p", case="c", alias="V1", role="victim", name="Gulnaz", birth_date=date(2014, 1, 5))
EVERYTHING = Sight("m", frozenset(Sensitivity), frozenset(Audience))


def test_identity_is_masked_until_its_own_party_was_revealed() -> None:
    assert seen(PARTY, EVERYTHING)["name"] == MASKED
    assert seen(PARTY, Sight("m", EVERYTHING.classes, EVERYTHING.keys, frozenset({"other"})))["name"] == MASKED
    shown = seen(PARTY, Sight("m", EVERYTHING.classes, EVERYTHING.keys, frozenset({"p"})))
    assert (shown["name"], shown["birth_date"], shown["school"]) == ("Gulnaz", "2014-01-05", None)
    assert seen(PARTY, EVERYTHING)["school"] is None


def test_what_is_due_but_still_closed_says_that_it_waits() -> None:
    assert seen(PARTY, Sight("m", EVERYTHING.classes, frozenset()))["name"] == WAITING
    assert "name" not in seen(PARTY, Sight("m", frozenset({Sensitivity.OPERATIONAL}), EVERYTHING.keys))


def test_a_contact_is_for_its_owners() -> None:
    contact = SafeContact(id="s", case="c", party="p", owners=("m", "n"), hours="after six")
    assert seen(contact, EVERYTHING)["hours"] == "after six"
    assert "hours" not in seen(contact, Sight("stranger", EVERYTHING.classes, EVERYTHING.keys))
    assert seen(contact, Sight("n", EVERYTHING.classes, frozenset()))["hours"] == WAITING


def test_owners_shut_nothing_but_contacts() -> None:
    @dataclass
    class Owned:
        id: Plain
        owners: Annotated[tuple[str, ...], Sensitivity.OPERATIONAL]
        told: Annotated[str, Sensitivity.ACCOUNT]
        hours: Annotated[str, Sensitivity.CONTACT]

    owned = Owned("o", ("n",), "what happened", "after six")
    assert seen(owned, EVERYTHING) == {"id": "o", "owners": ["n"], "told": "what happened"}


def test_what_a_class_opens_is_worked_out_once_and_not_kept_without_bound() -> None:
    views._columns.cache_clear()
    for _ in range(3):
        seen(PARTY, EVERYTHING)
    assert views._columns.cache_info() == (2, 1, 1024, 1)


def test_a_shown_mask_is_nobody_elses_to_change() -> None:
    first = seen(PARTY, EVERYTHING)["name"]
    assert isinstance(first, dict)
    first["masked"] = False
    assert seen(PARTY, EVERYTHING)["name"] == {"masked": True}


def test_values_are_plain_for_json() -> None:
    moment = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001
    assert plain((date(2026, 1, 2), ("a", moment), 3, None, True)) == ["2026-01-02", ["a", "2026-11-20T09:00:00"], 3, None, True]
