"""What can be done on a case, as plain rows: words, key, the page that does it, the right it needs, and where it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.work import charges, incidents, live, meetings, notes, people, registration, staff, tellings, tip_links
from mdt.work.desk import UseCase
from ui.widgets import filled
from ui.widgets.filled import Filled, Record, Undo


def always(record: Record, me: str) -> bool:
    """An act that suits every record."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an act with a form is done: the form of the catalogue, the use case, and how what was typed becomes its arguments.

    ``errors`` renames fields of the use case's Invalid to those of the form; ``then`` is the page that comes after it was done.
    """

    form: str
    job: UseCase[..., Any]
    arguments: Callable[[Filled], Mapping[str, Any]] = filled.as_typed
    starts: Callable[[Record, Record], Mapping[str, str]] = filled.blank
    undo: Callable[[Filled], Undo | None] = filled.no_way_back
    errors: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False
    then: str = "case"
    sealed: Mapping[str, Sensitivity] = field(default_factory=dict)
    """Fields that only those may write who may read their class."""


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act on a case: in its head, the one action of a role as ``primary``, or as a link at the place ``where`` names.

    ``per_record`` names the kind of record it is about; its page is then given 'case/record', and it is offered where it ``suits``
    the record as shown to the member of that user name. ``asked`` is how an act with a form of the catalogue is done.
    """

    title: str
    page: str
    keys: str
    needs: Action
    primary: bool = False
    where: str = "head"
    per_record: str = ""
    sign: str = ""
    suits: Callable[[Record, str], bool] = always
    asked: Asked | None = None


PAGE_ACTS = (
    CaseAct("screen.print", "print", "Ctrl+P", Action.PRINT_BUNDLE, sign="printer"),
    CaseAct("screen.add_session_note", "session_note", "Ctrl+N", Action.WRITE_SESSION_NOTE, primary=True),
    CaseAct("screen.add_welfare_note", "welfare_note", "Ctrl+N", Action.WRITE_WELFARE_NOTE, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_TO_CHALLAN, primary=True),
    CaseAct("charge.act", "charge", "Ctrl+H", Action.LAY_CHARGES, primary=True),
    CaseAct("team.act", "team", "Ctrl+T", Action.ASSIGN_TEAM, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_FROM_CHALLAN, where="aside"),
    CaseAct("request.act", "request", "Ctrl+R", Action.REQUEST_REOPENING, where="aside"),
    CaseAct("request.decide_act", "request", "Ctrl+R", Action.DECIDE_REQUEST, where="aside"),
    CaseAct("history.act", "history", "Ctrl+Y", Action.READ_HISTORY, where="aside"),
    CaseAct("openings.act", "openings", "Ctrl+Shift+O", Action.READ_OPENINGS, where="aside"),
    CaseAct("request.decide_now", "request", "", Action.DECIDE_REQUEST, where="request"),
    CaseAct("plan.act", "plan", "Ctrl+Shift+I", Action.PLAN_INTERVIEW, where="interviews"),
    CaseAct("plan.open_act", "plan", "", Action.OPEN_CASE, where="interviews", per_record="interview"),
    CaseAct("brief.act", "brief", "", Action.HOLD_INTERVIEW, where="interviews", per_record="interview", suits=filled.is_to_come),
    CaseAct("checklist.act", "checklist", "", Action.HOLD_INTERVIEW, where="interviews", per_record="interview", suits=filled.stands),
    CaseAct("checklist.print_act", "checklist_paper", "", Action.HOLD_INTERVIEW, where="checklist", per_record="interview"),
    CaseAct(
        "live.act",
        "live",
        "",
        Action.HOLD_INTERVIEW,
        where="interviews",
        per_record="interview",
        suits=filled.stands_at("approved", "running"),
    ),
    CaseAct(
        "monitor.act",
        "monitor",
        "",
        Action.HOLD_INTERVIEW,
        where="interviews",
        per_record="interview",
        suits=filled.stands_at("running", "held", "closed"),
    ),
)
"""Acts with a page of their own."""


def _on_case(page: str, keys: str, needs: Action, where: str, asked: Asked) -> CaseAct:
    return CaseAct(f"doing.{page}", page, keys, needs, where=where, asked=asked)


def _on(kind: str, page: str, needs: Action, where: str, suits: Callable[[Record, str], bool], asked: Asked) -> CaseAct:
    return CaseAct(f"doing.{page}", page, "", needs, where=where, per_record=kind, suits=suits, asked=asked)


def _amending(kind: str, needs: Action, job: UseCase[..., Any]) -> CaseAct:
    undo = filled.again(job, "note", ("text",))
    asked = Asked(form="amended_note", job=job, starts=filled.from_record("text"), undo=undo, changes=True)
    return _on(kind, f"amend_{kind}", needs, "notes", filled.is_hers, asked)


FORM_ACTS = (
    _on_case("add_opinion", "Ctrl+O", Action.WRITE_OPINION, "opinions", Asked(form="opinion", job=notes.add_opinion)),
    _amending("session_note", Action.WRITE_SESSION_NOTE, notes.amend_session_note),
    _amending("welfare_note", Action.WRITE_WELFARE_NOTE, notes.amend_welfare_note),
    _amending("opinion", Action.WRITE_OPINION, notes.amend_opinion),
    _on_case(
        "raise_signal",
        "Ctrl+G",
        Action.RAISE_SIGNAL,
        "shared",
        Asked(form="signal", job=notes.raise_signal, undo=lambda done: (notes.lift_signal, {"signal": done.made})),
    ),
    _on(
        "signal",
        "lift_signal",
        Action.RAISE_SIGNAL,
        "shared",
        filled.still_stands,
        Asked(form="lifted_signal", job=notes.lift_signal, undo=filled.raised_again),
    ),
    _on_case(
        "add_party",
        "Ctrl+Shift+P",
        Action.WRITE_PARTIES,
        "people",
        Asked(form="party", job=people.add_party, arguments=filled.new_party),
    ),
    _on(
        "party",
        "amend_party",
        Action.WRITE_PARTIES,
        "people",
        always,
        Asked(
            form="amended_party",
            job=people.amend_party,
            arguments=filled.changes_of("changes"),
            starts=filled.of_party,
            undo=filled.changed_back(people.amend_party, "changes", "party"),
            changes=True,
        ),
    ),
    _on(
        "party",
        "amend_accused",
        Action.WRITE_PARTIES,
        "people",
        filled.is_adult_accused,
        Asked(
            form="amended_accused",
            job=people.amend_accused,
            arguments=filled.names_and_accounts,
            starts=filled.of_accused,
            undo=filled.names_as_before,
            changes=True,
        ),
    ),
    _on(
        "party",
        "treat_as_child",
        Action.WRITE_PARTIES,
        "people",
        filled.is_adult_accused,
        Asked(form="child_accused", job=people.treat_as_child),
    ),
    _on(
        "party",
        "keep_safe_contact",
        Action.WRITE_SAFE_CONTACT,
        "people",
        filled.is_not_accused,
        Asked(form="safe_contact", job=people.keep_safe_contact, arguments=filled.contact_lines),
    ),
    _on_case("record_arrest", "Ctrl+Shift+A", Action.WRITE_SOURCES, "people", Asked(form="arrest", job=incidents.record_arrest)),
    _on_case("add_incident", "Ctrl+I", Action.WRITE_INCIDENTS, "timeline", Asked(form="incident", job=incidents.add_incident)),
    _on_case("correct_report", "Ctrl+Shift+C", Action.CORRECT_REPORT, "report", Asked(form="correction", job=incidents.correct_report)),
    _on_case(
        "add_source",
        "Ctrl+Shift+S",
        Action.WRITE_SOURCES,
        "timeline",
        Asked(form="source", job=registration.add_source, arguments=filled.new_source),
    ),
    _on_case(
        "classify_case",
        "Ctrl+Shift+K",
        Action.CLASSIFY_CASE,
        "next",
        Asked(
            form="classification",
            job=incidents.classify_case,
            arguments=filled.changes_of("fields"),
            starts=filled.of_case,
            undo=filled.changed_back(incidents.classify_case, "fields"),
            changes=True,
        ),
    ),
    _on_case(
        "number_case",
        "Ctrl+Shift+N",
        Action.NUMBER_CASE,
        "aside",
        Asked(form="number", job=registration.number_case, arguments=filled.new_number, errors={"number": "text"}),
    ),
    _on_case(
        "record_statement", "Ctrl+Shift+T", Action.WRITE_STATEMENTS, "statements", Asked(form="statement", job=charges.record_statement)
    ),
    _on(
        "charge",
        "withdraw_charge",
        Action.LAY_CHARGES,
        "charges",
        filled.is_laid,
        Asked(form="withdrawal", job=charges.withdraw_charge, undo=filled.laid_again),
    ),
    _on_case(
        "restrict_case",
        "Ctrl+Shift+X",
        Action.RESTRICT_CASE,
        "aside",
        Asked(
            form="restriction",
            job=staff.restrict_case,
            starts=lambda case, record: {"restricted": "yes" if case["restricted"] else ""},
            undo=lambda done: (staff.restrict_case, {"restricted": bool(done.case["restricted"])}),
            changes=True,
        ),
    ),
    _on(
        "interview",
        "aftercare",
        Action.HOLD_INTERVIEW,
        "interviews",
        filled.stands_at("held"),
        Asked(form="aftercare", job=live.close_interview, arguments=filled.aftercare),
    ),
    _on_case("record_telling", "Ctrl+Shift+L", Action.WRITE_TELLINGS, "tellings", Asked(form="telling", job=tellings.record_telling)),
    _on_case("record_step", "Ctrl+Shift+E", Action.WRITE_TELLINGS, "accounts", Asked(form="statement_step", job=tellings.record_step)),
    _on_case("record_pressure", "Ctrl+Shift+U", Action.WRITE_TELLINGS, "accounts", Asked(form="pressure", job=tellings.record_pressure)),
    _on_case(
        "give_task",
        "Ctrl+Shift+G",
        Action.GIVE_TASK,
        "tasks",
        Asked(form="task", job=meetings.give_task, sealed={"what": Sensitivity.ACCOUNT}),
    ),
    _on("tip_link", "bind_link", Action.LINK_TIP, "tips", filled.is_uncut, Asked(form="tip_bind", job=tip_links.bind_link)),
    _on("tip_link", "cut_link", Action.LINK_TIP, "tips", filled.is_uncut, Asked(form="tip_cut", job=tip_links.cut_link)),
    _on_case("recuse_self", "Ctrl+Shift+R", Action.RECUSE_SELF, "team", Asked(form="recusal", job=staff.recuse_self, then="cases")),
)
"""Acts that are a form of the catalogue and one use case, all on the one page ``ui.pages.act``."""

CASE_ACTS: tuple[CaseAct, ...] = (*PAGE_ACTS, *FORM_ACTS)
"""Everything that can be done on a case."""
