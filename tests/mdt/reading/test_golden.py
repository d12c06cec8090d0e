"""Every sample is read as it was when somebody looked at its reading."""

from __future__ import annotations

import json

import pytest

from tests.mdt.reading.golden import FOLDER, plain
from tests.mdt.reading.samples import EVERY


@pytest.mark.parametrize("name", EVERY)
def test_a_sample_reads_as_before(name: str) -> None:
    assert plain(name) == json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_no_golden_reading_is_of_nothing() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == EVERY.keys()
