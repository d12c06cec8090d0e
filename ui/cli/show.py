"""Cases and members as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.model.audit import Opening
from mdt.model.lists import CaseLine, DeskGap
from mdt.model.staff import Member
from mdt.work.bundle import KARACHI
from mdt.work.casefile import SECTIONS, CaseView

_TITLED: Final[Mapping[str, str]] = {
    **{"stage": "stage", "origin": "stage", "target": "stage", "circle": "circle", "typology": "typology", "sex": "sex"},
    **{"age_band": "age_band", "relation": "relation", "risk": "risk", "state": "accused_state", "role": "party_role"},
    **{"channel": "channel", "attendance": "attendance", "next_event": "next_event", "offence": "offence"},
    **{"recusal_reason": "recusal_reason", "age_basis": "age_basis", "platform": "platform"},
    **{"room": "room", "language": "spoken", "preference": "preference", "age_group": "age_group", "told_to": "told_to"},
    **{"outcome": "interview_outcome", "found": "pressure"},
}
_REASONS: Final = ("closure_reason", "reopening_reason", "voiding_reason", "exception_reason")
_SAID: Final[Mapping[str, str]] = {"status": "charge_status"}
_MOMENTS: Final = {"written_at", "requested_at", "planned_for", "started_at", "ended_at", "aftercare_at"}
_KINDS: Final[Mapping[str, str]] = {
    **{"numbers": "number", "sources": "source", "statements": "statement_kind", "signals": "signal"},
    **{"interviews": "interview_kind", "statement_steps": "statement_step", "tasks": "task_kind"},
}
_LEFT_OUT: Final = {"id", "case", "version", "unique_key", "person", "party", "registered_by"} | {
    "approval",
    "support",
    "observers",
    "about",
    "meeting",
    "item",
}


def list_line(line: CaseLine, words: Words, today: date) -> str:
    """One case in one line: code, stage, circle, numbers, days since it was registered."""
    rows, language = load_catalogue(), words.language
    waiting = words("cli.days", days=(today - line.registered_on).days)
    marks = [words("cli.signals", count=line.signals)] if line.signals else []
    over = ["cli.voided"] if line.voided_on else ["cli.closed"] if line.closed_on else []
    parts = [
        f"{line.code:<16}",
        rows.stage(line.stage).title.inside(language),
        rows.circles[line.circle].title.inside(language),
        ", ".join(number.partition(":")[2] for number in line.numbers),
        waiting,
        *marks,
        *(words(key) for key in over),
    ]
    return "  ".join(part for part in parts if part)


def member_line(member: Member, words: Words) -> str:
    """One member in one line: user name, role, standing, fingerprint."""
    role = load_catalogue().title("role", member.role).inside(words.language)
    return "  ".join((f"{member.user_name:<20}", role, words(f"cli.standing_{member.standing}"), member.fingerprint or ""))


def opening_line(opening: Opening, words: Words) -> str:
    """One reading of a case in one line: when (Pakistan's time), by whom, how, and whose identity."""
    at = opening.at.astimezone(KARACHI)
    return "  ".join(part for part in (f"{at:%d.%m.%Y %H:%M}", f"{opening.by:<20}", words(f"cli.act_{opening.act}"), opening.party) if part)


def gap_lines(found: Iterable[DeskGap], words: Words) -> Iterator[str]:
    """What is missing on the desk: each gap with how many cases have it, then their codes."""
    missing = load_catalogue().missing
    for line in found:
        yield f"{missing[line.gap].title.inside(words.language)}  ({len(line.cases)})"
        yield f"  {', '.join(code for _, code in line.cases)}"


def case_lines(view: CaseView, words: Words) -> Iterator[str]:
    """A case as she may see it, section by section; what is masked or closed says so."""
    content = view.content
    rows, language = load_catalogue(), words.language
    stage, circle = rows.stage(content["stage"]), rows.circles[content["circle"]]
    yield "  ·  ".join((content["code"], stage.title.inside(language), circle.title.inside(language)))
    people = {person["id"]: person for person in content["persons"]}
    yield from _section("cli.case", [{name: value for name, value in content.items() if not isinstance(value, (list, dict))}], words, "")
    aliases = {party["id"]: party["alias"] for party in content["parties"]}
    for section in SECTIONS:
        records = [_joined(record, people, aliases) for record in content[section]]
        yield from _section("cli.signals_title" if section == "signals" else f"cli.{section}", records, words, section)
    if content["missing"]:
        yield ""
        yield words("cli.missing")
        yield from (f"  - {rows.missing[gap].title.inside(language)}" for gap in content["missing"])
    if content["frozen"]:
        yield ""
        yield words("cli.frozen", audiences=", ".join(words(f"audience.{audience}") for audience in content["frozen"]))
    if view.withheld:
        yield ""
        yield words("cli.withheld", classes=", ".join(words(f"class.{kind.value.lower()}") for kind in view.withheld))


def _section(title: str, records: list[dict[str, Any]], words: Words, section: str) -> Iterator[str]:
    shown = [line for line in (_line(record, words, section) for record in records) if line]
    if shown:
        yield ""
        yield words(title)
        yield from (f"  - {line}" for line in shown)


def _joined(record: Mapping[str, Any], people: Mapping[str, Any], aliases: Mapping[str, str]) -> dict[str, Any]:
    joined = {
        **record,
        **{name: value for name, value in people.get(str(record.get("person")), {}).items() if name not in ("id", "version")},
    }
    if record.get("party") in aliases:
        joined = {"alias": aliases[record["party"]], **joined}
    return joined


def _line(record: Mapping[str, Any], words: Words, section: str) -> str:
    said = []
    for name, value in record.items():
        if name in _LEFT_OUT or value in (None, [], "", False) or (name == "minor" and not value):
            continue
        called = "cli.stands" if (section, name) == ("interviews", "state") else f"field.{name}"
        said.append(f"{words(called)}: {_value(name, value, words, section)}")
    return "; ".join(said)


def _value(name: str, value: Any, words: Words, section: str) -> str:
    rows, language = load_catalogue(), words.language
    if isinstance(value, Mapping):
        return words("cli.masked" if value.get("masked") else "cli.waiting")
    tables = (_TITLED[name],) if name in _TITLED else _REASONS if name == "reason" else ()
    tables = (_KINDS[section],) if name == "kind" and section in _KINDS else tables
    tables = ("interview_state",) if (section, name) == ("interviews", "state") else tables
    known = str(value).partition(" ")[0] if name == "reason" else str(value)
    for table in tables:
        if known in rows.tables[table]:
            return rows.title(table, known).inside(language)
    key, said = f"{_SAID.get(name)}.{value}", words.keys()
    if key in said:
        return words(key)
    if name in _MOMENTS:
        return f"{datetime.fromisoformat(str(value)).astimezone(KARACHI):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    return words("cli.yes") if value is True else str(value)
