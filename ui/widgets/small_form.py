"""A small form beside the one of its page: its fields, one button, and what is wrong under the fields or above the button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from mdt.catalogue.sentences import reason, sentence
from mdt.errors import DeskError, Invalid
from ui.desk import ScreenDesk
from ui.widgets.form import Form
from ui.widgets.parts import button, column, label, row


class SmallForm(QWidget):
    """Hands checked values on when its button is pressed; ``explain`` says why the desk did not take them."""

    def __init__(self, desk: ScreenDesk, form: Form, act: str, on: Callable[[Mapping[str, Any]], object]) -> None:
        super().__init__()
        self._desk, self._form, self._on = desk, form, on
        self._wrong = label("", "error")
        self._wrong.hide()
        self._go = button(act, self._press)
        self.setLayout(column(form, self._wrong, row(self._go, 1)))

    def explain(self, fault: DeskError) -> None:
        """Under the field it is about, or else above the button."""
        words = self._desk.words
        reasons = {name: reason(words, fault, name) for name in fault.fields} if isinstance(fault, Invalid) else {}
        self._form.show_errors({name: said for name, said in reasons.items() if self._form.has(name)})
        left = [said for name, said in reasons.items() if not self._form.has(name)]
        if left or not reasons:
            self._wrong.setText(" ".join(dict.fromkeys([sentence(words, fault), *left])) if left else sentence(words, fault))
            self._wrong.show()
        self._go.setEnabled(True)

    def _press(self) -> None:
        self._wrong.hide()
        try:
            given = self._form.values()
        except Invalid as fault:
            self.explain(fault)
            return
        self._form.show_errors({})
        self._go.setEnabled(False)
        self._on(given)
