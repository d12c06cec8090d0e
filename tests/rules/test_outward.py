"""Every maker of a paper that leaves the desk is declared and passes the guard; one that is planted outside is found."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from mdt.policy.outward import MAKERS

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "mdt" / "reports"
INWARD: Final = {
    "case_bundle.print_bundle": "the prosecutor's, under the rules of the bundle: aliases only, nothing sealed",
    "minutes.print_minutes": "stays with whoever sat in the meeting",
    "interview_brief.print_brief": "goes into the room with the lead",
    "checklist.print_checklist": "stays in the file of the interview",
    "recovery_kit.print_recovery_kit": "a member's own, about no case",
    "member_code.print_member_code": "a member's own, about no case",
    "member_code.print_invitation": "a member's own, about no case",
}
"""Makers of papers that do not leave the desk, and why."""
SETTING: Final = frozenset({"binding.bind", "binding.stitch", "member_code.print_card"})
SETTING_OF_TEXT: Final = frozenset({"text", "faces", "bidi", "layout", "tables"})
"""What papers are set with: it makes no paper by itself."""


def makers(module: str, source: str) -> Iterator[tuple[str, bool]]:
    """Public functions of a module that return a paper or the text of one, and whether each is declared."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is not None:
            words = {part.id for part in ast.walk(node.returns) if isinstance(part, ast.Name)}
            if words & {"bytes", "str"}:
                declared = any(
                    isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "outward_maker"
                    for mark in node.decorator_list
                )
                yield f"{module}.{node.name}", declared


def undeclared(sources: dict[str, str]) -> list[str]:
    """Makers of papers that are neither declared nor known to stay inside."""
    return sorted(
        name
        for module, source in sources.items()
        if module not in SETTING_OF_TEXT
        for name, declared in makers(module, source)
        if not declared and name not in INWARD and name not in SETTING
    )


def drawing_elsewhere(folder: Path) -> list[str]:
    """Modules outside mdt.reports that set or bind pages themselves."""
    found = []
    for top in ("mdt", "db", "ui"):
        for path in sorted((folder / top).rglob("*.py")):
            place = path.relative_to(folder).as_posix()
            if place.startswith("mdt/reports/"):
                continue
            named = {node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)}
            if named & {"mdt.reports.binding", "mdt.reports.layout", "reportlab"}:
                found.append(place)
    return found


def reports() -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in REPORTS.glob("*.py")}


def test_every_maker_is_declared_or_known_to_stay_inside() -> None:
    assert undeclared(reports()) == []
    known = {name for module, source in reports().items() for name, _ in makers(module, source)}
    assert set(INWARD) | SETTING <= known


def test_the_register_holds_every_declared_maker_and_nothing_else() -> None:
    declared = {name for module, source in reports().items() for name, is_declared in makers(module, source) if is_declared}
    for module in reports():
        import_module(f"mdt.reports.{module}")
    assert {f"{maker.draw.__module__.removeprefix('mdt.reports.')}.{maker.name}" for maker in MAKERS} == declared
    assert all(maker.kinds for maker in MAKERS)


def test_no_page_is_set_outside_the_reports() -> None:
    assert drawing_elsewhere(ROOT) == []


@pytest.mark.parametrize(
    "planted",
    [
        "def print_slip(paper: object, language: str) -> bytes:\n    return b''\n",
        "def draft_reply(outcome: str) -> str:\n    return outcome\n",
        "def print_letters(papers: object) -> tuple[bytes, ...]:\n    return ()\n",
        "@cache\ndef print_label(text: str) -> bytes | None:\n    return None\n",
    ],
)
def test_a_maker_planted_outside_the_guard_is_found(planted: str) -> None:
    assert len(undeclared({"planted": planted})) == 1
    assert undeclared({"planted": f"@outward_maker(Kind.SLIP)\n{planted.removeprefix('@cache')}"}) == []


def test_a_page_set_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "slips.py").write_text("from mdt.reports.binding import stitch\n", "utf-8")
    assert drawing_elsewhere(tmp_path) == ["ui/slips.py"]
