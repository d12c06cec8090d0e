"""The numbers and names that hold the shape (docs/architecture.md), and a planted fault for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ("mdt", "db", "ui", "resources")
BESIDE = ("tests", "bench")
FILE_LINES, FUNCTION_LINES, PUBLIC_METHODS = 300, 40, 12
VAGUE = frozenset({"manager", "helper", "util", "handler", "controller", "processor", "data", "info", "misc", "common"})
NAMED_BY_DESIGN = {("resources/__init__.py", "data")}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def words(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, plural and singular."""
    found = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
    return found | {word.removesuffix("s") for word in found}


def overrides_qt(place: str, name: str) -> bool:
    """Qt writes camelCase, we do not; ``data`` is the one plain word of its table models."""
    return place.startswith("ui/") and (name == "data" or re.fullmatch(r"[a-z]+[A-Z]\w*", name) is not None)


def vague_names(place: str, tree: ast.Module) -> Iterator[str]:
    named = [part for part in place.removesuffix(".py").split("/") if part != "__init__"]
    named += [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not overrides_qt(place, node.name)
        and (place, node.name) not in NAMED_BY_DESIGN
    ]
    for name in named:
        if words(name) & VAGUE:
            yield f"vague name: {place} {name}"


def long_functions(place: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES:
            yield f"long function: {place} {node.name}"


def wide_classes(place: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names = {part.name for part in node.body if isinstance(part, Function)}
            if len([name for name in names if not name.startswith("_") and not overrides_qt(place, name)]) > PUBLIC_METHODS:
                yield f"wide class: {place} {node.name}"


def faults(root: Path) -> list[str]:
    """Every break of the shape below ``root``, as 'rule: place name'."""
    found = []
    for top in (*PROGRAM, *BESIDE):
        for path in sorted((root / top).rglob("*.py")):
            place, text = path.relative_to(root).as_posix(), path.read_text("utf-8")
            if text.count("\n") > FILE_LINES:
                found.append(f"long file: {place}")
            if top in PROGRAM:
                tree = ast.parse(text)
                if not ast.get_docstring(tree):
                    found.append(f"no docstring: {place}")
                found += [*vague_names(place, tree), *long_functions(place, tree), *wide_classes(place, tree)]
    return found


def test_the_tree_holds_its_shape() -> None:
    assert not faults(ROOT)


def lines(count: int, line: str) -> str:
    return f"{line}\n" * count


def methods(count: int) -> str:
    return '"""A."""\nclass Desk:\n' + "".join(f"    def step{i}(self) -> None: ...\n" for i in range(count))


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        ("mdt/cases.py", '"""A."""\n' + lines(300, "x = 1"), "long file: mdt/cases.py"),
        ("tests/test_a.py", lines(301, "x = 1"), "long file: tests/test_a.py"),
        ("db/cases.py", '"""A."""\ndef load() -> None:\n' + lines(40, "    x = 1"), "long function: db/cases.py load"),
        ("ui/page.py", methods(13), "wide class: ui/page.py Desk"),
        ("mdt/cases.py", "x = 1\n", "no docstring: mdt/cases.py"),
        ("mdt/utils.py", '"""A."""\n', "vague name: mdt/utils.py utils"),
        ("mdt/common/__init__.py", '"""A."""\n', "vague name: mdt/common/__init__.py common"),
        ("ui/page.py", '"""A."""\nclass UIHelper: ...\n', "vague name: ui/page.py UIHelper"),
        ("db/cases.py", '"""A."""\ndef case_data() -> None: ...\n', "vague name: db/cases.py case_data"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, place: str, text: str, fault: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(text, "utf-8")
    assert faults(tmp_path) == [fault]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("mdt/cases.py", '"""A."""\n' + lines(299, "x = 1")),
        ("db/cases.py", '"""A."""\ndef load() -> None:\n' + lines(39, "    x = 1")),
        ("ui/page.py", methods(12) + "    def paintEvent(self) -> None: ...\n    def _own(self) -> None: ...\n"),
        ("ui/table.py", '"""A."""\nclass Rows:\n    def data(self) -> None: ...\n    def setData(self) -> None: ...\n'),
        ("db/database.py", '"""A."""\ndef informed() -> None: ...\n'),
    ],
)
def test_what_is_allowed_passes(tmp_path: Path, place: str, text: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(text, "utf-8")
    assert not faults(tmp_path)
