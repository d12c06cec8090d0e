"""Names are found whichever way they are spelled: measured on the shipped list, floors held."""

from __future__ import annotations

import tomllib
from itertools import combinations, permutations
from timeit import repeat
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from mdt.model.names import likeness, script, sound, tokens

LISTED: dict[str, list[dict[str, Any]]] = tomllib.loads(resources.text("catalogue/name_variants.toml"))
KNOWN, UNSEEN = LISTED["group"], LISTED["unseen"]


def spellings(group: dict[str, Any]) -> list[str]:
    return [*group["roman"], *group["urdu"]]


def heard(name: str) -> tuple[str, ...]:
    return tuple(sound(token) for token in tokens(name))


def recall(groups: list[dict[str, Any]]) -> float:
    pairs = [(heard(a) == heard(b)) for group in groups for a, b in permutations(spellings(group), 2)]
    return sum(pairs) / len(pairs)


def confused(groups: list[dict[str, Any]]) -> set[frozenset[str]]:
    keys = {group["name"]: {heard(name) for name in spellings(group)} for group in groups}
    return {frozenset(pair) for pair in combinations(keys, 2) if keys[pair[0]] & keys[pair[1]]}


def test_list_is_as_long_as_promised() -> None:
    assert len(KNOWN) >= 60
    assert sum(len(spellings(group)) for group in KNOWN + UNSEEN) >= 200
    assert all(group["roman"] and group["urdu"] for group in KNOWN + UNSEEN)
    names = [group["name"] for group in KNOWN + UNSEEN]
    assert len(names) == len(set(names))
    assert {script(name) for group in KNOWN + UNSEEN for name in group["urdu"]} == {"urdu"}


def test_recall_on_known_names() -> None:
    assert recall(KNOWN) >= 0.98


def test_recall_on_names_written_down_after_the_rules() -> None:
    assert recall(UNSEEN) >= 0.98


def test_few_groups_share_a_sound() -> None:
    touched = frozenset[str]().union(*confused(KNOWN))
    assert len(touched) / len(KNOWN) < 0.09, sorted(touched)
    everything = KNOWN + UNSEEN
    assert len(confused(everything)) / (len(everything) * (len(everything) - 1) / 2) < 0.001


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Muhammad", "Mahmood"), ("Hassan", "Hussain"), ("Khalid", "Khalida"), ("Saeed", "Syed"), ("Raza", "Rizvi"),
        ("Tahir", "Tariq"), ("Zahid", "Zaid"), ("Khan", "Kan"), ("Shah", "Saha"), ("حسن", "حسین"), ("زاہد", "زاہدہ"),
    ],
)  # fmt: skip
def test_kept_apart(a: str, b: str) -> None:
    assert heard(a) != heard(b)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mst. Ayesha d/o Mohd. Aslam", ("ayesha", "muhammad", "aslam")),
        ("جناب مُحَمَّد عـــلی", ("محمد", "علی")),
        ("علي كاظم", ("علی", "کاظم")),
        ("Sa'ad Ch.", ("saad", "chaudhry")),
        ("Syed Noor-ul-Ain", ("syed", "noor", "ain")),
        ("Zoë Müller", ("zoe", "muller")),
        ("عبد الرحمٰن", ("عبدال", "رحمن")),
        ("محمد اللہ دتہ", ("محمد", "اللہ", "دتہ")),
        ("جمال دین", ("جمال", "دین")),
        ("Miss", ("miss",)),
        (" -./ ", ()),
        ("", ()),
    ],
)
def test_tokens(name: str, expected: tuple[str, ...]) -> None:
    assert tokens(name) == expected


@pytest.mark.parametrize("whole", ["Abdur Rehman", "Abdulrehman", "Abdul-Rahman", "عبدالرحمان", "عبد الرحمن"])
def test_compound_sounds_the_same_however_cut(whole: str) -> None:
    assert heard(whole) == heard("Abdul Rahman")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ali", "roman"), ("علی", "urdu"), ("Ali علی احمد", "urdu"), ("Мария", "other"), ("123", "other"), ("", "other")],
)
def test_script(text: str, expected: str) -> None:
    assert script(text) == expected


@given(st.text(max_size=40))
def test_every_word_has_a_sound(text: str) -> None:
    words = tokens(text)
    assert words or not any(letter.isalpha() for letter in text if letter.isascii())
    assert all(sound(word) for word in words)


@pytest.mark.parametrize("name", ["Мария", "मोहम्मद", "李明", "한글"])
def test_other_scripts_have_a_stable_key(name: str) -> None:
    assert len(tokens(name)) == 1
    assert heard(name) == heard(heard(name)[0]) == tokens(name)


@given(st.text(alphabet="dfjklmnrtzaou", min_size=4, max_size=12), st.integers(0, 11))
def test_doubling_a_letter_changes_no_sound(word: str, place: int) -> None:
    place %= len(word)
    assert sound(word[:place] + word[place] + word[place:]) == sound(word)


@given(st.sampled_from([name for group in KNOWN + UNSEEN for name in spellings(group)]), st.sampled_from(["roman", "urdu"]))
def test_a_name_is_most_like_itself(name: str, written_in: str) -> None:
    assert likeness(name, name) == pytest.approx(1.0)
    group = next(group for group in KNOWN + UNSEEN if name in spellings(group))
    for other in group[written_in]:
        if heard(other) == heard(name):
            assert likeness(name, other) >= 0.85


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_0_and_1(query: str, name: str) -> None:
    assert 0.0 <= likeness(query, name) <= 1.0


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("Ayesha Khan", "خان عائشہ", "Ayesha Malik"),
        ("Muhammad Zubair", "Zubair Khan", "Muhammad Asif"),
        ("Hussain", "حسین", "Hassan"),
        ("Naveed", "Navid", "Nadeem"),
        ("نواز", "Nawaz Khan", "Niaz Khan"),
        ("Bilal", "Bilal", "Bilal Ahmed"),
    ],
)
def test_likeness_ranks(query: str, better: str, worse: str) -> None:
    assert likeness(query, better) > likeness(query, worse)


def test_order_of_words_does_not_matter() -> None:
    assert likeness("Khan Ayesha", "Ayesha Khan") == likeness("Ayesha Khan", "Ayesha Khan")
    assert likeness("", "Ayesha") == likeness("Ayesha", "") == 0.0


def test_fast_enough_to_index_names() -> None:
    names = [name for group in KNOWN + UNSEEN for name in spellings(group)]

    def cold() -> None:
        sound.cache_clear()
        for name in names:
            heard(name)

    # The promise is 30 microseconds; four times that leaves room for a busy machine.
    assert min(repeat(cold, number=1, repeat=5)) / len(names) < 120e-6
