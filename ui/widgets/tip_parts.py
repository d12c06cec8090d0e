"""Parts of a referral on screen: what was sent, files by class, accounts, cases, what looks like it, what the sender is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from mdt.model.lists import Hit
from mdt.model.tips import COUNTED, TipLine
from mdt.work.bundle import KARACHI
from mdt.work.duplicates import Duplicates
from mdt.work.tips import LinkView, TipView
from ui.desk import ScreenDesk
from ui.widgets.days import long_day, moment, short_day
from ui.widgets.flow import flowing
from ui.widgets.parts import button, column, hairline, in_one_line, label, row, selectable
from ui.widgets.sections import Fact, closed_panel, facts, joined, sealed_text, titled, words_of

Going = Callable[[str, str], object]


def number_of(desk: ScreenDesk, tip: TipLine | Mapping[str, Any]) -> str:
    """The sender and the sender's number, as one reads them."""
    source, number = (tip["source"], tip["number"]) if isinstance(tip, Mapping) else (tip.source, tip.number)
    return f"{desk.title('tip_source', str(source))} {number or desk.say('tips.no_number')}"


def waiting_words(desk: ScreenDesk, view: TipView) -> str:
    """How long it waits, or waited."""
    if view.content["answered_on"]:
        return desk.say("tip.waited", days=view.days)
    return desk.say("tip.waits", days=view.days) if view.days else desk.say("tip.today")


def values_card(desk: ScreenDesk, view: TipView) -> QFrame:
    """What the sender said of it, in words; what is missing is left out."""
    tip, title, listed = view.content, desk.title, []
    for name, words in (
        ("types", title("incident_type", _text(tip["incident_type"]))),
        ("platform", title("platform", _text(tip["platform"]))),
        ("circle", title("circle", _text(tip["circle"]))),
        ("incident_at", _moment(desk, tip["incident_at"])),
        ("flags", joined(desk, (title("tip_flag", flag) for flag in tip["flags"]))),
        ("caveats", joined(desk, (title("tip_caveat", one) for one in tip["caveats"]))),
        ("names", joined(desk, tip.get("names") or ())),
    ):
        if words:
            made = label(desk.say(f"tip.{name}"), "second")
            made.setFixedWidth(150)
            line = row(made, selectable(label(words)), gap=12)
            line.setStretch(1, 1)
            listed.append(line)
    return titled(desk.say("tip.values"), _below(listed), *_counts(desk, tip))


def _counts(desk: ScreenDesk, tip: Mapping[str, Any]) -> list[QWidget]:
    """Files by class as chips with a word each; nothing where none came."""
    chips = [label(f"{name.upper()} · {tip[name]}", "chip", "danger" if name == "a1" else "") for name in COUNTED[:4] if tip[name]]
    if tip["unclassed"]:
        chips.append(label(f"{desk.say('tip.unclassed')} · {tip['unclassed']}", "chip"))
    if not chips:
        return []
    return [hairline(), flowing(label(desk.say("tip.files"), "second"), *chips, gap=6)]


def sealed_cards(desk: ScreenDesk, view: TipView, reveal: Callable[[], object]) -> list[QFrame]:
    """What it says, who was hurt, and the rest of what was sent; closed where the key is on its way, masked until asked for."""
    if view.waits_for_key:
        return [closed_panel(desk.say("tip.key"))]
    tip, made = view.content, []
    if tip.get("narrative"):
        made.append(titled(desk.say("tip.narrative"), sealed_text(desk, tip["narrative"])))
    victims = tip.get("victims")
    if isinstance(victims, Mapping):
        shows = button(desk.say("tip.reveal"), reveal, "link", sign="eye")
        made.append(titled(desk.say("tip.victims"), closed_panel(words_of(desk, "victims", victims), shows)))
    elif victims:
        made.append(titled(desk.say("tip.victims"), sealed_text(desk, victims)))
    if tip.get("kept"):
        made.append(titled(desk.say("tip.kept"), sealed_text(desk, tip["kept"])))
    return made


def accounts_card(desk: ScreenDesk, view: TipView) -> list[QFrame]:
    """The accounts, devices and numbers that came with it, for those who may see them."""
    if "identifiers" not in view.content:
        return []
    found = view.content["identifiers"]
    words = words_of(desk, "identifiers", found) if found else desk.say("tip.no_identifiers")
    return [titled(desk.say("tip.identifiers"), selectable(label(words, "body" if found else "second")))]


def links_card(desk: ScreenDesk, view: TipView, going: Going) -> QFrame:
    """The cases it led to, each with its reason; others by code and circle, restricted ones without either."""
    listed: list[QWidget] = []
    for link in view.links:
        said = _link_said(desk, link)
        if link.case is not None:
            opens = button(str(link.code), partial(going, "case", link.case), "link")
            listed.append(_holding(row(opens, in_one_line(label(said, "second")), 1)))
        elif link.circle is not None:
            circle = desk.title("circle", link.circle)
            listed.append(label(desk.say("tip.elsewhere", circle=circle, code=link.code), "second"))
        else:
            listed.append(label(desk.say("tip.hidden"), "second"))
    return titled(desk.say("tip.links"), *(listed or [label(desk.say("tip.no_links"), "second")]))


def _link_said(desk: ScreenDesk, link: LinkView) -> str:
    fields = link.fields
    reason = desk.title("link_reason", fields["reason"])
    said = desk.say("tip.linked", reason=reason, day=_short(desk, fields["linked_on"]), who=fields["linked_by"])
    if not fields["cut_on"]:
        return said
    cut = desk.say("tip.cut", day=_short(desk, fields["cut_on"]), reason=desk.title("cut_reason", fields["cut_reason"]))
    return f"{said} · {cut}"


def alike_card(desk: ScreenDesk, view: TipView, going: Going) -> QFrame:
    """Other referrals and cases that share its number or accounts."""
    lines = alike_lines(desk, view.alike, going)
    # who may not see accounts is not told that none is shared
    nothing = "tip.no_alike" if "identifiers" in view.content else "tip.no_same_number"
    return titled(desk.say("tip.alike"), *(lines or [label(desk.say(nothing), "second")]))


def alike_lines(desk: ScreenDesk, alike: Duplicates, going: Going) -> list[QWidget]:
    """The same as rows: what it is, and what is shared."""
    made: list[QWidget] = []
    for one in alike.tips:
        shared = joined(desk, (desk.say(f"tip.share_{kind}") for kind in one.shares))
        opens = button(number_of(desk, one.tip), partial(going, "tip", one.tip.id), "link")
        made.append(_holding(row(opens, in_one_line(label(desk.say("tip.shares", what=shared), "second")), 1)))
    made += [label(_hit_said(desk, hit), "body" if hit.own else "second") for hit in alike.cases]
    return made


def _hit_said(desk: ScreenDesk, hit: Hit) -> str:
    if not hit.own:
        return desk.say("tip.elsewhere", circle=desk.title("circle", hit.circle), code=hit.code)
    return desk.say(f"tip.case_{hit.what}", code=hit.code, party=hit.party or "")


def feedback_card(
    desk: ScreenDesk, view: TipView, acknowledging: Callable[[str], QWidget | None], replying: Callable[[], QWidget | None]
) -> QFrame:
    """What the sender is or was told, by outcome, with the days; the words of an answer where one is drafted."""
    listed: list[QWidget] = []
    for one in view.feedback:
        words = desk.title("tip_outcome", _text(one["outcome"])) or desk.say("tip.not_said")
        days = [desk.say(f"tip.{key}", day=_short(desk, one[field])) for key, field in _DAYS if one[field]]
        late = not one["sent_on"] and one["due_on"] and str(one["due_on"]) < desk.today().isoformat()
        line = facts([Fact(words, "", " · ".join(days), "paper-plane-tilt", "danger" if late else "")], "")
        act = acknowledging(str(one["id"])) if one["sent_on"] and not one["acknowledged_on"] else None
        if one["outcome"] and not one["sent_on"]:
            act = replying()
        listed.append(_holding(column(line, *([row(act, 1)] if act else []), gap=2)))
    return titled(desk.say("tip.feedback"), *(listed or [label(desk.say("tip.no_feedback"), "second")]))


_DAYS = (("due", "due_on"), ("sent", "sent_on"), ("acknowledged", "acknowledged_on"))


def tip_line(desk: ScreenDesk, line: Mapping[str, Any], second: Iterable[str]) -> QWidget:
    """A referral in a case file: sender and number, when it came, files, how urgent; and why it belongs there."""
    files = " · ".join(f"{name.upper() if name != 'unclassed' else '?'} {line[name]}" for name in COUNTED if line[name])
    came = desk.say("tip.came", day=long_day(str(line["received_at"])[:10], desk.words.language))
    said = [came, files, desk.title("tip_triage", _text(line["triage"])), desk.title("tip_state", _text(line["state"]))]
    return facts([Fact(number_of(desk, line), " · ".join([*(one for one in said if one), *second]), "", "paper-plane-tilt")], "")


def _below(lines: list[Any]) -> QWidget:
    made = QWidget()
    made.setLayout(column(*lines, gap=6))
    return made


def _holding(line: Any) -> QWidget:
    made = QWidget()
    made.setLayout(line)
    return made


def _short(desk: ScreenDesk, iso: object) -> str:
    return short_day(date.fromisoformat(str(iso)[:10]), desk.words.language)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(desk: ScreenDesk, iso: object) -> str:
    return moment(datetime.fromisoformat(str(iso)).astimezone(KARACHI), desk.words.language) if iso else ""
