"""For every use case, one call of it that succeeds for whoever has the right; a use case that is missing here fails the walk."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from db.copies import RESTORE, mark_copy
from db.doors import invite, join
from db.keys import vault_commitment
from mdt.model.cases import Case, Request
from mdt.policy.actions import Action
from mdt.work import (
    bundle,
    casefile,
    charges,
    drafts,
    gaps,
    incidents,
    kits,
    notes,
    openings,
    people,
    registration,
    requests,
    search,
    staff,
    stages,
    unknown,
    upkeep,
)
from mdt.work.desk import UseCase, Work
from mdt.work.forms import Account, NewNumber, NewParty, NewSource
from mdt.work.people import ContactLines
from tests.make import PASSWORD, Seats, plain_case, surroundings
from tests.mdt.work.call import Sample, Scene, desk_wide
from tests.mdt.work.clock_samples import CLOCK_SAMPLES
from tests.mdt.work.interview_samples import INTERVIEW_SAMPLES
from tests.mdt.work.ladder_samples import LADDER_SAMPLES
from tests.mdt.work.marked import BARE, DAY, OUTSIDERS, first_id, party_of
from tests.mdt.work.outgoing_samples import OUTGOING_SAMPLES
from tests.mdt.work.tip_samples import TIP_SAMPLES


def reach_stage(seats: Seats, stage: str) -> None:
    """Put the marked case on a stage without walking there; the walk itself is tested in test_stages."""
    seats.take("investigator")
    seats.raw().execute("UPDATE cases SET stage = ? WHERE id = ?", (stage, seats.case))


def close(seats: Seats, column: str = "closed_on") -> None:
    """Close or void the marked case from any stage, signed by who asks and who decides; the asking is tested in test_requests."""
    kind = {"closed_on": "close", "voided_on": "void"}[column]

    def ask(work: Work) -> str:
        asked = {"requested_by": work.actor.id, "requested_at": work.store.moment()}
        kept = Request(id=work.ids.fresh(), case=work.at_case, kind=kind, reason="untraced", **asked)  # type: ignore[arg-type]
        work.store.records.add(kept)
        work.store.log.state("ask", kept.case, kept.id, kind)
        return kept.id

    def decide(work: Work, request: str) -> None:
        found, today = work.store.records.one(Request, request), work.clock.today()
        work.store.records.change(found, decided_by=work.actor.id, decided_on=today, decision="approved")
        over: dict[str, Any] = {column: today}
        work.store.records.change(work.store.records.one(Case, work.at_case), **over)
        work.store.log.state("decide", work.at_case, request, "approved", today)

    request = seats.do("investigator", UseCase("planted", Action.REQUEST_VOIDING, frozenset(), True, ask), seats.case)
    seats.do("supervisor", UseCase("planted", Action.DECIDE_REQUEST, frozenset(), True, decide), seats.case, request)


def _moving(target: str, origin: str, facts: dict[str, str]) -> Scene:
    def scene(seats: Seats) -> tuple[Any, ...]:
        reach_stage(seats, origin)
        return target, facts

    return scene


def _closing(seats: Seats) -> tuple[Any, ...]:
    reach_stage(seats, "enquiry")
    return "untraced", "Nobody was found.", DAY


def _reopening(seats: Seats) -> tuple[Any, ...]:
    close(seats)
    return "new_evidence", "A new report came."


def _deciding(seats: Seats) -> tuple[Any, ...]:
    return seats.do("investigator", requests.request_voiding, seats.case, "wrong_entry", "Typed twice."), True


def _certifying(seats: Seats) -> tuple[Any, ...]:
    identity = seats.do("supervisor", staff.register_member, None, "newcomer", "psychologist")
    assert seats.vault is not None
    invitation = invite(seats.vault, identity, "newcomer")
    seats.leave()
    vault, joined = join(seats.folder, "newcomer", invitation, PASSWORD, surroundings(seats.clock))
    vault.close()
    return identity, joined.fingerprint


def _restored(seats: Seats) -> tuple[Any, ...]:
    seats.leave()
    mark_copy(seats.folder, RESTORE, (1, "ab"))
    return ()


def _same_key(seats: Seats) -> tuple[Any, ...]:
    """A turn to the key that the vault is under already: so the desk still opens."""
    seats.take("supervisor")
    assert seats.vault is not None
    key = seats.vault.key
    return 2, vault_commitment(key.key, key.salt), "00" * 32


def bare_case(seats: Seats) -> str:
    """The id of the team's second case."""
    return seats.do("investigator", casefile.locate_case, None, f"enquiry:{BARE}@Multan")


def _harmed(seats: Seats) -> tuple[Any, ...]:
    return (party_of(seats, "V1"),)


def _member(user: str) -> Scene:
    return lambda seats: (seats.members[user],)


def _note(user: str, section: str) -> Scene:
    return lambda seats: (first_id(seats, user, section), "A newer text.")


def _contact(seats: Seats) -> tuple[Any, ...]:
    harmed = seats.do("investigator", casefile.open_case, bare_case(seats)).content["parties"][0]
    return harmed["id"], (), ContactLines(code_word="lantern")


_ALL: tuple[Sample, ...] = (
    desk_wide(casefile.list_cases),
    desk_wide(gaps.missing_on_desk),
    desk_wide(unknown.list_unknown),
    desk_wide(casefile.locate_case, lambda seats: ("enquiry:7411/2026@Multan",)),
    desk_wide(casefile.count_cases),
    desk_wide(requests.list_requests),
    desk_wide(requests.count_exceptions),
    desk_wide(upkeep.read_condition),
    desk_wide(upkeep.read_desk),
    desk_wide(upkeep.change_desk, lambda seats: ("fia_ccw", "ISB")),
    desk_wide(casefile.read_figures, lambda seats: (date(2026, 1, 1), date(2026, 12, 31))),
    desk_wide(search.search, lambda seats: ("0300 0000001",)),
    desk_wide(staff.list_members),
    desk_wide(staff.read_log),
    desk_wide(staff.name_cases, lambda seats: ((seats.case,),)),
    desk_wide(staff.register_member, lambda seats: ("newcomer", "prosecutor")),
    desk_wide(staff.certify_member, _certifying),
    desk_wide(staff.end_member, _member(OUTSIDERS["prosecutor"])),
    desk_wide(staff.hand_on_keys),
    desk_wide(drafts.keep_draft, lambda seats: ("note", "half a sentence")),
    desk_wide(drafts.take_draft, lambda seats: ("note",)),
    desk_wide(drafts.drop_draft, lambda seats: ("note",)),
    desk_wide(registration.look_before_registering, lambda seats: ((NewParty(role="victim", names=("Nobody Known",)),),)),
    desk_wide(registration.register_case, lambda seats: (plain_case(),)),
    desk_wide(upkeep.record_backup, lambda seats: ("ab" * 32, True)),
    desk_wide(upkeep.record_verification, lambda seats: (0,)),
    desk_wide(upkeep.confirm_restore, _restored),
    desk_wide(upkeep.plan_vault_turn),
    desk_wide(upkeep.turn_vault, _same_key),
    desk_wide(kits.read_kits),
    desk_wide(kits.record_kit, lambda seats: ("operational", 1, "ab" * 16)),
    desk_wide(kits.record_trial, lambda seats: ("operational", 1)),
    desk_wide(kits.record_way_in, lambda seats: ("password", "ab" * 16)),
    desk_wide(kits.record_reissue, lambda seats: (seats.members["psychologist"], "operational:1+2", "ab" * 16)),
    Sample(casefile.open_case),
    Sample(casefile.name_case),
    Sample(casefile.open_section, lambda seats: ("session_notes",)),
    Sample(notes.read_history),
    Sample(openings.who_opened),
    Sample(stages.unmet_conditions, lambda seats: ("fir",)),
    Sample(bundle.assemble_bundle),
    Sample(people.reveal_identity, _harmed),
    Sample(people.add_party, lambda seats: (NewParty(role="witness", names=("Witness Testname",)),)),
    Sample(people.amend_party, lambda seats: (*_harmed(seats), {"address": "House 2"})),
    Sample(people.amend_accused, lambda seats: (party_of(seats, "A1"), ("Another Name",), (Account(kind="phone", text="03001234567"),))),
    Sample(people.treat_as_child, lambda seats: (party_of(seats, "A1"), "14_17", "b_form")),
    Sample(people.keep_safe_contact, _contact, bare_case),
    Sample(registration.number_case, lambda seats: (NewNumber(kind="fir", text="99/2026", circle="MUX"),)),
    Sample(registration.add_source, lambda seats: (NewSource(kind="foreign"),)),
    Sample(incidents.add_incident, lambda seats: (DAY, DAY, "Instagram", "A message.")),
    Sample(incidents.correct_report, lambda seats: ("It was in May.", "misheard")),
    Sample(incidents.record_arrest, lambda seats: (party_of(seats, "A1"), DAY)),
    Sample(incidents.classify_case, lambda seats: ({"typology": "sextortion_minor"},)),
    Sample(charges.offences_offered),
    Sample(charges.lay_charge, lambda seats: (party_of(seats, "A1"), "peca-22a")),
    Sample(charges.withdraw_charge, lambda seats: (first_id(seats, "prosecutor", "charges"),)),
    Sample(charges.record_statement, lambda seats: (*_harmed(seats), "s164", DAY)),
    Sample(notes.add_session_note, lambda seats: (DAY, "held", "A second session.")),
    Sample(notes.amend_session_note, _note("psychologist", "session_notes")),
    Sample(notes.raise_signal, lambda seats: ("do_not_interview_before", DAY)),
    Sample(notes.lift_signal, lambda seats: (first_id(seats, "psychologist", "signals"),)),
    Sample(notes.add_welfare_note, lambda seats: (DAY, "held", "A second visit.")),
    Sample(notes.amend_welfare_note, _note("social_welfare", "welfare_notes")),
    Sample(notes.add_opinion, lambda seats: (DAY, "It will stand.")),
    Sample(notes.amend_opinion, _note("prosecutor", "opinions")),
    Sample(stages.move_to_challan, _moving("enquiry", "verification", {"circle_order": "41/2026"})),
    Sample(stages.move_from_challan, _moving("trial", "final_challan", {"court": "Sessions Court Multan"})),
    Sample(requests.request_closure, _closing),
    Sample(requests.request_reopening, _reopening),
    Sample(requests.request_voiding, lambda seats: ("wrong_entry", "Typed twice.")),
    Sample(requests.decide_request, _deciding),
    Sample(staff.add_to_team, _member(OUTSIDERS["psychologist"])),
    Sample(staff.take_off_team, _member("psychologist")),
    Sample(staff.recuse_member, lambda seats: (seats.members["psychologist"], "kin")),
    Sample(staff.recuse_self, lambda seats: ("kin",)),
    Sample(staff.restrict_case, lambda seats: (True,)),
    *INTERVIEW_SAMPLES,
    *CLOCK_SAMPLES,
    *LADDER_SAMPLES,
    *TIP_SAMPLES,
    *OUTGOING_SAMPLES,
)
SAMPLES: Final[dict[str, Sample]] = {sample.job.name: sample for sample in _ALL}
