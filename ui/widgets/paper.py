"""Paper: a PDF held in memory, looked at here, and printed by the system's dialog; nothing of it is left on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

FINEST_DPI, POINTS_PER_INCH = 600, 72.0
BAND_BYTES, BYTES_PER_DOT = 8_000_000, 4


class Asks(Protocol):
    """The two questions paper asks of the person at the desk."""

    def file_to_write(self, parent: QWidget, title: str, name: str) -> str:
        """Where to write a file; empty where nowhere."""
        ...

    def printer(self, parent: QWidget, printer: QPrinter, then: Callable[[], None]) -> None:
        """The system's print dialog."""
        ...


class Paper(QObject):
    """One PDF at a time."""

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
        """A view of all of it, as wide as there is room; ``name`` is read out."""
        view = QPdfView()
        view.setDocument(self._document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setAccessibleName(name)
        return view

    def ask_printer(self, parent: QWidget, questions: Asks) -> None:
        """The system's print dialog, and the paper onto the printer that was chosen there."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("mdt-desk")
        printer.setFullPage(True)
        questions.printer(parent, printer, lambda: self.paint(printer))

    def paint(self, printer: QPrinter) -> None:
        """Every sheet in its own size, as sharp as the printer is, a band at a time so that no sheet is ever held whole."""
        pen = QPainter(printer)
        for number in range(self.pages()):
            if number:
                printer.newPage()
            place, coarser = self._place(number, printer)
            for band in bands(QSize(place.width() // coarser, place.height() // coarser)):
                at = QRect(place.x(), place.y() + band.y() * coarser, band.width() * coarser, band.height() * coarser)
                pen.drawImage(at, self.drawn(number, QSize(place.width() // coarser, place.height() // coarser), band))
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
