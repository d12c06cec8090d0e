"""What an act on a case is, as a plain row: words, key, the page that does it, the right it needs, and where it is offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mdt.model.sensitivity import Sensitivity
from mdt.policy.actions import Action
from mdt.work.desk import UseCase
from ui.widgets import filled
from ui.widgets.filled import Filled, Record, Undo


def always(record: Record, me: str) -> bool:
    """An act that suits every record."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an act with a form is done: the form of the catalogue, the use case, and how what was typed becomes its arguments.

    ``errors`` renames fields of the use case's Invalid to those of the form; ``then`` is the page that comes after it was done.
    """

    form: str
    job: UseCase[..., Any]
    arguments: Callable[[Filled], Mapping[str, Any]] = filled.as_typed
    starts: Callable[[Record, Record], Mapping[str, str]] = filled.blank
    undo: Callable[[Filled], Undo | None] = filled.no_way_back
    errors: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False
    then: str = "case"
    sealed: Mapping[str, Sensitivity] = field(default_factory=dict)
    """Fields that only those may write who may read their class."""


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act on a case: in its head, the one action of a role as ``primary``, or as a link at the place ``where`` names.

    ``per_record`` names the kind of record it is about; its page is then given 'case/record', and it is offered where it ``suits``
    the record as shown to the member of that user name. ``asked`` is how an act with a form of the catalogue is done.
    """

    title: str
    page: str
    keys: str
    needs: Action
    primary: bool = False
    where: str = "head"
    per_record: str = ""
    sign: str = ""
    suits: Callable[[Record, str], bool] = always
    asked: Asked | None = None


def on_case(page: str, keys: str, needs: Action, where: str, asked: Asked) -> CaseAct:
    """An act with a form about the whole case."""
    return CaseAct(f"doing.{page}", page, keys, needs, where=where, asked=asked)


def on_record(kind: str, page: str, needs: Action, where: str, suits: Callable[[Record, str], bool], asked: Asked) -> CaseAct:
    """An act with a form about one record of a kind."""
    return CaseAct(f"doing.{page}", page, "", needs, where=where, per_record=kind, suits=suits, asked=asked)
