"""Interviews at the command line: planned from JSON, shown as JSON, their brief printed; the same gate and rights as the window."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Missing
from mdt.model.dates import typed_moment
from mdt.policy.views import plain
from mdt.work.briefs import read_brief
from mdt.work.bundle import KARACHI
from mdt.work.casefile import locate_case, open_case
from mdt.work.desk import Desk
from mdt.work.interviews import NewFact, Plan, add_fact, ask_approval, judge_plan, plan_interview
from mdt.work.live import open_interview
from mdt.work.staff import list_members
from ui.cli.grammar import desk_folder
from ui.cli.seats import seat
from ui.cli.world import World
from ui.widgets.keeping import keep

SCHEMA: Final = 1
_MEMBERS: Final = ("lead", "second", "preferred")
_PARTIES: Final = ("party", "support")


def plan(given: argparse.Namespace, world: World) -> int:
    """Begin a plan from a JSON file, '-' being standard input; says what stands against it, and with --ask asks for leave."""
    said = _read(given.file)
    facts, exception = said.pop("facts", []), said.pop("exception", None)
    with seat(world, desk_folder(given), given.user) as seated:
        desk, case = seated.desk, seated.desk.do(locate_case, None, given.case)
        made = Plan(**_meant(desk, case, said, world))
        new = [_fact(fact) for fact in facts]
        interview = desk.do(plan_interview, case, made)
        for fact in new:
            desk.do(add_fact, case, interview, fact)
        told = {"schema": SCHEMA, "interview": interview, "bars": [bar.value for bar in desk.do(judge_plan, case, interview)]}
        try:
            asked = desk.do(ask_approval, case, interview, exception) if given.ask else None
        finally:
            world.say(json.dumps(told))
    if asked:
        world.say(json.dumps({"schema": SCHEMA, "request": asked}))
    return 0


def show(given: argparse.Namespace, world: World) -> int:
    """One interview as JSON, as the member may see it, with what stands against it."""
    with seat(world, desk_folder(given), given.user) as seated:
        desk, case = seated.desk, seated.desk.do(locate_case, None, given.case)
        interview = _named(desk, case, given.interview)
        view = desk.do(open_interview, case, interview)
        bars = desk.do(judge_plan, case, interview)
    tally = None if view.tally is None else asdict(view.tally)
    told = {
        "schema": SCHEMA,
        "interview": dict(view.content),
        "tally": tally,
        "tellings": view.tellings,
        "bars": [bar.value for bar in bars],
    }
    world.say(json.dumps(told, ensure_ascii=False, default=_plainly))
    return 0


def brief(given: argparse.Namespace, world: World) -> int:
    """Print the lead's brief into a new file that only its owner may read."""
    if given.out.exists():
        raise Conflict("conflict.file_exists")
    with seat(world, desk_folder(given), given.user) as seated:
        case = seated.desk.do(locate_case, None, given.case)
        content = seated.desk.do(read_brief, case, _named(seated.desk, case, given.interview))
    from mdt.reports.interview_brief import print_brief

    keep(given.out, print_brief(content, given.lang))
    world.say(json.dumps({"schema": SCHEMA, "brief": str(given.out)}, ensure_ascii=False))
    return 0


def _read(file: str) -> dict[str, Any]:
    text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    try:
        said = json.loads(text)
    except ValueError as wrong:
        raise Invalid("invalid.plan_file") from wrong
    if not isinstance(said, dict) or set(said) - _known(Plan, "facts", "exception") or not isinstance(said.get("facts", []), list):
        raise Invalid("invalid.plan_file")
    return said


def _known(kind: type[Any], *more: str) -> set[str]:
    return {field.name for field in fields(kind)} | set(more)


def _fact(said: Any) -> NewFact:
    if not isinstance(said, dict) or set(said) - _known(NewFact) or not {"need", "why_only"} <= set(said):
        raise Invalid("invalid.plan_file")
    return NewFact(**said)


def _meant(desk: Desk, case: str, said: Mapping[str, Any], world: World) -> dict[str, Any]:
    """What was said, with members by user name, people by alias and the time as it is typed turned into what the use case takes."""
    parties = {party["alias"]: party["id"] for party in desk.do(open_case, case).content["parties"]}
    members = {member.user_name: member.id for member in desk.do(list_members)}
    if not {"party", "purpose"} <= set(said):
        raise Invalid("invalid.plan_file")
    meant = dict(said)
    for names, known in ((_PARTIES, parties), (_MEMBERS, members)):
        for name in names:
            if meant.get(name) is not None:
                meant[name] = _among(known, name, meant[name])
    meant["observers"] = tuple(_among(members, "observers", one) for one in said.get("observers") or ())
    if said.get("planned_for") is not None:
        meant["planned_for"] = _moment(str(said["planned_for"]), world)
    return meant


def _among(known: Mapping[str, str], field: str, name: Any) -> str:
    if str(name) not in known:
        raise Invalid(fields={field: "invalid.choice"})
    return known[str(name)]


def _moment(text: str, world: World) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return typed_moment("planned_for", text, world.around.clock.today(), KARACHI)
    return found if found.tzinfo is not None else found.replace(tzinfo=KARACHI)


def _named(desk: Desk, case: str, text: str | None) -> str:
    """An interview of the case by its id or its number there, the newest where none is named."""
    found = [str(one["id"]) for one in desk.do(open_case, case).content["interviews"]]
    at = len(found) if text is None else int(text) if text.isdecimal() and len(text) < 4 else 0
    if text in found:
        return str(text)
    if not 0 < at <= len(found):
        raise Missing("missing.record")
    return found[at - 1]


def _plainly(value: object) -> object:
    return sorted(value) if isinstance(value, (set, frozenset)) else plain(value)
