"""The bill of materials is the lock's: every package with every hash, and what is inside the wheels that carry other people's code."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
BILL: dict[str, Any] = json.loads((ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8"))


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("make_sbom", ROOT / "docs" / "make_sbom.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.skipif(sys.platform != "linux", reason="packages of another system have other licences to tell")
def test_the_bill_is_what_its_generator_makes() -> None:
    assert generator().written(LOCK) == (ROOT / "docs" / "sbom.cdx.json").read_text(encoding="utf-8")


def test_every_locked_package_is_on_the_bill_with_every_hash() -> None:
    locked = dict(re.findall(r"^([a-z0-9][a-z0-9-]*)==([^ ;\\]+)", LOCK, re.MULTILINE))
    assert {part["name"]: part["version"] for part in BILL["components"]} == locked
    assert sum(len(part["hashes"]) for part in BILL["components"]) == LOCK.count("--hash=sha256:")


def test_what_is_inside_the_wheels_is_named() -> None:
    inner = {(part["name"], one["name"]) for part in BILL["components"] for one in part.get("components", ())}
    assert {("cryptography", "OpenSSL"), ("sqlcipher3", "SQLCipher"), ("sqlcipher3", "SQLite"), ("pyside6-essentials", "Qt")} <= inner
    assert all(one["version"] for part in BILL["components"] for one in part.get("components", ()))


def test_a_package_that_is_exchanged_shows() -> None:
    other = LOCK.replace("sqlcipher3==0.6.4", "sqlcipher3==0.6.5")
    assert other != LOCK
    assert generator().written(other) != generator().written(LOCK)
