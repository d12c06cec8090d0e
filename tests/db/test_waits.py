"""Waiting after wrong tries: longer each time, kept over a restart, one member's alone, and never for ever."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.doors import invite, join
from db.waits import Waits
from mdt.errors import Locked
from mdt.work import staff
from tests.db.given import enter, entering, told
from tests.make import PASSWORD, Seats, StandingClock, copied, surroundings

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def miss(seats: Seats, times: int) -> None:
    for _ in range(times):
        assert entering(seats, "investigator", password="wrong") == "locked.wrong"


def left(seats: Seats) -> int:
    """The seconds a sign-in says she must wait."""
    with pytest.raises(Locked) as told:
        enter(seats, "investigator")
    assert told.value.key == "locked.wait"
    return int(str(told.value.gaps["seconds"]))


def test_the_sixth_try_waits_and_each_later_one_longer(seats: Seats) -> None:
    miss(seats, 5)
    waited = []
    for _ in range(9):
        waited.append(left(seats))
        seats.clock.pass_by(seconds=waited[-1])
        miss(seats, 1)
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_wait_survives_a_restart_and_a_look(seats: Seats) -> None:
    miss(seats, 5)
    seats.clock.pass_by(seconds=1)
    miss(seats, 1)
    again = Seats(seats.folder, seats.codes, StandingClock(seats.clock.at), seats.case, seats.members)
    assert [left(again) for _ in range(3)] == [2, 2, 2], "a refused try while waiting costs nothing more"
    again.clock.pass_by(seconds=1)
    assert left(again) == 1
    again.clock.pass_by(seconds=1)
    assert entering(again, "investigator") == "done"


def test_the_right_password_is_refused_while_waiting_and_forgiven_after(seats: Seats) -> None:
    miss(seats, 5)
    assert left(seats) == 1
    seats.clock.pass_by(seconds=1)
    assert entering(seats, "investigator") == "done"
    miss(seats, 4)
    assert entering(seats, "investigator") == "done"


def test_others_do_not_wait(seats: Seats) -> None:
    miss(seats, 5)
    assert entering(seats, "psychologist") == "done"
    assert left(seats) == 1


def test_a_wrong_code_counts_like_a_wrong_password(seats: Seats) -> None:
    for _ in range(5):
        assert entering(seats, "investigator", code="AAAAA") == "locked.wrong"
    assert left(seats) == 1


def test_a_clock_set_back_locks_nobody_out(seats: Seats) -> None:
    miss(seats, 5)
    seats.clock.pass_by(days=-400)
    assert entering(seats, "investigator") == "unavailable.clock_back", "the clock is named, and nobody waits for it"
    seats.clock.pass_by(days=400, seconds=1)
    assert entering(seats, "investigator") == "done"


def test_nobody_waits_after_a_minute_however_often_she_missed(tmp_path: Path) -> None:
    waits = Waits(tmp_path)
    for _ in range(80):
        waits.missed("her", NOW)
    assert waits.left("her", NOW) == 60
    assert waits.left("her", NOW + timedelta(seconds=60)) == 0
    waits.forgive("her")
    waits.forgive("her")
    assert waits.left("her", NOW) == 0


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "null",
        "[" * 100_000,
        '{"her": 3}',
        '{"her": [9]}',
        '{"her": [9, "yesterday"]}',
        '{"her": ["x", "2026-11-20T09:00:00+00:00"]}',
        '{"her": [9, "2026-11-20T09:00:00"]}',
        '{"her": [1e999, "2026-11-20T09:00:00+00:00"]}',
        '{"her": [null, null]}',
        '{"her": [999999999999, "2026-11-20T08:00:00+00:00"]}',
        '{"her": [-3, "2026-11-20T09:00:00+00:00"]}',
        '{"her": [9, "9999-12-31T23:59:59+00:00"]}',
        '{"her": [9, "0001-01-01T00:00:00+14:00"]}',
    ],
)
def test_a_broken_file_of_waits_makes_nobody_wait_and_heals(tmp_path: Path, content: str) -> None:
    (tmp_path / "desk.waits").write_text(content, "utf-8")
    waits = Waits(tmp_path)
    assert waits.left("her", NOW) <= 60
    waits.missed("her", NOW)
    assert "her" in json.loads((tmp_path / "desk.waits").read_text("utf-8"))
    assert waits.left("her", NOW + timedelta(seconds=61)) == 0


def test_bytes_that_are_no_text_make_nobody_wait(tmp_path: Path) -> None:
    (tmp_path / "desk.waits").write_bytes(b"\xff\xfe\x00")
    assert Waits(tmp_path).left("her", NOW) == 0


@given(st.lists(st.tuples(st.sampled_from(["miss", "forgive", "wait"]), st.integers(-5, 90)), max_size=12))
def test_no_order_of_misses_and_days_waits_longer_than_a_minute(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    waits, now = Waits(tmp_path_factory.mktemp("waits")), NOW
    for act, seconds in acts:
        now += timedelta(seconds=seconds)
        {"miss": lambda: waits.missed("her", now), "forgive": lambda: waits.forgive("her"), "wait": lambda: None}[act]()  # noqa: B023
        assert 0 <= waits.left("her", now) <= 60
        assert waits.left("her", now + timedelta(seconds=60)) == 0


def test_a_full_disk_changes_no_answer(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    """The misses cannot be counted then; right and wrong are still told apart, and she comes in to make room."""
    miss(seats, 2)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("db.waits.write_whole", full)
    miss(seats, 1)
    assert entering(seats, "investigator") == "done"


def test_waits_are_each_desks_own(seats: Seats, template: Seats, tmp_path: Path) -> None:
    miss(seats, 5)
    assert entering(copied(template, tmp_path / "other"), "investigator") == "done"


def test_wrong_invitations_wait_like_wrong_passwords(seats: Seats) -> None:
    identity = seats.do("supervisor", staff.register_member, None, "newcomer", "prosecutor", "female")
    assert seats.vault is not None
    invitation = invite(seats.vault, identity, "newcomer")
    seats.leave()
    around = surroundings(seats.clock)

    def joining(code: str) -> str:
        return told(lambda: join(seats.folder, "newcomer", code, PASSWORD, around)[0].close())

    assert [joining("AAAAA-BBBBB") for _ in range(5)] == ["locked.wrong_invitation"] * 5
    assert joining(invitation) == "locked.wait"
    seats.clock.pass_by(seconds=1)
    assert joining(invitation) == "done"
