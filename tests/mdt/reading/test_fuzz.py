"""A short form of ``python -m bench.imports``: mutated files are read or refused, within seconds, and nothing of them is left."""

from __future__ import annotations

from random import Random

import pytest

from bench.imports import mutated, run, tried
from mdt.reading import whole
from tests.mdt.reading.samples import EVERY

SECONDS = 8


def test_mutated_files_crash_nothing() -> None:
    ended, wrong = run(6000, 400, SECONDS, seed=Random().randrange(10**9))
    assert wrong == []
    assert ended["apart"] > 0
    assert ended["read"] > 0
    assert len(ended) > 8


def test_a_crash_would_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: bytes) -> None:
        raise KeyError(raw)

    monkeypatch.setattr("bench.imports.read_bytes", broken)
    assert tried(EVERY["cybertip"])[0] == "CRASH KeyError"
    assert whole.read_bytes(EVERY["cybertip"]).tips


def test_mutations_change_files() -> None:
    chance, samples = Random(1), list(EVERY.values())
    changed = [mutated(samples[0], samples, chance) != samples[0] for _ in range(200)]
    assert sum(changed) > 150
