"""Counting what was asked: undone marks are left out, facilitators count nowhere, ratios are whole percents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mdt.catalogue.load import load_catalogue
from mdt.model.tally import Tally
from mdt.work.live import tallied

CATALOGUE = load_catalogue()
KINDS = tuple(CATALOGUE.questions)


def told(*said: str) -> Tally:
    return tallied(CATALOGUE, list(enumerate(said, start=1)))


def test_the_budget_is_spent_by_what_asks_for_details_and_open_invitations_are_free() -> None:
    found = told("ask:invitation", "ask:cued", "ask:directive", "ask:choice", "ask:suggestive", "ask:facilitator")
    assert (found.content, found.spent) == (5, 3)
    assert found.percent(("invitation", "cued")) == 40
    assert found.percent(("choice",)) == 20


def test_nothing_asked_has_no_ratio() -> None:
    assert told("phase:introduction", "ask:facilitator").percent(("invitation",)) is None


def test_an_undone_mark_is_as_if_it_had_not_been_made() -> None:
    found = told("ask:suggestive", "undo:1", "told:abc", "distress:2", "undo:4", "pause:", "resume:", "pause:", "phase:break")
    assert (found.content, found.told, found.distress, found.paused, found.phase) == (0, frozenset({"abc"}), None, True, "break")


@given(st.lists(st.sampled_from(KINDS)), st.data())
def test_as_many_as_were_marked_and_not_undone(kinds: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(1, len(kinds) + 1)))) if kinds else set()
    found = told(*(f"ask:{kind}" for kind in kinds), *(f"undo:{place}" for place in sorted(gone)))
    left = [kind for place, kind in enumerate(kinds, start=1) if place not in gone]
    assert {kind: count for kind, count in found.asked.items() if count} == {kind: left.count(kind) for kind in set(left)}
    assert found.content == sum(kind != "facilitator" for kind in left)
