"""Whatever is written in whatever order: history tells it all, what stands is its end, and the log vouches for every seal."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.ledger import replay
from db.verify import verify
from mdt.model.audit import FieldChange
from mdt.model.people import Party
from mdt.work.drafts import drop_draft, keep_draft, take_draft
from mdt.work.forms import NewParty
from mdt.work.notes import add_session_note, amend_session_note, read_history
from mdt.work.people import add_party, amend_party, reveal_identity
from mdt.work.staff import restrict_case
from tests.db.given import DAY, vault_key
from tests.make import Seats

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
SEALED, PLAIN = ("name", "school", "address"), ("sex", "risk")
CHOICES = {"sex": ("female", "male", "unknown"), "risk": ("low", "high", "unknown")}
CHANGE = st.one_of(
    st.tuples(st.sampled_from(SEALED), st.one_of(WORDS, st.none())),
    *(st.tuples(st.just(name), st.sampled_from(CHOICES[name])) for name in PLAIN),
)


def history_of(seats: Seats, record: str, user: str = "investigator") -> dict[str, list[FieldChange]]:
    found: dict[str, list[FieldChange]] = defaultdict(list)
    for change in seats.do(user, read_history, seats.case):
        if change.record == record:
            found[change.field].append(change)
    return found


@settings(max_examples=20)
@given(st.lists(st.lists(CHANGE, min_size=1, max_size=4), max_size=6), st.booleans())
def test_history_replays_to_what_stands(seats: Seats, acts: list[list[tuple[str, str | None]]], restart: bool) -> None:
    party = seats.do("investigator", add_party, seats.case, NewParty(role="witness", names=("First Name",), school="First School"))
    expected: dict[str, Any] = {"name": "First Name", "school": "First School", "address": None, "sex": "unknown", "risk": "unknown"}
    version = 1
    for act in acts:
        wanted = {name: value.strip() if value else value for name, value in act}
        seats.do("investigator", amend_party, seats.case, party, dict(act))
        version += any(expected[name] != value for name, value in wanted.items())
        expected.update(wanted)
        if restart:
            seats.leave()
    shown = seats.do("investigator", reveal_identity, seats.case, party)
    assert {name: shown[name] for name in expected} == expected
    assert shown["version"] == version
    history = history_of(seats, party)
    for name, changes in history.items():
        assert [change.old for change in changes[1:]] == [change.new for change in changes[:-1]]
        assert changes[-1].new == expected[name]
        assert sorted({change.version for change in changes}) == [change.version for change in changes]
        assert {change.by for change in changes} == {seats.members["investigator"]}
    assert max((change.version for changes in history.values() for change in changes), default=1) == version


@settings(max_examples=15)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_every_text_of_a_note_stays_and_the_newest_is_shown(seats: Seats, texts: list[str]) -> None:
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", texts[0])
    for text in texts[1:]:
        seats.do("psychologist", amend_session_note, seats.case, note, text)
    told = [change.new for change in history_of(seats, note, "psychologist")["text"]]
    assert told[-1] == texts[-1].strip()
    assert all(old != new for old, new in pairwise(told))
    assert set(told) == {text.strip() for text in texts}
    assert history_of(seats, note) == {}, "the investigator is told nothing of it"


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(["keep", "drop", "restart"]), st.sampled_from(["a", "b"]), WORDS), max_size=10))
def test_a_draft_is_the_last_that_was_kept(seats: Seats, acts: list[tuple[str, str, str]]) -> None:
    expected: dict[str, str | None] = {form: seats.do("prosecutor", take_draft, None, form) for form in ("a", "b")}
    for act, form, text in acts:
        if act == "keep":
            seats.do("prosecutor", keep_draft, None, form, text)
            expected[form] = text.strip()
        elif act == "drop":
            seats.do("prosecutor", drop_draft, None, form)
            expected[form] = None
        else:
            seats.leave()
    assert {form: seats.do("prosecutor", take_draft, None, form) for form in expected} == expected
    assert [seats.do("psychologist", take_draft, None, form) for form in expected] == [None, None]


ACTS = st.lists(st.sampled_from(["party", "note", "amend", "draft", "restrict", "fail", "restart"]), min_size=1, max_size=10)


@settings(max_examples=12)
@given(ACTS)
def test_after_any_acts_the_log_lists_exactly_the_seals_that_stand(seats: Seats, acts: list[str]) -> None:
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    for number, act in enumerate(acts):
        if act == "party":
            seats.do("investigator", add_party, seats.case, NewParty(role="witness", names=(f"Name {number}",)))
        elif act == "note":
            note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", f"words {number}")
        elif act == "amend":
            seats.do("psychologist", amend_session_note, seats.case, note, f"words {number} amended")
        elif act == "draft":
            seats.do("psychologist", keep_draft, None, "form", f"words {number}")
        elif act == "restrict":
            seats.do("supervisor", restrict_case, seats.case, number % 2 == 0)
        elif act == "fail":
            with pytest.raises(Exception, match="invalid"):
                seats.do("psychologist", add_session_note, seats.case, DAY, "nonsense", "words")
        else:
            seats.leave()
    key = vault_key(seats)
    assert verify(seats.folder, key) == ()
    seats.take("investigator")
    listed = [
        entry
        for row, right in replay(seats.raw())
        if right
        for entry in _listed(row.writes)
        if entry[1].isidentifier() and entry[1] not in ("draft", "marks")
    ]
    there = seats.raw().execute("SELECT record, field, version FROM sealed").fetchall()
    assert sorted(listed) == sorted(tuple(row) for row in there)
    seats.leave()


def _listed(writes: str) -> list[tuple[str, str, int]]:
    return [(record, field, version) for record, field, version, _ in json.loads(writes)]


def test_a_party_is_changed_by_who_read_the_newest_only(seats: Seats) -> None:
    """Two seats cannot overwrite each other unseen, were there two."""
    seats.take("investigator")
    vault = seats.vault
    assert vault is not None
    with vault.transaction() as store:
        stale = store.records.of(Party, seats.case)[0]
        store.records.change(stale, risk="high")
    with pytest.raises(Exception, match="changed_meanwhile"), vault.transaction() as store:
        store.records.change(stale, risk="low")
    with vault.transaction() as store:
        assert store.records.one(Party, stale.id).risk == "high"
        assert store.records.change(stale, risk=stale.risk) is stale, "nothing changed, nothing kept"
