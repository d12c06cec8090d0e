"""Files read at the command line: shown as JSON, refused in one sentence, recorded whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mdt.errors import Conflict
from mdt.model.readings import TipReading
from mdt.reading.whole import read_bytes
from mdt.work.desk import Desk
from tests.make import Seats
from tests.mdt.reading.samples import EVERY
from tests.ui.commanded import Command
from ui.widgets import recording


@pytest.mark.parametrize("name", EVERY)
def test_what_was_read_is_shown_and_nothing_recorded(command: Command, tmp_path: Path, seats: Seats, name: str) -> None:
    (tmp_path / "sent").write_bytes(EVERY[name])
    before = (seats.folder / "desk.vault").read_bytes()
    ran = command("import", "tip", str(tmp_path / "sent"), "--show")
    told = json.loads(ran.out)
    assert (ran.code, ran.err, told["schema"], told["recorded"]) == (0, "", 1, [])
    assert len(told["reading"]["tips"]) == len(read_bytes(EVERY[name]).tips)
    assert "original" not in ran.out
    assert (seats.folder / "desk.vault").read_bytes() == before


def test_a_file_that_cannot_be_read_is_one_sentence(command: Command, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"PK\x03\x04")
    ran = command("import", "tip", str(tmp_path / "sent"), user="investigator")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "This is a packed file. Unpack it in a safe place, and choose the report inside it.\n"
    assert "پیک" in command("import", "tip", str(tmp_path / "sent"), MDT_LANG="ur").err


def test_without_a_ledger_it_is_said(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "RECORD", None)
    (tmp_path / "sent").write_bytes(EVERY["cybertip"])
    ran = command("import", "tip", str(tmp_path / "sent"), user="investigator")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing was recorded" in ran.err


def test_tips_are_recorded_all_at_once(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[TipReading, ...]] = []

    def record(desk: Desk, tips: tuple[TipReading, ...]) -> tuple[str, ...]:
        given.append(tips)
        return tuple(str(at) for at in range(len(tips)))

    monkeypatch.setattr(recording, "RECORD", record)
    (tmp_path / "sent").write_bytes(EVERY["cybertips"])
    ran = command("import", "tip", str(tmp_path / "sent"), user="investigator")
    assert json.loads(ran.out) == {"schema": 1, "recorded": ["0", "1"]}
    assert given == [read_bytes(EVERY["cybertips"]).tips]


def test_a_refusal_of_the_desk_is_said(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def record(desk: Desk, tips: tuple[TipReading, ...]) -> tuple[str, ...]:
        raise Conflict("conflict.file_exists")

    monkeypatch.setattr(recording, "RECORD", record)
    (tmp_path / "sent").write_bytes(EVERY["report"])
    ran = command("import", "tip", str(tmp_path / "sent"), user="investigator")
    assert (ran.code, ran.out) == (1, "")


def test_a_hash_list_is_counted_and_not_kept(command: Command, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(EVERY["vics_list"])
    told = json.loads(command("import", "tip", str(tmp_path / "sent"), user="investigator").out)
    assert told["recorded"] == []
    assert told["reading"]["hashes"]["categories"] == [["0", 1], ["1", 1], ["2", 1]]
