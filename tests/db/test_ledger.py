"""The log: one entry an act, whatever its end; each vouches for all before, and no change behind the door stays unnamed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from db.ledger import _READINGS, GENESIS, digest_of, digest_of_row, link, replay
from db.tables import APPEND_ONLY, metadata
from db.verify import verify
from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.audit import READING_ACTS, Entry, Outcome
from mdt.policy.actions import Action
from mdt.work.casefile import list_cases, open_case
from mdt.work.desk import UseCase, Work
from mdt.work.drafts import keep_draft
from mdt.work.forms import NewNumber
from mdt.work.notes import add_session_note, amend_session_note
from mdt.work.registration import register_case
from mdt.work.staff import read_log
from tests.db.given import DAY, behind, vault_key
from tests.make import Seats, plain_case


def content(seats: Seats) -> dict[str, list[Any]]:
    """Every row of every table but the log."""
    rows = {name: seats.raw().execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(metadata.tables)}
    return {name: found for name, found in rows.items() if name != "events"}


def entries(seats: Seats) -> list[tuple[Any, ...]]:
    rows = seats.raw().execute('SELECT actor, act, "case", outcome, subject, why, writes FROM events ORDER BY seq')
    return [tuple(row) for row in rows]


def test_an_act_that_ends_well_leaves_one_entry_with_what_it_sealed(seats: Seats) -> None:
    seats.take("psychologist")
    before = entries(seats)
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    (entry,) = entries(seats)[len(before) :]
    body = seats.raw().execute("SELECT body FROM sealed WHERE record = ?", (note,)).fetchone()[0]
    assert entry[:6] == (seats.members["psychologist"], "add_session_note", seats.case, "done", note, "")
    row = seats.raw().execute("SELECT * FROM session_notes WHERE id = ?", (note,)).fetchone()
    assert json.loads(entry[6]) == [[note, "*", 1, digest_of_row("session_notes", row)], [note, "text", 1, digest_of(body)]]


def test_a_failed_act_leaves_one_failed_entry_and_nothing_else(seats: Seats) -> None:
    seats.take("investigator")
    everything, before = content(seats), entries(seats)
    taken = (NewNumber(kind="complaint", text="77/2026", circle="Multan"), NewNumber(kind="enquiry", text="4021/2026", circle="Multan"))
    with pytest.raises(Conflict):  # the last thing it keeps is refused, after a dozen rows
        seats.do("investigator", register_case, None, plain_case(parties=(), numbers=taken))
    with pytest.raises(Invalid):
        seats.do("investigator", register_case, None, plain_case(circle="Nowhere"))
    assert content(seats) == everything
    assert [entry[1:6] for entry in entries(seats)[len(before) :]] == [
        ("register_case", None, "failed", "", "conflict.number_taken"),
        ("register_case", None, "failed", "", "invalid.fields"),
    ]


def test_a_bug_leaves_one_failed_entry_and_nothing_else(seats: Seats) -> None:
    def steps(work: Work) -> None:
        work.store.drafts.keep("form", "words")
        work.about("place")
        raise ZeroDivisionError("words about a person")

    seats.take("investigator")
    everything, before = content(seats), entries(seats)
    with pytest.raises(ZeroDivisionError):
        seats.do("investigator", UseCase("planted", Action.KEEP_DRAFT, frozenset(), False, steps))
    assert content(seats) == everything
    assert [entry[1:6] for entry in entries(seats)[len(before) :]] == [("planted", None, "failed", "place", "bug ZeroDivisionError")]


def test_a_refused_act_leaves_one_refused_entry_and_nothing_else(seats: Seats) -> None:
    seats.take("investigator")
    everything, before = content(seats), entries(seats)
    with pytest.raises(Refused):
        seats.do("investigator", add_session_note, seats.case, DAY, "held", "words")
    with pytest.raises(Missing):
        seats.do("investigator", open_case, "nowhere")
    assert content(seats) == everything
    assert [entry[1:6] for entry in entries(seats)[len(before) :]] == [
        ("add_session_note", seats.case, "refused", "", "refused.role"),
        ("open_case", None, "refused", "", "missing.case"),
    ]


def test_looking_at_a_list_leaves_none(seats: Seats) -> None:
    seats.take("investigator")
    before = entries(seats)
    seats.do("investigator", list_cases)
    assert entries(seats) == before


def test_entries_come_back_newest_first_and_count(seats: Seats) -> None:
    seats.do("investigator", keep_draft, None, "form", "words")
    newest = seats.do("supervisor", read_log, None, 3)
    assert [entry.seq for entry in newest] == sorted((entry.seq for entry in newest), reverse=True)
    assert (newest[0].act, newest[0].outcome) == ("keep_draft", Outcome.DONE)
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        head = store.log.head()
        assert head.length == newest[0].seq
    seats.leave()
    with behind(seats, guards=True) as raw:
        assert raw.execute("SELECT hex(digest) FROM events ORDER BY seq DESC").fetchone()[0].lower() == head.digest


def test_a_link_is_the_same_for_ever(seats: Seats) -> None:
    entry = Entry(1, seats.clock.now(), "actor", "act", None, Outcome.DONE, "subject", "why — اردو")
    assert link(GENESIS, entry, "[]").hex() == "8283d244fab27c4c35da68e3eba32807a6adcbeb8a317946c55216b3f1bee6a2"
    assert GENESIS.hex() == "3546203c6403e27a1a1141075761216dd47b4dcb923936dfff06759e207e07fa"


def test_no_two_entries_are_hashed_alike(seats: Seats) -> None:
    at = seats.clock.now()
    told = [
        Entry(1, at, actor, act, case, Outcome.DONE, subject, why)
        for actor, act, case, subject, why in (
            ("ab", "c", None, "", ""),
            ("a", "bc", None, "", ""),
            ("ab", "c", "", "", ""),
            ("ab", "", "c", "", ""),
            ("ab", "c", None, "1", ""),
            ("ab", "c", None, "", "1"),
            ("ab", "c;", None, "", ""),
            ("ab", "c", None, "1,2", ""),
            ("ab", "c", None, ",2", "1"),
        )
    ]
    assert len({link(GENESIS, entry, writes) for entry in told for writes in ("[]", "", "[ ]")}) == 3 * len(told)


def test_replay_agrees_with_what_was_appended(seats: Seats) -> None:
    with behind(seats, guards=True) as raw:
        found = list(replay(raw))
        count = raw.execute("SELECT count(*) FROM events").fetchone()[0]
    assert [row.seq for row, _ in found] == list(range(1, count + 1))
    assert all(right for _, right in found)


COLUMNS = ("seq", "at", "actor", "act", "case", "outcome", "subject", "why", "writes", "digest")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    ("place", "kind"), [("first", "flip"), ("last", "flip"), *(("middle", kind) for kind in ("text", "number", "blob", "flip"))]
)
def test_a_change_of_any_part_of_any_entry_is_named(seats: Seats, column: str, place: str, kind: str) -> None:
    key = vault_key(seats)
    with behind(seats) as raw:
        count = raw.execute("SELECT count(*) FROM events").fetchone()[0]
        at = {"first": 1, "middle": count // 2, "last": count}[place]
        kept = raw.execute(f'SELECT "{column}" FROM events WHERE seq = ?', (at,)).fetchone()[0]
        value: Any = {"text": "another", "number": 7_000_000, "blob": b"\0another", "flip": changed(kept)}[kind]
        if column == "seq" and kind in ("text", "blob"):
            value = -3
        raw.execute(f'UPDATE events SET "{column}" = ? WHERE seq = ?', (value, at))
    assert "log_broken" in {finding.what for finding in verify(seats.folder, key)}


def changed(kept: Any) -> Any:
    """The same kind of value, differing by as little as can be."""
    if isinstance(kept, int):
        return kept + 1_000_000
    if isinstance(kept, bytes):
        return kept[:-1] + bytes((kept[-1] ^ 1,))
    return (kept or "") + " "


def test_an_entry_taken_out_is_named(seats: Seats) -> None:
    key = vault_key(seats)
    with behind(seats) as raw:
        count = raw.execute("SELECT count(*) FROM events").fetchone()[0]
    for at in (1, count // 2, count - 1):
        with behind(seats) as raw:
            kept = raw.execute("SELECT * FROM events WHERE seq = ?", (at,)).fetchone()
            raw.execute("DELETE FROM events WHERE seq = ?", (at,))
        assert "log_broken" in {finding.what for finding in verify(seats.folder, key)}
        with behind(seats) as raw:
            raw.execute(f"INSERT INTO events VALUES ({', '.join('?' * len(kept))})", kept)
        assert verify(seats.folder, key) == ()


def test_a_tail_cut_off_is_named_where_it_had_written_something(seats: Seats) -> None:
    """A cut tail that had written nothing shows against the head kept outside (test_replays)."""
    seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    key = vault_key(seats)
    with behind(seats) as raw:
        raw.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    assert [finding.what for finding in verify(seats.folder, key)] == ["row_unknown", "seal_unknown"]


def test_entries_that_changed_places_are_named(seats: Seats) -> None:
    key = vault_key(seats)
    with behind(seats) as raw:
        for old, new in ((2, -1), (3, 2), (-1, 3)):
            raw.execute("UPDATE events SET seq = ? WHERE seq = ?", (new, old))
    assert verify(seats.folder, key)[0].what == "log_broken"


def test_a_forged_entry_at_the_end_is_named(seats: Seats) -> None:
    key = vault_key(seats)
    with behind(seats) as raw:
        raw.execute(
            'INSERT INTO events SELECT seq + 1, at, actor, act, "case", outcome, subject, why, writes, digest, facts, roll, signature'
            " FROM events ORDER BY seq DESC LIMIT 1"
        )
    assert verify(seats.folder, key)[0].what == "log_broken"


@pytest.mark.parametrize("writes", ["{", "3", "null", '["a"]', '[["a"]]', "[[1,2,3,4]]", '[[["a"],"b",1,"c"]]'])
def test_a_rightly_chained_entry_with_hostile_writes_is_no_crash(seats: Seats, writes: str) -> None:
    """An insider can extend the chain by an entry of her own; verify still ends with findings."""
    key = vault_key(seats)
    with behind(seats) as raw:
        seq, before = raw.execute("SELECT seq, digest FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        entry = Entry(seq + 1, seats.clock.now(), "actor", "act", None, Outcome.DONE, "", "")
        at = entry.at.isoformat(timespec="microseconds")
        row = (entry.seq, at, "actor", "act", None, "done", "", "", writes, link(before, entry, writes))
        raw.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', 0, NULL)", row)
    assert verify(seats.folder, key)


def sealed_by(seats: Seats) -> str:
    """A note amended once, so that there are two versions of its text."""
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", "old words")
    seats.do("psychologist", amend_session_note, seats.case, note, "new words")
    return note


TAMPER = {
    "vanished": ("DELETE FROM sealed WHERE record = :note AND version = 2", {"seal_vanished"}),
    "changed": ("UPDATE sealed SET body = :bytes WHERE record = :note AND version = 2", {"seal_changed"}),
    "text for bytes": ("UPDATE sealed SET body = 'words' WHERE record = :note AND version = 2", {"seal_changed"}),
    "older": (
        "UPDATE sealed SET body = (SELECT body FROM sealed WHERE record = :note AND version = 1) WHERE record = :note AND version = 2",
        {"seal_changed"},
    ),
    "put back": ("UPDATE sealed SET version = version + 10 WHERE record = :note AND version = 2", {"seal_unknown", "seal_vanished"}),
    "planted": (
        "INSERT INTO sealed SELECT 'planted', field, version, noun, \"case\", audience, epoch, body, written_by, written_at"
        " FROM sealed WHERE record = :note AND version = 1",
        {"seal_unknown"},
    ),
    "all": ("DELETE FROM sealed", {"seal_vanished"}),
}


@pytest.mark.parametrize("name", TAMPER)
def test_a_sealed_value_that_is_not_where_it_was_put_is_named(seats: Seats, name: str) -> None:
    note, key = sealed_by(seats), vault_key(seats)
    statement, named = TAMPER[name]
    with behind(seats) as raw:
        raw.execute(statement, {"note": note, "bytes": b"\0" * 300})
    found = verify(seats.folder, key)
    assert {finding.what for finding in found} == named
    assert name == "planted" or any(note in finding.where for finding in found)


@pytest.mark.parametrize("guard", [f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")])
def test_a_dropped_guard_is_named(seats: Seats, guard: str) -> None:
    key = vault_key(seats)
    with behind(seats, guards=True) as raw:
        raw.execute(f"DROP TRIGGER {guard}")
    assert [(finding.what, finding.where) for finding in verify(seats.folder, key)] == [("guard_missing", guard)]


def test_an_entry_is_read_as_it_was_written(seats: Seats) -> None:
    with pytest.raises(Refused):
        seats.do("investigator", add_session_note, seats.case, DAY, "held", "words")
    (entry,) = seats.do("supervisor", read_log, None, 1)
    me = seats.members["investigator"]
    assert entry == Entry(entry.seq, seats.clock.now(), me, "add_session_note", seats.case, Outcome.REFUSED, "", "refused.role")


def test_who_read_a_case_is_found_by_the_index_of_readings_alone(seats: Seats) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        said = _READINGS._say(store._connection.dialect)
    plan = seats.raw().execute(f"EXPLAIN QUERY PLAN {said.text}", (seats.case, "done", 5, 0)).fetchall()
    assert [row[3] for row in plan] == ["SEARCH events USING INDEX ix_events_case_seq (case=?)"]
    kept = seats.raw().execute("SELECT sql FROM sqlite_master WHERE name = 'ix_events_case_seq'").fetchone()[0]
    assert [act for act in READING_ACTS if f"'{act}'" not in kept] == []


def test_what_was_last_done_is_found_by_its_index_however_long_the_log_is(seats: Seats) -> None:
    seats.take("supervisor")
    statement = "SELECT at FROM events WHERE act = ? AND act IN ('record_backup', 'record_kit', 'record_trial') ORDER BY seq DESC LIMIT 1"
    (plan,) = seats.raw().execute(f"EXPLAIN QUERY PLAN {statement}", ("record_kit",)).fetchall()
    assert "ix_events_upkeep" in plan[3]
    assert "TEMP B-TREE" not in plan[3]
