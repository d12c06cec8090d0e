"""Cases and members as lines of text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from mdt.catalogue.days import long_day, moment
from mdt.catalogue.forms import load_form
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.words import Words
from mdt.model.audit import Opening
from mdt.model.lists import CaseLine, DeskGap
from mdt.model.staff import Member, Standing
from mdt.work.bundle import KARACHI
from mdt.work.casefile import SECTIONS, CaseView
from mdt.work.unknown import Unidentified
from ui.cli.columns import columns

_TITLED: Final[Mapping[str, str]] = {
    **{"stage": "stage", "origin": "stage", "target": "stage", "circle": "circle", "typology": "typology", "sex": "sex"},
    **{"age_band": "age_band", "relation": "relation", "risk": "risk", "state": "accused_state", "role": "party_role"},
    **{"channel": "channel", "attendance": "attendance", "next_event": "next_event", "offence": "offence"},
    **{"recusal_reason": "recusal_reason", "age_basis": "age_basis", "platform": "platform"},
    **{"room": "room", "language": "spoken", "preference": "preference", "age_group": "age_group", "told_to": "told_to"},
    **{"outcome": "interview_outcome", "found": "pressure"},
    **{"agency": "referral_agency", "authority": "removal_authority", "signer": "signer", "override": "override_reason"},
    **{"direction": "foreign_direction", "country": "country", "caveat": "foreign_caveat", "action": "foreign_action"},
    **{"removed": "removed_part", "needed": "needed_for_case"},
}
_REASONS: Final = ("closure_reason", "reopening_reason", "voiding_reason", "exception_reason")
_SAID: Final[Mapping[str, str]] = {"status": "charge_status"}
_MOMENTS: Final = {"written_at", "requested_at", "planned_for", "started_at", "ended_at", "aftercare_at", "found_at", "settled_at"}
_KINDS: Final[Mapping[str, str]] = {
    **{"numbers": "number", "sources": "source", "statements": "statement_kind", "signals": "signal"},
    **{"interviews": "interview_kind", "statement_steps": "statement_step", "tasks": "task_kind"},
}
_OF_SECTION: Final[Mapping[tuple[str, str], str]] = {
    ("interviews", "state"): "interview_state",
    ("outgoing_referrals", "state"): "referral_state",
    ("outgoing_referrals", "asked"): "referral_asked",
    ("outgoing_referrals", "reason"): "referral_reason",
    ("platform_requests", "state"): "request_state",
    ("platform_requests", "kind"): "request_kind",
    ("platform_requests", "platform"): "platform_route",
    ("platform_requests", "records"): "record_kind",
    ("platform_requests", "reason"): "platform_reason",
    ("removal_requests", "state"): "removal_state",
    ("removal_requests", "section"): "removal_section",
    ("removal_checks", "found"): "check_found",
    ("consents", "purpose"): "consent_purpose",
    ("foreign_requests", "purpose"): "foreign_purpose",
    ("letters", "kind"): "letter_kind",
    ("rungs", "rung"): "accused_state",
    ("rungs", "before"): "accused_state",
    ("rungs", "evidence"): "rung_evidence",
    ("matches", "kinds"): "match_kind",
    ("matches", "outcome"): "match_outcome",
    ("letters", "channel"): "letter_channel",
    ("letters", "enclosed"): "enclosure",
}
"""Tables that a field is said by in one section only."""
_LEFT_OUT: Final = {"id", "case", "contact", "version", "unique_key", "person", "party", "registered_by"} | {
    "approval",
    "support",
    "observers",
    "about",
    "meeting",
    "item",
    "removal",
    "signed_by",
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def list_lines(lines: Iterable[CaseLine], words: Words, today: date) -> Iterator[str]:
    """Cases in columns: code, stage, circle, numbers, days since registered, signals, closed or voided."""
    rows, language = load_catalogue(), words.language
    return columns(
        (
            line.code,
            rows.stage(line.stage).title.inside(language),
            rows.circles[line.circle].title.inside(language),
            _listed((number.partition(":")[2] for number in line.numbers), words),
            words("cli.days", days=(today - line.registered_on).days),
            words("cli.signals", count=line.signals) if line.signals else "",
            words("cli.voided") if line.voided_on else words("cli.closed") if line.closed_on else "",
        )
        for line in lines
    )


def member_lines(members: Iterable[Member], words: Words) -> Iterator[str]:
    """Members in columns: user name, role, standing, and the fingerprint that was certified; one who waits reads it out."""
    rows = load_catalogue()
    return columns(
        (
            member.user_name,
            rows.title("role", member.role).inside(words.language),
            words(f"cli.standing_{member.standing}"),
            (member.standing == Standing.CERTIFIED and member.fingerprint) or "",
        )
        for member in members
    )


def opening_lines(openings: Iterable[Opening], words: Words) -> Iterator[str]:
    """Readings of a case in columns: when (Pakistan's time), by whom, how, and whose identity."""
    return columns(
        (moment(opening.at.astimezone(KARACHI), words.language), opening.by, words(f"cli.act_{opening.act}"), opening.party or "")
        for opening in openings
    )


def _listed(parts: Iterable[str], words: Words) -> str:
    return f"{words('cli.list_mark')} ".join(parts)


def gap_lines(found: Iterable[DeskGap], words: Words) -> Iterator[str]:
    """What is missing on the desk: each gap with how many cases have it, then their codes."""
    missing = load_catalogue().missing
    for line in found:
        yield f"{missing[line.gap].title.inside(words.language)}  ({len(line.cases)})"
        yield f"  {_listed((code for _, code in line.cases), words)}"


def unknown_lines(found: Iterable[Unidentified], words: Words) -> Iterator[str]:
    """Accused nobody has identified: case, alias, rung and the days on it."""
    states = load_catalogue().tables["accused_state"]
    for one in found:
        rung = states[one.rung].title.inside(words.language)
        yield f"{one.code} {one.alias}  {rung}  {words('ladder.unknown_days', count=one.days)}"


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
        yield words("cli.frozen", audiences=_listed((words(f"audience.{audience}") for audience in content["frozen"]), words))
    if view.withheld:
        yield ""
        yield words("cli.withheld", classes=_listed((words(f"class.{kind.value.lower()}") for kind in view.withheld), words))


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
    return f"{words('cli.part_mark')} ".join(said)


def _value(name: str, value: Any, words: Words, section: str) -> str:
    rows, language = load_catalogue(), words.language
    if isinstance(value, Mapping):
        return words("cli.masked" if value.get("masked") else "cli.waiting")
    tables = (_TITLED[name],) if name in _TITLED else _REASONS if name == "reason" else ()
    tables = (_KINDS[section],) if name == "kind" and section in _KINDS else tables
    tables = (_OF_SECTION[section, name],) if (section, name) in _OF_SECTION else tables
    known = str(value).partition(" ")[0] if name == "reason" else str(value)
    for table in tables:
        if known in rows.tables[table]:
            title = rows.title(table, known).inside(language)
            return f"{rows.offence(known).act} {rows.offence(known).section}: {title}" if table == "offence" else title
    key, said = f"{_SAID.get(name)}.{value}", words.keys()
    if key in said:
        return words(key)
    if name in _MOMENTS:
        return moment(datetime.fromisoformat(str(value)).astimezone(KARACHI), language)
    if _DAY.fullmatch(str(value)):
        return long_day(str(value), language)
    if isinstance(value, list) and tables:
        return _listed((_value(name, entry, words, section) for entry in value), words)
    if isinstance(value, list):
        told = {"identifiers": _account, "facts": _fact}.get(name, lambda entry, _: entry)
        return _listed((told(str(entry), words) for entry in value), words)
    return words("cli.yes") if value is True else str(value)


def _account(kept: str, words: Words) -> str:
    kind, platform, text = [*kept.split("|", 2), "", ""][:3]
    known = load_catalogue().tables["platform"]
    name = known[platform].title.inside(words.language) if platform in known else words(f"field.{kind}")
    return f"{name}: {text}"


def _fact(kept: str, words: Words) -> str:
    what, _, told = kept.partition("=")
    asked = {field.name: field.label.inside(words.language) for field in load_form("move").fields}
    return f"{asked[what]}: {long_day(told, words.language) if _DAY.fullmatch(told) else told}"
