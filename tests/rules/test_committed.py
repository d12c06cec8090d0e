"""Nothing that is committed knows a machine or a package registry, and the locks pin everything by hash."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / ".ci").glob("*.txt"))

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    )
]
FOLDERS = ("work", "root", "home", "tmp", "Users", "opt", "mnt")
FORBIDDEN = re.compile(
    "|".join(
        [
            *map(re.escape, REGISTRIES),
            r"(?<![\w./~})-])/(?:" + "|".join(FOLDERS) + r")/\w",
            r"\b[A-Za-z]:[\\/]+(?:Users|home)\b",
            r"--(?:extra-)?index-url|--find-links",
        ]
    )
)


def committed() -> list[Path]:
    """Every file of the project that git keeps or would keep."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    return [path for name in listing.split("\0") if name and (path := ROOT / name).is_file()]


def traces(text: str) -> list[str]:
    return [found.group() for found in FORBIDDEN.finditer(text)]


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    here = Path(__file__)
    paths = [path for path in committed() if path != here]
    assert paths
    found = {path.relative_to(ROOT).as_posix(): traces(path.read_bytes().decode("utf-8", "replace")) for path in paths}
    assert {place: hits for place, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text",
    [
        *(f"see {host}/simple" for host in REGISTRIES),
        *(f'"/{folder}/x"' for folder in FOLDERS),
        "C:" + r"\Users\someone",
        "--index" + "-url somewhere",
        "--find" + "-links somewhere",
    ],
)
def test_a_planted_trace_is_found(text: str) -> None:
    assert traces(text)


@pytest.mark.parametrize("text", ["mdt/work/desk.py", "../tmp/x", "ui/home/page.py", "/usr/bin/env bash", "{folder}/work/x"])
def test_an_ordinary_path_is_none(text: str) -> None:
    assert not traces(text)


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_pins_and_hashes_only(lock: Path) -> None:
    pin = r"[a-z0-9-]+==[0-9a-z.]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.fullmatch(rf"--only-binary :all:\n\n(?:{pin})+", lock.read_text("utf-8"))


def test_the_locks_agree_and_cover_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime, build, dev = (pins(ROOT / ".ci" / f"requirements{kind}.txt") for kind in ("", "-build", "-dev"))
    assert (runtime | build).items() <= dev.items()
    for wanted, lock in ((project["project"]["dependencies"], runtime), (project["dependency-groups"]["build"], build)):
        assert {re.split(r"[^a-z0-9-]", need)[0] for need in wanted} <= lock.keys()
    assert {re.split(r"[^a-z0-9-]", need)[0] for need in project["dependency-groups"]["dev"] if isinstance(need, str)} <= dev.keys()
