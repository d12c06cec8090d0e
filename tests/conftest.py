"""One template desk per worker, a fresh copy of it per test, and nothing left open after."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.make import Seats, build_template, copied

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
settings.load_profile("desk")


@pytest.fixture(scope="session", autouse=True)
def settled() -> None:
    """What was taken in and collected before the first test is there for good: nobody looks through it again after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """A desk with five members and one case, closed; never opened by a test."""
    return build_template(tmp_path_factory.mktemp("template") / "desk")


@pytest.fixture
def seats(template: Seats, tmp_path: Path) -> Iterator[Seats]:
    """A copy of the template desk; whoever sits there at the end is signed out."""
    desk = copied(template, tmp_path / "desk")
    yield desk
    desk.leave()
