"""Every key the program raises or says has a sentence in both languages, no sentence waits for nobody, and every gap is filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import resources
from mdt.catalogue.words import LANGUAGES, ONE, read_sentences, sentences
from mdt.model.identifiers import IdentifierKind
from mdt.model.numbers import NumberKind
from mdt.model.sensitivity import Sensitivity
from mdt.policy.gate import Bar

ROOT = Path(__file__).parents[2]
PROGRAM = ("mdt", "db", "ui")
ERRORS = ("Refused", "Missing", "Invalid", "Conflict", "Unavailable", "Locked")
FAMILIES = "refused missing invalid conflict unavailable locked withheld chronology charge_status finding unread".split()
KEY = re.compile(rf"(?:{'|'.join(FAMILIES)})\.[a-z0-9_]+")
COMPUTED: Mapping[str, frozenset[str]] = {
    "invalid.{}": frozenset(f"invalid.{kind}" for kind in (*IdentifierKind, *Bar) if kind is not IdentifierKind.ACCOUNT_URL),
    "invalid.number_{}": frozenset(f"invalid.number_{kind}" for kind in NumberKind),
    "withheld.{}": frozenset(f"withheld.{kind.lower()}" for kind in Sensitivity),
    "charge_status.{}": frozenset({"charge_status.laid", "charge_status.withdrawn"}),
    "finding.{}": frozenset(),
}
"""Keys put together at run time, by their pattern; those of findings are told by the findings themselves."""
OF_A_FINDING = frozenset({"where", "case"})
ANY = frozenset({"*"})


@dataclass(frozen=True)
class Use:
    """A key met in the source; ``gaps`` is None where nothing tells what would be filled in."""

    place: str
    key: str
    gaps: frozenset[str] | None = None


def texts(node: ast.AST | None) -> Iterator[str]:
    """The string literals that ``node`` can come to: itself, both arms of a choice, the values of a mapping."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (text for arm in (node.body, node.orelse) for text in texts(arm))
    elif isinstance(node, ast.Dict):
        yield from (text for value in node.values for text in texts(value))
    elif isinstance(node, ast.Call) and called(node) == "fromkeys" and len(node.args) == 2:
        yield from texts(node.args[1])


def called(call: ast.Call) -> str:
    """The last part of the name of what is called; 'super' for the making of a parent."""
    if isinstance(call.func, ast.Attribute):
        inner = call.func.value
        return "super" if isinstance(inner, ast.Call) and called(inner) == "super" else call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def of_call(place: str, call: ast.Call) -> Iterator[Use]:
    """The keys that an error, a phrase, a finding or the words on a screen are made with, and the gaps that are filled."""
    name = called(call)
    if name == "Finding":
        yield from (Use(place, f"finding.{text}", OF_A_FINDING) for text in texts(call.args[0] if call.args else None))
    elif name in (*ERRORS, "phrase", "words") or (name == "super" and any(KEY.fullmatch(text) for arg in call.args for text in texts(arg))):
        named = {part.arg for part in call.keywords} - {"key", "fields"}
        gaps = ANY if None in named else frozenset(part for part in named if part)
        said = [*call.args[:1], *(part.value for part in call.keywords if part.arg == "key")]
        if name in ("Invalid", "super"):
            said += [*call.args[1:2], *(part.value for part in call.keywords if part.arg == "fields")]
        yield from (Use(place, text, gaps) for arg in said for text in texts(arg))


def uses(place: str, source: str) -> Iterator[Use]:
    """Every key that the source of one file holds, computed ones by their pattern."""
    tree = ast.parse(source)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    parts |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "startswith" for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from of_call(place, node)
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
            if pattern.partition(".")[0] in FAMILIES and re.fullmatch(r"[a-z_.{}]+", pattern):
                yield Use(place, pattern)
        elif id(node) not in parts:
            yield from (Use(place, text) for text in texts(node) if KEY.fullmatch(text) and not text.endswith(".toml"))


def open_gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def faults(sources: Mapping[str, str], said: Mapping[str, Mapping[str, str]], kept: frozenset[str]) -> list[str]:
    """What does not fit between ``sources`` (place to text) and ``said`` (language to sentences); all of ``kept`` must be used."""
    found: set[str] = set()
    met: set[str] = set()
    by_key: dict[str, list[Use]] = {}
    for place, source in sources.items():
        for use in uses(place, source):
            by_key.setdefault(use.key, []).append(use)
    for key, where in sorted(by_key.items()):
        if "{" in key and key not in COMPUTED:
            found.add(f"unlisted: {key} ({where[0].place})")
            continue
        met |= COMPUTED.get(key, {key})
        filled = [use for use in where if use.gaps is not None] or [Use(where[0].place, key, frozenset())]
        for language in LANGUAGES:
            found |= {f"no {language}: {one} ({where[0].place})" for one in COMPUTED.get(key, {key}) if one not in said[language]}
            wanted = open_gaps(said[language].get(key, ""))
            found |= {f"open gap in {language}: {key} ({use.place})" for use in filled if use.gaps != ANY and wanted - (use.gaps or set())}
    return sorted(found) + [f"unused: {key}" for key in sorted(kept - met) if key.removesuffix(ONE) not in met]


def program() -> dict[str, str]:
    paths = [path for top in PROGRAM for path in (ROOT / top).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def all_kept() -> frozenset[str]:
    """The keys of the two files this rule is about, and of its families wherever they are kept."""
    files = {name: resources.text(f"i18n/{name}.en.toml") for name in ("errors", "work")}
    return frozenset(read_sentences(files)) | {key for key in sentences("en") if key.partition(".")[0] in FAMILIES}


def test_every_key_has_its_sentence_and_every_sentence_its_key() -> None:
    found = faults(program(), {language: sentences(language) for language in LANGUAGES}, all_kept())
    assert not found, "\n".join(found)


def test_the_scan_sees_every_kind_of_key() -> None:
    met = {use.key for place, source in program().items() for use in uses(place, source)}
    assert {"invalid.fields", "missing.case", "refused.role", "invalid.password_short", "unavailable.disk_full"} <= met
    assert {"conflict.looks_known", "invalid.condition", "locked.wait", "finding.seal_unknown", "bundle.child_accused"} <= met
    assert set(COMPUTED) - {"finding.{}"} <= met


@pytest.mark.parametrize("key", sorted(all_kept()))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_whole_and_plain(language: str, key: str) -> None:
    sentence = sentences(language)[key]
    assert sentence == " ".join(sentence.split())
    assert "{" not in sentence.format(**dict.fromkeys(open_gaps(sentence), "7"))
    if key.partition(".")[0] not in ("charge_status", "bundle"):
        assert sentence[-1] in (".:" if language == "en" else "۔:")


HAD = {"refused.role": "No.", "locked.wait": "Wait {seconds}.", "finding.cut_off": "{where}", "invalid.needed": "Say it."}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('raise Refused("refused.nowhere")', "no {}: refused.nowhere (a.py)"),
        ('raise Refused("typing_slip")', "no {}: typing_slip (a.py)"),
        ('raise Invalid(fields={"name": "invalid.nowhere"})', "no {}: invalid.nowhere (a.py)"),
        ('raise Invalid(fields=dict.fromkeys(names, "slip"))', "no {}: slip (a.py)"),
        ('raise Invalid("invalid.needed", {"name": "invalid.nowhere"})', "no {}: invalid.nowhere (a.py)"),
        ('raise Locked("locked.wait" if late else "locked.nowhere", seconds=1)', "no {}: locked.nowhere (a.py)"),
        ('FAULTS = (("disk is full", "unavailable.nowhere"),)', "no {}: unavailable.nowhere (a.py)"),
        ('super().__init__("conflict.nowhere", codes="")', "no {}: conflict.nowhere (a.py)"),
        ('self.words("cli.nowhere")', "no {}: cli.nowhere (a.py)"),
        ('phrase("bundle.nowhere")', "no {}: bundle.nowhere (a.py)"),
        ('Finding("nowhere", "")', "no {}: finding.nowhere (a.py)"),
        ('raise Locked("locked.wait")', "open gap in {}: locked.wait (a.py)"),
        ('raise Locked("locked.wait", second=1)', "open gap in {}: locked.wait (a.py)"),
        ('raise Invalid(fields={"name": "locked.wait"}, longest=3)', "open gap in {}: locked.wait (a.py)"),
        ('return "locked.wait"', "open gap in {}: locked.wait (a.py)"),
    ],
)
def test_a_planted_fault_is_found_in_each_language(line: str, fault: str) -> None:
    assert set(faults({"a.py": line}, {"en": HAD, "ur": HAD}, frozenset())) == {fault.format(language) for language in LANGUAGES}


def test_a_key_put_together_unseen_and_a_sentence_nobody_says_are_found() -> None:
    said = {"en": HAD, "ur": HAD}
    assert faults({"a.py": 'f"conflict.{why}"'}, said, frozenset()) == ["unlisted: conflict.{} (a.py)"]
    assert faults({"a.py": ""}, said, frozenset(HAD)) == [f"unused: {key}" for key in sorted(HAD)]
    assert faults({"a.py": 'raise Refused("refused.role")'}, {"en": HAD, "ur": {}}, frozenset()) == ["no ur: refused.role (a.py)"]


@pytest.mark.parametrize(
    "line",
    [
        'raise Locked("locked.wait", seconds=3)',
        'raise Locked("locked.wait", **left)',
        'raise Invalid(fields={"name": "invalid.needed"}, longest=3)',
        'raise Refused(why_not)\nlog(f"refused {name}")',
        'if wrong.key.startswith(("unavailable.dam", "locked.w")): pass',
        'Finding("cut_off", "desk.vault")\nsay(f"finding.{found.what}")',
        'FILES = {"missing.toml": 1}\n"""Says refused.nowhere in passing."""',
        'raise Locked("locked.wait", seconds=3)\nif wrong.key == "locked.wait": pass',
    ],
)
def test_what_fits_passes(line: str) -> None:
    assert faults({"a.py": line}, {"en": HAD, "ur": HAD}, frozenset()) == []
