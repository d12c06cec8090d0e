"""One call of a use case that succeeds for whoever has the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mdt.work.desk import UseCase
from tests.make import Seats

Scene = Callable[[Seats], tuple[Any, ...]]


@dataclass(frozen=True)
class Sample:
    """A call: its scene is set on the desk first and gives the arguments; ``case`` says which case it is about, None for the desk."""

    job: UseCase[..., Any]
    scene: Scene = lambda seats: ()
    case: Callable[[Seats], str | None] = lambda seats: seats.case


def desk_wide(job: UseCase[..., Any], scene: Scene = lambda seats: ()) -> Sample:
    """A call about no case."""
    return Sample(job, scene, lambda seats: None)
