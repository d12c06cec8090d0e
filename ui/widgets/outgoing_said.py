"""What leaves the desk in words: a head and a second line for each record, on the case page and above the forms about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from ui.desk import ScreenDesk
from ui.widgets.days import long_day
from ui.widgets.filled import Record

Said = tuple[str, str]


def said_of(desk: ScreenDesk, kind: str, case: Record, record: Record) -> Said:
    """The head and the second line of a record of a kind of ``KINDS``."""
    return KINDS[kind](desk, case, record)


def recipient(desk: ScreenDesk, identity: str) -> str:
    """An agency, platform, authority or country by its id."""
    for table in ("referral_agency", "platform_route", "removal_authority", "country"):
        if identity in desk.catalogue.tables[table]:
            return desk.title(table, identity)
    return desk.say("outgoing.this_desk")


def item(desk: ScreenDesk, name: str) -> str:
    """An item such as 'V1.name' in words."""
    alias, _, field = name.partition(".")
    return f"{alias} · {desk.say(f'letter.item_{field}')}"


def day(desk: ScreenDesk, iso: Any) -> str:
    """A day in words, nothing for none."""
    return long_day(iso, desk.words.language)


def over(desk: ScreenDesk, iso: Any) -> bool:
    """Whether a day has passed."""
    return bool(iso) and date.fromisoformat(str(iso)) < desk.today()


def open_text(value: Any) -> str:
    """A closed field that is open to her, nothing otherwise."""
    return value if isinstance(value, str) else ""


def _alias(case: Record, party: Any) -> str:
    return next((str(one["alias"]) for one in case["parties"] if one["id"] == party), "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _consent(desk: ScreenDesk, case: Record, record: Record) -> Said:
    head = _joined(_alias(case, record["party"]), desk.title("consent_purpose", record["purpose"]), recipient(desk, record["recipient"]))
    signer = desk.title("override_reason", record["override"]) if record["override"] else desk.title("signer", record["signer"])
    named = ", ".join(item(desk, name) for name in record["items"]) or desk.say("outgoing.no_items")
    ended = desk.say("outgoing.withdrawn", day=day(desk, record["withdrawn_on"])) if record["withdrawn_on"] else ""
    until = desk.say("outgoing.until", day=day(desk, record["until"])) if record["until"] else ""
    return head, _joined(signer, named, ended or until)


def _referral(desk: ScreenDesk, case: Record, record: Record) -> Said:
    state = desk.title("referral_state", record["state"])
    reason = desk.title("referral_reason", record["reason"]) if record["reason"] else ""
    due = desk.say("outgoing.answer_by", day=day(desk, record["reply_due"])) if record["state"] == "offered" else ""
    handed = desk.say("outgoing.handed", day=day(desk, record["handed_on"])) if record["handed_on"] else ""
    asked = ", ".join(desk.title("referral_asked", one) for one in record["asked"])
    return _joined(_alias(case, record["party"]), desk.title("referral_agency", record["agency"])), _joined(
        state, reason, due, handed, asked
    )


def _request(desk: ScreenDesk, case: Record, record: Record) -> Said:
    head = _joined(desk.title("platform_route", record["platform"]), desk.title("request_kind", record["kind"]))
    state = desk.title("request_state", record["state"])
    reason = desk.title("platform_reason", record["reason"]) if record["reason"] else ""
    kept = desk.say("outgoing.kept_until", day=day(desk, record["preserved_until"])) if record["preserved_until"] else ""
    route = _route(desk, str(record["platform"])) if record["state"] == "drafted" else ""
    chased = desk.say("outgoing.chased", count=len(record["chased"])) if record["chased"] else ""
    return head, _joined(state, reason, kept, chased, open_text(record.get("account")), route)


def _route(desk: ScreenDesk, platform: str) -> str:
    """By which way a platform is asked, and whether that was ever looked up."""
    row: Any = desk.catalogue.tables["platform_route"][platform]
    seen = "" if row.last_verified else desk.say("outgoing.route_unseen")
    return _joined(row.route.inside(desk.words.language), day(desk, row.last_verified) if row.last_verified else seen)


def _removal(desk: ScreenDesk, case: Record, record: Record) -> Said:
    head = _joined(desk.title("removal_authority", record["authority"]), desk.title("removal_section", record["section"]))
    part = desk.title("removed_part", record["removed"]) if record["removed"] else ""
    return head, _joined(desk.title("removal_state", record["state"]), part, open_text(record.get("url")))


def _check(desk: ScreenDesk, case: Record, record: Record) -> Said:
    head = desk.say("outgoing.look_after", days=record["days"])
    found = desk.title("check_found", record["found"]) if record["found"] else desk.say("outgoing.look_on", day=day(desk, record["due_on"]))
    return head, found


def _foreign(desk: ScreenDesk, case: Record, record: Record) -> Said:
    head = _joined(str(record["number"]), desk.title("country", record["country"]), desk.title("foreign_purpose", record["purpose"]))
    done = desk.title("foreign_action", record["action"]) if record["action"] else ""
    due = "" if record["replied_on"] else desk.say("outgoing.answer_by", day=day(desk, record["reply_due"]))
    return head, _joined(
        desk.title("foreign_direction", record["direction"]), done or due, desk.title("foreign_caveat", record["caveat"]),
        open_text(record.get("ncb_ref")),
    )  # fmt: skip


KINDS: Final[Mapping[str, Callable[[ScreenDesk, Record, Record], Said]]] = {
    "consent": _consent,
    "referral": _referral,
    "request": _request,
    "removal": _removal,
    "check": _check,
    "foreign": _foreign,
}
"""Kinds of records that leave the desk, by the name acts know them by."""
