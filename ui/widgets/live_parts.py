"""Drawn parts of the live interview: the path of its phases, questions left as dots, facts with a tick, ratios with their mark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.widgets.flow import NARROW
from ui.widgets.style import shown_theme, tokens

DOT, TOP, PATH_HEIGHT = 6.0, 12.0, 52
BUDGET_DOT, BUDGET_STEP = 11, 18
CIRCLE, FACT_AIR, FACT_HEIGHT = 16, 30, 40


def mirrored(part: QWidget) -> bool:
    """Whether a part is read from the right."""
    return part.layoutDirection() == Qt.LayoutDirection.RightToLeft


def colour(name: str) -> QColor:
    """A token of the theme that is shown."""
    return QColor(tokens(shown_theme())[name])


class PhasePath(QWidget):
    """The phases in reading order: done ones filled, the one that runs marked; where it is narrow only that one is named."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps, self._here = list(steps), -1
        self.setFixedHeight(PATH_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def stand(self, here: int, said: str) -> None:
        """Where it stands, counted from 0, and the same in words."""
        self._here = here
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(900, PATH_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line, dots and words; each word begins under its dot."""
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        each = self.width() / len(self._steps)
        places = [each * at + DOT + 2 for at in range(len(self._steps))]
        for at in range(1, len(places)):
            pen.setPen(QPen(colour("accent" if at <= self._here else "line"), 2))
            pen.drawLine(QPointF(self._x(places[at - 1] + DOT), TOP), QPointF(self._x(places[at] - DOT), TOP))
        for at, place in enumerate(places):
            self._draw_dot(pen, at, QPointF(self._x(place), TOP))
            if self.width() >= NARROW or at == self._here:
                self._draw_name(pen, at, place - DOT - 2, each)
        pen.end()

    def _x(self, place: float) -> float:
        return self.width() - place if mirrored(self) else place

    def _draw_dot(self, pen: QPainter, at: int, place: QPointF) -> None:
        pen.setPen(QPen(colour("accent" if at <= self._here else "border"), 2 if at <= self._here else 1.5))
        pen.setBrush(colour("accent" if at < self._here else "card"))
        pen.drawEllipse(place, DOT, DOT)
        if at == self._here:
            pen.setBrush(colour("accent"))
            pen.drawEllipse(place, DOT - 3.5, DOT - 3.5)

    def _draw_name(self, pen: QPainter, at: int, place: float, each: float) -> None:
        font = QFont(self.font())
        font.setPixelSize(12 if at == self._here else 11)
        font.setBold(at == self._here)
        pen.setFont(font)
        pen.setPen(colour("ink" if at == self._here else "soft"))
        wide = each - 4 if self.width() >= NARROW else self.width()
        begin = min(place, self.width() - pen.fontMetrics().horizontalAdvance(self._steps[at]) - 4) if self.width() < NARROW else place
        side = Qt.AlignmentFlag.AlignRight if mirrored(self) else Qt.AlignmentFlag.AlignLeft
        left = self.width() - begin - wide if mirrored(self) else begin
        flags = int(side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)
        pen.drawText(QRectF(left, TOP + 12, wide, PATH_HEIGHT - TOP - 12), flags, self._steps[at])


class Dots(QWidget):
    """Questions left of a budget, one dot each, in lines where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self._left = self._budget = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_left(self, left: int, budget: int, said: str) -> None:
        """So many are left; the same in words."""
        self._left, self._budget = left, budget
        self.setAccessibleName(said)
        self.setVisible(budget > 0)
        self._fit()
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Another width may need another number of lines."""
        self._fit()

    def sizeHint(self) -> QSize:
        """A line of twelve."""
        return QSize(12 * BUDGET_STEP, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Full dots for what is left, pale ones for what was asked."""
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(Qt.PenStyle.NoPen)
        across = self._across()
        for at in range(self._budget):
            line, place = divmod(at, across)
            x = place * BUDGET_STEP + BUDGET_DOT / 2
            pen.setBrush(colour("accent" if at < self._left else "line"))
            centre = QPointF(self.width() - x if mirrored(self) else x, line * BUDGET_STEP + BUDGET_DOT / 2 + 2)
            pen.drawEllipse(centre, BUDGET_DOT / 2, BUDGET_DOT / 2)
        pen.end()

    def _across(self) -> int:
        return max(1, (self.width() + BUDGET_STEP - BUDGET_DOT) // BUDGET_STEP)

    def _fit(self) -> None:
        lines = -(-self._budget // self._across())
        self.setFixedHeight(max(1, lines) * BUDGET_STEP)


class FactTick(QAbstractButton):
    """One fact with a circle that is ticked once it was told; its words break into lines."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its words break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its words at this width, never lower than a finger."""
        room = QRect(0, 0, max(40, width - FACT_AIR - 8), 10_000)
        high = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text()).height()
        return max(FACT_HEIGHT, high + 12)

    def sizeHint(self) -> QSize:
        """Its words in a line of a card."""
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any card."""
        return QSize(120, FACT_HEIGHT)

    def nextCheckState(self) -> None:
        """The page ticks it, once the mark is made."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Circle, tick, words; a frame where the keyboard is."""
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            pen.setPen(QPen(colour("accent"), 2))
            pen.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        middle = QPointF(self.width() - 14 if mirrored(self) else 14, self.height() / 2)
        told = self.isChecked()
        pen.setPen(QPen(colour("accent" if told else "border"), 1.5))
        pen.setBrush(colour("accent" if told else "card"))
        pen.drawEllipse(middle, CIRCLE / 2, CIRCLE / 2)
        if told:
            pen.setPen(QPen(colour("on_accent"), 2))
            steps = ((-4.0, 0.2), (-1.2, 3.0), (4.2, -3.0))
            pen.drawPolyline([QPointF(middle.x() + x, middle.y() + y) for x, y in steps])
        pen.setPen(colour("soft" if told or not self.isEnabled() else "ink"))
        room = self.rect().adjusted(8, 0, -FACT_AIR, 0) if mirrored(self) else self.rect().adjusted(FACT_AIR, 0, -8, 0)
        side = Qt.AlignmentFlag.AlignRight if mirrored(self) else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute) | int(Qt.TextFlag.TextWordWrap)
        pen.drawText(room, flags, self.text())
        pen.end()


class RatioBar(QWidget):
    """A share of a hundred, with a mark where the unit's own number lies."""

    def __init__(self, percent: int, mark: int, said: str) -> None:
        super().__init__()
        self._percent, self._mark = percent, mark
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar, how far it is filled, and the mark through it."""
        pen = QPainter(self)
        pen.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setPen(Qt.PenStyle.NoPen)
        for share, tone in ((100, "line"), (self._percent, "accent")):
            wide = self.width() * share / 100
            pen.setBrush(colour(tone))
            pen.drawRoundedRect(QRectF(self.width() - wide if mirrored(self) else 0, 7, wide, 8), 4, 4)
        at = self.width() * self._mark / 100
        pen.setPen(QPen(colour("ink"), 2))
        x = self.width() - at if mirrored(self) else at
        pen.drawLine(QPointF(x, 2), QPointF(x, 20))
        pen.end()
