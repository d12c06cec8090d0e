"""Notes of the professions: written sealed, amended beside the old text, read by a logged act."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.errors import Refused
from mdt.model.audit import FieldChange
from mdt.model.notes import Opinion, SessionNote, Signal, WelfareNote
from mdt.model.sensitivity import Audience
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, clean, needed, not_ahead
from mdt.work.people import of_case


@use_case(Action.WRITE_SESSION_NOTE, Topic.NOTES)
def add_session_note(work: Work, held_on: date, attendance: str, text: str | None = None) -> str:
    """Record a counselling session; the text is sealed for the psychologists of this case."""
    return _add(work, SessionNote, Audience.CLINICAL, held_on, attendance, text)


@use_case(Action.WRITE_WELFARE_NOTE, Topic.NOTES)
def add_welfare_note(work: Work, held_on: date, attendance: str, text: str | None = None) -> str:
    """Record a home visit or a step of the plan; the text is sealed for welfare and counselling."""
    return _add(work, WelfareNote, Audience.WELFARE, held_on, attendance, text)


@use_case(Action.WRITE_OPINION, Topic.NOTES)
def add_opinion(work: Work, held_on: date, text: str) -> str:
    """Record a legal opinion, sealed for the prosecutors of this case."""
    hold_key(work, Audience.LEGAL)
    kept = Opinion(id=work.about(work.ids.fresh()), case=work.at_case, held_on=held_on, written_by=work.actor.id, text=needed("text", text))
    work.store.records.add(kept)
    return kept.id


@use_case(Action.WRITE_SESSION_NOTE, Topic.NOTES)
def amend_session_note(work: Work, note: str, text: str) -> str:
    """Put a newer text beside the older one; only its writer may."""
    return _amend(work, SessionNote, note, text)


@use_case(Action.WRITE_WELFARE_NOTE, Topic.NOTES)
def amend_welfare_note(work: Work, note: str, text: str) -> str:
    """Put a newer text beside the older one; only its writer may."""
    return _amend(work, WelfareNote, note, text)


@use_case(Action.WRITE_OPINION, Topic.NOTES)
def amend_opinion(work: Work, note: str, text: str) -> str:
    """Put a newer text beside the older one; only its writer may."""
    return _amend(work, Opinion, note, text)


@use_case(Action.RAISE_SIGNAL, Topic.NOTES)
def raise_signal(work: Work, kind: str, until: date | None = None) -> str:
    """Tell the whole team an instruction ('do not interview before') and nothing of the reason."""
    chosen(work.catalogue, "signal", "kind", kind)
    kept = Signal(id=work.about(work.ids.fresh()), case=work.at_case, kind=kind, until=until, raised_by=work.actor.id)
    work.store.records.add(kept)
    return kept.id


@use_case(Action.RAISE_SIGNAL, Topic.NOTES)
def lift_signal(work: Work, signal: str) -> str:
    """Take a signal back; that it stood stays in the history."""
    found: Signal = of_case(work, Signal, work.about(signal))
    work.store.records.change(found, lifted_on=work.clock.today())
    return found.id


@use_case(Action.READ_HISTORY)
def read_history(work: Work) -> tuple[FieldChange, ...]:
    """Every change of every field of the case that her classes open, oldest first; identity of parties she revealed only.

    Marks of an interview are never changed, and are read with it; digests of a match are for comparing.
    """
    kept = work.store.records.history(work.at_case)
    shown = (change for change in kept if change.noun != "marks" and (change.noun, change.field) != ("matches", "alike"))
    return tuple(change for change in shown if change.sensitivity != "IDENTITY" or change.record in work.sight.revealed)


def hold_key(work: Work, audience: Audience) -> None:
    """Have the key of an audience of the case in hand: make the first one where there is none yet."""
    if audience not in work.sight.keys and not work.store.keys.exists(work.at_case, audience):
        work.store.keys.make(work.at_case, audience)


def _add(work: Work, kind: Any, audience: Audience, held_on: date, attendance: str, text: str | None) -> str:
    chosen(work.catalogue, "attendance", "attendance", attendance)
    if attendance == "held":
        not_ahead("held_on", held_on, work.clock.today())
    hold_key(work, audience)
    body = needed("text", text) if attendance == "held" else clean("text", text)
    fields = {"case": work.at_case, "held_on": held_on, "attendance": attendance, "written_by": work.actor.id, "text": body}
    kept = kind(id=work.about(work.ids.fresh()), **fields)
    work.store.records.add(kept)
    return str(kept.id)


def _amend(work: Work, kind: Any, note: str, text: str) -> str:
    found = of_case(work, kind, work.about(note))
    if found.written_by != work.actor.id:
        raise Refused("refused.not_the_writer")
    work.store.records.change(found, text=needed("text", text))
    return str(found.id)
