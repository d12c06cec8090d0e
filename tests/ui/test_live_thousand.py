"""A thousand questions marked as fast as the store takes them: none lost, none out of order, none that costs the window a stall."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from bench import marking
from bench.screen import STALL_MS

EVERY_MS = 4


@pytest.mark.usefixtures("qapp")
def test_a_thousand_marks_are_all_there_in_their_order(tmp_path: Path) -> None:
    found = {(figure.what, figure.measure): figure.value for figure in marking.measure(tmp_path, 1000, EVERY_MS)}
    assert found["marks lost", "count"] == 0
    assert found["marks out of order", "count"] == 0
    assert found["a mark's own time of the window", "longest"] < STALL_MS
    assert QApplication.topLevelWidgets() == []


def test_the_bench_says_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert marking.main(["--marks", "12", "--every-ms", "5", "--folder", str(tmp_path)]) in (0, 1)
    said = capsys.readouterr().out
    assert all(what in said for what in ("marks lost", "out of order", "stood still", "saved after"))
    assert not list(tmp_path.iterdir())
