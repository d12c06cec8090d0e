"""Acts on clocks, flags and recorded events of a case, and on telling people how it stands."""

from __future__ import annotations

from mdt.policy.actions import Action
from mdt.work import clocks, contacts
from ui.widgets import filled
from ui.widgets.case_acts import Asked, on_case, on_record

CLOCK_ACTS = (
    on_record(
        "told",
        "tell",
        Action.LOG_CONTACT,
        "people",
        filled.may_be_told,
        Asked(form="contact_log", job=contacts.log_contact, starts=filled.way_to_try),
    ),
    on_case(
        "record_event",
        "Ctrl+Shift+D",
        Action.RECORD_EVENT,
        "clocks",
        Asked(form="case_event", job=clocks.record_event, arguments=filled.case_event, undo=filled.event_back),
    ),
    on_record(
        "clock",
        "stop_clock",
        Action.RECORD_EVENT,
        "clocks",
        filled.stops_by_hand,
        Asked(form="case_event", job=clocks.record_event, arguments=filled.case_event, starts=filled.what_stops, undo=filled.event_back),
    ),
    on_record(
        "case_event",
        "withdraw_event",
        Action.RECORD_EVENT,
        "clocks",
        lambda record, me: not record["withdrawn_on"],
        Asked(form="withdrawn_event", job=clocks.withdraw_event),
    ),
    on_record(
        "clock",
        "pause_clock",
        Action.PAUSE_CLOCK,
        "clocks",
        lambda record, me: record["state"] != "paused" and record["severity"] != "statutory" and record["rule"] not in ("task", "flag"),
        Asked(form="clock_pause", job=clocks.pause_clock, undo=lambda done: (clocks.resume_clock, {"clock": done.record["id"]})),
    ),
    on_record(
        "clock",
        "resume_clock",
        Action.PAUSE_CLOCK,
        "clocks",
        lambda record, me: bool(record["why_paused"]),
        Asked(form="clock_resumed", job=clocks.resume_clock),
    ),
    on_case("raise_flag", "Ctrl+Shift+F", Action.FLAG_CASE, "clocks", Asked(form="case_flag", job=clocks.raise_flag)),
    on_record(
        "flag",
        "resolve_flag",
        Action.FLAG_CASE,
        "clocks",
        lambda record, me: not record["resolved_on"],
        Asked(form="resolved_flag", job=clocks.resolve_flag),
    ),
)
"""All of them have a form of the catalogue."""
