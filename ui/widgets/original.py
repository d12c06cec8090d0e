"""What came, text by text with its place: all of it, or only what nobody understood; one of them is shown whole below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QPlainTextEdit, QScrollBar, QWidget

from mdt.model.readings import Leaf, TipReading
from ui.desk import ScreenDesk
from ui.widgets.flow import flowing
from ui.widgets.parts import button, column, label
from ui.widgets.reading import apart
from ui.widgets.table import Field, Listing, PagedRows

HIGH, WHOLE_HIGH, LETTERS = 420, 96, 200
ALL_OF_IT = 10**9


class Original(QWidget):
    """The original of one tip."""

    def __init__(self, desk: ScreenDesk, tip: TipReading) -> None:
        super().__init__()
        self._leaves = {"all": tip.leaves, "kept": tip.kept}
        columns = (
            Field(desk.say("reading.place"), lambda leaf: apart(short(leaf.path)), 170),
            Field(desk.say("reading.text"), lambda leaf: apart(" ".join(leaf.text[:LETTERS].split()))),
        )
        self._rows = PagedRows(columns, ALL_OF_IT)
        self._list = Listing(self._rows, columns, desk.say("reading.original"))
        self._list.setMinimumHeight(HIGH)
        self._list.selectionModel().currentChanged.connect(self._tell)
        self._pills = {
            name: button(desk.say(f"reading.show_{name}", count=len(leaves)), partial(self.show_part, name), "pill")
            for name, leaves in self._leaves.items()
        }
        self._place, self._whole = label("", "caption"), QPlainTextEdit()
        self._whole.setReadOnly(True)
        self._whole.setTabChangesFocus(True)
        self._whole.setFixedHeight(WHOLE_HIGH)
        self._whole.setAccessibleName(desk.say("reading.whole"))
        self.setLayout(column(flowing(*self._pills.values()), self._list, self._place, self._whole))
        self.show_part("all")

    def show_part(self, name: str) -> None:
        """All of it, or what was kept."""
        for other, pill in self._pills.items():
            pill.setChecked(other == name)
        self._shown = self._leaves[name]
        self._rows.begin(self._shown)

    def point_at(self, path: str) -> None:
        """Stand on the text at a place, or on the first one below it."""
        found = next((at for at, leaf in enumerate(self._leaves["all"]) if leaf.path.startswith(path)), None) if path else None
        if found is not None:
            self.show_part("all")
            self._list.selectRow(found)

    def _tell(self, now: QModelIndex, before: QModelIndex) -> None:
        leaf: Leaf | None = self._rows.row(now.row())
        self._place.setText("" if leaf is None else placed(leaf.path))
        self._whole.setPlainText("" if leaf is None else leaf.text)


class Beside(QWidget):
    """A card that stays in sight beside a longer one: the room above it grows as the sheet they lie on is scrolled."""

    def __init__(self, card: QWidget, longer: QWidget, sheet: QWidget, bar: QScrollBar) -> None:
        super().__init__()
        self._card, self._longer, self._sheet, self._pad = card, longer, sheet, QWidget()
        self._pad.setFixedHeight(0)
        self.setLayout(column(self._pad, card, gap=0))
        bar.valueChanged.connect(self._follow)

    def _follow(self, value: int) -> None:
        if not self._sheet.isAncestorOf(self):
            return
        top, beside = self.mapTo(self._sheet, QPoint(0, 0)), self._longer.mapTo(self._sheet, QPoint(0, 0))
        room = self._longer.height() - self._card.height() if top.y() == beside.y() else 0
        self._pad.setFixedHeight(max(0, min(value - top.y(), room)))


def short(path: str) -> str:
    """The end of a place, which is what tells it from its neighbours."""
    steps = path.replace("/", ".").split(".")
    return steps[-2] if steps[-1] == "value" and len(steps) > 1 else steps[-1]


def placed(path: str) -> str:
    """A place in a line of words: it may be broken at its steps, and reads from the left."""
    return apart(path.replace(".", ".\u200b").replace("/", "/\u200b"))
