"""Classes of sensitivity: every field of every record wears exactly one, and the rest is derived from it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints


class Sensitivity(StrEnum):
    """What kind of harm a field does in the wrong eyes; ``policy.grants.CLASSES`` says who may see each."""

    OPERATIONAL = "OPERATIONAL"
    ACCUSED = "ACCUSED"
    IDENTITY = "IDENTITY"
    CONTACT = "CONTACT"
    ACCOUNT = "ACCOUNT"
    EVIDENCE = "EVIDENCE"
    CLINICAL = "CLINICAL"
    WELFARE = "WELFARE"
    LEGAL = "LEGAL"


class Audience(StrEnum):
    """Who can open a seal, by holding its key; one key per case and audience."""

    TEAM = "team"
    CLINICAL = "clinical"
    WELFARE = "welfare"
    LEGAL = "legal"
    CONTACT = "contact"
    INDEX = "index"
    DRAFT = "draft"


class FieldShape(NamedTuple):
    """One field of a record: its name, its class, and the plain type it is kept as."""

    name: str
    sensitivity: Sensitivity
    kept_as: type


Plain = Annotated[str, Sensitivity.OPERATIONAL]
PlainDate = Annotated[date, Sensitivity.OPERATIONAL]
MaybePlain = Annotated[str | None, Sensitivity.OPERATIONAL]
MaybePlainDate = Annotated[date | None, Sensitivity.OPERATIONAL]
Moment = Annotated[datetime, Sensitivity.OPERATIONAL]
MaybeMoment = Annotated[datetime | None, Sensitivity.OPERATIONAL]
Flag = Annotated[bool, Sensitivity.OPERATIONAL]
Count = Annotated[int, Sensitivity.OPERATIONAL]
Plains = Annotated[tuple[str, ...], Sensitivity.OPERATIONAL]
OfAccused = Annotated[str | None, Sensitivity.ACCUSED]
NamesOfAccused = Annotated[tuple[str, ...], Sensitivity.ACCUSED]
Identity = Annotated[str | None, Sensitivity.IDENTITY]
IdentityDate = Annotated[date | None, Sensitivity.IDENTITY]
Contact = Annotated[str | None, Sensitivity.CONTACT]
ContactDate = Annotated[date | None, Sensitivity.CONTACT]
Account = Annotated[str | None, Sensitivity.ACCOUNT]
Evidence = Annotated[str | None, Sensitivity.EVIDENCE]
Clinical = Annotated[str | None, Sensitivity.CLINICAL]
Welfare = Annotated[str | None, Sensitivity.WELFARE]
Legal = Annotated[str | None, Sensitivity.LEGAL]


def shape_of(record: type) -> tuple[FieldShape, ...]:
    """The fields of a record type in order; TypeError where one wears no class or two."""
    return _shape_of(record)


@cache
def _shape_of(record: Hashable) -> tuple[FieldShape, ...]:
    assert isinstance(record, type)
    hints = get_type_hints(record, include_extras=True)
    found = []
    for entry in fields(record):
        hint = hints[entry.name]
        worn = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Sensitivity)]
        if len(worn) != 1:
            raise TypeError(f"{record.__name__}.{entry.name} must wear exactly one class, not {len(worn)}")
        found.append(FieldShape(entry.name, worn[0], _kept_as(get_args(hint)[0])))
    return tuple(found)


def _kept_as(hint: Any) -> type:
    choices = [arm for arm in get_args(hint) if arm is not type(None)] if get_origin(hint) is not tuple else []
    bare = choices[0] if choices else hint
    if get_origin(bare) is tuple:
        return tuple
    return bare if isinstance(bare, type) else str
