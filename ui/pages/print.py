"""Printing the case bundle: made in memory with progress, looked at here, printed by the system's dialog or kept where one says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QProgressBar, QWidget

from mdt.model.bundles import BundleContent
from mdt.work.bundle import assemble_bundle
from ui.desk import ScreenDesk
from ui.widgets.page import Page
from ui.widgets.parts import button, label, row

DOTS_PER_POINT = 3.0


class Asks(Protocol):
    """The two questions printing asks of the person at the desk."""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file; empty where nowhere."""
        ...

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        """The system's print dialog."""
        ...


class PrintPage(Page):
    """One case's bundle in one language."""

    questions: Asks
    """Given by the program: the only place that opens system dialogs."""

    def __init__(self, desk: ScreenDesk, about: str = "") -> None:
        super().__init__(desk, about)
        self._printed = b""
        self._language = desk.words.language
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(self.say("print.making"))
        self._said = label("", "second")
        self._print = button(self.say("print.print"), self._to_printer, "primary", "Ctrl+P")
        self._keep = button(self.say("print.keep"), self._to_file)
        view = QPdfView()
        view.setDocument(self._document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setAccessibleName(self.say("print.preview"))
        view.setMinimumHeight(520)
        languages = [button(self.say(f"print.in_{language}"), self._choosing(language), "pill") for language in ("en", "ur")]
        back = button(self.say("note.back"), lambda: self.opened.emit("case", self.about), keys="Alt+Left")
        self.body.addWidget(label(self.say("print.title"), "title"))
        self.body.addLayout(row(*languages, 1, back, self._keep, self._print))
        self.body.addWidget(self._progress)
        self.body.addWidget(self._said)
        self.body.addWidget(view, 1)

    def refresh(self) -> None:
        """Gather the bundle (logged as a print) and draw it."""
        self._busy(True)
        self.desk.do(self, self._draw, assemble_bundle, self.about)

    def _choosing(self, language: str) -> Callable[[], None]:
        def choose() -> None:
            self._language = language
            self.refresh()

        return choose

    def _draw(self, content: BundleContent) -> None:
        from mdt.reports.case_bundle import print_bundle

        language = self._language
        self.desk.errands.send(lambda: print_bundle(content, language), self, self._show, self._failed)

    def _show(self, printed: bytes) -> None:
        self._busy(False)
        self._printed = printed
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(printed))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._said.setText(self.say("print.pages", pages=self._document.pageCount()))

    def _failed(self, fault: Exception) -> None:
        self._busy(False)
        self.told.emit(self.say("screen.fault", kind=type(fault).__name__))

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._print.setEnabled(not busy)
        self._keep.setEnabled(not busy)
        self._said.setText(self.say("print.making") if busy else "")

    def _to_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("mdt-desk")
        self.questions.printer(self, printer, lambda: self.paint(printer))

    def paint(self, printer: QPrinter) -> None:
        """Every page onto the printer; nothing is left on disk by this program."""
        pen = QPainter(printer)
        for number in range(self._document.pageCount()):
            if number:
                printer.newPage()
            points = self._document.pagePointSize(number)
            image: QImage = self._document.render(
                number, QSize(int(points.width() * DOTS_PER_POINT), int(points.height() * DOTS_PER_POINT))
            )
            pen.drawImage(pen.viewport(), image)
        pen.end()

    def _to_file(self) -> None:
        path = self.questions.file_to_write(self, self.say("print.keep"), f"bundle-{self._language}.pdf")
        if path:
            printed = self._printed
            self.desk.errands.send(
                lambda: Path(path).write_bytes(printed), self, lambda _: self.told.emit(self.say("print.kept")), self._failed
            )
