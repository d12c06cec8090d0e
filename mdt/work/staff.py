"""Members and teams: who sits at the desk, who is on a case since when and by whom, and how keys reach them."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.errors import Conflict, Invalid, Missing
from mdt.model.audit import Entry
from mdt.model.cases import Case
from mdt.model.people import Party
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Role, Seat, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.policy.rules import may_hold
from mdt.policy.views import Sight
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import chosen, clean, fit_user_name
from mdt.work.people import mark

CASE_AUDIENCES = (Audience.TEAM, Audience.CLINICAL, Audience.WELFARE, Audience.LEGAL)


@use_case(Action.LIST_MEMBERS, recorded=False)
def list_members(work: Work) -> tuple[Member, ...]:
    """Everybody of the desk."""
    return work.store.staff.members()


@use_case(Action.READ_LOG, recorded=False)
def read_log(work: Work, count: int = 100) -> tuple[Entry, ...]:
    """The newest entries of the log, newest first."""
    return work.store.log.newest(count)


@use_case(Action.READ_LOG, recorded=False)
def name_cases(work: Work, cases: tuple[str, ...]) -> dict[str, str]:
    """Code names of the cases the log speaks of, by id."""
    return {case.id: case.code for case in work.store.records.among(Case, cases)}


@use_case(Action.INVITE_MEMBER, Topic.MEMBERS)
def register_member(
    work: Work, user_name: str, role: str, sex: str = "unknown", trained_on: date | None = None, badge: str | None = None
) -> str:
    """Register a member to be invited; she makes her own keys at her first sign-in. Returns her id."""
    if work.store.staff.by_user_name(fit_user_name(user_name)) is not None:
        raise Conflict("conflict.user_name_taken")
    try:
        Role(role)
    except ValueError:
        raise Invalid(fields={"role": "invalid.choice"}) from None
    chosen(work.catalogue, "sex", "sex", sex)
    member = Member(
        id=work.about(work.ids.fresh()), user_name=user_name, role=role, sex=sex, trained_on=trained_on, badge=clean("badge", badge, 40)
    )
    work.store.records.add(member)
    work.store.log.state("invite", member.id, *_said(member))
    return member.id


@use_case(Action.CERTIFY_MEMBER, Topic.MEMBERS)
def certify_member(work: Work, member: str, fingerprint: str) -> str:
    """Certify the keys of a member who reads out their fingerprint; Invalid where what was read is another one."""
    found = work.store.records.one(Member, work.about(member))
    if found.standing != Standing.JOINED:
        raise Conflict("conflict.not_joined")
    if "".join(fingerprint.split()).casefold() != "".join((found.fingerprint or "?").split()).casefold():
        raise Invalid(fields={"fingerprint": "invalid.fingerprint"})
    work.store.records.change(found, standing=Standing.CERTIFIED.value)
    work.store.log.state("certify", found.id, *certified(found))
    return found.id


@use_case(Action.END_MEMBER, Topic.MEMBERS, Topic.TEAM)
def end_member(work: Work, member: str) -> str:
    """End a membership: every right ends at once, the record stays."""
    found = work.store.records.one(Member, work.about(member))
    if found.id == work.actor.id:
        raise Conflict("conflict.not_oneself")
    if found.standing == Standing.LEFT:
        raise Conflict("conflict.ended_already")
    work.store.records.change(found, standing=Standing.LEFT.value)
    work.store.log.state("end", found.id)
    return found.id


@use_case(Action.ASSIGN_TEAM, Topic.TEAM)
def add_to_team(work: Work, member: str, lead: bool = False) -> str:
    """Seat a certified member on the case; keys follow when a holder is next at the desk."""
    found = work.store.records.one(Member, member)
    if found.standing != Standing.CERTIFIED or Role(found.role) is Role.SUPERVISOR:
        raise Invalid(fields={"member": "invalid.cannot_be_on_team"})
    if work.access is not None and work.access.intake and Action.WRITE_TIPS not in GRANTS[Role(found.role)]:
        raise Invalid(fields={"member": "invalid.not_for_intake"})
    for seat in work.store.staff.seats(work.at_case):
        if seat.member == member and seat.recused_on is not None:
            raise Conflict("conflict.recused")
        if seat.member == member and seat.until is None:
            raise Conflict("conflict.on_team_already")
    kept = Seat(
        id=work.about(work.ids.fresh()), case=work.at_case, member=member, lead=lead, since=work.clock.today(), added_by=work.actor.id
    )
    work.store.records.add(kept)
    work.store.log.state("seat", kept.case, kept.id, member, lead, kept.since)
    return kept.id


@use_case(Action.ASSIGN_TEAM, Topic.TEAM)
def take_off_team(work: Work, member: str) -> str:
    """End a member's seat on the case: access ends at once by every door."""
    seat = _seat(work, member)
    today = work.clock.today()
    work.store.records.change(seat, until=today)
    work.store.log.state("unseat", seat.case, seat.id, today)
    return work.about(seat.id)


@use_case(Action.ASSIGN_TEAM, Topic.TEAM)
def recuse_member(work: Work, member: str, reason: str) -> str:
    """Keep a member away from the case whatever her role (named in it, kin, conflict); she may never be seated on it again."""
    return _recuse(work, member, reason)


@use_case(Action.RECUSE_SELF, Topic.TEAM)
def recuse_self(work: Work, reason: str) -> str:
    """Step back from a case, on its team or supervising it; access ends at once."""
    return _recuse(work, work.actor.id, reason)


@use_case(Action.RESTRICT_CASE, Topic.CASE)
def restrict_case(work: Work, restricted: bool) -> str:
    """Let a case answer no search or duplicate check of anybody off its team, or let it again."""
    case = work.store.records.one(Case, work.about(work.at_case))
    work.store.records.change(case, restricted=restricted)
    work.store.log.state("restrict", case.id, restricted)
    return case.id


@use_case(Action.HAND_ON_KEYS)
def hand_on_keys(work: Work) -> int:
    """Give every key she holds to those on her cases who should have it, and make the first key of her own audiences; returns how many."""
    if work.store.log.unconfirmed() is not None:
        return 0
    given = _hand_on_index(work)
    for audience in CASE_AUDIENCES:
        if not may_hold(work.actor, audience):
            continue
        owed = work.store.keys.owed(audience)
        for case in dict.fromkeys(case for case, member in owed if member == work.actor.id):
            if not work.store.keys.exists(case, audience):
                work.store.keys.make(case, audience)
                given += 1
        for case, member in owed:
            if member != work.actor.id and audience in work.store.keys.held(case):
                work.store.keys.hand_on(case, audience, member)
                given += 1
    return given


def _hand_on_index(work: Work) -> int:
    given = 0
    if Audience.INDEX in work.store.keys.held(""):
        if work.store.keys.turn("", Audience.INDEX):
            work.store.people.unmark()
        for member in work.store.staff.index_keepers():
            if not work.store.keys.granted("", Audience.INDEX, member.id):
                work.store.keys.hand_on("", Audience.INDEX, member.id)
                given += 1
        _mark_what_is_owed(work)
    return given


def _mark_what_is_owed(work: Work) -> None:
    mine = set(work.store.cases.mine())
    for party in work.store.records.among(Party, work.store.people.unmarked()):
        if party.case in mine and Audience.TEAM in work.store.keys.held(party.case):
            work.store.look_through(Sight(work.actor.id, work.sight.classes, work.store.keys.held(party.case)))
            mark(work, work.store.records.one(Party, party.id))
    work.store.look_through(work.sight)


def _recuse(work: Work, member: str, reason: str) -> str:
    chosen(work.catalogue, "recusal_reason", "reason", reason)
    fields: dict[str, Any] = {"recused_on": work.clock.today(), "recusal_reason": reason}
    seat = next((seat for seat in work.store.staff.seats(work.at_case) if seat.member == member and seat.until is None), None)
    if seat is None:
        work.store.records.one(Member, member)
        seat = Seat(id=work.ids.fresh(), case=work.at_case, member=member, since=work.clock.today(), added_by=work.actor.id)
        work.store.records.add(seat)
    work.store.records.change(seat, **fields)
    work.store.log.state("recuse", seat.case, seat.id, member, fields["recused_on"])
    return work.about(seat.id)


def certified(member: Member) -> tuple[Any, ...]:
    """What a certificate says of a member, in the order the log keeps it."""
    return (*_said(member), member.key, member.voice)


def _said(member: Member) -> tuple[Any, ...]:
    return member.user_name, member.role, member.sex, member.trained_on, member.badge


def _seat(work: Work, member: str) -> Seat:
    for seat in work.store.staff.seats(work.at_case):
        if seat.member == member and seat.until is None and seat.recused_on is None:
            return seat
    raise Missing("missing.record")
