"""Members and teams: who sits at the desk, who is on a case since when and by whom, and recusal before everything."""

from __future__ import annotations

from datetime import date

import pytest

from mdt.errors import Conflict, Missing
from mdt.work import casefile
from mdt.work.staff import (
    add_to_team,
    certify_member,
    end_member,
    list_members,
    read_log,
    recuse_member,
    recuse_self,
    register_member,
    restrict_case,
    take_off_team,
)
from tests.make import ROLES, TEAM_ROLES, Seats, add_member
from tests.mdt.work.looking import invalid, opened, refused, rows


def team(seats: Seats, user: str = "supervisor") -> list[tuple[object, ...]]:
    names = ("member", "since", "added_by", "until", "recused_on", "recusal_reason")
    return sorted((tuple(seat[name] for name in names) for seat in opened(seats, user)["team"]), key=repr)


@pytest.mark.parametrize("user", ROLES)
def test_everybody_on_the_case_sees_since_when_and_by_whom(seats: Seats, user: str) -> None:
    add_member(seats, "second", "psychologist")
    seats.clock.pass_by(days=2)
    seats.do("supervisor", add_to_team, seats.case, seats.members["second"])
    seats.do("supervisor", take_off_team, seats.case, seats.members["social_welfare"]) if user != "social_welfare" else None
    shown = {entry[0]: entry[1:4] for entry in team(seats, user)}
    assert shown["investigator"] == ("2026-11-20", "investigator", None)
    assert shown["psychologist"] == ("2026-11-20", "supervisor", None)
    assert shown["second"] == ("2026-11-22", "supervisor", None)
    assert shown["social_welfare"] == ("2026-11-20", "supervisor", None if user == "social_welfare" else "2026-11-22")


def test_a_seat_is_taken_once_and_may_be_taken_again_later(seats: Seats) -> None:
    member = seats.members["psychologist"]
    with refused(Conflict, "conflict.on_team_already"):
        seats.do("supervisor", add_to_team, seats.case, member)
    seats.do("supervisor", take_off_team, seats.case, member)
    with refused(Missing, "missing.record"):
        seats.do("supervisor", take_off_team, seats.case, member)
    with refused(Missing, "missing.case"):
        opened(seats, "psychologist")
    seats.do("supervisor", add_to_team, seats.case, member, True)
    assert opened(seats, "psychologist")
    assert [seat["lead"] for seat in opened(seats)["team"] if seat["member"] == "psychologist"] == [False, True]


@pytest.mark.parametrize("standing", ["supervisor", "invited", "joined", "left"])
def test_only_certified_members_of_a_profession_are_seated(seats: Seats, standing: str) -> None:
    member = seats.members["supervisor"]
    if standing == "invited":
        member = seats.do("supervisor", register_member, None, "newcomer", "psychologist")
    if standing in ("joined", "left"):
        member = add_member(seats, "newcomer", "psychologist", certify=standing == "left")
    if standing == "left":
        seats.do("supervisor", end_member, None, member)
    with invalid("member", "invalid.cannot_be_on_team"):
        seats.do("supervisor", add_to_team, seats.case, member)
    with refused(Missing, "missing.record"):
        seats.do("supervisor", add_to_team, seats.case, "nobody")


@pytest.mark.parametrize("role", TEAM_ROLES)
def test_recusal_wins_over_role_and_team_for_ever(seats: Seats, role: str) -> None:
    with invalid("reason", "invalid.choice"):
        seats.do("supervisor", recuse_member, seats.case, seats.members[role], "moody")
    seats.do("supervisor", recuse_member, seats.case, seats.members[role], "named_in_case")
    with refused(Missing, "missing.case"):
        opened(seats, role)
    assert seats.do(role, casefile.list_cases) == ()
    with refused(Conflict, "conflict.recused"):
        seats.do("supervisor", add_to_team, seats.case, seats.members[role])
    with refused(Missing, "missing.record"):
        seats.do("supervisor", take_off_team, seats.case, seats.members[role])
    assert (role, "2026-11-20", "investigator" if role == "investigator" else "supervisor", None, "2026-11-20", "named_in_case") in team(
        seats
    )


def test_somebody_off_the_team_is_kept_away_beforehand_and_a_supervisor_too(seats: Seats) -> None:
    for user, role in (("second", "psychologist"), ("chief", "supervisor")):
        add_member(seats, user, role)
        seats.do("supervisor", recuse_member, seats.case, seats.members[user], "kin")
        with refused(Missing, "missing.case"):
            opened(seats, user)
        assert seats.do(user, casefile.list_cases) == ()
    with refused(Conflict, "conflict.recused"):
        seats.do("supervisor", add_to_team, seats.case, seats.members["second"])
    with refused(Missing, "missing.record"):
        seats.do("supervisor", recuse_member, seats.case, "nobody", "kin")
    assert len(opened(seats, "supervisor")["team"]) == 6


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_step_back(seats: Seats, role: str) -> None:
    with invalid("reason", "invalid.choice"):
        seats.do(role, recuse_self, seats.case, "moody")
    seats.do(role, recuse_self, seats.case, "own_request")
    with refused(Missing, "missing.case"):
        opened(seats, role)
    assert rows(seats, "SELECT recusal_reason FROM seats WHERE member = ? AND recused_on IS NOT NULL", seats.members[role]) == [
        ("own_request",)
    ]


def test_a_member_taken_off_and_then_kept_away_is_kept_away(seats: Seats) -> None:
    member = seats.members["prosecutor"]
    seats.do("supervisor", take_off_team, seats.case, member)
    seats.do("supervisor", recuse_member, seats.case, member, "kin")
    with refused(Conflict, "conflict.recused"):
        seats.do("supervisor", add_to_team, seats.case, member)


@pytest.mark.parametrize("user_name", ["", "x", "two words", "a" * 41, "semi;colon"])
def test_a_user_name_is_fit_to_type(seats: Seats, user_name: str) -> None:
    with invalid("user_name", "invalid.user_name"):
        seats.do("supervisor", register_member, None, user_name, "prosecutor")
    assert len(seats.do("supervisor", list_members)) == 5


@pytest.mark.parametrize("user_name", ["Prosecutor", "prosecutor", "SUPERVISOR"])
def test_a_user_name_is_taken_once_whatever_its_capitals(seats: Seats, user_name: str) -> None:
    with refused(Conflict, "conflict.user_name_taken"):
        seats.do("supervisor", register_member, None, user_name, "prosecutor")


def test_a_member_is_registered_with_what_is_known_of_her(seats: Seats) -> None:
    identity = seats.do("supervisor", register_member, None, "badge-7", "psychologist", "female", date(2025, 3, 1), " P-77 ")
    member = next(member for member in seats.do("investigator", list_members) if member.id == identity)
    assert (member.user_name, member.role, member.sex, member.badge) == ("badge-7", "psychologist", "female", "P-77")
    assert (member.trained_on, member.standing, member.key) == (date(2025, 3, 1), "invited", None)
    for role, sex, field in (("boss", "female", "role"), ("prosecutor", "f", "sex")):
        with invalid(field, "invalid.choice"):
            seats.do("supervisor", register_member, None, "another", role, sex)
    with invalid("badge", "invalid.too_long"):
        seats.do("supervisor", register_member, None, "another", "prosecutor", badge="x" * 41)


def test_keys_are_certified_by_the_fingerprint_that_is_read_out(seats: Seats) -> None:
    identity = add_member(seats, "newcomer", "prosecutor", certify=False)
    mark = str(next(member.fingerprint for member in seats.do("supervisor", list_members) if member.id == identity))
    wrong = mark.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    for read in (wrong, "", "?", mark[:-1]):
        with invalid("fingerprint", "invalid.fingerprint"):
            seats.do("supervisor", certify_member, None, identity, read)
    seats.do("supervisor", certify_member, None, identity, f" {mark.upper().replace(' ', '')} ")
    assert seats.do("newcomer", list_members)
    with refused(Conflict, "conflict.not_joined"):
        seats.do("supervisor", certify_member, None, identity, mark)
    invited = seats.do("supervisor", register_member, None, "later", "prosecutor")
    with refused(Conflict, "conflict.not_joined"):
        seats.do("supervisor", certify_member, None, invited, "?")


def test_a_membership_ends_at_once_and_nobody_ends_her_own(seats: Seats) -> None:
    with refused(Conflict, "conflict.not_oneself"):
        seats.do("supervisor", end_member, None, seats.members["supervisor"])
    with refused(Missing, "missing.record"):
        seats.do("supervisor", end_member, None, "nobody")
    seats.do("supervisor", end_member, None, seats.members["psychologist"])
    with pytest.raises(Exception, match=r"refused\.not_certified"):
        opened(seats, "psychologist")
    assert {member.user_name: member.standing for member in seats.do("supervisor", list_members)}["psychologist"] == "left"


def test_a_case_is_restricted_and_freed_again(seats: Seats) -> None:
    for restricted in (True, True, False):
        seats.do("supervisor", restrict_case, seats.case, restricted)
        assert opened(seats, "psychologist")["restricted"] is restricted
    assert rows(seats, "SELECT count(*) FROM changes WHERE field = 'restricted'") == [(2,)]


def test_the_log_is_read_newest_first_in_ids_and_kinds(seats: Seats) -> None:
    opened(seats, "psychologist")
    shown = seats.do("supervisor", read_log, None, 3)
    assert [entry.seq for entry in shown] == sorted((entry.seq for entry in shown), reverse=True)
    assert (shown[0].actor, shown[0].act, shown[0].case, shown[0].outcome) == (
        seats.members["psychologist"],
        "open_case",
        seats.case,
        "done",
    )
    assert len(seats.do("supervisor", read_log)) > 3
