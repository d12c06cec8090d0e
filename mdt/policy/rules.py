"""Pure questions of right: may this member do this here, and what may she see of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mdt.model.sensitivity import Audience, Sensitivity
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import ALSO_AT_INTAKE, AT_INTAKE_ONLY, CLASSES, GRANTS, KEY_HOLDERS, clearance


@dataclass(frozen=True, slots=True)
class Access:
    """What the store knows about one member and one case; ``intake`` is the one that tips lie in."""

    case: str
    on_team: bool
    recused: bool
    restricted: bool
    closed: bool
    voided: bool
    intake: bool = False


BEYOND_BRIEF: Final = frozenset({Sensitivity.ACCOUNT, Sensitivity.EVIDENCE, Sensitivity.ACCUSED, Sensitivity.LEGAL})
"""What stays shut to the lead of an approved interview until it is closed, where the unit has its leads read the brief only."""


def refusal(actor: Member, action: Action, access: Access | None) -> str | None:
    """The key of the sentence that says why not, or None where she may.

    'missing.case' is the answer for gone, not yours and recused alike, so that nobody learns which.
    """
    if actor.standing != Standing.CERTIFIED:
        return "refused.not_certified"
    role = Role(actor.role)
    if action.verb.on_case and not may_come_near(actor, access):
        return "missing.case"
    if action not in GRANTS[role]:
        return "refused.role"
    if access is not None and action.verb.on_case and not fits(action, access.intake):
        return "refused.intake" if access.intake else "refused.not_intake"
    if access is not None and action.verb.on_case and not action.verb.when_closed:
        if access.voided:
            return "refused.voided"
        if access.closed:
            return "refused.closed"
    return None


def fits(action: Action, intake: bool) -> bool:
    """Whether an act on a case is one of the intake, where it is the intake, or one of other cases, where it is not."""
    return action in AT_INTAKE_ONLY | ALSO_AT_INTAKE if intake else action not in AT_INTAKE_ONLY


def may_come_near(actor: Member, access: Access | None) -> bool:
    """Whether a case exists for this member at all: she is on its team, or supervises the desk, and is not recused from it."""
    return access is not None and not access.recused and (access.on_team or Role(actor.role) is Role.SUPERVISOR)


def classes_open(actor: Member, access: Access | None) -> frozenset[Sensitivity]:
    """The classes this member may see of this case; a supervisor, or anybody off the team, sees OPERATIONAL at most."""
    if access is None or access.recused or actor.standing != Standing.CERTIFIED:
        return frozenset()
    role = Role(actor.role)
    if not access.on_team:
        return frozenset({Sensitivity.OPERATIONAL}) if role is Role.SUPERVISOR else frozenset()
    return clearance(role)


def withheld(actor: Member, access: Access | None) -> tuple[Sensitivity, ...]:
    """The classes this member may not see of this case, in the order of the table."""
    seen = classes_open(actor, access)
    return tuple(kind for kind in CLASSES if kind not in seen)


def may_hold(member: Member, audience: Audience) -> bool:
    """Whether a member's role is entitled to the key of an audience; being on the team is asked separately."""
    return member.standing == Standing.CERTIFIED and Role(member.role) in KEY_HOLDERS.get(audience, frozenset())
