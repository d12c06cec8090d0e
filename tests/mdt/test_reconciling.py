"""The table by circle: whatever is linked to what, each column is the one before it and the reasons given."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mdt.model.reconciling import COLUMN, STEPS, FirCase, reconcile

tips = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(sorted(COLUMN)), max_size=4)
cases = st.dictionaries(
    st.integers(0, 9).map(str),
    st.builds(
        FirCase,
        circle=st.sampled_from(["MUX", "SKZ"]),
        code=st.just("code-1"),
        firs=st.integers(1, 3),
        tips=tips,
        accused=st.integers(0, 4),
        arrests=st.integers(0, 4),
    ),
    max_size=6,
)


@given(cases)
def test_every_column_follows_from_the_one_before_it(found: dict[str, FirCase]) -> None:
    lines = reconcile(found, set(found))
    for line in lines:
        why: Counter[str] = Counter()
        for what, code, count in line.differences:
            assert count > 0
            assert code == "code-1"
            why[STEPS[what][0]] += STEPS[what][1] * count
        sources = line.local + line.cybertipline + line.foreign
        assert (sources + why["firs"], line.firs + why["accused"], line.accused + why["arrests"]) == (line.firs, line.accused, line.arrests)
    assert sum(line.local + line.cybertipline + line.foreign for line in lines) == len(
        {tip for case in found.values() for tip in case.tips}
    )


def test_one_tip_that_led_to_two_firs_is_one_source() -> None:
    first = FirCase("MUX", "one-1", firs=1, tips={"a": "interpol"}, accused=1, arrests=1)
    line = reconcile({"1": first, "2": replace(first, code="two-2")}, {"1"})[0]
    assert (line.foreign, line.firs) == (1, 2)
    assert line.differences == (("shared_tip", "", 1),)


def test_there_is_a_line_for_every_circle_with_an_fir_and_none_without() -> None:
    assert reconcile({}, ()) == ()
