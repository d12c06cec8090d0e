"""Hash lists that are kept, and what of a file stands on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QWidget

from mdt.model.hash_lists import HashList, Known
from mdt.work.hash_lists import withdraw_hash_list
from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.parts import button, form_wide, label, row
from ui.widgets.sections import Fact, facts, titled


def kept_lists(desk: ScreenDesk, owner: QWidget, lists: Iterable[HashList], may: bool, gone: Callable[[object], None]) -> list[QWidget]:
    """Every list that stands, with when it came; ``gone`` is called when one was withdrawn by whoever ``may``."""
    rows: list[QWidget] = []
    for one in (one for one in lists if one.withdrawn_on is None):
        said = desk.say("hashes.line", source=name_of(desk, one), count=one.hashes)
        made = QWidget()
        withdraw = partial(desk.do, owner, gone, withdraw_hash_list, None, one.id)
        links = [button(desk.say("hashes.withdraw"), withdraw, "link", name=desk.say("hashes.withdraw") + f" {said}")] if may else []
        when = long_day(one.kept_at.date().isoformat(), desk.words.language)
        line = row(facts([Fact(said, desk.say(f"reading.kind.{one.kind}") if one.source else "", when, "list-checks")], ""), *links)
        line.setStretch(0, 1)
        made.setLayout(line)
        rows.append(made)
    return [form_wide(titled(desk.say("hashes.title"), *rows))] if rows else []


def standing(desk: ScreenDesk, lists: Iterable[HashList], known: Iterable[Known]) -> list[QWidget]:
    """What of a file stands on which list, as warnings."""
    named = {one.id: name_of(desk, one) for one in lists}
    return [
        label(
            desk.say(
                "hashes.stand",
                count=one.count,
                list=named.get(one.list, ""),
                category=one.category or desk.say("reading.no_category"),
            ),
            "second",
            "warn",
        )
        for one in known
    ]


def name_of(desk: ScreenDesk, one: HashList) -> str:
    """Whose list it is; its kind where the file does not say."""
    return one.source or desk.say(f"reading.kind.{one.kind}")
