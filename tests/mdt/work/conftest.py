"""The marked desk: one template per worker, a fresh copy per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.make import Seats, copied
from tests.mdt.work.marked import marked_desk


@pytest.fixture(scope="session")
def marked_template(tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """The marked desk, closed; never opened by a test."""
    return marked_desk(tmp_path_factory.mktemp("marked") / "desk")


@pytest.fixture
def marked(marked_template: Seats, tmp_path: Path) -> Iterator[Seats]:
    """A copy of the marked desk; whoever sits there at the end is signed out."""
    desk = copied(marked_template, tmp_path / "marked")
    yield desk
    desk.leave()
