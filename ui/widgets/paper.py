"""Paper: a PDF held in memory, looked at here, and printed by the system's dialog; nothing of it is left on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ui.widgets.style import shown_theme, tokens

FINEST_DPI, POINTS_PER_INCH = 400, 72.0
BAND_BYTES, BYTES_PER_DOT = 4_000_000, 4
SHEET_WIDTH, BESIDE, LARGEST = 794, 24, 1.1
"""A sheet of A4 on screen in its own size, the room beside it, and how much larger it is shown at most."""


class Asks(Protocol):
    """The questions about files and paper that are asked of the person at the desk."""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file; empty where nowhere."""
        ...

    def file_to_read(self, parent: QWidget, title: str) -> str:
        """Which file to read; empty where none."""
        ...

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        """The system's print dialog."""
        ...


class Preview(QPdfView):
    """Sheets below each other on a quiet ground, as large as on paper, and smaller where there is no room for that."""

    def __init__(self) -> None:
        super().__init__()
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomFactor(LARGEST)
        self.setFrameShape(QPdfView.Shape.NoFrame)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Dark, QColor(tokens(shown_theme())["line"]))
        self.setPalette(ground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sheet to the room."""
        wide = event.size().width() >= SHEET_WIDTH * LARGEST + 2 * BESIDE
        self.setZoomMode(QPdfView.ZoomMode.Custom if wide else QPdfView.ZoomMode.FitToWidth)
        super().resizeEvent(event)


class Paper(QObject):
    """One PDF at a time."""

    printing = Signal(int, int)
    """A sheet is on its way to the printer: its number, and of how many; nought of nought when all are there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.printed = b""
        self._buffer, self._document = QBuffer(self), QPdfDocument(self)

    def take(self, printed: bytes) -> None:
        """Hold this one, whatever was held before."""
        self._document.close()
        self._buffer.close()
        self.printed = printed
        self._buffer.setData(QByteArray(printed))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)

    def pages(self) -> int:
        """How many sheets it has."""
        return self._document.pageCount()

    def preview(self, name: str) -> QPdfView:
        """A view of all of it; ``name`` is read out."""
        view = Preview()
        view.setDocument(self._document)
        view.setAccessibleName(name)
        return view

    def ask_printer(self, parent: QWidget, questions: Asks) -> None:
        """The system's print dialog, and the paper onto the printer that was chosen there."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("mdt-desk")
        printer.setFullPage(True)
        questions.printer(parent, printer, lambda: self.paint(printer))

    def paint(self, printer: QPrinter) -> None:
        """Print what is held now, a band whenever the window has nothing else to do; what is held later does not disturb it."""
        same = Paper(self)
        same.take(self.printed)
        sheets, steps = same.on(printer), QTimer(same)

        def step() -> None:
            number = next(sheets, None)
            if number is None:
                steps.stop()
                same.deleteLater()
            self.printing.emit(number or 0, same.pages() if number else 0)

        steps.timeout.connect(step)
        steps.start(0)

    def on(self, printer: QPrinter) -> Iterator[int]:
        """Put every sheet on a printer in its own size, as sharp as need be, a band at a time so that none is ever held whole."""
        pen = QPainter(printer)
        try:
            for number in range(self.pages()):
                if number:
                    printer.newPage()
                place, coarser = self._place(number, printer)
                whole = QSize(place.width() // coarser, place.height() // coarser)
                for band in bands(whole):
                    at = QRect(place.x(), place.y() + band.y() * coarser, band.width() * coarser, band.height() * coarser)
                    pen.drawImage(at, self.drawn(number, whole, band))
                    yield number + 1
        finally:
            pen.end()

    def drawn(self, number: int, whole: QSize, band: QRect) -> QImage:
        """One band of a sheet that is ``whole`` dots large, on white."""
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(whole)
        # Qt takes the last dot of the clip for its edge, and would draw the band one dot too small
        options.setScaledClipRect(band.adjusted(0, 0, 1, 1))
        inked = self._document.render(number, band.size(), options)
        made = QImage(band.size(), QImage.Format.Format_RGB32)
        made.fill(0xFFFFFFFF)
        pen = QPainter(made)
        pen.drawImage(0, 0, inked)
        pen.end()
        return made

    def _place(self, number: int, printer: QPrinter) -> tuple[QRect, int]:
        """Where a sheet goes on the printer's paper, in its dots, and how many of these are drawn as one."""
        dots = printer.resolution()
        coarser = -(-dots // FINEST_DPI)
        room = printer.paperRect(QPrinter.Unit.DevicePixel).size() if printer.fullPage() else QSizeF(printer.width(), printer.height())
        size = self._document.pagePointSize(number) * (dots / POINTS_PER_INCH)
        scale = min(1.0, room.width() / size.width(), room.height() / size.height())
        width, height = (int(side * scale) // coarser * coarser for side in (size.width(), size.height()))
        return QRect(int(room.width() - width) // 2, int(room.height() - height) // 2, width, height), coarser


def bands(whole: QSize) -> Iterator[QRect]:
    """A sheet cut across into parts that are small in memory."""
    rows = max(1, BAND_BYTES // (BYTES_PER_DOT * max(1, whole.width())))
    for top in range(0, whole.height(), rows):
        yield QRect(0, top, whole.width(), min(rows, whole.height() - top))
