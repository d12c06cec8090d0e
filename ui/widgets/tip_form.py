"""A tip that was read, as a form: every value in a box of its own with its place below, and back again as it was confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from mdt.errors import Invalid
from mdt.model.dates import typed_moment
from mdt.model.identifiers import IdentifierKind, identify
from mdt.model.readings import COUNTED, ONCE, FoundIdentifier, NetworkEvent, Role, TipReading, Value
from mdt.work.bundle import KARACHI
from ui.desk import ScreenDesk
from ui.widgets.fields import Ask
from ui.widgets.form import Form
from ui.widgets.original import placed

TIMES: Final = ("received_at", "incident_at")
FIRST: Final = ("source", "number", "received_at", "incident_at", "incident_type", "also", "priority", "classification", "platform", "esp")
MORE: Final = ("escalation", "flags", "related")
OF_PERSON: Final = ("names", "age")
TOLD: Final = ("url", "narrative")
APART: Final = "victims"
LONG: Final = frozenset({"narrative", "victims", "escalation"})
BETWEEN: Final = {"narrative": "\n\n"}
MOST_IDENTIFIERS: Final = 60
"""More than that stand in the original only, and are recorded as they were read."""
_MINUTES: Final = "%Y-%m-%d %H:%M"


def asks_of_tip(tip: TipReading, desk: ScreenDesk) -> list[Ask]:
    """Everything that can be confirmed, in the order in which it is read."""
    asks = [_ask(tip, name, desk) for name in (*FIRST, *MORE) if name in FIRST[:5] or tip.every(name)]
    asks[0] = replace(asks[0], part=desk.say("reading.part_tip"))
    counts = dict(tip.counts)
    asks += [Ask(name, desk.say(f"reading.field_{name}"), start=str(counts[name])) for name in COUNTED]
    person = [_ask(tip, name, desk) for name in OF_PERSON if tip.every(name)]
    person += [_identifier(at, one, desk) for at, one in _held(tip) if one.role is Role.REPORTED]
    events = _events(tip, desk)
    apart = [_ask(tip, APART, desk)] if tip.every(APART) else []
    apart += [_identifier(at, one, desk) for at, one in _held(tip) if one.role is not Role.REPORTED]
    told = [_ask(tip, name, desk) for name in TOLD if tip.every(name)]
    for title, part in (("person", person), ("events", events), ("apart", apart), ("told", told)):
        asks += [replace(one, part=desk.say(f"reading.part_{title}") if not at else "") for at, one in enumerate(part)]
    return asks


def confirmed(form: Form, tip: TipReading, today: Callable[[], date]) -> TipReading:
    """The tip as it stands in the form; raises Invalid for the fields that cannot be kept. An emptied field is left out."""
    faults: dict[str, str] = {}

    def kept(name: str, read: Callable[[str], str]) -> str:
        try:
            return read(form.text(name).strip())
        except Invalid as fault:
            faults[name] = next(iter(fault.fields.values()))
            return ""

    values = tuple(_values(form, tip, today, kept))
    counts = {name: kept(name, _count) for name in COUNTED}
    identifiers = [(one, kept(f"identifier_{at}", _reader(one))) for at, one in _held(tip)]
    events = tuple(event for at, event in enumerate(tip.events) if not form.has(f"event_{at}") or form.text(f"event_{at}") == "yes")
    if faults:
        raise Invalid(fields=faults)
    more = tuple((name, number) for name, number in tip.counts if name not in counts)
    return replace(
        tip,
        values=values,
        events=events,
        counts=tuple((name, int(text)) for name, text in counts.items()) + more,
        identifiers=tuple(replace(one, text=text) for one, text in identifiers if text) + tip.identifiers[MOST_IDENTIFIERS:],
    )


def places(tip: TipReading) -> Mapping[str, str]:
    """The place in the original of what stands in each field."""
    found = {value.name: value.where for value in reversed(tip.values)}
    found |= {f"identifier_{at}": one.where for at, one in _held(tip)}
    return found | {f"event_{at}": event.where for at, event in enumerate(tip.events)}


def line_of(event: NetworkEvent, desk: ScreenDesk) -> str:
    """An address and what stands beside it, in one line."""
    seen = datetime.fromisoformat(event.at).astimezone(KARACHI).strftime(_MINUTES) if event.at else ""
    port = desk.say("reading.port", port=event.port) if event.port else ""
    proxy = desk.say("reading.proxy") if event.proxy == "yes" else ""
    return " · ".join(part for part in (event.address, event.event, seen, port, proxy) if part)


def _values(form: Form, tip: TipReading, today: Callable[[], date], kept: Callable[[str, Callable[[str], str]], str]) -> Iterator[Value]:
    """Those nobody touched as they are, then those that were changed or added."""
    where = places(tip)
    names = dict.fromkeys((*FIRST, *(value.name for value in tip.values)))
    changed = [name for name in names if form.has(name) and form.text(name) != _shown(tip, name)]
    yield from (value for value in tip.values if value.name not in changed)
    for name in changed:
        if name in TIMES:
            texts = [kept(name, partial(_moment, name, today()))]
        elif name in ONCE or name in LONG:
            texts = [form.text(name).strip()]
        else:
            texts = [text.strip() for text in form.text(name).splitlines()]
        yield from (Value(name, text, where.get(name, "")) for text in texts if text)


def _ask(tip: TipReading, name: str, desk: ScreenDesk) -> Ask:
    many = name in LONG or len(tip.every(name)) > 1
    place = placed(places(tip).get(name, ""))
    helped = desk.say("reading.time_help", place=place) if name in TIMES and place else place
    return Ask(name, desk.say(f"reading.field_{name}"), "text" if many else "line", helped, start=_shown(tip, name), short=name not in LONG)


def _shown(tip: TipReading, name: str) -> str:
    if name in TIMES:
        at = tip.first(name)
        return datetime.fromisoformat(at).astimezone(KARACHI).strftime(_MINUTES) if at else ""
    return BETWEEN.get(name, "\n").join(tip.every(name))


def _held(tip: TipReading) -> list[tuple[int, FoundIdentifier]]:
    return list(enumerate(tip.identifiers[:MOST_IDENTIFIERS]))


def _identifier(at: int, one: FoundIdentifier, desk: ScreenDesk) -> Ask:
    kind, platform, text = one.text.split("|", 2)
    words = [desk.say(f"reading.role_{one.role.value}")] if one.role is not Role.REPORTED else []
    words += [desk.say(f"reading.field_{kind}"), *([desk.title("platform", platform)] if platform not in ("", "other") else [])]
    return Ask(f"identifier_{at}", " · ".join(words), help=placed(one.where), start=text)


def _events(tip: TipReading, desk: ScreenDesk) -> list[Ask]:
    return [
        Ask(
            f"event_{at}",
            line_of(event, desk),
            "tick",
            desk.say(f"reading.tells_{event.tells.value}", place=placed(event.where)),
            start="yes",
        )
        for at, event in enumerate(tip.events[:MOST_IDENTIFIERS])
    ]


def _reader(one: FoundIdentifier) -> Callable[[str], str]:
    kind, platform, _ = one.text.split("|", 2)

    def read(text: str) -> str:
        if not text:
            return ""
        identify(IdentifierKind(kind), text, platform or None)
        return f"{kind}|{platform}|{text}"

    return read


def _count(text: str) -> str:
    if not text.isdecimal() or len(text) > 6:
        raise Invalid(fields={"count": "reading.count"})
    return text


def _moment(field: str, today: date, text: str) -> str:
    return typed_moment(field, text, today, KARACHI).astimezone(UTC).isoformat() if text else ""
