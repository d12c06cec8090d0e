"""What the program says is there in both languages, with the same gaps, and falls back to English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from mdt.catalogue import words
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.forms import form_ids, load_form
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words, read_sentences, sentences

ALWAYS_MANY = frozenset({"demo.too_small", "reading.which"})
"""Sentences in which the word with the plural is another."""
Ship = Callable[[Mapping[str, str]], None]


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ship]:
    """Puts other files in the place of those that ship."""

    def put(files: Mapping[str, str]) -> None:
        monkeypatch.setattr(resources, "names", lambda folder, ending: tuple(sorted(name for name in files if name.endswith(ending))))
        monkeypatch.setattr(resources, "text", lambda name: files[name.removeprefix("i18n/")])
        monkeypatch.setattr(words, "DOOR", ())
        forget()

    yield put
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Nothing is read yet."""
    sentences.cache_clear()
    words._at_the_door.cache_clear()


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


# -- the files that ship


def test_both_languages_come_in_pairs_of_files() -> None:
    files = resources.names("i18n", ".toml")
    assert [file for file in files if f".{file}".split(".")[-2] not in ("en", "ur")] == []
    english = {file.removesuffix("en.toml") for file in files if f".{file}".endswith(".en.toml")}
    urdu = {file.removesuffix("ur.toml") for file in files if f".{file}".endswith(".ur.toml")}
    assert english == urdu


def test_both_languages_say_the_same_sentences() -> None:
    assert sentences("en").keys() ^ sentences("ur").keys() == set()


def test_both_languages_leave_the_same_gaps_and_every_gap_has_a_name() -> None:
    english, urdu = sentences("en"), sentences("ur")
    assert [key for key in english.keys() & urdu.keys() if gaps(english[key]) != gaps(urdu[key])] == []
    assert [key for key, sentence in english.items() if not all(name.isidentifier() for name in gaps(sentence))] == []


def test_no_sentence_that_ships_is_empty() -> None:
    assert [key for language in ("en", "ur") for key, sentence in sentences(language).items() if not sentence.strip()] == []


# -- the rules


FILES = {
    "en.toml": '[error]\nrefused = "No right to {action}."\n[plain]\nyes = "Yes"\n[plain.deep]\nno = "No"\n',
    "ur.toml": '[error]\nrefused = "{action} کا حق نہیں۔"\n',
    "screen.toml": '[stray]\nword = "of no language"\n',
    "desk.en.toml": '[desk]\nhome = "Home"\n',
    "desk.ur.toml": '[desk]\nhome = "سرورق"\nonly = "صرف اردو"\n',
}


def test_a_sentence_is_said_in_the_language_with_its_gaps_filled(ship: Ship) -> None:
    ship(FILES)
    assert Words("en")("error.refused", action="open") == "No right to open."
    assert Words("ur")("error.refused", action="کھولنے") == "کھولنے کا حق نہیں۔"
    assert Words("ur")("desk.home") == "سرورق"


def test_one_thing_is_not_said_as_many(ship: Ship) -> None:
    ship({"en.toml": '[left]\ndays = "{days} days"\ndays_one = "1 day"\nhours = "{hours} h"\n', "ur.toml": "[left]\n"})
    said = Words("en")
    assert [said("left.days", days=days) for days in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert said("left.days", days="1") == "1 days"
    assert said("left.hours", hours=1) == "1 h"


def test_only_the_number_that_one_thing_leaves_out_counts(ship: Ship) -> None:
    ship({"en.toml": '[kit]\nof = "kit {number}: {count:,} seals"\nof_one = "kit {number}: 1 seal"\n', "ur.toml": "[kit]\n"})
    said = Words("en")
    assert said("kit.of", number=1, count=1200) == "kit 1: 1,200 seals"
    assert said("kit.of", number=2, count=1) == "kit 2: 1 seal"


COUNTED = re.compile(r"\{(?:count|seconds|minutes|hours|days|pages|seals)(?::,)?\} (?:\w+ )?\w+s\b")


def test_every_count_of_things_has_a_sentence_about_one() -> None:
    """A plural word behind a number that can be 1 is wrong for one; Urdu has its own for each."""
    counted = {key for key, sentence in sentences("en").items() if COUNTED.search(sentence)}
    assert {"locked.wait", "upkeep.backup_proved", "cases.counted", "kits.untried"} <= counted
    assert not {key for key in counted if f"{key}_one" not in sentences("en")} - ALWAYS_MANY
    assert {key for key in sentences("ur") if key.endswith("_one")} == {key for key in sentences("en") if key.endswith("_one")}


def test_no_sentence_says_of_a_member_he_or_she() -> None:
    one_sex = re.compile(r"\b(?:she|her|hers|herself|he|him|his|himself)\b", re.IGNORECASE)
    said = dict(sentences("en"))
    for identity in form_ids():
        form = load_form(identity)
        said |= {f"{identity} {place}": words.en for place, words in enumerate((form.lead, *(part for field in form.fields for part in (
            field.label, field.help, field.nothing, *(row.title for row in field.rows)))))}  # fmt: skip
    lists = ("role", "recusal_reason", "age_basis", "relation", "attendance", "signal", "missing")
    said |= {f"{table} {row.id}": row.title.en for table in lists for row in load_catalogue().tables[table].values()}
    assert {key: sentence for key, sentence in said.items() if one_sex.search(sentence)} == {}


def test_who_waits_one_second_is_told_so_in_both_languages() -> None:
    assert Words("en")("locked.wait", seconds=1) == "That was wrong too often. Wait one second, then try again."
    assert Words("en")("locked.wait", seconds=2) == "That was wrong too often. Wait 2 seconds, then try again."
    assert "ایک سیکنڈ" in Words("ur")("locked.wait", seconds=1)


def test_what_urdu_lacks_is_said_in_english(ship: Ship) -> None:
    ship(FILES)
    assert Words("ur")("plain.yes") == "Yes"
    assert Words("ur")("plain.deep.no") == "No"


def test_english_does_not_borrow_from_urdu(ship: Ship) -> None:
    ship(FILES)
    assert Words("ur")("desk.only") == "صرف اردو"
    with pytest.raises(KeyError):
        Words("en")("desk.only")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_unknown_key_and_an_open_gap_are_bugs(ship: Ship, language: str) -> None:
    ship(FILES)
    with pytest.raises(KeyError, match=r"plain\.maybe"):
        Words(language)("plain.maybe")
    with pytest.raises(KeyError, match="action"):
        Words(language)("error.refused")


def test_keys_are_those_of_the_language_and_of_english(ship: Ship) -> None:
    ship(FILES)
    assert Words("en").keys() == {"error.refused", "plain.yes", "plain.deep.no", "desk.home"}
    assert Words("ur").keys() == Words("en").keys() | {"desk.only"}


def test_a_language_nobody_speaks_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"en.toml": "yes = 3"}, "en.toml: yes: no sentence"),
        ({"en.toml": '[a]\nb = ["x"]'}, "en.toml: a.b: no sentence"),
        ({"en.toml": '[a]\nb = "x"', "desk.en.toml": '[a]\nb = "x"'}, "desk.en.toml: a.b: said twice"),
        ({"en.toml": '"a.b" = "x"\na.b = "y"'}, "en.toml: a.b: said twice"),
        ({"en.toml": "yes = "}, "en.toml: not TOML"),
    ],
)
def test_a_fault_in_a_file_is_named(files: Mapping[str, str], what: str) -> None:
    with pytest.raises(CatalogueFault) as caught:
        read_sentences(files)
    assert str(caught.value).startswith(what)


KEY = st.text("abcdefgh_", min_size=1, max_size=6)
PATHS = st.dictionaries(st.lists(KEY, min_size=2, max_size=2).map(tuple), st.text("abc xyz", max_size=12), max_size=20)


@given(PATHS)
def test_nested_tables_are_flattened_and_nothing_is_lost(paths: Mapping[tuple[str, ...], str]) -> None:
    lines = [f'{".".join(path)} = "{sentence}"' for path, sentence in paths.items()]
    assert read_sentences({"en.toml": "\n".join(lines)}) == {".".join(path): sentence for path, sentence in paths.items()}
