"""What may stand in a bundle at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.model.bundles import ChargeLine, PartyLine
from mdt.model.phrases import Phrase

WORD = Phrase("word")
ACCUSED = PartyLine(alias="A1", role=WORD, sex=WORD, age_band=WORD, minor=False, name="Kashif", identifiers=("35202-1234567-1",))
CHARGE = ChargeLine(section="22A", act="PECA 2016", title=WORD, accused="A1", punishment=WORD)
DAYS = st.none() | st.dates(date(2016, 1, 1), date(2016, 1, 9))


@pytest.mark.parametrize("wrong", [{"minor": True}, {"alias": "W1"}, {"alias": "V1", "name": None}])
def test_nobody_but_an_adult_accused_can_be_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="adult accused"):
        replace(ACCUSED, **wrong)


@pytest.mark.parametrize(("confidence", "verified"), [("V", True), ("S", True), ("P", False), ("G", False), ("U", False), ("", False)])
def test_only_what_was_read_is_verified(confidence: str, verified: bool) -> None:
    assert replace(CHARGE, confidence=confidence).verified is verified


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_day_without_the_law_is_outside_its_force(since: date | None, until: date | None, start: date | None, end: date | None) -> None:
    charge = replace(CHARGE, in_force_from=since, in_force_to=until, occurred_from=start, occurred_to=end)
    first, last = start or end, end or start
    if first is None or last is None:
        assert not charge.outside_force
    elif first <= last:
        days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
        assert charge.outside_force is any((since or date.min) > day or (until or date.max) < day for day in days)
