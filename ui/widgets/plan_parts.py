"""Parts of the plan of an interview: what stands against it, what is known already, whom to choose from, and the plan to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtWidgets import QFrame, QWidget

from mdt.catalogue.forms import load_form
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.gate import EXCEPTIONS, Bar
from mdt.policy.grants import GRANTS
from mdt.work.bundle import KARACHI
from ui.desk import ScreenDesk
from ui.widgets.days import long_day, moment
from ui.widgets.fields import Rows
from ui.widgets.icons import Sign
from ui.widgets.parts import column, hairline, holding, label, row, selectable
from ui.widgets.sections import Fact, Record, facts, titled
from ui.widgets.subjects import reading

TABLES: Final[Mapping[str, str]] = {
    **{"kind": "interview_kind", "preference": "preference", "room": "room", "language": "spoken", "age_group": "age_group"},
}
CALLED: Final = 170
"""How wide the name of a field stands beside what it says."""
BETWEEN: Final = "|"
"""What stands between a charge and its limb where one of both is chosen."""


def gate_card(desk: ScreenDesk, bars: Iterable[Bar]) -> QFrame:
    """What stands against a plan and what lifts it, in plain words; the word that all is well where nothing does."""
    found = list(bars)
    lines: list[QWidget] = []
    for head, wanted in (("gate.never", False), ("gate.lifted", True)):
        some = [bar for bar in found if (bar in EXCEPTIONS) is wanted]
        if some:
            lines.append(label(desk.say(head), "second", "warn" if wanted else "danger"))
            lines += [_bar(desk, bar) for bar in some]
    if not found:
        well = QWidget()
        well.setLayout(row(Sign("check-circle"), label(desk.say("gate.clear")), gap=10))
        lines.append(well)
    return titled(desk.say("gate.title"), *lines)


def _bar(desk: ScreenDesk, bar: Bar) -> QWidget:
    made = QWidget()
    words = column(label(desk.say(f"invalid.{bar}")), label(desk.say(f"gate.{bar}"), "second"), gap=1)
    line = row(Sign("warning-circle", "warn" if bar in EXCEPTIONS else "danger"), words, gap=10)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made


def known_card(desk: ScreenDesk, case: Any) -> QFrame:
    """What the case says already, for those who may read it, so that nobody is asked again."""
    aliases = {party["id"]: party["alias"] for party in case["parties"]}
    language = desk.words.language
    lines: list[Fact] = []
    span = [long_day(case[name], language) for name in ("occurred_from", "occurred_to") if case[name]]
    if span:
        lines.append(Fact(desk.say("plan.happened"), " – ".join(dict.fromkeys(span)), sign="calendar-blank"))
    for told in case["statements"]:
        said = desk.say("plan.statement", alias=aliases[told["party"]], kind=desk.title("statement_kind", told["kind"]))
        lines.append(Fact(said, str(told.get("reference") or ""), long_day(told["taken_on"], language), "chat-circle"))
    for source in case["sources"]:
        said = desk.say("plan.source", source=desk.title("source", source["kind"]))
        lines.append(Fact(said, "", long_day(source["received_on"], language), "paper-plane-tilt"))
    texts: list[QWidget] = []
    for title, section, name in (("cli.first_report", "first_report", "text"), ("plan.incident", "incidents", "what")):
        texts += _texts(desk, desk.say(title), [one.get(name) for one in case[section]])
    texts += _texts(desk, desk.say("cli.statements"), [one.get("text") for one in case["statements"]])
    return titled(desk.say("plan.known_title"), facts(lines, desk.say("plan.known_nothing")), *texts)


def _texts(desk: ScreenDesk, title: str, found: Iterable[Any]) -> list[QWidget]:
    kept = [text for text in found if isinstance(text, str) and text.strip()]
    return [part for at, text in enumerate(kept) for part in ((label(title, "second"),) if not at else ()) + (reading(text, title),)]


def leads_of(desk: ScreenDesk, case: Any, members: Iterable[Member], hold: bool = True) -> Rows:
    """The team with sex and training of each; with ``hold`` only those who may hold interviews."""
    seated = {seat["member"] for seat in case["team"] if seat["until"] is None and seat["recused_on"] is None}
    return tuple((member.id, _lead(desk, member)) for member in members if member.user_name in seated and (not hold or _may_hold(member)))


def _may_hold(member: Member) -> bool:
    return member.standing == Standing.CERTIFIED and Action.HOLD_INTERVIEW in GRANTS[Role(member.role)]


def _lead(desk: ScreenDesk, member: Member) -> str:
    day = long_day(member.trained_on, desk.words.language)
    trained = desk.say("plan.trained", day=day) if day else desk.say("plan.untrained")
    return " · ".join((member.user_name, desk.title("sex", member.sex), trained))


def limbs_of(desk: ScreenDesk, case: Any) -> Rows:
    """Every limb of a charge that is laid and hers to see, as 'charge|limb'."""
    aliases = {party["id"]: party["alias"] for party in case["parties"]}
    rows: list[tuple[str, str]] = []
    for charge in case["charges"]:
        offence = desk.catalogue.offences.get(str(charge.get("offence") or "")) if charge["status"] == "laid" else None
        if offence is not None:
            head = f"{aliases[charge['party']]} · {offence.act} {offence.section}"
            rows.append((f"{charge['id']}{BETWEEN}", head))
            rows += [
                (f"{charge['id']}{BETWEEN}{limb.id}", f"{head}: {limb.title.inside(desk.words.language)}") for limb in offence.elements
            ]
    return tuple(rows)


def limb_in_words(desk: ScreenDesk, case: Any, fact: Record) -> str:
    """The limb a fact is for, where the charge is hers to see."""
    rows = dict(limbs_of(desk, case))
    return rows.get(f"{fact.get('charge')}{BETWEEN}{fact.get('element') or ''}", "")


def to_be_read(desk: ScreenDesk, plan: Mapping[str, Any], names: Mapping[str, str], aliases: Mapping[str, str]) -> QWidget:
    """The plan as she may see it, field by field in the order of its form."""
    lines = column(gap=6)
    for spec in load_form("interview_plan").fields:
        if words := _words(desk, spec.name, plan.get(spec.name), {**names, **aliases}):
            called = label(spec.label.inside(desk.words.language), "second")
            called.setFixedWidth(CALLED)
            line = row(called, selectable(label(words)), gap=12)
            line.setStretch(1, 1)
            lines.addLayout(line)
    return holding(lines)


def _words(desk: ScreenDesk, name: str, value: Any, named: Mapping[str, str]) -> str:
    if value in (None, "", [], False):
        return ""
    if isinstance(value, Mapping):
        return desk.say("cli.waiting")
    if name in TABLES:
        return desk.title(TABLES[name], str(value))
    if name == "planned_for":
        return moment(datetime.fromisoformat(str(value)).astimezone(KARACHI), desk.words.language)
    if isinstance(value, list):
        return ", ".join(named.get(str(one), str(one)) for one in value)
    return desk.say("plan.yes") if value is True else named.get(str(value), str(value))


def is_current(case: Any, asked: Record) -> bool:
    """Whether the plan still is the one that leave was asked for."""
    return any(one["id"] == asked["about"] and one["approval"] == asked["id"] and one["state"] == "asked" for one in case["interviews"])


def asked_interview(desk: ScreenDesk, case: Any, asked: Record) -> QWidget:
    """The plain part of a plan that leave is asked for, and the bars that an approval lifts."""
    plan = next((one for one in case["interviews"] if one["id"] == asked["about"]), None)
    if plan is None:
        return label(desk.say("plan.gone"), "second")
    aliases = {party["id"]: party["alias"] for party in case["parties"]}
    lines: list[QWidget] = [label(desk.say("waiting.of", alias=aliases[plan["party"]]), "head")]
    if asked["decision"] is None and not is_current(case, asked):
        lines.append(label(desk.say("waiting.stale"), "second", "warn"))
    lifted = [bar for bar in Bar if bar.value in asked["reason"].split(" ")[1:]]
    lines.append(label(desk.say("waiting.lifts" if lifted else "waiting.lifts_nothing"), "second", "warn" if lifted else ""))
    lines += [*(_bar(desk, bar) for bar in lifted), hairline(), to_be_read(desk, plan, {}, aliases)]
    return holding(column(*lines, gap=6))
