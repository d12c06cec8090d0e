"""Acts of a story about the team: interviews planned and held, meetings called and held, tasks; members and earlier steps by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mdt.work import interviews, live, meetings, requests
from mdt.work.desk import Desk
from mdt.work.interviews import NewFact, Plan

if TYPE_CHECKING:
    from ui.cli.demo_story import Act, Player, Said, Step

MEMBERS: Final = frozenset({"lead", "second", "owner", "aftercare_owner"})


def _meant(player: Player, said: Said) -> Said:
    """What is said, with members by role turned into ids."""
    known = player.members
    meant = {name: known[value] if name in MEMBERS else value for name, value in said.items()}
    return meant | ({"present": tuple(known[role] for role in said["present"])} if "present" in said else {})


def _plan(player: Player, desk: Desk, step: Step, said: Said) -> str:
    meant = _meant(player, player.resolved(desk, step, said))
    facts = meant.pop("fact", ())
    interview = desk.do(interviews.plan_interview, player.at(step), Plan(**meant))
    for fact in facts:
        desk.do(interviews.add_fact, player.at(step), interview, NewFact(**fact))
    return interview


def _ask(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(interviews.ask_approval, player.at(step), player.meant(step, said["interview"]))


def _leave(player: Player, desk: Desk, step: Step, said: Said) -> None:
    desk.do(requests.decide_request, player.at(step), player.meant(step, said["request"]), True)


def _hold(player: Player, desk: Desk, step: Step, said: Said) -> None:
    case, interview = player.at(step), player.meant(step, said["interview"])
    desk.do(live.start_interview, case, interview)
    for place, mark in enumerate(said["marks"], start=1):
        player.wait(step)
        desk.do(live.mark, case, interview, place, mark)
    desk.do(live.end_interview, case, interview)


def _close(player: Player, desk: Desk, step: Step, said: Said) -> None:
    meant = _meant(player, said)
    meant["interview"] = player.meant(step, said["interview"])
    desk.do(live.close_interview, player.at(step), **meant)


def _call(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(meetings.plan_meeting, None, **_meant(player, said))


def _put(player: Player, desk: Desk, step: Step, said: Said) -> str:
    return desk.do(meetings.put_on_agenda, player.at(step), player.meant(step, said["meeting"]))


def _find(player: Player, desk: Desk, step: Step, said: Said) -> None:
    desk.do(meetings.record_findings, player.at(step), player.meant(step, said["item"]), said["findings"])


def _give(player: Player, desk: Desk, step: Step, said: Said) -> str:
    meant = _meant(player, said)
    item = player.meant(step, said["item"]) if "item" in said else None
    return desk.do(meetings.give_task, player.at(step), **{**meant, "item": item})


def _finish(player: Player, desk: Desk, step: Step, said: Said) -> None:
    desk.do(meetings.finish_task, player.at(step), player.meant(step, said["task"]))


def _end(player: Player, desk: Desk, step: Step, said: Said) -> None:
    desk.do(meetings.end_meeting, None, player.meant(step, said["meeting"]), _meant(player, said)["present"])


TEAM_ACTS: Final[dict[str, Act]] = {
    "plan_interview": _plan,
    "ask_approval": _ask,
    "give_leave": _leave,
    "hold_interview": _hold,
    "close_interview": _close,
    "call_meeting": _call,
    "put_on_agenda": _put,
    "record_findings": _find,
    "give_task": _give,
    "finish_task": _finish,
    "end_meeting": _end,
}
"""Every act of this kind a story may name."""
