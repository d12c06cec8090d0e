"""The sections of a case page: common page, people, notes, charges, timeline; each made from what the one gate let out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from PySide6.QtWidgets import QFrame, QWidget

from mdt.model.sensitivity import Sensitivity
from mdt.policy.readers import sealed_for
from ui.widgets.case_clocks import clocks, contact_lines, told_links
from ui.widgets.case_interviews import interview_list, interviews
from ui.widgets.case_ladder import ladders, open_matches, settled_matches
from ui.widgets.case_outgoing import outgoing
from ui.widgets.case_shown import CaseShown
from ui.widgets.case_tips import tips
from ui.widgets.chronology import happenings
from ui.widgets.flow import Columns
from ui.widgets.icons import Sign
from ui.widgets.parts import card, column, in_one_line, label, row
from ui.widgets.sections import Fact, Record, closed_panel, facts, joined, person, sealed_text, titled, words_of
from ui.widgets.tasks import below_each_other, done_tasks, open_tasks

SERVICES: Final = {"investigation": "magnifying-glass", "counselling": "chat-circle", "welfare": "house-line", "prosecution": "scales"}
NOTES: Final = {
    "session_notes": ("session_note", Sensitivity.CLINICAL),
    "welfare_notes": ("welfare_note", Sensitivity.WELFARE),
    "opinions": ("opinion", Sensitivity.LEGAL),
}
LATELY = 5
SOON_DAYS = 7


def shared(shown: CaseShown) -> list[QWidget]:
    """The common page: no findings, no names, no sections of law."""
    case = shown.case
    doing = [Fact(shown.say(f"service.{name}"), *_service(shown, name), sign) for name, sign in SERVICES.items()]
    lately = happenings(shown.desk, case)[:LATELY]
    wide: list[QWidget] = [_signals(shown)] if any(signal["lifted_on"] is None for signal in case["signals"]) else []
    wide += open_matches(shown)
    wide.append(titled(shown.say("screen.who_does_what"), facts(doing, ""), links=shown.links("shared", "", "")))
    if case["interviews"]:
        wide.append(interview_list(shown))
    whole = shown.turn("timeline", "screen.whole_timeline")
    wide.append(titled(shown.say("screen.happened_last"), facts(lately, shown.say("screen.nothing_yet")), links=[whole]))
    narrow: list[QWidget] = [_next(shown)]
    narrow += [_asked(shown, request) for request in case["requests"] if request["decision"] is None]
    rows = shown.desk.catalogue.missing
    gaps = [Fact(rows[gap].title.inside(shown.desk.words.language), sign="note-pencil") for gap in case["missing"]]
    narrow.append(titled(shown.say("cli.missing"), facts(gaps, shown.say("screen.nothing_missing"))))
    narrow.append(_team(shown))
    if shown.withheld:
        closed = joined(shown.desk, (shown.say(f"class.{kind.value.lower()}") for kind in shown.withheld))
        narrow.append(label(shown.say("screen.withheld", classes=closed), "caption"))
    return [Columns(wide, narrow)]


def people(shown: CaseShown) -> list[QWidget]:
    """Everybody in the case: those who were hurt and who speak for them on one side, the accused on the other."""
    named = {found["id"]: found for found in shown.case["persons"]}
    sides: tuple[list[QWidget], list[QWidget]] = ([], [])
    for party in shown.case["parties"]:
        links = [*shown.links("people", "party", str(party["id"])), *told_links(shown, party), *shown.reveal(party)]
        side = sides[party["role"] == "accused"]
        side += [person(shown.desk, party, named.get(party.get("person")), links), *ladders(shown, party)]
    contacts = [_contact(shown, contact) for contact in shown.case["safe_contacts"]]
    acts = shown.links("people", "", "")
    head = [_bar(acts)] if acts else []
    return [*head, *open_matches(shown), Columns([*sides[0], *contacts], [*sides[1], *settled_matches(shown)], (1, 1))]


def notes(shown: CaseShown) -> list[QWidget]:
    """Notes of the professions: when, attended or not; the text of her own profession's behind a click that is logged."""
    columns: list[list[QWidget]] = [[], []]
    for at, (section, (kind, sealed)) in enumerate(NOTES.items()):
        found = list(reversed(shown.case[section]))
        opens = shown.opens(section) if any(note.get("text") for note in found) else None
        body: list[QWidget] = [closed_panel(sealed_for(shown.desk.words, sealed), opens)] if opens else []
        body += [_note(shown, kind, note, is_open=opens is None) for note in found] or [label(shown.say("screen.nothing_yet"), "second")]
        columns[min(at, 1)].append(titled(shown.say(f"cli.{section}"), *body, links=shown.links(section, "", "")))
    return [Columns(columns[0], columns[1], (1, 1))]


def charges(shown: CaseShown) -> list[QWidget]:
    """Charges by accused and statements by person."""
    aliases = {party["id"]: party["alias"] for party in shown.case["parties"]}
    laid = [_charge(shown, charge, aliases[charge["party"]]) for charge in shown.case["charges"]]
    told = [
        Fact(
            f"{aliases[told['party']]} · {words_of(shown.desk, 'kind', told['kind'], 'statements')}",
            told["taken_by"],
            shown.day(told["taken_on"]),
            "chat-circle",
        )
        for told in shown.case["statements"]
    ]
    nothing = label(shown.say("screen.nothing_yet"), "second")
    return [
        titled(shown.say("cli.charges"), *(laid or [nothing]), links=shown.links("charges", "", "")),
        titled(shown.say("cli.statements"), facts(told, shown.say("screen.nothing_yet")), links=shown.links("statements", "", "")),
    ]


def timeline(shown: CaseShown) -> list[QWidget]:
    """The first report with its corrections, what happened by incident, and everything in the order of days."""
    case = shown.case
    told: list[QWidget] = [
        titled(
            shown.say("cli.first_report"),
            sealed_text(shown.desk, report["text"]),
            *_corrections(shown),
            links=shown.links("report", "", ""),
        )
        for report in case["first_report"]
        if report.get("text")
    ]
    told += [_incident(shown, incident) for incident in case["incidents"] if incident.get("what")]
    days = titled(
        shown.say("screen.tab_timeline"),
        facts(happenings(shown.desk, case), shown.say("screen.nothing_yet")),
        links=shown.links("timeline", "", ""),
    )
    return [Columns(told, [days], (1, 1))] if told else [days]


def tasks(shown: CaseShown) -> list[QWidget]:
    """What somebody of the team has still to do, soonest first, and what was done."""
    found = shown.case["tasks"]
    rows = below_each_other(open_tasks(shown.desk, found, shown.finish), shown.say("tasks.none"))
    made: list[QWidget] = [titled(shown.say("tasks.title"), rows, links=shown.links("tasks", "", ""))]
    done = done_tasks(shown.desk, found)
    return [*made, titled(shown.say("tasks.finished"), facts(done, ""))] if done else made


TABS: Final[Mapping[str, Callable[[CaseShown], list[QWidget]]]] = {
    "shared": shared,
    "people": people,
    "notes": notes,
    "charges": charges,
    "interviews": interviews,
    "outgoing": outgoing,
    "tasks": tasks,
    "clocks": clocks,
    "tips": tips,
    "timeline": timeline,
}
"""Every section by its name, in the order of the tabs."""


def _bar(acts: list[QWidget]) -> QWidget:
    made = QWidget()
    made.setLayout(row(*acts, 1))
    return made


def _signals(shown: CaseShown) -> QFrame:
    lines = column(gap=8)
    for signal in (one for one in shown.case["signals"] if one["lifted_on"] is None):
        kind = shown.desk.title("signal", signal["kind"])
        words = label(shown.say("screen.until", signal=kind, day=shown.day(signal["until"])) if signal["until"] else kind, "head")
        who = label(shown.say("screen.signal_by", who=signal["raised_by"]), "second")
        line = row(Sign("warning-circle-fill", "danger"), column(words, who, gap=1), gap=12)
        line.setStretch(1, 1)
        for link in shown.links("shared", "signal", str(signal["id"])):
            line.addWidget(link)
        lines.addLayout(line)
    return card(lines, name="signal")


def _service(shown: CaseShown, name: str) -> tuple[str, str]:
    said = shown.case["services"][name]
    words = shown.say(f"service.{name}_said", **{key: value or 0 for key, value in said.items() if key != "last"})
    return words, shown.day(said["last"]) if said.get("last") else ""


def _next(shown: CaseShown) -> QFrame:
    case, links = shown.case, shown.links("next", "", "")
    if not case["next_event"]:
        words = shown.say("screen.name_the_next" if links else "screen.nothing_planned")
        return titled(shown.say("screen.next"), label(words, "second", "warn"), links=links)
    said = Fact(shown.desk.title("next_event", case["next_event"]), shown.day(case["next_event_on"]), sign="calendar-blank")
    if case["next_event_on"]:
        left = (date.fromisoformat(case["next_event_on"]) - shown.desk.today()).days
        said = said._replace(when=_left(shown, left), tone="danger" if left < 0 else "warn" if left <= SOON_DAYS else "accent")
    return titled(shown.say("screen.next"), facts([said], ""), links=links)


def _left(shown: CaseShown, days: int) -> str:
    if days == 0:
        return shown.say("screen.today")
    return shown.say("screen.days_left", days=days) if days > 0 else shown.say("screen.days_over", days=-days)


def _asked(shown: CaseShown, request: Record) -> QFrame:
    said = Fact(shown.say(f"screen.asked_{request['kind']}"), str(request["requested_by"]), shown.day(request["requested_at"]), "question")
    return titled(shown.say("screen.waits_for_decision"), facts([said], ""), links=shown.links("request", "", ""))


def _team(shown: CaseShown) -> QFrame:
    seats = [seat for seat in shown.case["team"] if seat["until"] is None and seat["recused_on"] is None]
    lines = [
        Fact(
            f"{seat['member']} · {shown.say('team.leads')}" if seat["lead"] else str(seat["member"]),
            shown.say("screen.added", who=seat["added_by"]),
            shown.day(seat["since"]),
        )
        for seat in seats
    ]
    return titled(shown.say("screen.team"), facts(lines, shown.say("screen.nobody_yet")), links=shown.links("team", "", ""))


def _contact(shown: CaseShown, contact: Record) -> QFrame:
    alias = next((party["alias"] for party in shown.case["parties"] if party["id"] == contact["party"]), "")
    owners = shown.say("screen.contact_of", alias=alias, owners=joined(shown.desk, contact["owners"]))
    lines = [
        Fact(words_of(shown.desk, name, contact[name]), shown.say(f"field.{name}"))
        for name in ("number", "whose", "hours", "neutral_line", "code_word", "their_word", "stop_signal", "blocked", "reviewed_on")
        if contact.get(name)
    ]
    lines += [Fact(said, called) for said, called in contact_lines(shown, contact)]
    body = [facts(lines, "")] if lines else [closed_panel(shown.say("screen.contact_closed"))]
    return titled(shown.say("screen.safe_contact"), label(owners, "second"), *_unused(shown, contact), *body)


def _unused(shown: CaseShown, contact: Record) -> list[QWidget]:
    """Why a safe contact leads to nobody, where it does not."""
    newest = {one["party"]: one["id"] for one in shown.case["safe_contacts"]}
    if newest[contact["party"]] != contact["id"]:
        return [label(shown.say("ladder.contact_older"), "second", "warn")]
    if contact["party"] in shown.case["out_of_reach"]:
        return [label(shown.say("ladder.contact_lost"), "second", "danger")]
    return []


def _note(shown: CaseShown, kind: str, note: Record, *, is_open: bool) -> QWidget:
    said = [shown.day(note["held_on"]), words_of(shown.desk, "attendance", note.get("attendance")), note["written_by"]]
    said += [shown.say("note.amended")] if note["version"] > 1 else []
    when = in_one_line(label(" · ".join(part for part in said if part), "second"))
    made = QWidget()
    links = shown.links("notes", kind, str(note["id"])) if is_open and note.get("text") else []
    body = column(row(when, 1, *links), gap=4)
    if is_open and note.get("text"):
        body.addWidget(sealed_text(shown.desk, note["text"]))
    made.setLayout(body)
    return made


def _charge(shown: CaseShown, charge: Record, alias: str) -> QWidget:
    offence = shown.desk.catalogue.offences.get(str(charge.get("offence") or ""))
    language = shown.desk.words.language
    what = f"{offence.act} {offence.section}: {offence.title.inside(language)}" if offence else shown.say("screen.closed_section")
    said = Fact(f"{alias} · {what}", shown.say(f"charge_status.{charge['status']}"), shown.day(charge["occurred_on"]), "scales")
    made = QWidget()
    line = row(facts([said], ""), *shown.links("charges", "charge", str(charge["id"])))
    line.setStretch(0, 1)
    made.setLayout(line)
    return made


def _corrections(shown: CaseShown) -> list[QWidget]:
    made: list[QWidget] = []
    for found in shown.case["corrections"]:
        if found.get("text"):
            made.append(label(shown.say("screen.corrected", who=found["written_by"], day=shown.day(found["written_at"])), "second"))
            made.append(sealed_text(shown.desk, found["text"]))
            if found.get("reason"):
                made.append(label(words_of(shown.desk, "reason", found["reason"]), "caption"))
    return made


def _incident(shown: CaseShown, incident: Record) -> QFrame:
    span = [shown.day(incident[name]) for name in ("occurred_from", "occurred_to") if incident[name]]
    where = words_of(shown.desk, "platform", incident.get("platform"))
    said = " · ".join(part for part in (" – ".join(dict.fromkeys(span)), where) if part)
    return titled(shown.say("screen.incident"), *([label(said, "second")] if said else []), sealed_text(shown.desk, incident["what"]))
