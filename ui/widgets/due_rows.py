"""What is due, in words: how late or how soon, on which basis, whose it is, and the one page that is the next step."""

from __future__ import annotations

from datetime import datetime
from time import monotonic
from typing import Final, NamedTuple

from mdt.catalogue.deadline import NO_LAW
from mdt.catalogue.schema import Catalogue
from mdt.errors import Unavailable
from mdt.model.staff import Role
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.work.desk import Desk
from mdt.work.due import UPDATES, Board, DueItem, escalate_overdue, read_due
from ui.desk import ScreenDesk
from ui.widgets.outgoing_acts import OUTGOING_ACTS

HOUR, DAY, HOURS_SAID = 3600, 86400, 48
"""Up to so many hours time is told in hours, since some periods of law are that short."""
SOON_READ_S, KEPT_S = 0.2, 600.0
"""What is read in less time is read at every change; what takes longer is shown for so many seconds."""
TONES: Final = {"over": "danger", "soon": "warn", "paused": "soft"}
TELLING: Final = UPDATES | {"update_forensic", "wellbeing", "aftercare"}
"""Rules that are met by telling a person."""
OF_A_TIP: Final = frozenset({"triage_urgent", "triage_high", "triage", "feedback", "interpol_reply"})
"""Rules that are met on the page of a tip."""
SENT: Final = {
    "preserved_until": "extend_preservation",
    "referral_reply": "move_referral",
    "removal_check": "record_check",
    "foreign_reply": "close_foreign",
}
"""Rules about what left the desk, and the page that meets each."""
NEEDED: Final = {act.page: act.needs for act in OUTGOING_ACTS}
_MOVING: Final = frozenset({"challan14", "interim17"})


class Step(NamedTuple):
    """The next step: its words, the page, what that is about."""

    key: str
    page: str
    about: str


def board_of(desk: Desk, view: str, limit: int) -> Board:
    """One view of the list; what is to be taken up is taken up by whoever reads it, except in a copy that is for reading only."""
    board = desk.do(read_due, None, view, limit)
    if not board.to_escalate:
        return board
    try:
        desk.do(escalate_overdue)
    except Unavailable:
        return board
    return desk.do(read_due, None, view, limit)


class KeptBoard:
    """The due list as it was last read; read again at once where that is soon done, and only after a while where the desk is large."""

    def __init__(self, view: str, limit: int) -> None:
        self._view, self._limit = view, limit
        self.board: Board | None = None
        self._read_at, self._cost = 0.0, 0.0

    def is_fresh(self) -> bool:
        """Whether it need not be read again yet."""
        return self._cost > SOON_READ_S and monotonic() - self._read_at < KEPT_S

    def read(self, desk: Desk) -> None:
        """Read it now, on the store's thread."""
        began = monotonic()
        self.board = board_of(desk, self._view, self._limit)
        self._read_at, self._cost = monotonic(), monotonic() - began


def step_of(desk: ScreenDesk, item: DueItem) -> Step:
    """The page where this member can do something about it; the case itself where it is another's to do."""
    may, at = GRANTS[Role(desk.me.role)], f"{item.case}/{item.about}" if item.about else item.case
    if item.owner is None and Action.ASSIGN_TEAM in may:
        return Step("due.step_team", "team", item.case)
    if item.rule in TELLING and item.about and Action.LOG_CONTACT in may:
        return Step("due.step_tell", "tell", at)
    if item.rule in OF_A_TIP:
        return Step("due.step_tip", "tip", item.about)
    if item.rule in SENT and NEEDED[SENT[item.rule]] in may:
        return Step("due.step_sent", SENT[item.rule], at)
    if item.rule in ("review", "review_acute"):
        return Step("due.step_meeting", "meetings", "")
    if item.rule == "flag" and Action.FLAG_CASE in may:
        return Step("due.step_flag", "resolve_flag", at)
    if item.rule == "s164" and Action.WRITE_STATEMENTS in may:
        return Step("due.step_statement", "record_statement", item.case)
    if item.rule in _MOVING and Action.MOVE_TO_CHALLAN in may:
        return Step("due.step_move", "move", item.case)
    if _stops_by_hand(desk.catalogue, item.rule) and Action.RECORD_EVENT in may:
        return Step("due.step_record", "stop_clock", f"{item.case}/{item.rule}.{item.about}")
    return Step("due.step_case", "case", item.case)


def when_of(desk: ScreenDesk, item: DueItem, now: datetime) -> str:
    """How late it is at this moment or how long there is still; why it stands, where it does."""
    if item.due_at is None:
        return desk.say("due.stands", reason=desk.title("pause_reason", item.why_paused or None))
    return left_in(desk, (item.due_at - now).total_seconds())


def left_in(desk: ScreenDesk, seconds: float) -> str:
    """A time left, or over where it is below nothing."""
    over, hours = seconds < 0, int(abs(seconds) // HOUR)
    if hours < HOURS_SAID:
        return desk.say("due.over_hours", count=max(hours, 1)) if over else desk.say("due.left_hours", count=hours)
    days = int(abs(seconds) // DAY)
    return desk.say("due.over_days", count=days) if over else desk.say("due.left_days", count=days)


def basis_of(desk: ScreenDesk, rule: str) -> str:
    """The law or practice behind it; what is not taken from a text that was checked says so."""
    row = desk.catalogue.deadlines[rule]
    said = [desk.say(NO_LAW[row.authority]) if row.authority in NO_LAW else row.authority, desk.say(f"due.severity.{row.severity}")]
    return " · ".join([*said, desk.say("due.check")] if Catalogue.needs_check(row) else said)


def about_of(desk: ScreenDesk, item: DueItem) -> str:
    """Of whom (an alias) or of what kind, and what it is; the short one first, where room is short."""
    title = desk.title("deadline", item.rule)
    named = desk.title("task_kind", item.named) if item.rule == "task" else item.named
    return " · ".join(part for part in (named, title) if part)


def _stops_by_hand(catalogue: Catalogue, rule: str) -> bool:
    kinds = catalogue.tables["case_event"]
    return any(getattr(kinds[stop], "by_hand", False) for stop in catalogue.deadlines[rule].stops)
