"""Acts of a story about received tips, and the steps by which the paper's sources come to the desk and lead to its FIRs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from mdt.model.tips import COUNTED, INTAKE
from mdt.work import feedback, intake, staff, tip_links, tips
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk
from resources import text

if TYPE_CHECKING:
    from ui.cli.demo_story import Act, Player, Said, Step

OPENED_ON: Final = date(2022, 7, 2)
SOURCES: Final = {"local": "local", "cybertipline": "cybertip", "foreign": "interpol"}
ANSWERED_AFTER: Final = timedelta(40)
_LISTED: Final = ("flags", "caveats", "names")


def intake_steps() -> list[Step]:
    """The intake is opened and the investigator seated there; then the invented tips of ``demo/tips.toml``."""
    from ui.cli.demo_story import Step

    steps = [
        Step(on=OPENED_ON, by="supervisor", case=INTAKE, act="open_intake"),
        Step(on=OPENED_ON, by="supervisor", case=INTAKE, act="seat_at_intake", said={"member": "investigator"}),
    ]
    for said in tomllib.loads(text("demo/tips.toml"))["step"]:
        rest = {name: value for name, value in said.items() if name not in ("on", "by", "act", "case")}
        steps.append(Step(on=said["on"], by=said.get("by", "investigator"), case=said.get("case", INTAKE), act=said["act"], said=rest))
    return steps


def tips_of(code: str, kinds: Sequence[str], received: date, numbers: Sequence[str]) -> Iterator[Step]:
    """The tips that a case of the printed table began with, one a source."""
    from ui.cli.demo_story import Step

    for nth, (kind, number) in enumerate(zip(kinds, numbers, strict=True), start=1):
        said: dict[str, Any] = {"called": f"tip {code} {nth}", "source": SOURCES[kind], "incident_type": "possession"}
        if kind != "local":
            said |= {"identifiers": [f"handle|facebook|invented.{code}.1"], "platform": "facebook", "a1": nth, "b2": 1}
        yield Step(on=received, by="investigator", case=INTAKE, act="record_tip", said={**said, "number": number or None})


def links_of(code: str, kinds: Sequence[str], on: date, *, answered: bool) -> Iterator[Step]:
    """Each of them linked to the case; where it was ``answered``, what came of it was sent weeks later."""
    from ui.cli.demo_story import Step

    for nth, kind in enumerate(kinds, start=1):
        said = {"tip": f"tip {code} {nth}", "reason": "began_case"}
        yield Step(on=on, by="investigator", case=code, act="link_tip", said=said)
        if answered:
            told = {"tip": said["tip"], "outcome": "arrested"}
            yield Step(on=on + ANSWERED_AFTER, by="investigator", case=INTAKE, act="answer_tip", said=told)
        elif kind != "local":
            yield Step(on=on, by="investigator", case=INTAKE, act="mark_read", said={"tip": said["tip"]})


def _open(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return player.know(step, desk.do(intake.open_intake))


def _seat(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(staff.add_to_team, player.at(step), player.members[said["member"]])


def _record(player: Player, desk: Desk, step: Step, said: Said) -> str:
    counts: dict[str, int] = {name: said.pop(name) for name in COUNTED if name in said}
    identifiers, kept = tuple(said.pop("identifiers", ())), said.pop("kept", None)
    given = {name: tuple(value) if name in _LISTED else value for name, value in said.items()}
    given["received_at"] = datetime.combine(step.on, time(8, 30), KARACHI)
    return desk.do(tips.record_tip, player.at(step), given, identifiers, counts, kept)


def _link(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(tip_links.link_tip, player.at(step), player.meant(step, said["tip"]), said["reason"])


def _answer(player: Player, desk: Desk, step: Step, said: Said) -> str:
    tip = player.meant(step, said["tip"])
    desk.do(feedback.draft_feedback, player.at(step), tip, said["outcome"])
    return desk.do(feedback.send_feedback, player.at(step), tip, step.on)


def _read(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(tips.mark_read, player.at(step), player.meant(step, said["tip"]))


def _sort(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(tips.triage_tip, player.at(step), player.meant(step, said["tip"]), said["triage"])


def _assign(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(tips.assign_tip, player.at(step), player.meant(step, said["tip"]), player.members[said["member"]])


TIP_ACTS: Final[dict[str, Act]] = {
    "open_intake": _open,
    "seat_at_intake": _seat,
    "record_tip": _record,
    "link_tip": _link,
    "answer_tip": _answer,
    "mark_read": _read,
    "triage_tip": _sort,
    "assign_tip": _assign,
}
"""Every act of this kind a story may name."""
