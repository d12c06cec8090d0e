"""The referrals of a case: which led here and why, and those that share an account with an accused."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QWidget

from ui.widgets.case_shown import CaseShown
from ui.widgets.flow import flowing
from ui.widgets.parts import column, hairline, label
from ui.widgets.sections import Record, titled
from ui.widgets.tip_parts import tip_line


def tips(shown: CaseShown) -> list[QWidget]:
    """Every link of the case, those that were cut last, each with what may be done about it."""
    by_id = {line["id"]: line for line in shown.case["tips"]}
    links = sorted((link for link in shown.case["tip_links"] if link["tip"] in by_id), key=lambda link: bool(link["cut_on"]))
    made: list[QWidget] = []
    for link in links:
        line = tip_line(shown.desk, by_id[link["tip"]], _said(shown, link))
        acts = shown.links("tips", "tip_link", str(link["id"]))
        whole = QWidget()
        whole.setLayout(column(line, *([flowing(*acts, gap=4)] if acts else []), gap=2))
        made += [hairline(), whole] if made else [whole]
    help_ = label(shown.say("case_tips.tab_help"), "second")
    nothing = label(shown.say("case_tips.none"), "second")
    return [titled(shown.say("case_tips.title"), *([help_, *made] if made else [nothing])), *_like(shown)]


def _like(shown: CaseShown) -> list[QWidget]:
    """Referrals that may belong here, by what they share; how many there are where only others may read them."""
    like = shown.like
    if like is None:
        return []
    lines: list[QWidget] = [tip_line(shown.desk, asdict(line), ()) for line in like.tips]
    if like.elsewhere:
        lines.append(label(shown.say("case_tips.like_elsewhere", count=like.elsewhere), "second"))
    nothing = label(shown.say("case_tips.like_none"), "second")
    return [titled(shown.say("case_tips.like"), *(lines or [nothing]))]


def _said(shown: CaseShown, link: Record) -> list[str]:
    """Why it belongs here, to what in the case, since when and by whom; and that it was cut."""
    say, title = shown.say, shown.desk.title
    said = [say("tip.linked", reason=title("link_reason", link["reason"]), day=shown.day(link["linked_on"]), who=link["linked_by"])]
    numbers = {number["id"]: number["text"] for number in shown.case["numbers"]}
    aliases = {party["id"]: party["alias"] for party in shown.case["parties"]}
    if link["number"] in numbers:
        said.append(say("case_tips.to_fir", number=numbers[link["number"]]))
    if link["party"] in aliases:
        said.append(say("case_tips.to_accused", alias=aliases[link["party"]]))
    if link["cut_on"]:
        said.append(say("tip.cut", day=shown.day(link["cut_on"]), reason=title("cut_reason", link["cut_reason"])))
    if isinstance(link.get("note"), str):
        said.append(link["note"])
    return said
