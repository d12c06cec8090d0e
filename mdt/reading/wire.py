"""A reading as JSON and back; what comes back is checked in every part, since it is made from a stranger's file."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from mdt.errors import Invalid
from mdt.model.readings import Reading

T = TypeVar("T")
SCHEMA: Final = 1


def written(reading: Reading) -> bytes:
    """A reading as one JSON text."""
    return json.dumps({"schema": SCHEMA, "reading": asdict(reading)}, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(fault: Invalid) -> bytes:
    """What could not be read, as one JSON text."""
    return json.dumps({"schema": SCHEMA, "fault": fault.key, "gaps": {name: str(gap) for name, gap in fault.gaps.items()}}).encode()


def answer(raw: bytes) -> Reading:
    """The reading of an answer; raises Invalid for a refusal, and ValueError for anything that is no answer."""
    try:
        told = json.loads(raw)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise ValueError("no answer")
    if "fault" in told:
        key, gaps = told["fault"], told.get("gaps", {})
        if not (
            isinstance(key, str) and key.startswith("unread.") and isinstance(gaps, dict) and all(isinstance(g, str) for g in gaps.values())
        ):
            raise ValueError("no refusal")
        raise Invalid(key, **{name: gap[:80] for name, gap in gaps.items() if name in ("line", "place", "most")})
    return rebuilt(Reading, told.get("reading"))


def rebuilt(shape: type[T], plain: Any) -> T:
    """A dataclass from plain values; raises ValueError where a part is missing, too many, or not of its type."""
    made = _made(shape, plain)
    assert isinstance(made, shape)
    return made


def _made(hint: Any, plain: Any) -> Any:
    if get_origin(hint) is UnionType:
        inner = [one for one in get_args(hint) if one is not NoneType]
        return None if plain is None else _made(inner[0], plain)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), plain)
    if is_dataclass(hint) and isinstance(hint, type):
        known = _hints(hint)
        if not isinstance(plain, dict) or plain.keys() != known.keys():
            raise ValueError(hint.__name__)
        return hint(**{name: _made(known[name], value) for name, value in plain.items()})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(plain)
    if type(plain) is not hint:
        raise ValueError(str(hint))
    return plain


def _tuple(hints: tuple[Any, ...], plain: Any) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise ValueError("no list")
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_made(hints[0], one) for one in plain)
    if len(plain) != len(hints):
        raise ValueError("wrong length")
    return tuple(_made(hint, one) for hint, one in zip(hints, plain, strict=True))


@cache
def _hints(shape: type) -> dict[str, Any]:
    hints = get_type_hints(shape)
    return {field.name: hints[field.name] for field in fields(shape)}
