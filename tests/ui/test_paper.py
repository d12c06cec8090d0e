"""Paper: drawn in bands as sharp as whole, printed sheet by sheet, kept whole or not at all; a bundle in the making can be left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

import ui.widgets.paper_page
from mdt.errors import Unavailable
from mdt.model.phrases import Phrase
from mdt.reports.case_bundle import print_bundle
from mdt.reports.member_code import CodeCard, print_member_code
from tests.make import Seats
from tests.ui.reading import buttons, entered, errors_on, says
from tests.ui.screen import PATIENCE_MS, Screen
from ui.pages.print import PrintPage
from ui.shell.ask import Questions
from ui.widgets.keeping import keep
from ui.widgets.paper import BAND_BYTES, FINEST_DPI, Paper, bands

CARD = print_member_code(CodeCard("desk.1", Phrase("Agency"), Phrase("Multan"), "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z"))
UNSEEN_STEPS = 2
"""By how many of 256 steps two ways of drawing may differ where a line runs between two dots."""


class Answers(Questions):
    """Somebody who prints into a file and keeps files where she is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        self.asked.append(name)
        return str(self.folder / name)

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        self.asked.append(printer.docName())
        printer.setOutputFileName(str(self.folder / "printed.pdf"))
        then()


@pytest.fixture
def paper(qapp: QObject) -> Iterator[Paper]:
    held = QObject()
    made = Paper(held)
    made.take(CARD)
    yield made
    held.deleteLater()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Answers:
    folder = tmp_path / "chosen"
    folder.mkdir()
    made = Answers(folder)
    monkeypatch.setattr(PrintPage, "questions", made)
    return made


def grey(image: QImage) -> bytes:
    shown: Any = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return b"".join(bytes(shown.constScanLine(y))[: shown.width()] for y in range(shown.height()))


def test_bands_cover_a_sheet_once_and_are_small() -> None:
    whole = QSize(4960, 7016)
    cut = list(bands(whole))
    assert cut[0].top() == 0
    assert [band.top() for band in cut[1:]] == [band.top() + band.height() for band in cut[:-1]]
    assert cut[-1].bottom() == whole.height() - 1
    assert max(band.width() * band.height() * 4 for band in cut) <= BAND_BYTES
    assert list(bands(QSize(BAND_BYTES, 3))) == [QRect(0, row, BAND_BYTES, 1) for row in range(3)]


def test_a_sheet_in_bands_is_the_sheet_drawn_whole(paper: Paper) -> None:
    whole = QSize(1240, 1754)
    once = grey(paper.drawn(0, whole, QRect(0, 0, whole.width(), whole.height())))
    cut = b"".join(grey(paper.drawn(0, whole, QRect(0, top, whole.width(), min(177, 1754 - top)))) for top in range(0, 1754, 177))
    assert len(once) == len(cut) == whole.width() * whole.height()
    assert max(abs(a - b) for a, b in zip(once, cut, strict=True)) <= UNSEEN_STEPS
    assert len(set(once)) > 50


def done(number: int, sheets: int) -> bool:
    return (number, sheets) == (0, 0)


def test_it_prints_sharp_in_its_own_size_without_holding_a_sheet(
    qtbot: QtBot, paper: Paper, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[QSize] = []
    draw = Paper.drawn

    def watched(held: Paper, number: int, whole: QSize, band: QRect) -> QImage:
        made = draw(held, number, whole, band)
        assert made.sizeInBytes() <= BAND_BYTES
        sizes.append(whole)
        return made

    monkeypatch.setattr(Paper, "drawn", watched)
    parent = QWidget()
    with qtbot.waitSignal(paper.printing, check_params_cb=done, timeout=PATIENCE_MS):
        paper.ask_printer(parent, answers)
    parent.deleteLater()
    assert answers.asked == ["mdt-desk"]
    assert min(size.width() for size in sizes) > 8 * 300, "A4 is more than 8 inches wide"
    assert max(size.width() for size in sizes) < 9 * FINEST_DPI
    printed = QPdfDocument()
    printed.load(str(answers.folder / "printed.pdf"))
    assert printed.pageCount() == 1
    small = QSize(595, 842)
    before, after = (darkest(document.render(0, small)) for document in (paper._document, printed))
    printed.close()
    assert all(abs(a - b) <= 3 for a, b in zip(before, after, strict=True)), (before, after)


def darkest(image: QImage) -> tuple[int, int, int, int]:
    """The edges of what is dark on a sheet."""
    shown = QImage(image.size(), QImage.Format.Format_RGB32)
    shown.fill(0xFFFFFFFF)
    pen = QPainter(shown)
    pen.drawImage(0, 0, image)
    pen.end()
    dark = [(x, y) for y in range(shown.height()) for x in range(shown.width()) if (shown.pixel(x, y) & 0xFF) < 110]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs), min(ys), max(xs), max(ys)


def test_a_file_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "kept.pdf"
    place.write_bytes(b"older")
    keep(place, CARD)
    assert place.read_bytes() == CARD
    assert place.stat().st_mode & 0o077 == 0
    with pytest.raises(Unavailable, match="cannot_write"):
        keep(tmp_path / "nowhere" / "kept.pdf", CARD)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.pdf"]


# -- the bundle's page


def bundle(screen: Screen, seats: Seats) -> PrintPage:
    page = screen.open("print", seats.case)
    assert isinstance(page, PrintPage)
    return page


def test_the_bundle_is_shown_printed_and_kept(screen: Screen, seats: Seats, answers: Answers) -> None:
    entered(screen, seats, "prosecutor")
    page = bundle(screen, seats)
    pages = page.paper.pages()
    assert pages > 3
    assert says(page, screen.words("print.pages", pages=pages))
    assert not any(bar.isVisible() for bar in page.findChildren(QProgressBar))
    screen.press(screen.words("print.keep"))
    assert (answers.folder / "bundle-en.pdf").read_bytes() == page.paper.printed
    screen.press(screen.words("print.in_ur"))
    assert page.paper.printed != (answers.folder / "bundle-en.pdf").read_bytes()
    with screen.qtbot.waitSignal(page.paper.printing, check_params_cb=done, timeout=PATIENCE_MS):
        screen.press(screen.words("print.print"))
        page.refresh()
    screen.rest()
    assert QPdfDocument().load(str(answers.folder / "printed.pdf")) == QPdfDocument.Error.None_
    assert says(page, screen.words("print.pages", pages=page.paper.pages()))
    assert answers.asked == ["bundle-en.pdf", "mdt-desk"]
    assert {path.name for path in answers.folder.iterdir()} == {"bundle-en.pdf", "printed.pdf"}


def test_a_place_that_cannot_be_written_is_said_in_words(screen: Screen, seats: Seats, answers: Answers) -> None:
    entered(screen, seats, "prosecutor")
    bundle(screen, seats)
    answers.folder.rmdir()
    screen.press(screen.words("print.keep"))
    assert screen.refused == [screen.words("unavailable.cannot_write")]


def test_a_bundle_that_takes_long_can_be_left_and_what_it_brings_is_dropped(
    screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, drawn = threading.Event(), []

    def slowly(content: Any, language: str) -> bytes:
        assert go_on.wait(PATIENCE_MS / 1000)
        drawn.append(language)
        return print_bundle(content, language)

    monkeypatch.setattr("mdt.reports.case_bundle.print_bundle", slowly)
    monkeypatch.setattr(ui.widgets.paper_page, "CANCEL_AFTER_MS", 50)
    entered(screen, seats, "prosecutor")
    screen.window.open("print", seats.case)
    page = screen.window.page()
    assert isinstance(page, PrintPage)
    cancel = screen.words("print.cancel")
    assert buttons(page, cancel) == []
    screen.qtbot.waitUntil(lambda: bool(buttons(page, cancel)), timeout=PATIENCE_MS)
    assert says(page, screen.words("print.making"))
    assert any(bar.isVisible() for bar in page.findChildren(QProgressBar))
    buttons(page, cancel)[0].click()
    assert screen.window.place() == ("case", seats.case)
    go_on.set()
    screen.rest()
    assert (drawn, page.paper.pages()) == (["en"], 0)
    assert bundle(screen, seats) is page
    assert page.paper.pages() > 3
    assert buttons(page, cancel) == []


def test_a_bundle_that_fails_says_so_where_it_would_have_stood_and_can_be_tried_again(
    screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("mdt.reports.case_bundle.print_bundle", lambda content, language: 1 // 0)
        entered(screen, seats, "prosecutor")
        page = bundle(screen, seats)
    assert errors_on(page) == [screen.words("screen.fault", kind="ZeroDivisionError")]
    assert not buttons(page, screen.words("print.print"))[0].isEnabled()
    screen.press(screen.words("print.again"))
    assert errors_on(page) == []
    assert page.paper.pages() > 3
    assert buttons(page, screen.words("print.print"))[0].isEnabled()


def test_who_may_not_print_is_told_on_the_page(screen: Screen, seats: Seats) -> None:
    entered(screen, seats, "psychologist")
    page = bundle(screen, seats)
    assert errors_on(page) == [screen.words("refused.role")]
    assert page.paper.pages() == 0
