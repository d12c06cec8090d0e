"""docs/reference.md is what its generator makes of the tables, and the tables leave nothing out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, make_dataclass
from pathlib import Path
from typing import Annotated

import pytest

from db.tables import RECORDS
from docs import make_reference
from docs.make_reference import PAGE, reference, use_cases
from mdt.model.sensitivity import Sensitivity, shape_of
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import CLASSES, GRANTS
from mdt.work.desk import USE_CASES, UseCase

ROOT = Path(__file__).parents[2]


def section(page: str, title: str) -> str:
    """The text of one section of a page."""
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """What the first column of the tables in ``text`` holds between backquotes."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def granted_to_nobody(grants: Mapping[Role, Mapping[Action, str]]) -> list[Action]:
    return [action for action in Action if not any(action in row for row in grants.values())]


def not_one_class(records: Iterable[type]) -> list[str]:
    """The record types of which a field wears no class, or two, or one that has no row."""
    found = []
    for record in records:
        try:
            fits = all(shape.sensitivity in CLASSES for shape in shape_of(record))
        except TypeError:
            fits = False
        if not fits:
            found.append(record.__name__)
    return found


def test_the_page_is_what_its_generator_makes() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run: just docs"


def test_the_generator_runs_by_itself(tmp_path: Path) -> None:
    line = "import runpy, sys; sys.path.pop(0); made = runpy.run_path(sys.argv[1]); sys.stdout.buffer.write(made['reference']().encode())"
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", line, str(ROOT / "docs" / "make_reference.py")]
    told = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, check=True)
    assert told.stdout.decode("utf-8") == reference()


def test_every_use_case_has_a_row() -> None:
    names = [act.name for act in use_cases()]
    assert len(set(names)) == len(names) > 40
    assert first_cells(section(PAGE.read_text("utf-8"), "Use cases")) == names


def test_every_use_case_says_what_it_does() -> None:
    assert [act.name for act in use_cases() if not make_reference.first_line(act.steps)] == []


def test_every_action_is_some_roles_right_and_has_a_row() -> None:
    assert granted_to_nobody(GRANTS) == []
    assert first_cells(section(PAGE.read_text("utf-8"), "Roles and actions")) == [action.word for action in Action]


def test_every_field_of_every_record_wears_one_class_and_has_a_row() -> None:
    assert not_one_class(RECORDS) == []
    text = section(PAGE.read_text("utf-8"), "Records")
    for record in RECORDS:
        part = text.partition(f"### {record.__name__} (")[2].partition("\n### ")[0]
        assert first_cells(part) == [shape.name for shape in shape_of(record)], record.__name__


@dataclass(frozen=True)
class Bare:
    """A record with a field that wears no class."""

    id: Annotated[str, Sensitivity.OPERATIONAL]
    name: str = ""


Twice = make_dataclass("Twice", [("name", Annotated[str, Sensitivity.OPERATIONAL, Sensitivity.IDENTITY], field(default=""))])


@pytest.mark.parametrize("record", [Bare, Twice])
def test_a_planted_field_without_its_one_class_is_found(record: type) -> None:
    assert not_one_class([*RECORDS, record]) == [record.__name__]


def test_a_planted_right_of_nobody_is_found() -> None:
    gone = Action.VERIFY_DESK
    without: dict[Role, dict[Action, str]] = {
        role: {action: why for action, why in row.items() if action is not gone} for role, row in GRANTS.items()
    }
    assert granted_to_nobody(without) == [gone]


def test_a_planted_change_makes_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = reference()
    mine = {**GRANTS, Role.SOCIAL_WELFARE: {**GRANTS[Role.SOCIAL_WELFARE], Action.READ_LOG: "planted"}}
    with monkeypatch.context() as planted:
        planted.setattr(make_reference, "GRANTS", mine)
        assert "planted" in reference()
    act = use_cases()[0]
    new = UseCase("planted_act", act.action, act.touches, act.recorded, act.steps)
    with monkeypatch.context() as planted:
        planted.setattr(make_reference, "USE_CASES", [*USE_CASES, new])
        assert "planted_act" in first_cells(section(reference(), "Use cases"))
    assert reference() == page
