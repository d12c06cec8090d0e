"""What the sender of a tip is told: the outcome by its code, when it was sent, and that it was acknowledged (product D7, X11)."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.catalogue.days import long_day
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import Conflict
from mdt.model.deadlines import KARACHI
from mdt.model.tips import Feedback, Tip
from mdt.policy.actions import Action
from mdt.policy.outward import Channel, Cleared, Kind, Line, Paper, Protection, Recipient, cleared
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, not_ahead
from mdt.work.letter_lines import fact, shipped
from mdt.work.people import of_case


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def draft_feedback(work: Work, tip: str, outcome: str) -> str:
    """Say what came of a tip; the answer that is owed takes it, or a further one is begun where that was sent already."""
    found = _tip(work, tip)
    chosen(work.catalogue, "tip_outcome", "outcome", outcome)
    said: dict[str, Any] = {"outcome": outcome, "drafted_at": work.store.moment(), "drafted_by": work.actor.id}
    owed = _unsent(work, found.id)
    if owed is None:
        owed = Feedback(id=work.about(work.ids.fresh()), case=found.case, tip=found.id, **said)
        work.store.records.add(owed)
    else:
        work.store.records.change(owed, **said)
    return owed.id


@use_case(Action.WRITE_TIPS)
def prepare_reply(work: Work, tip: str, language: str) -> Cleared:
    """What the sender is to be told of a drafted outcome, cleared by the guard: numbers, days and counts, nobody's name."""
    found = _tip(work, tip)
    drafted = _unsent(work, found.id)
    if language not in LANGUAGES or drafted is None or drafted.outcome is None:
        raise Conflict("conflict.nothing_to_send")
    say = Words(language)
    links = [link for link in work.store.records.tips.links(found.id) if link.cut_on is None]
    about, number = say("reply.about"), found.number
    lines = (
        fact(about, number) if number else shipped(about, say("reply.without_number")),
        fact(say("reply.received"), long_day(found.received_at.astimezone(KARACHI).date(), language)),
        shipped(say("reply.outcome"), work.catalogue.title("tip_outcome", drafted.outcome).inside(language)),
        fact(say("reply.cases"), str(len({link.case for link in links}))),
        fact(say("reply.firs"), str(len({link.number for link in links if link.number}))),
    )
    closing = say("reply.closing")
    how: dict[str, Any] = {"kind": Kind.REPLY, "to": Recipient.AGENCY, "channel": Channel.PORTAL, "purpose": "feedback"}
    paper = Paper(recipient=found.source, on=work.clock.today(), lines=(*lines, Line(text=closing, known=closing)), **how)
    return cleared(paper, Protection())


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def send_feedback(work: Work, tip: str, sent_on: date | None = None) -> str:
    """Say that the sender was told on a day (None: today): the tip waits no longer."""
    found, day = _tip(work, tip), sent_on or work.clock.today()
    not_ahead("sent_on", day, work.clock.today())
    drafted = _unsent(work, found.id)
    if drafted is None or drafted.outcome is None:
        raise Conflict("conflict.nothing_to_send")
    work.store.records.change(drafted, sent_on=day, sent_by=work.actor.id)
    work.store.records.change(found, state="answered", answered_on=day)
    return drafted.id


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def acknowledge_feedback(work: Work, feedback: str, acknowledged_on: date | None = None) -> str:
    """Say that the sender has acknowledged an answer."""
    found: Feedback = of_case(work, Feedback, work.about(feedback))
    day = acknowledged_on or work.clock.today()
    not_ahead("acknowledged_on", day, work.clock.today())
    if found.sent_on is None:
        raise Conflict("conflict.not_sent")
    work.store.records.change(found, acknowledged_on=day)
    return found.id


def _unsent(work: Work, tip: str) -> Feedback | None:
    return next((one for one in work.store.records.tips.feedback(tip) if one.sent_on is None), None)


def _tip(work: Work, tip: str) -> Tip:
    work.keep_seals_shut()
    found: Tip = of_case(work, Tip, work.about(tip))
    work.store.look_through(work.sight)
    return found
