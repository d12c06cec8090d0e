"""Members of the desk, their part in a case, and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mdt.model.sensitivity import Count, Flag, MaybePlain, MaybePlainDate, Plain, PlainDate


class Role(StrEnum):
    """The five parts people play at the desk."""

    INVESTIGATOR = "investigator"
    PSYCHOLOGIST = "psychologist"
    PROSECUTOR = "prosecutor"
    SOCIAL_WELFARE = "social_welfare"
    SUPERVISOR = "supervisor"


class Standing(StrEnum):
    """How far a member has come: invited, joined with her own keys, certified by the supervisor, gone."""

    INVITED = "invited"
    JOINED = "joined"
    CERTIFIED = "certified"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of the desk; user names are roles or badges, not names of persons.

    ``key`` and ``voice`` are the public halves, in hexadecimal, of her sealing and signing keys; ``fingerprint`` is what she reads out.
    """

    id: Plain
    user_name: Plain
    role: Plain
    sex: Plain = "unknown"
    trained_on: MaybePlainDate = None
    badge: MaybePlain = None
    standing: Plain = Standing.INVITED
    key: MaybePlain = None
    voice: MaybePlain = None
    fingerprint: MaybePlain = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A member's place on a case: since when, added by whom, until when, recused or not."""

    id: Plain
    case: Plain
    member: Plain
    lead: Flag = False
    since: PlainDate
    added_by: Plain
    until: MaybePlainDate = None
    recused_on: MaybePlainDate = None
    recusal_reason: MaybePlain = None
    version: Count = 1
