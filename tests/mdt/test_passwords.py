"""A new password: the floor holds, and a sentence says how soon it would be guessed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.passwords import Strength, is_long_enough, strength


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", Strength.SHORT),
        ("Tr0ub4dor&3", Strength.SHORT),
        ("a b c d e", Strength.SHORT),
        ("passwordpassword", Strength.EASY),
        ("12345678901234", Strength.EASY),
        ("aaaaaaaaaaaaaaaa", Strength.EASY),
        ("lantern quarry tide muslin", Strength.GOOD),
        ("سنہری کشتی پرانا دریا نیلا پتھر", Strength.GOOD),
        ("six words are enough for this", Strength.GOOD),
        ("x" * 10_000, Strength.EASY),
    ],
)
def test_a_password_is_told_how_good_it_is(password: str, said: Strength) -> None:
    assert strength(password) is said


def test_a_user_name_in_it_makes_it_no_better() -> None:
    assert strength("investigator.multan") is not Strength.EASY
    assert strength("investigator.multan", ("investigator.multan",)) is Strength.EASY


@given(st.text(max_size=120))
def test_any_text_is_measured_and_the_floor_is_the_same_for_both(password: str) -> None:
    assert (strength(password) is Strength.SHORT) is not is_long_enough(password)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_its_sentence(language: str) -> None:
    said = {Words(language)(f"password.{measure.value}") for measure in Strength}
    assert len(said) == len(Strength)


def test_the_lists_of_words_are_read_only_when_a_password_is_chosen() -> None:
    lines = "import sys; import mdt.model.passwords as p; import db.keys; p.strength('short'); print('zxcvbn' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", lines], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_measuring_keeps_up_with_typing() -> None:
    strength("warm the lists of words up")
    since = time.perf_counter()
    for length in range(20, 72, 4):
        strength("correct horse battery staple lantern quarry tide muslin harbour violet"[:length])
    assert (time.perf_counter() - since) / 13 < 0.2
