"""Mutants of what must hold: each is loaded in a fork of one warm process, and some test of its module has to fail.

``python -m bench.mutants [MODULE...]`` says how each ended, writes docs/mutants.md and ends with 1 where a module keeps one of ten.
Forks, so not on Windows. A process that a test starts by itself runs the program as it is on disk: that can only spare a mutant.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import groupby
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings

from bench.mutants_page import BAR, Ended, write_page

ROOT = Path(__file__).parents[1]
OURS = ("mdt", "db", "ui", "resources", "tests", "bench", "docs", "conftest")
TOOL = "uv run --quiet --no-project --isolated --exclude-newer 7days --with cosmic-ray==8.7.0 python bench/mutate.py"
_PAGE = "tests/rules/test_reference.py::test_the_page_is_what_its_generator_makes"
_FROZEN = "tests/rules/test_frozen.py"
_RIGHTS = f"tests/mdt/test_policy.py {_PAGE} {_FROZEN} tests/mdt/test_policy_properties.py"
_CUT = "tests/db/test_backup.py::test_a_cut_in_mid_backup_leaves_no_target_and_the_desk_whole"
"""Kills processes of its own, so that it can notice no mutant."""
TESTS = {
    "db/keys.py": f"tests/db/test_keys.py tests/db/test_known_answers.py tests/db/test_golden.py {_FROZEN}",
    "db/sealing.py": f"tests/db/test_sealing.py tests/db/test_known_answers.py {_FROZEN}",
    "db/ledger.py": "tests/db/test_log_rules.py tests/db/test_ledger.py tests/db/test_log_places.py",
    "db/backup.py": f"tests/db/test_backup_steps.py tests/db/test_backup.py --deselect={_CUT} {_FROZEN}",
    "db/migrate.py": "tests/db/test_migrate.py",
    "mdt/policy/actions.py": _RIGHTS,
    "mdt/policy/gate.py": f"tests/mdt/test_gate.py {_FROZEN}",
    "mdt/policy/grants.py": _RIGHTS,
    "mdt/policy/kits.py": "tests/mdt/test_kit_numbers.py",
    "mdt/policy/outward.py": f"tests/mdt/test_outward_limits.py tests/mdt/test_outward.py {_FROZEN}",
    "mdt/policy/readers.py": "tests/mdt/test_readers.py",
    "mdt/policy/rules.py": _RIGHTS,
    "mdt/policy/views.py": _RIGHTS,
}
"""The few tests that have to notice, the fastest first."""


class Planted(SourceFileLoader):
    """Gives a module's mutant to whoever imports it; the file on disk stays as it is."""

    def __init__(self, module: str, source: str) -> None:
        super().__init__(module.removesuffix(".py").replace("/", "."), str(ROOT / module))
        self.source, self.loaded = source, False

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """This module's place, and nothing of any other."""
        return spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        """The mutant, compiled."""
        self.loaded = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(self.source, self.path, "exec", dont_inherit=True)


class Watch:
    """Runs the quickest tests first, those without a desk before all; remembers which failed first, and how long each took."""

    def __init__(self, before: dict[str, float]) -> None:
        self.before, self.took, self.failed = before, {}, ""  # type: tuple[dict[str, float], dict[str, float], str]

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        items.sort(key=lambda item: ("template" in item.fixturenames, self.before.get(item.nodeid, 0.0)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or (report.nodeid if report.failed else "")
        if report.when == "call":
            self.took[report.nodeid] = report.duration


class Judgement(NamedTuple):
    """How the tests of a module ended ('killed', 'timed out', 'survived'), by which test; how long each took, what was imported."""

    how: str
    test: str
    took: dict[str, float]
    foreign: list[str]


def judged(module: str, source: str, limit: float, before: dict[str, float]) -> Judgement:
    """Run the tests of a module in a fork, with this source in its place."""
    with tempfile.TemporaryDirectory() as place:
        reading, writing = os.pipe()
        if not (child := os.fork()):
            try:
                os.setpgid(0, 0)
                _run(Planted(module, source), [f"--basetemp={place}/tests", *TESTS[module].split()], Watch(before), writing)
            finally:
                os._exit(1)
        os.close(writing)
        told = b"" if select.select([reading], [], [], limit)[0] else b'["timed out", "", {}, []]\n'
        while not told.endswith(b"\n") and (part := os.read(reading, 1 << 16)):
            told += part
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
    return Judgement(*json.loads(told or b'["killed", "crashed", {}, []]'))


def _run(planted: Planted, tests: list[str], watch: Watch, writing: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.meta_path.insert(0, planted)
    quick = "-x -q -p no:randomly -p no:cacheprovider -p no:xdist --assert=plain --hypothesis-profile=mutants".split()
    code = pytest.main([*quick, *tests], plugins=[watch])
    how = "killed" if code else "survived" if planted.loaded else "never loaded"
    foreign = [name for name in sys.modules if name.partition(".")[0] not in OURS]
    whole = json.dumps([how, watch.failed or str(code), watch.took, foreign]).encode() + b"\n"
    while whole:
        whole = whole[os.write(writing, whole) :]


def get_ready() -> None:
    """What the tests expect of their surroundings, said before anything is imported; the same examples for every mutant."""
    sys.dont_write_bytecode = False  # or every fork compiles all of ours again
    os.environ.update(PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring", QT_QPA_PLATFORM="offscreen")
    slow, phases = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow], (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", deadline=None, database=None, derandomize=True, phases=phases, suppress_health_check=slow)


def warm(names: list[str]) -> None:
    """Import what the tests need of others before anything forks; nothing of ours, and no thread may come of it."""
    for name in names:
        with suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_module(name)
    gc.freeze()  # no fork has to look through all that again
    assert threading.active_count() == 1
    assert not [name for name in sys.modules if name.partition(".")[0] in OURS and not name.startswith("bench")]


def made(modules: list[str]) -> Iterator[dict[str, Any]]:
    """Their mutants, made in another environment."""
    done = subprocess.run([*TOOL.split(), *modules], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    yield from map(json.loads, done.stdout.splitlines())


def _measured(module: str) -> tuple[float, dict[str, float]]:
    """After how many seconds a mutant of a module is given up, and how long each test takes; the tests must pass with none."""
    took: dict[str, float] = {}
    for _ in range(2):  # the second time with everything imported
        begun = time.monotonic()
        found = judged(module, (ROOT / module).read_text("utf-8"), 600, took)
        assert found.how == "survived", f"the tests of {module} fail without any mutant: {found.how}, {found.test}"
        warm(found.foreign)
        took = took or found.took
    spent = time.monotonic() - begun
    print(f"{module}: its tests take {spent:.1f} s", flush=True)
    return 30 + 10 * spent, took


def main(modules: list[str]) -> int:
    """Judge every mutant of these modules, or of all; write the page."""
    get_ready()
    shares: list[float] = []
    for module, mutants in groupby(made(modules or list(TESTS)), key=lambda mutant: str(mutant["module"])):
        limit, took = _measured(module)
        ended: list[Ended] = []
        for mutant in mutants:
            begun = time.monotonic()
            found = judged(module, mutant.pop("source"), limit, took)
            assert found.how != "never loaded", module
            ended.append(Ended(**mutant, how=found.how))
            line = f"{module}:{mutant['line']} {mutant['was']} -> {mutant['now']}"
            print(f"{time.monotonic() - begun:5.1f} s {found.how}: {line} [{found.test}]", flush=True)
        shares += write_page(ROOT / "docs" / "mutants.md", ended)
    return int(any(share < BAR for share in shares))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
