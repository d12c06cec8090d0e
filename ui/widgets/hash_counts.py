"""What a hash list holds, in numbers; nothing of it is kept, and where files lay is not even read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mdt.model.readings import HashReading
from ui.desk import ScreenDesk
from ui.widgets.parts import form_wide, label
from ui.widgets.sections import facts, titled


def hash_cards(desk: ScreenDesk, found: HashReading) -> list[QWidget]:
    """Counts, counts by category, and what contradicts itself."""
    say = desk.say
    counts = [(say("reading.records"), "", str(found.records)), (say("reading.hashes"), "", str(found.hashes))]
    counts += [(say("reading.without"), "", str(found.without))] if found.without else []
    counts += [(say("reading.made_by"), "", found.source)] if found.source else []
    counts += [(say("reading.version"), "", found.version)] if found.version else []
    by_category = [(name or say("reading.no_category"), "", str(number)) for name, number in found.categories]
    made = [titled(say("reading.counts"), facts(counts, "")), titled(say("reading.by_category"), facts(by_category, ""))]
    if found.contradictions:
        lines = [(example, "", "") for example in found.examples]
        words = label(say("reading.contradictions", count=found.contradictions), "second", "warn")
        made.append(titled(say("reading.contrary"), words, facts(lines, "")))
    return [form_wide(card) for card in made]
