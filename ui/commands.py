"""What can be done on a case, as plain rows: words, key, the page that does it, and the right it needs."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.policy.actions import Action


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One button of a case: in its head, the one action of a role as ``primary``; ``aside`` ones stand beside the sections."""

    title: str
    page: str
    keys: str
    needs: Action
    primary: bool = False
    aside: bool = False


CASE_ACTS = (
    CaseAct("screen.print", "print", "Ctrl+P", Action.PRINT_BUNDLE),
    CaseAct("screen.add_session_note", "session_note", "Ctrl+N", Action.WRITE_SESSION_NOTE, primary=True),
    CaseAct("screen.add_welfare_note", "welfare_note", "Ctrl+N", Action.WRITE_WELFARE_NOTE, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_TO_CHALLAN, primary=True),
    CaseAct("charge.act", "charge", "Ctrl+H", Action.LAY_CHARGES, primary=True),
    CaseAct("team.act", "team", "Ctrl+T", Action.ASSIGN_TEAM, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_FROM_CHALLAN, aside=True),
    CaseAct("request.act", "request", "Ctrl+R", Action.REQUEST_REOPENING, aside=True),
    CaseAct("request.decide_act", "request", "Ctrl+R", Action.DECIDE_REQUEST, aside=True),
    CaseAct("history.act", "history", "Ctrl+Y", Action.READ_HISTORY, aside=True),
)
