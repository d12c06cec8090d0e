"""What can be done on a case, as plain rows: words, key, the page that does it, and the right it needs."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.policy.actions import Action


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One button in the head of a case."""

    title: str
    page: str
    keys: str
    needs: Action
    primary: bool = False


CASE_ACTS = (
    CaseAct("screen.print", "print", "Ctrl+P", Action.PRINT_BUNDLE),
    CaseAct("screen.add_session_note", "session_note", "Ctrl+N", Action.WRITE_SESSION_NOTE, primary=True),
    CaseAct("screen.add_welfare_note", "welfare_note", "Ctrl+N", Action.WRITE_WELFARE_NOTE, primary=True),
    CaseAct("screen.move", "move", "Ctrl+M", Action.MOVE_TO_CHALLAN, primary=True),
    CaseAct("screen.lay_charge", "charge", "Ctrl+H", Action.LAY_CHARGES, primary=True),
    CaseAct("screen.team", "team", "Ctrl+T", Action.ASSIGN_TEAM, primary=True),
)
