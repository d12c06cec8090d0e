"""Who reads what is sealed is said from the table of rights, and each sealed field of a form says it."""

from __future__ import annotations

import pytest

import resources
from mdt.catalogue.forms import form_ids, load_form
from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.cases import Charge, Correction, FirstReport, Incident, Request
from mdt.model.clocks import CaseFlag
from mdt.model.evidence import Statement
from mdt.model.interviews import Checklist, Interview, Pressure, StatementStep, Telling
from mdt.model.ladder import Match, Rung
from mdt.model.notes import Opinion, SessionNote, WelfareNote
from mdt.model.outgoing import Consent, ForeignRequest, OutgoingReferral, PlatformRequest, RemovalRequest
from mdt.model.sensitivity import Sensitivity, shape_of
from mdt.model.staff import Role
from mdt.model.tips import Tip, TipLink
from mdt.policy.grants import CLASSES
from mdt.policy.readers import sealed_for
from ui.widgets.asks import Filling, asks_of

KEPT_AS = {
    ("new_case", "report"): (FirstReport, "text"),
    ("correction", "text"): (Correction, "text"),
    ("incident", "what"): (Incident, "what"),
    ("statement", "text"): (Statement, "text"),
    ("closing", "note"): (Request, "note"),
    ("reopening", "note"): (Request, "note"),
    ("voiding", "note"): (Request, "note"),
    ("session_note", "text"): (SessionNote, "text"),
    ("welfare_note", "text"): (WelfareNote, "text"),
    ("opinion", "text"): (Opinion, "text"),
    ("assessment", "assessment"): (Charge, "assessment"),
    ("aftercare", "deviations"): (Interview, "deviations"),
    ("interview_asking", "note"): (Request, "note"),
    ("checklist_remarks", "remarks"): (Checklist, "remarks"),
    ("telling", "note"): (Telling, "note"),
    ("statement_step", "note"): (StatementStep, "note"),
    ("pressure", "by_whom"): (Pressure, "by_whom"),
    ("tip", "narrative"): (Tip, "narrative"),
    ("tip", "victims"): (Tip, "victims"),
    ("tip", "kept"): (Tip, "kept"),
    ("tip_link", "note"): (TipLink, "note"),
    ("case_flag", "what"): (CaseFlag, "what"),
    ("resolved_flag", "resolution"): (CaseFlag, "resolution"),
    **{("rung", name): (Rung, name) for name in ("reference", "address")},
    ("rung_back", "why"): (Rung, "withdrawn_why"),
    ("match_settled", "why"): (Match, "why"),
    ("capture", "capture_hash"): (RemovalRequest, "capture_hash"),
    ("removal", "url"): (RemovalRequest, "url"),
    ("consent", "paper_ref"): (Consent, "paper_ref"),
    ("consent", "why_unsafe"): (Consent, "why_unsafe"),
    ("consent_override", "why_unsafe"): (Consent, "why_unsafe"),
    ("platform_request", "account"): (PlatformRequest, "account"),
    ("referral", "note"): (OutgoingReferral, "note"),
    ("referral_handed", "received_by"): (OutgoingReferral, "received_by"),
    ("foreign", "ncb_ref"): (ForeignRequest, "ncb_ref"),
}
"""Where what is written in a field of a form is kept."""
SEALED = [kind for kind, rule in CLASSES.items() if rule.key is not None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SEALED)
def test_everybody_who_reads_it_is_named_and_nobody_else(language: str, kind: Sensitivity) -> None:
    words = Words(language)
    said = sealed_for(words, kind)
    named = {role for role in Role if words(f"readers.{role.value}") in said}
    if kind in (Sensitivity.IDENTITY, Sensitivity.CONTACT):
        assert not named
        assert CLASSES[kind].cleared == frozenset(Role) - {Role.SUPERVISOR}
    else:
        assert named == CLASSES[kind].cleared


def test_what_was_told_is_not_said_to_be_read_by_the_whole_team() -> None:
    assert sealed_for(Words("en"), Sensitivity.ACCOUNT) == (
        "Sealed: only investigators, psychologists and prosecutors of this case read it."
    )


def test_every_sealed_field_of_a_form_wears_the_class_it_is_kept_in() -> None:
    worn = {(form, field.name): field.sealed for form in form_ids() for field in load_form(form).fields if field.sealed}
    assert worn == {place: class_of(*kept) for place, kept in KEPT_AS.items()}


def class_of(record: type, name: str) -> Sensitivity:
    return next(shape.sensitivity for shape in shape_of(record) if shape.name == name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "name"), sorted(KEPT_AS))
def test_the_help_of_a_sealed_field_says_who_reads_it(language: str, form: str, name: str) -> None:
    spec, words = load_form(form), Words(language)
    tables: dict[str, dict[str, object]] = {field.choices: {} for field in spec.fields}
    asks, _ = asks_of(spec, words, tables, Filling())  # type: ignore[arg-type]
    sealed = spec.field(name).sealed
    assert sealed is not None
    assert next(ask.help for ask in asks if ask.name == name).endswith(sealed_for(words, sealed))


def test_no_form_says_by_hand_who_reads_it() -> None:
    by_hand = [form for form in form_ids() if "ealed for" in resources.text(f"catalogue/forms/{form}.toml")]
    assert by_hand == ["amended_note"]  # the readers of the first text, whichever they are
