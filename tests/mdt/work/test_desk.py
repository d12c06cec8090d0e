"""The door: check, do, record, announce; and nothing left behind where the doing fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mdt.errors import Conflict, Missing, Refused, Unavailable
from mdt.model.cases import Case
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.policy.views import Sight
from mdt.work import casefile, incidents, notes, people
from mdt.work.desk import Change, Desk, Tools, Topic, UseCase, Work
from mdt.work.registration import register_case
from mdt.work.search import search
from mdt.work.staff import end_member
from tests.make import Seats, plain_case
from tests.mdt.work.looking import opened, party, refused, rows
from tests.mdt.work.marked import DAY

LAST = "SELECT actor, act, outcome, why, subject FROM events ORDER BY seq DESC LIMIT 1"


def planted(steps: Any, action: Action = Action.CLASSIFY_CASE) -> UseCase[..., Any]:
    """A use case that is not on the list."""
    return UseCase("planted", action, frozenset({Topic.CASE}), True, steps)


def break_after_writing(work: Work, fault: Exception) -> None:
    """Write into several tables and make a key, then fail."""
    case = work.store.records.one(Case, work.at_case)
    work.store.records.change(case, typology="csam")
    incidents.add_incident.steps(work, None, None, "platform", "what")
    work.memory.revealing.add("somebody")
    raise fault


@pytest.mark.parametrize(
    ("fault", "why"),
    [(ZeroDivisionError("secret words"), "bug ZeroDivisionError"), (Unavailable("unavailable.disk_full"), "unavailable.disk_full")],
)
def test_an_act_that_fails_leaves_its_entry_and_nothing_else(seats: Seats, fault: Exception, why: str) -> None:
    before, announced = opened(seats), list(seats.changes)
    with pytest.raises(type(fault)):
        seats.do("investigator", planted(break_after_writing), seats.case, fault)
    actor, act, outcome, reason, subject = rows(seats, LAST)[0]
    assert (actor, act, outcome, reason) == (seats.members["investigator"], "planted", "failed", why)
    assert len(subject) == 24
    assert "secret" not in repr(rows(seats, "SELECT * FROM events"))
    assert seats.changes == announced
    assert opened(seats) == before


def test_topics_are_announced_after_the_commit_and_only_then(seats: Seats) -> None:
    seen: list[tuple[Change, int]] = []
    desk = seats.take("investigator")
    assert seats.vault is not None

    def announce(change: Change) -> None:
        assert not seats.raw().in_transaction
        seen.append((change, rows(seats, "SELECT count(*) FROM incidents")[0][0]))

    desk = Desk(seats.vault.member, seats.vault, Tools(seats.clock, desk._tools.ids, desk._tools.catalogue), announce)
    desk.do(incidents.add_incident, seats.case)
    desk.do(casefile.open_case, seats.case)
    with pytest.raises(Refused):
        desk.do(notes.raise_signal, seats.case, "no_contact")
    case = desk.do(register_case, None, plain_case(parties=(), numbers=()))
    assert seen == [
        (Change(frozenset({Topic.CASE}), seats.case), 1),
        (Change(frozenset({Topic.CASE, Topic.PEOPLE, Topic.TEAM}), None), 1),
    ]
    Desk(seats.vault.member, seats.vault, desk._tools).do(incidents.add_incident, case)


def test_a_click_counts_only_once_it_was_logged(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    harmed = party(seats, "V1")["id"]
    store = type(next(iter_store(seats)))
    with monkeypatch.context() as patched:
        patched.setattr(store, "write_log", lambda self, entry: (_ for _ in ()).throw(Unavailable("unavailable.disk_full")))
        with refused(Unavailable, "unavailable.disk_full"):
            seats.do("investigator", people.reveal_identity, seats.case, harmed)
    # what failed must not be made good by the next act that ends well, nor by the one after it
    assert [party(seats, "V1")["name"] for _ in range(2)] == [{"masked": True}] * 2
    assert "reveal_identity" not in repr(rows(seats, "SELECT act FROM events"))
    seats.do("investigator", people.reveal_identity, seats.case, harmed)
    assert party(seats, "V1")["name"] == "Gulnaz Testbibi"


def iter_store(seats: Seats) -> Iterator[Any]:
    """A store, for its type."""
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        yield store


def test_a_refused_click_reveals_nothing(seats: Seats) -> None:
    harmed = party(seats, "V1")["id"]
    with refused(Refused, "refused.role"):
        seats.do("supervisor", people.reveal_identity, seats.case, harmed)
    with refused(Missing, "missing.record"):
        seats.do("investigator", people.reveal_identity, seats.case, "nobody")
    assert party(seats, "V1")["name"] == {"masked": True}


def test_two_writers_cannot_overwrite_each_other_unseen(seats: Seats) -> None:
    seats.take("investigator")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        store.look_through(Sight(seats.members["investigator"], frozenset(Sensitivity), frozenset()))
        stale = store.records.one(Case, seats.case)
    seats.do("investigator", incidents.classify_case, seats.case, {"typology": "csam"})

    def overwrite(work: Work) -> None:
        work.store.records.change(stale, typology="grooming")

    with refused(Conflict, "conflict.changed_meanwhile"):
        seats.do("investigator", planted(overwrite), seats.case)
    assert (opened(seats)["typology"], opened(seats)["version"]) == ("csam", 2)


def test_what_is_done_and_what_is_refused_is_in_the_log_and_looking_at_lists_is_not(seats: Seats) -> None:
    before = rows(seats, "SELECT count(*) FROM events")
    seats.do("investigator", casefile.list_cases)
    assert rows(seats, "SELECT count(*) FROM events") == before
    opened(seats)
    assert rows(seats, LAST)[0][1:4] == ("open_case", "done", "")
    with refused(Refused, "refused.role"):
        seats.do("psychologist", incidents.add_incident, seats.case)
    assert rows(seats, LAST)[0][:4] == (seats.members["psychologist"], "add_incident", "refused", "refused.role")
    incident = seats.do("investigator", incidents.add_incident, seats.case)
    assert rows(seats, LAST)[0][4] == incident
    with refused(Missing, "missing.case"):
        seats.do("investigator", casefile.open_case, "no such case")
    assert rows(seats, 'SELECT "case" FROM events ORDER BY seq DESC LIMIT 1') == [(None,)]


def test_a_failing_log_does_not_hide_what_failed(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    seats.take("investigator")
    store = type(next(iter_store(seats)))
    monkeypatch.setattr(store, "write_log", lambda self, entry: (_ for _ in ()).throw(Unavailable("unavailable.disk_full")))
    with pytest.raises(ZeroDivisionError):
        seats.do("investigator", planted(break_after_writing), seats.case, ZeroDivisionError())
    with refused(Unavailable, "unavailable.disk_full"):
        seats.do("psychologist", incidents.add_incident, seats.case)


def test_an_act_about_a_case_needs_one(seats: Seats) -> None:
    with refused(Missing, "missing.case"):
        seats.do("investigator", incidents.add_incident)

    def about_no_case(work: Work) -> str:
        return work.at_case

    with refused(Missing, "missing.case"):
        seats.do("investigator", planted(about_no_case, Action.SEARCH))


def test_who_i_am_is_asked_each_time(seats: Seats) -> None:
    desk = seats.take("psychologist")
    assert (desk.me().user_name, desk.me().role, desk.me().standing) == ("psychologist", "psychologist", "certified")
    seats.raw().execute("UPDATE members SET standing = 'left' WHERE user_name = 'psychologist'")
    with refused(Unavailable, "unavailable.member_differs"):
        desk.me()
    seats.raw().execute("UPDATE members SET standing = 'certified' WHERE user_name = 'psychologist'")
    assert desk.me().standing == "certified"
    seats.do("supervisor", end_member, None, seats.members["psychologist"])
    desk = seats.take("psychologist")
    assert desk.me().standing == "left"
    with refused(Refused, "refused.not_certified"):
        desk.do(search, None, "Gulnaz")


def test_notes_of_one_transaction_are_all_or_nothing(seats: Seats) -> None:
    def two_notes(work: Work) -> None:
        notes.add_session_note.steps(work, DAY, "held", "First words.")
        notes.add_session_note.steps(work, DAY, "held", "")

    with pytest.raises(Exception, match=r"invalid\.fields"):
        seats.do("psychologist", planted(two_notes, Action.WRITE_SESSION_NOTE), seats.case)
    assert opened(seats, "psychologist")["session_notes"] == []
    assert rows(seats, "SELECT count(*) FROM sealed WHERE noun = 'session_notes'") == [(0,)]
