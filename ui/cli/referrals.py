"""Received referrals at the command line: the ledger and one tip as JSON, with the same rights as the window."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from mdt.errors import Invalid, Missing
from mdt.model.tips import TipFilter, waited
from mdt.work.desk import Desk
from mdt.work.intake import list_tips, locate_intake
from mdt.work.tips import open_tip
from ui.cli.grammar import desk_folder
from ui.cli.seats import seat
from ui.cli.world import World

SCHEMA: Final = 1
PAGE: Final = 500


def listing(given: argparse.Namespace, world: World) -> int:
    """The ledger, what waits longest first; what was answered too with --all."""
    wanted = TipFilter(sources=(given.source,) if given.source else (), waiting=None if given.all else True, limit=PAGE)
    today = world.around.clock.today()
    with seat(world, desk_folder(given), given.user) as seated:
        _near(seated.desk)
        lines = seated.desk.do(list_tips, None, wanted)
        found = list(lines)
        while len(lines) == PAGE:
            last = lines[-1]
            lines = seated.desk.do(list_tips, None, _after(wanted, last.received_at, last.id))
            found += lines
    told = [{**asdict(line), "days": waited(line.received_at, line.answered_on, today)} for line in found]
    world.say(json.dumps({"schema": SCHEMA, "referrals": told}, ensure_ascii=False, default=_plainly))
    return 0


def show(given: argparse.Namespace, world: World) -> int:
    """One referral by its sender's number or its id, as the member may see it, with its links, answers and what looks like it."""
    with seat(world, desk_folder(given), given.user) as seated:
        desk = seated.desk
        place = _near(desk)
        view = desk.do(open_tip, place, _named(desk, given.referral))
    told = {
        "schema": SCHEMA,
        "referral": dict(view.content),
        "days": view.days,
        "links": [asdict(link) for link in view.links],
        "feedback": [dict(one) for one in view.feedback],
        "merged": [asdict(line) for line in view.merged],
        "alike": asdict(view.alike),
        "waiting_for_key": view.waits_for_key,
    }
    world.say(json.dumps(told, ensure_ascii=False, default=_plainly))
    return 0


def _near(desk: Desk) -> str:
    found = desk.do(locate_intake)
    if found.case is None:
        raise Missing("missing.intake")
    return found.case


def _named(desk: Desk, text: str) -> str:
    """The id of the tip meant; Invalid where several carry that number, since only one can be meant."""
    lines = desk.do(list_tips, None, TipFilter(waiting=None, number=text, limit=PAGE))
    exact = [line.id for line in lines if line.number == text]
    if len(exact) > 1:
        raise Invalid("invalid.several_tips", {}, ids=", ".join(exact))
    return exact[0] if exact else text


def _after(wanted: TipFilter, at: datetime, identity: str) -> TipFilter:
    return TipFilter(sources=wanted.sources, waiting=wanted.waiting, after=(at, identity), limit=PAGE)


def _plainly(value: Any) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else sorted(value)
