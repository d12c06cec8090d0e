"""What the process that reads answers is checked in every part before anybody uses it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.errors import Invalid
from mdt.reading.whole import read_bytes
from mdt.reading.wire import answer, refusal, written
from tests.mdt.reading.samples import EVERY


@pytest.mark.parametrize("name", EVERY)
def test_there_and_back(name: str) -> None:
    found = read_bytes(EVERY[name])
    assert answer(written(found)) == found


def test_a_refusal_is_raised_with_its_gaps() -> None:
    with pytest.raises(Invalid) as refused:
        answer(refusal(Invalid("unread.broken_json", place=7)))
    assert (refused.value.key, dict(refused.value.gaps)) == ("unread.broken_json", {"place": "7"})


def changed(at: str, value: Any) -> bytes:
    whole = json.loads(written(read_bytes(EVERY["cybertip"])))
    place, *steps = at.split(".")
    held: Any = whole
    for step in [place, *steps][:-1]:
        held = held[int(step) if step.isdecimal() else step]
    held[[place, *steps][-1]] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("schema", 2),
        ("reading", None),
        ("reading.kind", "something"),
        ("reading.size", "7"),
        ("reading.size", True),
        ("reading.digest", 7),
        ("reading.tips", {}),
        ("reading.more", 1),
        ("reading.tips.0.values.0.text", None),
        ("reading.tips.0.events.0.role", "judge"),
        ("reading.tips.0.counts.0", ["a1"]),
        ("fault", "refused.role"),
        ("fault", 7),
    ],
)
def test_an_answer_of_another_shape_is_none(at: str, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        answer(changed(at, value))


@given(st.binary(max_size=300))
def test_any_bytes_are_no_answer(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of its kinds
        answer(raw)
