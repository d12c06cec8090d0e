"""The rights walk: every closed field, every way out, every standing to the case; made from the tables of records and classes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mdt.model.cases import Charge
from mdt.model.evidence import Statement
from mdt.model.interviews import Checklist, EssentialFact, Interview, Mark
from mdt.model.meetings import AgendaItem, Task
from mdt.model.outgoing import PlatformRequest, RemovalRequest
from mdt.model.people import Party, Person
from mdt.model.sensitivity import Sensitivity, shape_of
from mdt.model.staff import Role
from mdt.model.tips import Tip
from mdt.policy.grants import CLASSES
from mdt.work import casefile, staff
from mdt.work.bundle import NEVER_PRINTED
from tests.make import ROLES, TEAM_ROLES, Seats, add_member
from tests.mdt.work.exits import ABOUT_THE_CASE, EXITS, SEALED, asked, reveal_everybody, through
from tests.mdt.work.marked import CONTACT_OWNERS, LEAVER, MARKERS, OUTSIDERS, Marker

FOUND_BY = {(Party, field) for field in ("name", "other_names", "phone", "cnic", "handle", "email", "device")} | {
    (Person, "names"),
    (Person, "identifiers"),
}
EXACT = {(Party, field) for field in ("phone", "cnic", "handle", "email", "device")}
ON_PAPER = {(Person, "names"), (Person, "identifiers"), (Charge, "element"), (Statement, "reference")}

WITH_ITS_INTERVIEW = (EssentialFact, Mark, Checklist)
"""Kinds that are opened with the interview they belong to, and not with the case."""
_BRIEFED = ("purpose", "known", "unsaid", "needs", "interpreter")
SHOWN_BY: dict[str, frozenset[object]] = {
    "interview": frozenset({Interview, *WITH_ITS_INTERVIEW}),
    "agenda": frozenset({AgendaItem, Task}),
    "tip": frozenset({Tip}),
    "brief": frozenset({(EssentialFact, "need"), *((Interview, field) for field in _BRIEFED)}),
}


SAID_BY: dict[str, frozenset[object]] = {
    "letter of a referral": frozenset({(Party, "name")}),
    "letter to a platform": frozenset({(PlatformRequest, "account")}),
    "letter of a removal": frozenset({(RemovalRequest, "url")}),
}
"""What a letter says: of a person what was ticked and agreed, once she was revealed."""


def cleared(user: str, marker: Marker) -> bool:
    """Whether a member of the team, revealed parties before her, may see what a marker stands for."""
    if marker.sensitivity is Sensitivity.CONTACT:
        return user in CONTACT_OWNERS
    return Role(user) in CLASSES[marker.sensitivity].cleared


def due(user: str, way: str, marker: Marker, revealed: bool) -> bool | None:
    """Whether a marker has to be in what leaves by this way (True), must not (False), or is not asked for there (None)."""
    if not cleared(user, marker):
        return False
    if way in SAID_BY:
        return (marker.kind, marker.field) in SAID_BY[way] and not (marker.past or marker.beside)
    if marker.sensitivity is Sensitivity.IDENTITY and not revealed:
        return False
    if marker.kind is Tip and way != "tip":
        return False
    if way == "open":
        return not marker.past and marker.kind not in WITH_ITS_INTERVIEW
    if way in SHOWN_BY:
        return (marker.kind, marker.field) in SHOWN_BY[way] or marker.kind in SHOWN_BY[way]
    if way == "history" and marker.kind is Mark:
        return False
    if way == "history":
        return True if marker.sensitivity in SEALED or (marker.kind is Person and marker.field == "names") else None
    if way.startswith(("bundle", "paper")):
        printed = not marker.past and (marker.kind, marker.field) in ON_PAPER
        # a narrow column breaks the long reference in two, and a reader of the paper then finds neither half
        return None if printed and way != "bundle" and marker.kind is Statement else printed
    return False


def faults(seats: Seats, user: str, revealed: bool) -> list[str]:
    """What leaves by any exit against the tables, as 'exit: marker leaks' or 'exit: marker is missing'."""
    found = []
    for way in EXITS:
        text = through(seats, user, way)
        words = "".join((text or "").split())
        for marker in MARKERS:
            expected = due(user, way, marker, revealed)
            if text is not None and expected is not None and (marker.text in words) is not expected:
                found.append(f"{way}: {marker} {'is missing' if expected else 'leaks'}")
    return found


def findable(marker: Marker) -> bool:
    """Whether a search may find anything by this marker, for anybody."""
    return (marker.kind, marker.field) in FOUND_BY


def answer(marker: Marker, role: str, standing: str) -> str:
    """How a search for a marker has to be answered to a role that stands so to the case."""
    place = (marker.kind, marker.field)
    if place not in FOUND_BY or (marker.past and marker.kind is Person) or Role(role) not in CLASSES[marker.sensitivity].cleared:
        return "none"
    if standing == "team":
        return "none" if marker.past else "own"
    return "elsewhere" if standing == "off" and (marker.kind is Person or place in EXACT) else "none"


@pytest.mark.parametrize("role", ROLES)
def test_what_leaves_before_anybody_was_revealed(marked: Seats, role: str) -> None:
    assert faults(marked, role, revealed=False) == []


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_what_leaves_after_a_deliberate_click_on_everybody(marked: Seats, role: str) -> None:
    reveal_everybody(marked, role)
    assert faults(marked, role, revealed=True) == []


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_a_click_is_forgotten_when_the_seat_is_left(marked: Seats, role: str) -> None:
    reveal_everybody(marked, role)
    marked.leave()
    assert faults(marked, role, revealed=False) == []


@pytest.mark.parametrize("role", ROLES)
def test_what_a_search_of_the_team_finds(marked: Seats, role: str) -> None:
    standing = "team" if role in TEAM_ROLES else "off"
    assert {str(marker): asked(marked, role, marker.text) for marker in MARKERS} == {
        str(marker): answer(marker, role, standing) for marker in MARKERS
    }


def off_the_team(seats: Seats, role: str) -> str:
    return OUTSIDERS[role]


def off_a_restricted_case(seats: Seats, role: str) -> str:
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    return OUTSIDERS[role]


def recused(seats: Seats, role: str) -> str:
    seats.do("supervisor" if role != "supervisor" else LEAVER, staff.recuse_member, seats.case, seats.members[role], "kin")
    return role


def stepped_back(seats: Seats, role: str) -> str:
    seats.do(role, staff.recuse_self, seats.case, "kin")
    return role


def taken_off(seats: Seats, role: str) -> str:
    seats.do("supervisor", staff.take_off_team, seats.case, seats.members[role])
    return role


def gone_from_the_desk(seats: Seats, role: str) -> str:
    user = LEAVER if role == "supervisor" else role
    seats.do("supervisor", staff.end_member, None, seats.members[user])
    return user


def not_certified(seats: Seats, role: str) -> str:
    add_member(seats, "newcomer", role, certify=False)
    return "newcomer"


STANDINGS: tuple[tuple[Callable[[Seats, str], str], tuple[str, ...], str], ...] = (
    (off_the_team, TEAM_ROLES, "off"),
    (off_a_restricted_case, TEAM_ROLES, "none"),
    (recused, ROLES, "none"),
    (stepped_back, ROLES, "none"),
    (taken_off, TEAM_ROLES, "off"),
    (gone_from_the_desk, ROLES, "shut"),
    (not_certified, ROLES, "shut"),
)
"""How somebody comes to stand outside a case, for which roles, and how a search is answered to her from then on."""
OUTSIDE = [pytest.param(stand, role, search, id=f"{stand.__name__}-{role}") for stand, roles, search in STANDINGS for role in roles]


@pytest.mark.parametrize(("stand", "role", "searched"), OUTSIDE)
def test_nothing_leaves_to_somebody_outside(marked: Seats, stand: Callable[[Seats, str], str], role: str, searched: str) -> None:
    user = stand(marked, role)
    leaving = {way: through(marked, user, way) for way in EXITS}
    for way, text in leaving.items():
        # whoever is kept away from the case may still sit at the intake
        away = [marker for marker in MARKERS if not (way == "tip" and marker.kind is Tip)]
        assert [marker.text for marker in away if marker.text in "".join((text or "").split())] == [], way
    assert {way for way in ABOUT_THE_CASE if leaving[way] is not None} == set()
    assert searched != "shut" or set(leaving.values()) == {None}
    assert marked.case not in (leaving["list"] or "") + (leaving["gaps"] or "")
    sought = [marker for marker in MARKERS[::6] if searched == "shut"] or [*filter(findable, MARKERS), *MARKERS[::6]]
    due_answers = {str(marker): "shut" if searched == "shut" else answer(marker, role, searched) for marker in sought}
    assert {str(marker): asked(marked, user, marker.text) for marker in sought} == due_answers


def test_the_walk_is_long_enough() -> None:
    inside = len(ROLES) + 2 * len(TEAM_ROLES)
    assert (inside + len(OUTSIDE)) * len(MARKERS) * len(EXITS) >= 5000


def test_every_marker_has_words_of_its_own() -> None:
    texts = [marker.text for marker in MARKERS]
    assert [
        text for text in texts if sum(text in other for other in texts) > 1 and not any(m.past and text in m.text for m in MARKERS)
    ] == []


@pytest.mark.parametrize("role", ROLES)
def test_plain_fields_are_shown_to_everybody_who_may_open_the_case(marked: Seats, role: str) -> None:
    content = json.loads(json.dumps(marked.do(role, casefile.open_case, marked.case).content))
    assert content["sources"][0]["reference"] == "MARKSourcereference"
    said = content["stage_moves"][0].get("facts")
    assert said == (["verification_officer=MARKStageMovefacts"] if role in ("investigator", "prosecutor") else None)
    assert {number["text"] for number in content["numbers"]} == {"7411/2026", "88/2026"}
    for section, kind in casefile.SECTIONS.items():
        plain = {field for field, sensitivity, _ in shape_of(kind) if sensitivity is Sensitivity.OPERATIONAL}
        assert content[section], section
        assert [plain - set(record) for record in content[section]] == [set()] * len(content[section]), section


@pytest.mark.parametrize("role", ROLES)
def test_a_field_of_a_withheld_class_is_not_even_named(marked: Seats, role: str) -> None:
    view = marked.do(role, casefile.open_case, marked.case)
    for section, kind in casefile.SECTIONS.items():
        closed = {field for field, sensitivity, _ in shape_of(kind) if sensitivity in view.withheld}
        assert [closed & set(record) for record in view.content[section]] == [set()] * len(view.content[section]), section
    assert (view.content["persons"] == []) is (Sensitivity.ACCUSED in view.withheld)


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_a_new_member_of_the_team_sees_the_case_without_the_notes_that_are_sealed_for_others(marked: Seats, role: str) -> None:
    marked.do("supervisor", staff.add_to_team, marked.case, marked.members[OUTSIDERS[role]])
    marked.hand_on_all()
    opened = through(marked, OUTSIDERS[role], "open") or ""
    shown = {marker.sensitivity for marker in MARKERS if marker.text in opened}
    assert shown == {kind for kind in CLASSES if Role(role) in CLASSES[kind].cleared} - {
        Sensitivity.OPERATIONAL,
        Sensitivity.IDENTITY,
        Sensitivity.CONTACT,
    }


def test_the_paper_says_what_it_leaves_out(marked: Seats) -> None:
    marked.do("supervisor", staff.add_to_team, marked.case, marked.members[OUTSIDERS["prosecutor"]])
    marked.hand_on_all()
    for user in ("prosecutor", OUTSIDERS["prosecutor"]):
        paper = through(marked, user, "paper") or ""
        assert [marker.text for marker in MARKERS if marker.sensitivity.value in NEVER_PRINTED and marker.text in paper] == []
        assert "Whatisnotinthisbundle" in paper


def test_rights_are_asked_at_each_act_and_not_at_sign_in(marked: Seats) -> None:
    reveal_everybody(marked, "investigator")
    before = through(marked, "investigator", "open") or ""
    assert any(marker.text in before for marker in MARKERS)
    marked.raw().execute("UPDATE seats SET until = '2026-11-20' WHERE member = ?", (marked.members["investigator"],))
    leaving = {way: through(marked, "investigator", way) or "" for way in EXITS}
    assert {way for way, text in leaving.items() if any(marker.text in text for marker in MARKERS)} == set()
    assert asked(marked, "investigator", "MARKPartyname") == "none"
