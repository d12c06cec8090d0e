"""Closing, reopening, voiding: asked by one, decided by another, nothing ever deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mdt.catalogue.load import load_catalogue
from mdt.errors import Conflict, Missing, Refused
from mdt.model.cases import Request
from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.policy.views import Sight
from mdt.work import casefile
from mdt.work.charges import lay_charge
from mdt.work.desk import UseCase, Work
from mdt.work.forms import NewNumber
from mdt.work.incidents import classify_case
from mdt.work.notes import read_history
from mdt.work.registration import number_case, register_case
from mdt.work.requests import decide_request, request_closure, request_reopening, request_voiding
from tests.make import TODAY, Seats, plain_case
from tests.mdt.work.looking import invalid, opened, party, refused, rows
from tests.mdt.work.marked import DAY
from tests.mdt.work.samples import reach_stage

STAGES = load_catalogue().stages


def closed(seats: Seats, reason: str = "untraced") -> str:
    """The case closed: the id of the closure."""
    asked = seats.do("investigator", request_closure, seats.case, reason, "Nobody was found.", DAY)
    seats.do("supervisor", decide_request, seats.case, asked, True)
    return asked


def own_request(seats: Seats) -> str:
    """A closure that carries the supervisor's name as requester; no use case makes one."""
    seats.take("supervisor")
    assert seats.vault is not None
    me = seats.members["supervisor"]
    with seats.vault.transaction() as store:
        kept = Request(id="own", case=seats.case, kind="close", reason="untraced", requested_by=me, requested_at=store.moment())
        store.records.add(kept)
    return kept.id


def test_a_closure_needs_reason_note_day_and_another_person(seats: Seats) -> None:
    asked = seats.do("investigator", request_closure, seats.case, "untraced", " Nobody was found. ", DAY)
    waiting = opened(seats)
    assert (waiting["closed_on"], waiting["requests"][0]["decision"]) == (None, None)
    seats.do("supervisor", decide_request, seats.case, asked, True)
    found = opened(seats)
    request = found["requests"][0]
    assert found["closed_on"] == "2026-11-20"
    assert (request["kind"], request["reason"], request["note"]) == ("close", "untraced", "Nobody was found.")
    assert (request["informed_on"], request["requested_by"]) == ("2026-11-10", "investigator")
    assert (request["decided_by"], request["decided_on"], request["decision"]) == ("supervisor", "2026-11-20", "approved")
    assert "note" not in opened(seats, "supervisor")["requests"][0]
    with refused(Refused, "refused.closed"):
        seats.do("investigator", classify_case, seats.case, {"typology": "csam"})


@pytest.mark.parametrize(
    ("given", "field", "key"),
    [
        (("bored", "note", DAY), "reason", "invalid.choice"),
        (("untraced", " ", DAY), "note", "invalid.needed"),
        (("untraced", "note", None), "informed_on", "invalid.victim_not_told"),
        (("untraced", "note", date(2026, 11, 21)), "informed_on", "invalid.in_the_future"),
    ],
)
def test_what_a_closure_lacks_is_named(seats: Seats, given: tuple[Any, ...], field: str, key: str) -> None:
    with invalid(field, key):
        seats.do("investigator", request_closure, seats.case, *given)
    assert opened(seats)["requests"] == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_closes_from_the_stages_that_may_and_from_no_other(seats: Seats, stage: str) -> None:
    reach_stage(seats, stage)
    if STAGES[stage].may_close:
        closed(seats)
        assert opened(seats)["closed_on"] is not None
        return
    with invalid("reason", "invalid.stage_cannot_close"):
        seats.do("investigator", request_closure, seats.case, "untraced", "note", DAY)
    reach_stage(seats, "enquiry")
    asked = seats.do("investigator", request_closure, seats.case, "untraced", "note", DAY)
    reach_stage(seats, stage)
    with invalid("reason", "invalid.stage_cannot_close"):
        seats.do("supervisor", decide_request, seats.case, asked, True)
    assert opened(seats)["closed_on"] is None
    seats.do("supervisor", decide_request, seats.case, asked, False)
    assert opened(seats)["requests"][0]["decision"] == "turned_down"


def test_a_case_is_compounded_only_where_every_section_may_be(seats: Seats) -> None:
    seats.do("prosecutor", lay_charge, seats.case, party(seats, "A1")["id"], "peca-21")
    with invalid("reason", "invalid.not_compoundable"):
        seats.do("prosecutor", request_closure, seats.case, "compounded", "They agreed.", DAY)
    seats.do("prosecutor", request_closure, seats.case, "withdrew", "They agreed.", DAY)


def test_a_request_is_decided_once_and_asked_once_at_a_time(seats: Seats) -> None:
    asked = seats.do("investigator", request_closure, seats.case, "untraced", "note", DAY)
    with refused(Conflict, "conflict.asked_already"):
        seats.do("prosecutor", request_closure, seats.case, "decided", "note", DAY)
    seats.do("investigator", request_voiding, seats.case, "wrong_entry", "")
    seats.do("supervisor", decide_request, seats.case, asked, False)
    for approve in (True, False):
        with refused(Conflict, "conflict.decided_already"):
            seats.do("supervisor", decide_request, seats.case, asked, approve)
    assert opened(seats)["closed_on"] is None
    seats.do("prosecutor", request_closure, seats.case, "decided", "note", DAY)
    with refused(Missing, "missing.record"):
        seats.do("supervisor", decide_request, seats.case, "no such request", True)
    other = seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    with refused(Missing, "missing.record"):
        seats.do("supervisor", decide_request, other, asked, True)


@pytest.mark.parametrize("approve", [True, False])
def test_nobody_decides_her_own_request(seats: Seats, approve: bool) -> None:
    def ask_and_decide(work: Work) -> None:
        me = work.actor.id
        own = Request(id="own", case=work.at_case, kind="close", reason="untraced", requested_by=me, requested_at=work.store.moment())
        work.store.records.add(own)
        decide_request.steps(work, own.id, approve)

    with refused(Refused, "refused.own_request"):
        seats.do("supervisor", UseCase("decide_request", Action.DECIDE_REQUEST, frozenset(), True, ask_and_decide), seats.case)
    assert rows(seats, "SELECT decision FROM requests") == []
    assert rows(seats, "SELECT act, outcome, why FROM events ORDER BY seq DESC LIMIT 1") == [
        ("decide_request", "failed", "refused.own_request")
    ]


def test_the_tables_themselves_refuse_a_decision_of_ones_own(seats: Seats) -> None:
    own = own_request(seats)
    assert seats.vault is not None
    with refused(Refused, "refused.own_request"), seats.vault.transaction() as store:
        store.look_through(Sight(seats.members["supervisor"], frozenset(Sensitivity), frozenset()))
        store.records.change(store.records.one(Request, own), decided_by=seats.members["supervisor"])
    assert rows(seats, "SELECT decided_by FROM requests") == [(None,)]


def test_reopening_keeps_the_old_closure(seats: Seats) -> None:
    with refused(Conflict, "conflict.not_closed"):
        seats.do("investigator", request_reopening, seats.case, "new_evidence", "A new report.")
    closure = closed(seats)
    for reason, note, field in (("bored", "note", "reason"), ("new_evidence", " ", "note")):
        with invalid(field, "invalid.choice" if field == "reason" else "invalid.needed"):
            seats.do("investigator", request_reopening, seats.case, reason, note)
    seats.clock.pass_by(days=3)
    asked = seats.do("prosecutor", request_reopening, seats.case, "new_evidence", "A new report.")
    assert opened(seats)["closed_on"] == "2026-11-20"
    seats.do("supervisor", decide_request, seats.case, asked, True)
    found = opened(seats)
    assert found["closed_on"] is None
    assert [(entry["id"], entry["kind"], entry["decision"]) for entry in found["requests"]] == [
        (closure, "close", "approved"),
        (asked, "reopen", "approved"),
    ]
    told = [(change.old, change.new) for change in seats.do("psychologist", read_history, seats.case) if change.field == "closed_on"]
    assert told == [(None, "2026-11-20"), ("2026-11-20", None)]
    seats.do("investigator", classify_case, seats.case, {"typology": "csam"})
    closed(seats, "decided")
    assert opened(seats)["closed_on"] == "2026-11-23"


def test_a_refused_reopening_leaves_the_case_closed(seats: Seats) -> None:
    closed(seats)
    asked = seats.do("investigator", request_reopening, seats.case, "court_order", "Order 4/2026.")
    seats.do("supervisor", decide_request, seats.case, asked, False)
    assert opened(seats)["closed_on"] == "2026-11-20"


def test_voiding_deletes_nothing_and_keeps_the_numbers_taken(seats: Seats) -> None:
    seats.take("investigator")
    tables = [name for (name,) in rows(seats, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = {table: rows(seats, f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}
    with invalid("reason", "invalid.choice"):
        seats.do("investigator", request_voiding, seats.case, "bored", "")
    asked = seats.do("investigator", request_voiding, seats.case, "duplicate_entry", "")
    seats.do("supervisor", decide_request, seats.case, asked, True)
    after = {table: rows(seats, f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}
    assert [table for table in tables if after[table] < before[table]] == []
    assert opened(seats)["voided_on"] == "2026-11-20"
    assert [line.voided_on for line in seats.do("supervisor", casefile.list_cases)] == [TODAY]
    again = NewNumber(kind="enquiry", text="4021/2026", circle="MUX")
    with refused(Conflict, "conflict.number_taken"):
        seats.do("investigator", register_case, None, plain_case(parties=(), numbers=(again,)))
    with refused(Refused, "refused.voided"):
        seats.do("investigator", number_case, seats.case, NewNumber(kind="fir", text="1/2026", circle="MUX"))


def test_what_is_void_is_not_voided_again(seats: Seats) -> None:
    asked = seats.do("investigator", request_voiding, seats.case, "duplicate_entry", "")
    seats.do("supervisor", decide_request, seats.case, asked, True)
    with pytest.raises(Conflict):
        seats.do("investigator", request_voiding, seats.case, "duplicate_entry", "")
