"""The words on screen: every key is in both languages, none waits for nobody, none is forgotten or cut off on any page."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import Qt

from mdt.catalogue.deadline import NO_LAW
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.office import office_titles
from mdt.catalogue.words import LANGUAGES, ONE, Words, sentences
from mdt.model.phrases import Phrase
from mdt.work.casefile import open_case
from mdt.work.desk import USE_CASES
from mdt.work.staff import list_members
from tests.make import ROLES, Seats, surroundings
from tests.ui.room import cut_off, pages
from tests.ui.screen import Begin, Screen
from tests.ui.visible import on_sight
from ui.app import SIZE
from ui.looks import Looks
from ui.widgets.parts import letters_of

UI = Path(__file__).parents[2] / "ui"
SAYING = ("say", "words", "_say", "_words")
OTHERS = frozenset(
    "brief bundle minutes member_code invitation recovery_kit demo sealed readers withheld chronology finding refused missing conflict "
    "unavailable locked invalid cli usage field difference unread neutral_slip letter cooperation reply".split()
)
OPEN, SHUT, LONGER = "⟦", "⟧", 0.4
OWN_NAMES = frozenset({"English", "اردو"})
"""Languages call themselves by their own names, whatever the screen speaks."""
DAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\d{1,2} \w+ \d{4}|\d\d\.\d\d\.\d{4}( \d\d:\d\d:\d\d)?")


# -- keys


def sources() -> dict[str, ast.Module]:
    paths = [path for path in sorted(UI.rglob("*.py")) if "cli" not in path.relative_to(UI).parts]
    return {path.relative_to(UI).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def pattern(node: ast.AST) -> str | None:
    """A text or a text with gaps, as the pattern of the keys it can come to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in node.values)
    return None


def prefix(tree: ast.Module) -> str:
    """What a file's own ``_say`` puts before a key."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "_say":
            for part in ast.walk(node):
                if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                    return str(part.values[0].value)
    return ""


def said(tree: ast.Module, families: frozenset[str]) -> Iterator[tuple[int, str, frozenset[str] | None]]:
    """Line, pattern of keys, and the gaps that are filled (None: not told) of everything a file says."""
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    key, own = re.compile(rf"(?:{'|'.join(sorted(families))})\\?\.[a-z0-9_\[\]+\\-]+"), prefix(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SAYING and node.args:
            gaps = frozenset(part.arg or "*" for part in node.keywords)
            for arm in arms(node.args[0]):
                if (found := pattern(arm)) is not None:
                    yield node.lineno, re.escape(own if called(node) == "_say" else "") + found, None if "*" in gaps else gaps
        elif isinstance(node, ast.expr) and id(node) not in within and (found := pattern(node)) and key.fullmatch(found):
            yield node.lineno, found, None


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def arms(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*arms(node.body), *arms(node.orelse))
    else:
        yield node


def gaps_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def families(known: Mapping[str, str]) -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_the_window_says_has_its_sentence_and_every_gap_is_filled(language: str) -> None:
    known, wrong = sentences(language), []
    for place, tree in sources().items():
        for line, found, filled in said(tree, families(known)):
            met = [key for key in known if re.fullmatch(found, key)]
            if not met and "." in found:
                wrong.append(f"{place}:{line} nobody knows {found}")
            for key in met if "[a-z0-9_]+" not in found else ():
                if filled is not None and not gaps_of(known[key]) <= filled:
                    wrong.append(f"{place}:{line} leaves a gap of {key}")
    assert wrong == []


def test_no_sentence_of_the_window_waits_for_nobody() -> None:
    known = {key.removesuffix(ONE) for key in sentences("en") if key.partition(".")[0] not in OTHERS}
    met = {found for tree in sources().values() for _, found, _ in said(tree, families(sentences("en")))}
    assert sorted(key for key in known if not any(re.fullmatch(found, key) for found in met)) == []


def test_the_scan_sees_literal_computed_and_own_keys() -> None:
    own = 'def _say(self, key): return self._words(f"note.{key}")'
    tree = ast.parse(own + '\nx.say("a.b" if y else "c.d", n=1)\nself._say("today")\nF = "note.text"')
    found = {(pattern, gaps) for _, pattern, gaps in said(tree, frozenset({"note"}))}
    assert {(re.escape("a.b"), frozenset({"n"})), (re.escape("c.d"), frozenset({"n"})), (re.escape("note.today"), frozenset())} <= found
    assert (re.escape("note.text"), None) in found
    assert (re.escape("note.") + "[a-z0-9_]+", None) in {(pattern, None) for pattern, _ in found}


# -- a language nobody speaks


def odd(text: str) -> str:
    """A sentence in brackets and, by one more word, two fifths longer."""
    return f"{OPEN}{text} {'x' * round(len(text) * LONGER - 1)}{SHUT}"


class OddWords(Words):
    """Every sentence so that one that was not translated shows."""

    def __call__(self, key: str, **gaps: object) -> str:
        return odd(super().__call__(key, **gaps))


@pytest.fixture
def speak_oddly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.app.Words", OddWords)
    inside = Phrase.inside
    monkeypatch.setattr(Phrase, "inside", lambda phrase, language: odd(inside(phrase, language)))


def bare(text: str) -> str:
    """What stands outside all brackets."""
    left, depth = [], 0
    for letter in text:
        depth += letter == OPEN
        if not depth:
            left.append(letter)
        depth -= letter == SHUT
    return "".join(left)


def strings(value: object) -> Iterator[str]:
    """Every text inside plain values."""
    if isinstance(value, Mapping):
        yield from (text for inner in value.values() for text in strings(inner))
    elif isinstance(value, list | tuple):
        yield from (text for inner in value for text in strings(inner))
    elif isinstance(value, str):
        yield value


def records(seats: Seats, role: str) -> set[str]:
    """Texts that are records and not words of the program, as this role sees them; sections of law among them."""
    known = set(strings(seats.do(role, open_case, seats.case).content))
    for member in seats.do(role, list_members):
        known |= {member.user_name, letters_of(member.user_name), member.id[:8], member.fingerprint or ""}
    sections = {f"{row.act} {row.section}" for row in load_catalogue().offences.values()}
    accounts = {text.split("|", 2)[2] for text in known if text.count("|") >= 2}
    authorities = {rule.authority for rule in load_catalogue().deadlines.values()} - set(NO_LAW)
    return known | sections | accounts | authorities | OWN_NAMES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_of_the_log_has_its_words(language: str) -> None:
    acts = {f"act.{job.name}" for job in USE_CASES} | {"act.join_desk", "act.make_desk"}
    assert acts - set(sentences(language)) == set()


def strange(text: str, known: set[str] | frozenset[str]) -> bool:
    """Whether words stand outside brackets that are no record, day or number."""
    parts = re.split(r" · |, |، |: |\n", DAY.sub("", bare(text)))
    return text not in known and any(re.search(r"[^\W\d_]{2,}", part) and not {part, part.strip(" ()")} & known for part in parts)


@pytest.mark.usefixtures("speak_oddly")
@pytest.mark.parametrize("role", ROLES)
def test_no_word_of_any_page_is_left_untranslated_and_there_is_room_where_all_are_longer(begin: Begin, seats: Seats, role: str) -> None:
    known = records(seats, role)
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock))
    strangers: set[str] = set()

    def look(place: str) -> None:
        strangers.update(f"{place}: {text}" for text in on_sight(screen.window) if strange(text.text, known))

    assert walk_for_room(screen, seats, role, look) == []
    assert sorted(strangers) == []


@pytest.mark.usefixtures("speak_oddly")
def test_no_word_of_the_door_is_left_untranslated(begin: Begin, seats: Seats, tmp_path: Path) -> None:
    seats.leave()
    known = OWN_NAMES | {title for table in ("agency", "circle") for _, title in office_titles(table, "en")}
    for folder in (tmp_path / "new", seats.folder):
        screen = begin(folder, surroundings(seats.clock))
        door = screen.door()
        assert [str(text) for text in on_sight(door) if strange(text.text, known)] == []
        if folder == seats.folder:
            screen.press(odd(Words("en")("sign_in.join")))
            assert [str(text) for text in on_sight(door) if strange(text.text, known)] == []
        assert cut_off(door) == []


# -- room for the words


def walk_for_room(screen: Screen, seats: Seats, role: str, look: Callable[[str], None] = lambda place: None) -> list[str]:
    """What is cut off on any page; whoever has another question to each page is asked to ``look``."""
    screen.enter(role, seats.codes[role])
    screen.window.resize(*SIZE)
    screen.qtbot.waitExposed(screen.window)
    found = set()
    for place, _ in pages(screen, seats.case):
        look(place)
        found |= {f"{place}: {fault}" for fault in cut_off(screen.window)}
    assert screen.window.size().toTuple() == SIZE, "the words push the window apart"
    return sorted(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_no_word_is_cut_off_in_either_language(begin: Begin, seats: Seats, role: str, language: str) -> None:
    seats.leave()
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    assert walk_for_room(screen, seats, role) == []
    mirrored = Qt.LayoutDirection.RightToLeft if language == "ur" else Qt.LayoutDirection.LeftToRight
    assert screen.window.layoutDirection() == mirrored
