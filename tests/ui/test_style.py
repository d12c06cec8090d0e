"""The colours of the desk can be read in both themes, and the style sheet asks for none that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources import text
from ui.widgets.style import THEMES, style_sheet, tokens

READ, SEEN = 4.5, 3.0
TEXTS = [(ink, ground) for ink in ("ink", "soft", "faint") for ground in ("bg", "card")]
TEXTS += [(tone, ground) for tone in ("accent", "danger", "warn", "info") for ground in ("card", f"{tone}_bg")]
TEXTS += [("on_accent", "accent"), ("on_accent", "accent_down"), ("ink", "accent_bg"), ("accent", "bg"), ("danger", "bg")]
SHAPES = [("border", "card"), ("border", "bg"), ("accent", "card"), ("accent", "bg"), ("accent", "line")]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
INPUTS = ("QLineEdit", "QPlainTextEdit", "QComboBox")


def light_of(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """The rules of the style sheet: selector, and what is declared."""
    for selector, body in RULE.findall(text("style/desk.qss")):
        declared = (part.partition(":") for part in body.split(";") if part.strip())
        yield selector.strip(), {name.strip(): value.strip() for name, _, value in declared}


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == pytest.approx(1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(theme: str, ink: str, ground: str) -> None:
    assert contrast(tokens(theme)[ink], tokens(theme)[ground]) >= READ


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_a_shape_that_must_be_seen_is_seen(theme: str, shape: str, ground: str) -> None:
    assert contrast(tokens(theme)[shape], tokens(theme)[ground]) >= SEEN


@pytest.mark.parametrize("theme", THEMES)
def test_every_rule_that_sets_ink_and_ground_can_be_read(theme: str) -> None:
    found = {}
    for selector, declared in rules():
        ink, ground = declared.get("color", ""), declared.get("background", "")
        if ink.startswith("$") and ground.startswith("$"):
            found[selector] = contrast(tokens(theme)[ink[1:]], tokens(theme)[ground[1:]])
    assert len(found) > 8
    assert {selector: ratio for selector, ratio in found.items() if ratio < READ} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_edge_of_every_input_is_seen(theme: str) -> None:
    faint = {}
    for selector, declared in rules():
        edge = re.search(r"\$(\w+)", declared.get("border", ""))
        if edge and selector.split(",")[0].split(":")[0].split("#")[0] in INPUTS:
            faint[selector] = min(contrast(tokens(theme)[edge[1]], tokens(theme)[ground]) for ground in ("bg", "card"))
    assert len(faint) >= 3
    assert {selector: ratio for selector, ratio in faint.items() if ratio < SEEN} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_is_filled_from_the_tokens_alone(theme: str) -> None:
    asked = set(re.findall(r"\$(\w+)", text("style/desk.qss")))
    assert asked <= tokens(theme).keys()
    assert "$" not in style_sheet(theme)
    assert re.findall(r"#[0-9A-Fa-f]{6}", text("style/desk.qss")) == []


def test_both_themes_name_the_same_colours() -> None:
    names = [tokens(theme).keys() for theme in THEMES]
    assert names[0] == names[1]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for theme in THEMES for colour in tokens(theme).values())


def test_no_page_is_painted_in_the_colours_of_one_theme_only() -> None:
    found = []
    for path in sorted((Path(__file__).parents[2] / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("tokens", "StagePath"):
                named = [part.value for part in node.args if isinstance(part, ast.Constant) and part.value in THEMES]
                found += [f"{path.name}:{node.lineno} {name}" for name in named]
    assert found == []
