"""Whatever stands in a file: a reading or one sentence, the same each time, and no text of a tip is lost on the way."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mdt.catalogue.words import Words
from mdt.errors import Invalid
from mdt.model.readings import Reading
from mdt.reading.whole import read_bytes
from mdt.reading.wire import answer, written
from tests.mdt.reading.samples import EVERY, as_json, tip

WORDS = Words("en").keys()
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | TEXTS | st.just("N/A"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def told(raw: bytes) -> Reading | str:
    try:
        return read_bytes(raw)
    except Invalid as fault:
        return fault.key if fault.key in WORDS else f"no sentence: {fault.key}"


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, one in inner for place in places(one, (*at, name)))]


def put(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    held = value
    for step in at[:-1]:
        held = held[step]
    held[at[-1]] = new
    return value


@given(st.binary(max_size=400))
def test_any_bytes(raw: bytes) -> None:
    found = told(raw)
    assert not str(found).startswith("no sentence")
    assert told(raw) == found


@given(st.sampled_from(sorted(EVERY)), st.integers(0, 10**6), st.binary(max_size=6), st.integers(0, 5))
def test_any_sample_with_anything_in_it(name: str, at: int, new: bytes, gone: int) -> None:
    raw = EVERY[name]
    at %= len(raw) + 1
    found = told(raw[:at] + new + raw[at + gone :])
    if isinstance(found, Reading):
        assert answer(written(found)) == found


@given(st.data())
def test_no_text_of_a_tip_is_lost(draw: st.DataObject) -> None:
    whole = tip()
    at = draw.draw(st.sampled_from([place for place in places(whole) if place]))
    raw = as_json(put(whole, at, draw.draw(VALUES)))
    found = told(raw)
    if not isinstance(found, Reading):
        return
    (reading,) = found.tips
    assert reading.original.encode() == raw
    texts = {leaf.text for leaf in reading.leaves}
    assert texts >= {leaf.text for leaf in reading.kept}
    assert {str(text) for text in strings(json.loads(raw))} <= texts
    kept = {leaf.path for leaf in reading.kept}
    used = {leaf.path: leaf.text.strip() for leaf in reading.leaves if leaf.path not in kept}
    said = "\n".join(
        [value.text for value in reading.values] + [one.text for one in reading.identifiers] + [str(event) for event in reading.events]
    )
    for path, text in used.items():
        if text and text.casefold() != "n/a" and not path.rpartition(".")[2].startswith(MARKS):
            assert text in said or path.split(".")[-1] in TIMES, path


MARKS = (
    "captureType", "sextortion", "spam", "instrumentalUse", "possibleProxy", "informational", "viral", "viewedByEsp",
    "industryClassification", "firstName", "middleName", "lastName", "port",
)  # fmt: skip
TIMES = frozenset({"dateTime", "dateReceived", "dateMadeAvailable", "incidentDateTime"})
"""Texts that are counted, or said in another form."""


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []
