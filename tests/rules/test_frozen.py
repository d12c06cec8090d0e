"""What keys, seals, backups and rights pass round cannot be changed on its way, and takes nothing that was not foreseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from types import ModuleType

import pytest

from db import backup, keys, sealing
from mdt.policy import actions, gate, grants, outward, rules, views

MODULES = (keys, sealing, backup, actions, gate, grants, outward, rules, views)


def kinds(module: ModuleType) -> Iterator[type]:
    """Every dataclass that a module defines."""
    for thing in vars(module).values():
        if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == module.__name__:
            yield thing


PLANNED = [*kinds(gate), outward.Line, outward.Paper, outward.Secret, outward.Agreed, outward.Reach, outward.Protection]
KINDS = [kind for module in MODULES for kind in kinds(module)]


def test_every_module_has_some() -> None:
    assert {kind.__module__ for kind in KINDS} == {module.__name__ for module in MODULES}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_of_it_changes_and_nothing_is_added(kind: type) -> None:
    made: object = object.__new__(kind)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(kind)[0].name, None)
    assert not hasattr(made, "__dict__")


@pytest.mark.parametrize("kind", PLANNED, ids=lambda kind: kind.__name__)
def test_the_many_parts_of_a_plan_and_of_a_paper_are_named_and_never_counted_off(kind: type) -> None:
    with pytest.raises(TypeError, match="positional"):
        kind(*[0] * len(fields(kind)))
