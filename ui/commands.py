"""What can be done on a case, as plain rows: words, key, the page that does it, the right it needs, and where it is offered."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.policy.actions import Action


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One button of a case: in its head, the one action of a role as ``primary``, or as a link at the place ``where`` names.

    ``per_record`` names the kind of record it is about; its page is then given 'case/record'.
    """

    title: str
    page: str
    keys: str
    needs: Action
    primary: bool = False
    where: str = "head"
    per_record: str = ""
    sign: str = ""


CASE_ACTS = (
    CaseAct("screen.print", "print", "Ctrl+P", Action.PRINT_BUNDLE, sign="printer"),
    CaseAct("screen.add_session_note", "session_note", "Ctrl+N", Action.WRITE_SESSION_NOTE, primary=True),
    CaseAct("screen.add_welfare_note", "welfare_note", "Ctrl+N", Action.WRITE_WELFARE_NOTE, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_TO_CHALLAN, primary=True),
    CaseAct("charge.act", "charge", "Ctrl+H", Action.LAY_CHARGES, primary=True),
    CaseAct("team.act", "team", "Ctrl+T", Action.ASSIGN_TEAM, primary=True),
    CaseAct("move.act", "move", "Ctrl+M", Action.MOVE_FROM_CHALLAN, where="aside"),
    CaseAct("request.act", "request", "Ctrl+R", Action.REQUEST_REOPENING, where="aside"),
    CaseAct("request.decide_act", "request", "Ctrl+R", Action.DECIDE_REQUEST, where="aside"),
    CaseAct("history.act", "history", "Ctrl+Y", Action.READ_HISTORY, where="aside"),
    CaseAct("openings.act", "openings", "Ctrl+O", Action.READ_OPENINGS, where="aside"),
    CaseAct("request.decide_now", "request", "", Action.DECIDE_REQUEST, where="request"),
)
