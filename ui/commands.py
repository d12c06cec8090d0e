"""What can be done on a case, as plain rows: words, key, the page that does it, the right it needs, and where it is offered."""

from __future__ import annotations

from typing import Any

from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.work import charges, incidents, live, meetings, notes, people, registration, staff, tellings, tip_links
from mdt.work.desk import UseCase
from ui.widgets import filled
from ui.widgets.case_acts import Asked as Asked
from ui.widgets.case_acts import CaseAct as CaseAct
from ui.widgets.case_acts import always, on_case, on_record
from ui.widgets.clock_acts import CLOCK_ACTS
from ui.widgets.ladder_acts import LADDER_ACTS, LADDER_PAGES
from ui.widgets.outgoing_acts import OUTGOING_ACTS, OUTGOING_PAGES

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
    CaseAct("slip.act", "slip", "", Action.LOG_CONTACT, where="people", per_record="told", suits=filled.may_be_told),
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
    *OUTGOING_PAGES,
    *LADDER_PAGES,
)
"""Acts with a page of their own."""


def _amending(kind: str, needs: Action, job: UseCase[..., Any]) -> CaseAct:
    undo = filled.again(job, "note", ("text",))
    asked = Asked(form="amended_note", job=job, starts=filled.from_record("text"), undo=undo, changes=True)
    return on_record(kind, f"amend_{kind}", needs, "notes", filled.is_hers, asked)


FORM_ACTS = (
    on_case("add_opinion", "Ctrl+O", Action.WRITE_OPINION, "opinions", Asked(form="opinion", job=notes.add_opinion)),
    _amending("session_note", Action.WRITE_SESSION_NOTE, notes.amend_session_note),
    _amending("welfare_note", Action.WRITE_WELFARE_NOTE, notes.amend_welfare_note),
    _amending("opinion", Action.WRITE_OPINION, notes.amend_opinion),
    on_case(
        "raise_signal",
        "Ctrl+G",
        Action.RAISE_SIGNAL,
        "shared",
        Asked(form="signal", job=notes.raise_signal, undo=lambda done: (notes.lift_signal, {"signal": done.made})),
    ),
    on_record(
        "signal",
        "lift_signal",
        Action.RAISE_SIGNAL,
        "shared",
        filled.still_stands,
        Asked(form="lifted_signal", job=notes.lift_signal, undo=filled.raised_again),
    ),
    on_case(
        "add_party",
        "Ctrl+Shift+P",
        Action.WRITE_PARTIES,
        "people",
        Asked(form="party", job=people.add_party, arguments=filled.new_party),
    ),
    on_record(
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
    on_record(
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
    on_record(
        "party",
        "treat_as_child",
        Action.WRITE_PARTIES,
        "people",
        filled.is_adult_accused,
        Asked(form="child_accused", job=people.treat_as_child),
    ),
    on_record(
        "party",
        "keep_safe_contact",
        Action.WRITE_SAFE_CONTACT,
        "people",
        filled.is_not_accused,
        Asked(form="safe_contact", job=people.keep_safe_contact, arguments=filled.contact_lines),
    ),
    on_case("record_arrest", "Ctrl+Shift+A", Action.WRITE_SOURCES, "people", Asked(form="arrest", job=incidents.record_arrest)),
    on_case("add_incident", "Ctrl+I", Action.WRITE_INCIDENTS, "timeline", Asked(form="incident", job=incidents.add_incident)),
    on_case("correct_report", "Ctrl+Shift+C", Action.CORRECT_REPORT, "report", Asked(form="correction", job=incidents.correct_report)),
    on_case(
        "add_source",
        "Ctrl+Shift+S",
        Action.WRITE_SOURCES,
        "timeline",
        Asked(form="source", job=registration.add_source, arguments=filled.new_source),
    ),
    on_case(
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
    on_case(
        "number_case",
        "Ctrl+Shift+N",
        Action.NUMBER_CASE,
        "aside",
        Asked(form="number", job=registration.number_case, arguments=filled.new_number, errors={"number": "text"}),
    ),
    on_case(
        "record_statement", "Ctrl+Shift+T", Action.WRITE_STATEMENTS, "statements", Asked(form="statement", job=charges.record_statement)
    ),
    on_record(
        "charge",
        "withdraw_charge",
        Action.LAY_CHARGES,
        "charges",
        filled.is_laid,
        Asked(form="withdrawal", job=charges.withdraw_charge, undo=filled.laid_again),
    ),
    on_case(
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
    on_record(
        "interview",
        "aftercare",
        Action.HOLD_INTERVIEW,
        "interviews",
        filled.stands_at("held"),
        Asked(form="aftercare", job=live.close_interview, arguments=filled.aftercare),
    ),
    on_case("record_telling", "Ctrl+Shift+L", Action.WRITE_TELLINGS, "tellings", Asked(form="telling", job=tellings.record_telling)),
    on_case("record_step", "Ctrl+Shift+E", Action.WRITE_TELLINGS, "accounts", Asked(form="statement_step", job=tellings.record_step)),
    on_case("record_pressure", "Ctrl+Shift+U", Action.WRITE_TELLINGS, "accounts", Asked(form="pressure", job=tellings.record_pressure)),
    on_case(
        "give_task",
        "Ctrl+Shift+G",
        Action.GIVE_TASK,
        "tasks",
        Asked(form="task", job=meetings.give_task, sealed={"what": Sensitivity.ACCOUNT}),
    ),
    on_record("tip_link", "bind_link", Action.LINK_TIP, "tips", filled.is_uncut, Asked(form="tip_bind", job=tip_links.bind_link)),
    on_record("tip_link", "cut_link", Action.LINK_TIP, "tips", filled.is_uncut, Asked(form="tip_cut", job=tip_links.cut_link)),
    *CLOCK_ACTS,
    *LADDER_ACTS,
    *OUTGOING_ACTS,
    on_case("recuse_self", "Ctrl+Shift+R", Action.RECUSE_SELF, "team", Asked(form="recusal", job=staff.recuse_self, then="cases")),
)
"""Acts that are a form of the catalogue and one use case, all on the one page ``ui.pages.act``."""

CASE_ACTS: tuple[CaseAct, ...] = (*PAGE_ACTS, *FORM_ACTS)
"""Everything that can be done on a case."""
