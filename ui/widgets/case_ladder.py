"""How far an accused is known, on the page of a case: six rungs, days on each, what shows them, how the next is reached; and matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from mdt.model.ladder import RUNGS, SAFE_CONTACT
from ui.desk import ScreenDesk
from ui.widgets.case_shown import CaseShown
from ui.widgets.days import long_day
from ui.widgets.icons import Sign
from ui.widgets.parts import card, column, in_one_line, label, row
from ui.widgets.sections import Fact, Record, facts, joined, sealed_text, titled, words_of
from ui.widgets.stage_path import StagePath
from ui.widgets.style import shown_theme


def ladders(shown: CaseShown, party: Record) -> list[QWidget]:
    """The ladder of an accused, behind what is known of her; nothing of anybody else."""
    stands = next((one for one in shown.case["ladders"] if one["party"] == party["id"]), None)
    if stands is None:
        return []
    now = _title(shown.desk, stands["now"])
    steps = [_title(shown.desk, rung) for rung in RUNGS]
    said = shown.say("ladder.stands", rung=now, day=shown.day(stands["since"]), count=_days(shown, stands))
    parts: list[QWidget] = [StagePath(steps, RUNGS.index(stands["now"]) + 1, shown_theme(), said), label(said, "second")]
    before = [(rung, stands["days"][rung]) for rung in RUNGS if rung in stands["days"] and rung != stands["now"]]
    if before:
        said = " · ".join(shown.say("ladder.lasted", rung=_title(shown.desk, rung), count=days) for rung, days in before)
        parts.append(label(said, "caption"))
    parts += [_rung(shown, rung) for rung in shown.case["rungs"] if rung["party"] == party["id"]]
    parts += _next(shown, stands)
    title = shown.say("ladder.title", alias=party["alias"])
    return [titled(title, *parts, links=shown.links("ladder", "party", str(party["id"])))]


def open_matches(shown: CaseShown) -> list[QWidget]:
    """Every match that nobody settled, as loud as a signal, with what it keeps from happening."""
    return [_match(shown, match) for match in shown.case["matches"] if match["outcome"] is None]


def settled_matches(shown: CaseShown) -> list[QWidget]:
    """What was settled, for whoever asks later why somebody is written to or not."""
    rows = [
        Fact(
            words_of_match(shown.desk, shown.case, match),
            " · ".join((shown.desk.title("match_outcome", match["outcome"]), str(match["settled_by"]))),
            shown.day(match["settled_at"]),
            "users-three",
        )
        for match in shown.case["matches"]
        if match["outcome"] is not None
    ]
    return [titled(shown.say("ladder.settled"), facts(rows, ""))] if rows else []


def words_of_match(desk: ScreenDesk, case: Record, match: Record) -> str:
    """Which two, and by what they are alike."""
    aliases = {party["id"]: party["alias"] for party in case["parties"]}
    other = aliases.get(match["other"], match["other"])
    kinds = joined(desk, [desk.title("match_kind", kind) for kind in match["kinds"]])
    key = "contact" if match["kinds"] == [SAFE_CONTACT] else "two" if match["other"] in aliases else "member"
    return desk.say(f"ladder.match_{key}", accused=aliases.get(match["party"], ""), other=other, kinds=kinds)


def match_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """The match an act is about, above its form."""
    return [label(words_of_match(desk, case, record), "head"), label(long_day(record["found_at"], desk.words.language), "second")]


def rung_of(desk: ScreenDesk, case: Record, record: Record) -> list[QWidget]:
    """The rung an act is about, above its form."""
    said = [desk.title("rung_evidence", record["evidence"]), long_day(record["reached_on"], desk.words.language)]
    return [label(_title(desk, record["rung"]), "head"), label(" · ".join(said), "second")]


def _title(desk: ScreenDesk, rung: str) -> str:
    return desk.title("accused_state", rung)


def _days(shown: CaseShown, stands: Record) -> int:
    return (shown.desk.today() - date.fromisoformat(stands["since"])).days


def _rung(shown: CaseShown, rung: Record) -> QWidget:
    said = [shown.desk.title("rung_evidence", rung["evidence"])]
    said += [words_of(shown.desk, name, rung[name]) for name in ("reference", "address") if isinstance(rung.get(name), str)]
    if back := rung["withdrawn_on"]:
        said.append(shown.say("ladder.taken_back", day=shown.day(back)))
    fact = Fact(_title(shown.desk, rung["rung"]), " · ".join(said), shown.day(rung["reached_on"]), "list-checks", "soft" if back else "")
    made = QWidget()
    line = row(facts([fact], ""), *shown.links("ladder", "rung", str(rung["id"])))
    line.setStretch(0, 1)
    body = column(line, gap=2)
    if isinstance(rung.get("withdrawn_why"), str):
        body.addWidget(sealed_text(shown.desk, rung["withdrawn_why"]))
    made.setLayout(body)
    return made


def _next(shown: CaseShown, stands: Record) -> list[QWidget]:
    """How the rung above is reached, what is waited for, and the page that does it."""
    if stands["next"] is None:
        return []
    made = QWidget()
    links = shown.links(f"ladder_{stands['now']}", "", "")
    asked = [request for request in shown.case["platform_requests"] if request["state"] == "sent" and request["kind"] != "preservation"]
    waits: Sequence[Any] = [
        label(
            shown.say("ladder.waits", platform=shown.desk.title("platform_route", one["platform"]), day=shown.day(one["sent_on"])), "second"
        )
        for one in asked
        if stands["now"] in ("account", "subscriber")
    ]
    head = in_one_line(label(shown.say("ladder.next", rung=_title(shown.desk, stands["next"])), "strong"))
    words = label(shown.desk.title("next_rung", stands["now"]), "second")
    made.setLayout(column(row(head, 1, *links), words, *waits, gap=2))
    return [made]


def _match(shown: CaseShown, match: Record) -> QFrame:
    aliases = {party["id"]: party["alias"] for party in shown.case["parties"]}
    other = aliases.get(match["other"])
    stops = shown.say("ladder.frozen", alias=other) if other else shown.say("ladder.member_stays")
    words = column(label(words_of_match(shown.desk, shown.case, match), "head"), label(stops, "second"), gap=1)
    line = row(Sign("warning-circle-fill", "danger"), words, gap=12)
    line.setStretch(1, 1)
    for link in shown.links("ladder", "match", str(match["id"])):
        line.addWidget(link)
    return card(line, name="signal")
