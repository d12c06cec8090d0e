"""Files read at the command line: shown as JSON, refused in one sentence, recorded whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mdt.model.tips import TipFilter
from mdt.reading.whole import read_bytes
from mdt.work.intake import list_tips
from tests.make import Seats
from tests.mdt.reading.samples import EVERY
from tests.tipped import opened
from tests.ui.commanded import Command


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


def test_whoever_has_no_seat_at_the_intake_records_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(EVERY["cybertip"])
    ran = command("import", "tip", str(tmp_path / "sent"), user="investigator")
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.strip().splitlines()) == 1


def test_tips_are_recorded_all_at_once_or_none_of_them(command: Command, seats: Seats, tmp_path: Path) -> None:
    opened(seats)
    seats.leave()
    (tmp_path / "one").write_bytes(EVERY["cybertips"])
    told = json.loads(command("import", "tip", str(tmp_path / "one"), user="investigator").out)
    numbers = [tip.first("number") for tip in read_bytes(EVERY["cybertips"]).tips]
    assert (told["schema"], len(told["recorded"])) == (1, len(numbers))
    assert sorted(str(line.number) for line in seats.do("investigator", list_tips, None, TipFilter())) == sorted(numbers)
    seats.leave()
    (tmp_path / "again").write_bytes(EVERY["cybertips"].replace(numbers[0].encode(), b"900000123"))
    refused = command("import", "tip", str(tmp_path / "again"), user="investigator")
    assert (refused.code, refused.out) == (1, "")
    assert len(seats.do("investigator", list_tips, None, TipFilter())) == len(numbers), "the new one was not taken down without the other"


def test_a_hash_list_is_counted_and_not_kept(command: Command, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(EVERY["vics_list"])
    told = json.loads(command("import", "tip", str(tmp_path / "sent"), user="investigator").out)
    assert told["recorded"] == []
    assert told["reading"]["hashes"]["categories"] == [["0", 1], ["1", 1], ["2", 1]]
