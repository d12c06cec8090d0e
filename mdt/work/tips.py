"""Tips: taken down as they were sent, read, assigned, sorted, and two that are one put together (product D1-D3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from mdt.errors import Conflict, Invalid
from mdt.model.cases import Case
from mdt.model.deadlines import Holidays, due_at
from mdt.model.sensitivity import Audience
from mdt.model.tips import COUNTED, Feedback, Tip, TipLine, TipLink, waited
from mdt.policy.actions import Action
from mdt.policy.rules import may_come_near
from mdt.policy.views import plain, seen
from mdt.work.desk import Topic, Work, use_case
from mdt.work.duplicates import Duplicates, duplicates_of, look, number_key
from mdt.work.forms import LONGEST_LINE, chosen, circle_id, clean, findable_by, needed
from mdt.work.live import on_team
from mdt.work.notes import hold_key
from mdt.work.people import of_case
from mdt.work.search import within_limits

VALUES: Final = frozenset(
    "source number received_at incident_at circle incident_type priority informational triage platform flags caveats narrative victims "
    "names".split()
)
"""What may be said of a tip, as the fields of the form 'tip' are named."""
OWED: Final[Mapping[str, str]] = {"cybertip": "feedback", "interpol": "interpol_reply", "foreign": "interpol_reply"}
"""The deadline by which each source is told what came of it; others expect no answer by a day."""
MOST: Final = 1_000_000
"""More files than any report holds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A tip as it is taken down: values by the names of the form, accounts, files by class, and what has no place but is kept."""

    values: Mapping[str, Any]
    identifiers: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as a member sees it: the case's id and code where she may come near it, its circle otherwise, for restricted ones nothing."""

    id: str
    case: str | None
    code: str | None
    circle: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip as a member may see it, its links, what the sender is told, the tips that are one with it, and what looks like it."""

    content: Mapping[str, Any]
    links: tuple[LinkView, ...]
    feedback: tuple[Mapping[str, Any], ...]
    merged: tuple[TipLine, ...]
    alike: Duplicates
    days: int
    waits_for_key: bool


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def record_tip(
    work: Work,
    values: Mapping[str, Any],
    identifiers: tuple[str, ...] = (),
    counts: Mapping[str, int] | None = None,
    kept: str | None = None,
    again: bool = False,
) -> str:
    """Take a tip down; returns its id. ``values`` by the names of the form, ``identifiers`` as 'kind|platform|as given' texts.

    What the lists do not know (a newer flag, another type or platform) is not refused: it is kept with ``kept``, the original and all that
    has no place. Conflict where this sender's number was taken down before, unless ``again``. No case and no FIR comes of it.
    """
    return _taken_down(work, Sent(values, identifiers, counts or {}, kept), again)


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def record_tips(work: Work, sent: tuple[Sent, ...], again: bool = False) -> tuple[str, ...]:
    """Take down every tip of a file that was read, or none of them where one cannot be; returns their ids in the same order."""
    return tuple(_taken_down(work, one, again) for one in sent)


@use_case(Action.WRITE_TIPS)
def look_before_recording(work: Work, source: str, number: str | None, identifiers: tuple[str, ...] = ()) -> Duplicates:
    """The duplicate check of a tip that is not taken down yet; limited as searches are."""
    within_limits(work)
    return look(work, chosen(work.catalogue, "tip_source", "source", source), number, identifiers)


@use_case(Action.READ_TIP)
def open_tip(work: Work, tip: str) -> TipView:
    """The whole tip as she may see it, and what shares its number or accounts; sealed matter is opened, so this is logged."""
    found: Tip = of_case(work, Tip, work.about(tip))
    content = dict(seen(found, work.sight))
    names = work.store.staff.user_names()
    for who in ("read_by", "assigned_to", "recorded_by"):
        content[who] = names.get(str(content[who]), content[who])
    merged = [*work.store.records.tips.merged_into(found.id), *([found.merged_into] if found.merged_into else [])]
    days = waited(found.received_at, found.answered_on, work.clock.today())
    waits = bool(work.access and work.access.on_team and Audience.TEAM not in work.sight.keys)
    links = tuple(_shown(work, link, names) for link in work.store.records.tips.links(found.id))
    feedback = tuple(seen(one, work.sight) for one in work.store.records.tips.feedback(found.id))
    return TipView(content, links, feedback, work.store.records.tips.lines(merged), duplicates_of(work, found), days, waits)


@use_case(Action.WRITE_TIPS)
def reveal_victims(work: Work, tip: str) -> dict[str, object]:
    """Show who was hurt as the tip says it, once and logged; stays shown until the desk is locked."""
    found: Tip = of_case(work, Tip, work.about(tip))
    work.memory.revealing.add(found.id)
    return seen(found, replace(work.sight, revealed=work.sight.revealed | {found.id}))


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def mark_read(work: Work, tip: str) -> str:
    """Say that somebody who sits at the intake has read it; the first time counts."""
    found = _plain(work, tip)
    if found.read_at is None:
        state = "read" if found.state == "new" else found.state
        work.store.records.change(found, read_at=work.store.moment(), read_by=work.actor.id, state=state)
    return found.id


@use_case(Action.ASSIGN_TIP, Topic.TIPS)
def assign_tip(work: Work, tip: str, member: str) -> str:
    """Give a tip to somebody who sits at the intake."""
    found = _plain(work, tip)
    on_team(work, "member", member)
    state = "assigned" if found.state in ("new", "read") else found.state
    work.store.records.change(found, assigned_to=member, assigned_at=work.store.moment(), state=state)
    return found.id


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def triage_tip(work: Work, tip: str, triage: str) -> str:
    """Say how urgent it is for this desk, whatever priority it was sent with."""
    found = _plain(work, tip)
    work.store.records.change(found, triage=chosen(work.catalogue, "tip_triage", "triage", triage))
    return found.id


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def merge_tips(work: Work, tip: str, into: str, reason: str) -> str:
    """Say that a tip is one with another; both keep their numbers, links and records, and only the other one waits from then on."""
    found, other = _plain(work, tip), _plain(work, into, named=False)
    if found.id == other.id or other.merged_into is not None or work.store.records.tips.merged_into(found.id):
        raise Invalid(fields={"into": "invalid.choice"})
    if found.merged_into is not None:
        raise Conflict("conflict.merged_already")
    chosen(work.catalogue, "merge_reason", "reason", reason)
    work.store.records.change(found, merged_into=other.id, merged_why=reason)
    return found.id


@use_case(Action.WRITE_TIPS, Topic.TIPS)
def unmerge_tip(work: Work, tip: str) -> str:
    """Take two tips apart again; that they were one stays in the history."""
    found = _plain(work, tip)
    if found.merged_into is None:
        raise Conflict("conflict.not_merged")
    work.store.records.change(found, merged_into=None, merged_why=None)
    return found.id


def _taken_down(work: Work, sent: Sent, again: bool) -> str:
    if unknown := set(sent.values) - VALUES:
        raise Invalid(fields=dict.fromkeys(unknown, "invalid.field"))
    known, strange = _known(work, sent.values)
    key = number_key(known["source"], known.get("number"))
    if key is not None and not again and work.store.records.tips.numbered(key):
        raise Conflict("conflict.tip_known")
    hold_key(work, Audience.TEAM)
    given = tuple(needed("identifiers", entry, LONGEST_LINE) for entry in dict.fromkeys(sent.identifiers))
    said = "\n".join(part for part in (clean("kept", sent.kept), *strange) if part)
    tip = Tip(
        id=work.about(work.ids.fresh()),
        case=work.at_case,
        number_key=key,
        recorded_by=work.actor.id,
        identifiers=given,
        kept=said or None,
        **known,
        **_counted(sent.counts),
    )
    work.store.records.add(tip)
    work.store.records.tips.index(tip.id, findable_by(given))
    if (owed := OWED.get(tip.source)) is not None:
        due = due_at(tip.received_at, work.catalogue.deadlines[owed].offset, Holidays())
        work.store.records.add(Feedback(id=work.ids.fresh(), case=tip.case, tip=tip.id, due_on=due.date() if due else None))
    return tip.id


def _plain(work: Work, tip: str, named: bool = True) -> Tip:
    """A tip of the intake, its sealed fields left closed."""
    work.keep_seals_shut()
    found: Tip = of_case(work, Tip, work.about(tip) if named else tip)
    work.store.look_through(work.sight)
    return found


def _known(work: Work, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What the lists know, checked; and lines about what they do not."""
    said, strange = dict(values), []
    chosen(work.catalogue, "tip_source", "source", said.get("source") or "")
    for name, table, other in (("incident_type", "incident_type", "other"), ("platform", "platform", "other")):
        if said.get(name) is not None and said[name] not in work.catalogue.tables[table]:
            strange.append(f"{name}: {said[name]}")
            said[name] = other
    for name in ("flags", "caveats"):
        listed = tuple(dict.fromkeys(said.get(name) or ()))
        said[name] = tuple(one for one in listed if one in work.catalogue.tables[f"tip_{name.removesuffix('s')}"])
        strange += [f"{name}: {one}" for one in listed if one not in said[name]]
    if said.get("triage") is not None:
        chosen(work.catalogue, "tip_triage", "triage", said["triage"])
    said["circle"] = circle_id(work.catalogue, said["circle"]) if said.get("circle") else None
    for name in ("received_at", "incident_at"):
        said[name] = _moment(work, name, said.get(name))
    said |= {name: clean(name, said.get(name), longest) for name, longest in (("number", 80), ("priority", 40))}
    said |= {name: clean(name, said.get(name)) for name in ("narrative", "victims")}
    said["names"] = tuple(needed("names", one, LONGEST_LINE) for one in said.get("names") or ())
    return {**said, "informational": bool(said.get("informational"))}, strange


def _moment(work: Work, name: str, value: Any) -> datetime | None:
    if value is None and name == "received_at":
        return work.store.moment()
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise Invalid(fields={name: "invalid.date"})
    if value is not None and value > work.clock.now():
        raise Invalid(fields={name: "invalid.in_the_future"})
    return value


def _counted(counts: Mapping[str, int]) -> dict[str, Any]:
    if unknown := set(counts) - set(COUNTED):
        raise Invalid(fields=dict.fromkeys(unknown, "invalid.field"))
    if wrong := [name for name, count in counts.items() if type(count) is not int or not 0 <= count <= MOST]:
        raise Invalid(fields=dict.fromkeys(wrong, "invalid.number"), least=0, most=MOST)
    return dict(counts)


def _shown(work: Work, link: TipLink, names: Mapping[str, str]) -> LinkView:
    access = work.store.cases.access(link.case)
    fields = {name: plain(getattr(link, name)) for name in ("reason", "linked_on", "cut_on", "cut_reason", "number", "party")}
    fields["linked_by"] = names.get(link.linked_by, link.linked_by)
    case = work.store.records.one(Case, link.case)
    if may_come_near(work.actor, access):
        return LinkView(link.id, case.id, case.code, case.circle, fields)
    hidden = access is None or access.restricted or access.recused or access.voided
    return LinkView(link.id, None, None if hidden else case.code, None if hidden else case.circle, {} if hidden else fields)
