"""Records and the small parts beside them: what is missing, broken or closed says so, and reads nothing it may not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from db.chance import Chance
from db.clock import KARACHI, WallClock
from db.columns import Instant, Texts
from db.compare import Finding
from db.doors import key_of
from db.places import VAULT_FILE
from db.verify import verify
from mdt.errors import Missing, Unavailable
from mdt.model.audit import FieldChange
from mdt.model.cases import Case
from mdt.model.notes import SessionNote
from mdt.model.people import Person
from mdt.work.casefile import open_case
from mdt.work.drafts import keep_draft, take_draft
from mdt.work.forms import NewParty
from mdt.work.notes import add_session_note, read_history
from mdt.work.people import add_party, amend_party
from tests.db.given import DAY, MARK, behind, party_of, told, vault_key
from tests.make import PASSWORD, Seats, surroundings


def test_a_record_that_is_not_there_is_missing(seats: Seats) -> None:
    seats.take("investigator")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        assert store.records.among(Case, []) == ()
        assert store.records.of(SessionNote, "nowhere") == ()
        with pytest.raises(Missing):
            store.records.one(Case, "nowhere")


@pytest.mark.parametrize(
    "change",
    [
        "body = zeroblob(300)",
        "body = x''",
        "body = substr(body, 1, length(body) - 1)",
        "version = 2",
        'record = (SELECT id FROM parties WHERE alias = \'V1\' AND "case" = sealed."case")',
    ],
)
def test_a_seal_that_was_tampered_with_is_named_with_its_place(seats: Seats, change: str) -> None:
    note = seats.do("psychologist", add_session_note, seats.case, DAY, "held", "words")
    with behind(seats) as raw:
        raw.execute(f"UPDATE sealed SET {change} WHERE record = ?", (note,))
    moved = change.startswith("record")
    if moved:
        view = seats.do("psychologist", open_case, seats.case)
        assert [entry["text"] for entry in view.content["session_notes"]] == [None]
        seats.leave()
        assert {"seal_unknown", "seal_vanished"} == {finding.what for finding in verify(seats.folder, vault_key(seats))}
        return
    with pytest.raises(Unavailable) as fault:
        seats.do("psychologist", open_case, seats.case)
    assert (fault.value.key, fault.value.gaps) == (
        "unavailable.broken_seal",
        {"noun": "session_notes", "record": note, "case": seats.case},
    )
    assert told(lambda: seats.do("investigator", open_case, seats.case)) == "done", "who does not open it is not disturbed"


def test_an_older_text_put_in_the_newers_place_does_not_open(seats: Seats) -> None:
    seats.take("investigator")
    party = seats.do("investigator", add_party, seats.case, NewParty(role="witness", names=("Old Name",)))
    seats.do("investigator", amend_party, seats.case, party, {"name": "New Name"})
    with behind(seats) as raw:
        raw.execute(
            "UPDATE sealed SET body = (SELECT body FROM sealed WHERE record = ? AND version = 1) WHERE record = ? AND version = 2",
            (party, party),
        )
    assert told(lambda: seats.do("investigator", open_case, seats.case)) == "unavailable.broken_seal"


def test_a_draft_that_was_tampered_with_or_moved_to_another_is_broken(seats: Seats) -> None:
    seats.do("investigator", keep_draft, None, "form", "words")
    seats.do("psychologist", keep_draft, None, "form", "other words")
    hers, theirs = seats.members["investigator"], seats.members["psychologist"]
    with behind(seats) as raw:
        raw.execute("UPDATE drafts SET body = (SELECT body FROM drafts WHERE member = ?) WHERE member = ?", (theirs, hers))
        raw.execute("UPDATE drafts SET version = version + 1 WHERE member = ?", (theirs,))
    for user in ("investigator", "psychologist"):
        with pytest.raises(Unavailable, match="broken_draft"):
            seats.do(user, take_draft, None, "form")


def test_history_shows_each_role_its_own_classes(full: Seats) -> None:
    shown: dict[str, tuple[FieldChange, ...]] = {}
    for user in ("investigator", "psychologist", "prosecutor", "supervisor"):
        shown[user] = full.do(user, read_history, full.case)
    texts = {user: {change.new for change in found if change.new and MARK in change.new} for user, found in shown.items()}
    assert f"{MARK} session amended" in texts["psychologist"]
    assert f"{MARK} opinion" in texts["prosecutor"]
    assert f"{MARK} code_word" in texts["investigator"]
    assert f"{MARK} code_word" in texts["psychologist"]
    assert texts["supervisor"] == set()
    for user in ("investigator", "prosecutor"):
        assert not any(f"{MARK} session" in text for text in texts[user])
    assert f"{MARK} code_word" not in texts["prosecutor"]


def test_how_a_victim_may_be_reached_opens_for_its_owners_only(full: Seats) -> None:
    """Both hold a key of the audience here; the owners named on the record decide who reads which line."""
    with behind(full) as raw:
        raw.execute("UPDATE safe_contacts SET owners = ?", (f'["{full.members["investigator"]}"]',))
    mine = full.do("investigator", open_case, full.case).content["safe_contacts"][0]
    theirs = full.do("psychologist", open_case, full.case).content["safe_contacts"][0]
    assert (mine["code_word"], theirs.get("code_word")) == (f"{MARK} code_word", None)
    told_them = {change.new for change in full.do("psychologist", read_history, full.case)}
    assert f"{MARK} code_word" not in told_them


def test_the_key_is_had_from_a_slot_though_the_vault_no_longer_opens(seats: Seats) -> None:
    key = vault_key(seats)
    (seats.folder / VAULT_FILE).write_bytes(b"garbage" * 1000)
    found = key_of(seats.folder, "investigator", PASSWORD, lambda: seats.codes["investigator"], surroundings(seats.clock))
    assert found == key
    assert told(lambda: key_of(seats.folder, "investigator", "wrong", lambda: "x", surroundings(seats.clock))) == "locked.wrong"
    assert {finding.what for finding in verify(seats.folder, key)} >= {"cut_off", "cannot_be_opened"}


def test_verify_names_a_file_with_a_torn_end(seats: Seats) -> None:
    key, path = vault_key(seats), seats.folder / VAULT_FILE
    path.write_bytes(path.read_bytes()[:-100])
    assert "cut_off" in {finding.what for finding in verify(seats.folder, key)}
    path.unlink()
    assert told(lambda: verify(seats.folder, key)) == "unavailable.no_vault"


def test_verify_names_the_tables_a_damaged_page_holds(full: Seats) -> None:
    key, path = vault_key(full), full.folder / VAULT_FILE
    with behind(full, guards=True) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'session_notes'").fetchone()[0]
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 + 500] ^= 4
    path.write_bytes(whole)
    found = [(finding.what, finding.where) for finding in verify(full.folder, key)]
    assert ("table_hit", "session_notes") in found
    assert ("table_hit", "charges") not in found
    assert Finding("case_hit", "session_notes", full.case) in verify(full.folder, key)
    full.take("investigator")
    assert party_of(full, full.case, "victim"), "what lies on other pages is still read"


def test_verify_names_a_row_without_its_parent(seats: Seats) -> None:
    key = vault_key(seats)
    with behind(seats) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM persons")
    assert {finding.what for finding in verify(seats.folder, key)} == {"row_without_parent"}


def test_a_desk_says_whose_it_is(seats: Seats) -> None:
    seats.take("supervisor")
    assert seats.vault is not None
    with seats.vault.transaction() as store:
        assert store.desk() == (seats.vault.key.vault, "nccia", "MUX", False)
        assert store.records.among(Person, ["nobody"]) == ()


def test_codes_and_ids_come_from_chance() -> None:
    chance = Chance()
    assert len({chance.fresh() for _ in range(500)}) == 500
    assert re.fullmatch(r"[0-9a-f]{24}", chance.fresh())
    assert re.fullmatch(r"[a-z]+-[1-9][0-9]", chance.code(lambda code: False))
    tries: list[str] = []
    late = chance.code(lambda code: len(tries) < 60 and not tries.append(code))  # type: ignore[func-returns-value]
    assert late not in tries[:1]
    with pytest.raises(RuntimeError, match="no code name is free"):
        chance.code(lambda code: True)


def test_the_clock_knows_the_day_in_karachi() -> None:
    clock = WallClock()
    assert clock.now().tzinfo is UTC
    assert abs((clock.today() - clock.now().astimezone(KARACHI).date()).days) <= 1


def test_moments_and_lists_of_texts_are_kept_as_text() -> None:
    dialect: Any = object()
    late = datetime(2026, 1, 1, 4, 30, tzinfo=timezone(timedelta(hours=5)))
    assert Instant().process_bind_param(late, dialect) == "2025-12-31T23:30:00.000000+00:00"
    assert Instant().process_result_value("2025-12-31T23:30:00.000000+00:00", dialect) == late
    assert (Instant().process_bind_param(None, dialect), Instant().process_result_value(None, dialect)) == (None, None)
    assert Texts().process_result_value(Texts().process_bind_param(("الف", "b"), dialect), dialect) == ("الف", "b")
    assert (Texts().process_bind_param(None, dialect), Texts().process_result_value(None, dialect)) == ("[]", ())
