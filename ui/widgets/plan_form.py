"""Between the form of an interview's plan and what the use cases take: moments, whole numbers, and what the gate looks at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from mdt.errors import Invalid
from mdt.model.dates import typed_moment
from mdt.work.bundle import KARACHI
from ui.widgets.form import Form

NUMBERS: Final[Mapping[str, tuple[int, int]]] = {"minutes": (5, 240), "budget": (0, 60)}
GATED: Final = ("kind", "lead", "second", "support", "preference", "preferred")


def as_meant(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Checked values of the form as the use case takes them; Invalid for a moment or a number that cannot be read."""
    meant = dict(given)
    if meant.get("planned_for") is not None:
        meant["planned_for"] = typed_moment("planned_for", meant["planned_for"], today, KARACHI)
    for name, (least, most) in NUMBERS.items():
        if meant.get(name) is not None:
            if not str(meant[name]).strip().isdecimal():
                raise Invalid(fields={name: "invalid.number"}, least=least, most=most)
            meant[name] = int(meant[name])
    return meant


def under_gate(form: Form, today: date) -> dict[str, Any]:
    """What the gate looks at as it stands in the form now, however unfinished the rest is."""
    found: dict[str, Any] = {name: form.text(name) or None for name in GATED if form.has(name)}
    found["guardian_away"] = form.text("guardian_away") == "yes"
    if found.get("preference") != "named":
        found.pop("preferred", None)
    elif not found.get("preferred"):
        found["preference"] = "not_asked"
    try:
        text = form.text("planned_for").strip()
        found["planned_for"] = typed_moment("planned_for", text, today, KARACHI) if text else None
    except Invalid:
        found["planned_for"] = None
    return found


def typed(name: str, value: Any) -> str:
    """A field of the plan as it would be typed."""
    if name == "planned_for" and value:
        return f"{datetime.fromisoformat(value).astimezone(KARACHI):%d/%m/%Y %H:%M}"
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return "yes" if value is True else "" if value in (None, False) else str(value)


def kept(name: str, value: Any) -> Any:
    """A field of the plan as the use case takes it."""
    if name == "planned_for" and value:
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
