"""When the desk locks, and what is left to see and to lose when it does."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from mdt.work.casefile import open_case
from mdt.work.drafts import take_draft
from mdt.work.notes import add_session_note
from tests.make import Seats
from tests.ui.screen import Begin, Screen, button_named, let_go
from ui.looks import Looks, keep_looks, kept_looks

SHORT = 0.3
NOTE = "She slept for the first time in weeks"
LOCKED_WITHIN = 0.5


@pytest.fixture
def writing(screen: Screen, seats: Seats) -> Screen:
    """The psychologist with a note half typed, nothing of it kept yet."""
    screen.enter("psychologist", seats.codes["psychologist"])
    page = screen.open("session_note", seats.case)
    box = page.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, NOTE)
    return screen


def kept(seats: Seats) -> str:
    """The draft of the psychologist's note that is in the vault."""
    return seats.do("psychologist", take_draft, None, f"session/{seats.case}") or ""


def notes(seats: Seats) -> list[dict[str, object]]:
    return list(seats.do("psychologist", open_case, seats.case).content["session_notes"])


def visible() -> list[QWidget]:
    return [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()]


def test_the_desk_locks_after_the_minutes_of_the_catalogue(screen: Screen, seats: Seats) -> None:
    screen.enter("psychologist", seats.codes["psychologist"])
    found = [watch for watch in (screen.program._watch,) if watch is not None]
    assert [round(watch.left_ms() / 60_000) for watch in found] == [3]
    found[0].ran_out.emit()
    assert len(screen.locks) == 1


def test_locking_hides_everything_and_seals_what_was_half_typed(writing: Screen, seats: Seats) -> None:
    writing.program.lock()
    assert writing.locks == [()], "the lock was called once, with nothing left to see"
    assert visible() == []
    writing.program.finish()
    assert NOTE in kept(seats)


def test_a_note_left_a_moment_ago_on_another_page_is_sealed_too(writing: Screen, seats: Seats) -> None:
    writing.window.open("cases")
    writing.program.lock()
    writing.program.finish()
    assert NOTE in kept(seats)


def test_locking_waits_for_no_work_that_is_under_way(writing: Screen, seats: Seats) -> None:
    through, begun = threading.Event(), threading.Event()

    def busy() -> None:
        begun.set()
        assert through.wait(20)

    writing.program.worker.ask(busy, writing.program, lambda _: None, lambda _: None)
    assert begun.wait(5)
    at = time.monotonic()
    writing.program.lock()
    assert time.monotonic() - at < LOCKED_WITHIN
    assert writing.locks == [()]
    through.set()
    writing.program.finish()
    assert NOTE in kept(seats)


def test_what_was_being_saved_is_saved_and_its_result_is_not_shown(writing: Screen, seats: Seats) -> None:
    desk, through = writing.program.desk, threading.Event()
    shown: list[object] = []
    assert desk is not None
    writing.program.worker.ask(lambda: through.wait(20), writing.program, shown.append, shown.append)
    desk.do(writing.program, shown.append, add_session_note, seats.case, seats.clock.today(), "held", NOTE)
    writing.program.lock()
    through.set()
    writing.program.finish()
    let_go()
    assert shown == []
    assert [entry["text"] for entry in notes(seats)] == [NOTE]


def test_a_page_that_fails_costs_no_other_page_its_draft(writing: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = writing.open("case", seats.case)

    def fails() -> None:
        raise RuntimeError

    monkeypatch.setattr(failing, "seal_draft", fails)
    writing.program.lock()
    assert writing.locks == [()]
    writing.program.finish()
    assert NOTE in kept(seats)


def test_a_window_that_fails_to_hide_still_locks(writing: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing.program, "seal", lambda: 1 / 0)
    with suppress(ZeroDivisionError):
        writing.program.lock()
    assert writing.locks == [()]


def test_an_idle_desk_locks_though_a_dialog_waits_in_its_own_loop(writing: Screen) -> None:
    watch = writing.program._watch
    assert watch is not None
    watch._timer.setInterval(int(SHORT * 1000))
    watch._timer.start()
    dialog = QDialog(writing.window)
    enough = QTimer(dialog, singleShot=True, interval=20_000)
    enough.timeout.connect(dialog.accept)
    enough.start()
    assert dialog.exec() == QDialog.DialogCode.Rejected
    enough.stop()
    assert writing.locks == [()]


def test_a_lock_happens_once(writing: Screen) -> None:
    writing.program.lock()
    writing.program.lock()
    assert len(writing.locks) == 1


def test_the_alarm_is_set_before_anything_can_go_wrong(begin: Begin, seats: Seats) -> None:
    order: list[str] = []
    seats.leave()
    screen = begin(seats.folder)
    screen.enter("psychologist", seats.codes["psychologist"])
    screen.program._alarm = lambda: order.append("alarm")
    screen.program._lock = lambda: order.append("end")
    screen.window.hideEvent = lambda event: order.append("hidden")  # type: ignore[method-assign]
    screen.program.lock()
    assert order == ["alarm", "hidden", "end"]


def test_a_dialog_open_at_lock_time_is_gone_with_the_window(writing: Screen) -> None:
    dialog = QDialog(writing.window)
    dialog.open()
    assert dialog.isVisible()
    writing.program.lock()
    assert writing.locks == [()]
    assert not dialog.isVisible()


def test_one_key_locks(writing: Screen) -> None:
    writing.window.activateWindow()
    QTest.keyClick(writing.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert writing.locks == [()]


def test_the_note_comes_back_where_it_was_left(writing: Screen, seats: Seats, begin: Begin) -> None:
    writing.program.lock()
    writing.program.finish()
    again = begin(seats.folder, writing.around)
    again.enter("psychologist", seats.codes["psychologist"])
    page = again.open("session_note", seats.case)
    box = page.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == NOTE


def test_after_a_note_is_saved_the_next_one_begins_empty(writing: Screen, seats: Seats) -> None:
    writing.press(writing.words("note.save"))
    page = writing.open("session_note", seats.case)
    box = page.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert box.toPlainText() == ""
    assert button_named(page, writing.words("note.save")).isEnabled()
    writing.program.lock()
    writing.program.finish()
    assert kept(seats) == ""
    assert [entry["text"] for entry in notes(seats)] == [NOTE]


def test_one_key_hides_the_work_and_brings_it_back(writing: Screen) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    box = writing.window.findChild(QPlainTextEdit)
    assert isinstance(box, QPlainTextEdit)
    assert box.isVisible()
    writing.window.activateWindow()
    QTest.keyClick(writing.window, Qt.Key.Key_H, keys)
    assert not box.isVisible()
    QTest.keyClick(writing.window, Qt.Key.Key_H, keys)
    assert box.isVisible()
    assert box.toPlainText() == NOTE


def test_looks_are_kept_per_workstation_and_nonsense_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "screen.json"
    assert kept_looks(path, "en") == Looks("en", "light", 0)
    for looks in (Looks("ur", "dark", 5), Looks("en", "dark", 0, pictures=True)):
        keep_looks(path, looks)
        assert kept_looks(path, "en") == looks
    broken = ("{", '{"language": "xx", "theme": "dark"}', "[]", "7", "[" * 200_000)
    beyond = (f'{{"language": "ur", "theme": "dark", "minutes": {minutes}}}' for minutes in ("600", "Infinity"))
    for nonsense in (*broken, *beyond):
        path.write_text(nonsense, encoding="utf-8")
        assert kept_looks(path, "en") == Looks("en", "light", 0)
