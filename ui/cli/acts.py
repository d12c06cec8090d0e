"""What each command does: the same use cases, with the same rights, as the window."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from db.doors import NewDesk, invite, join, look_for_invitation, look_for_room, make_desk
from mdt.catalogue.load import load_catalogue
from mdt.errors import Conflict, Invalid, Missing
from mdt.model.lists import CaseFilter, CaseLine
from mdt.policy.views import plain
from mdt.work import staff
from mdt.work.bundle import assemble_bundle
from mdt.work.casefile import list_cases, locate_case, open_case
from mdt.work.desk import Desk
from mdt.work.forms import circle_id
from mdt.work.gaps import missing_on_desk
from mdt.work.openings import who_opened
from mdt.work.unknown import list_unknown
from ui.cli import due, imports, interviews, referrals, safekeeping, ways_in
from ui.cli.grammar import desk_folder
from ui.cli.seats import Seated, seat
from ui.cli.show import case_lines, gap_lines, list_lines, member_lines, opening_lines, unknown_lines
from ui.cli.world import World
from ui.widgets.keeping import keep

SCHEMA = 1
Act = Callable[[argparse.Namespace, World], int]


def run(given: argparse.Namespace, world: World) -> int:
    """Do what the command line asked for; returns the exit code."""
    name = " ".join(part for part in (given.command, getattr(given, "act", None)) if part)
    return ACTS[name](given, world)


def _init(given: argparse.Namespace, world: World) -> int:
    agency, circle = _known_agency(given.agency), circle_id(load_catalogue(), given.circle)
    look_for_room(given.folder)
    user = given.user or world.answer("cli.ask_new_user", "--as")
    code = make_desk(given.folder, NewDesk(agency, circle, user), ways_in.new_password(world), world.around)
    world.say(world.words("cli.made", folder=str(given.folder), user=user))
    world.say(world.words("cli.code", code=code))
    return 0


def _case_list(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        lines = every_case(seated.desk)
    if given.json:
        world.say(json.dumps({"schema": SCHEMA, "cases": [_list_json(line) for line in lines]}, ensure_ascii=False))
    else:
        for text in list_lines(lines, world.words, world.around.clock.today()):
            world.say(text)
        if not lines:
            world.say(world.words("cli.no_cases"))
    return 0


def every_case(desk: Desk) -> list[CaseLine]:
    """Every case of her list, page after page."""
    lines: list[CaseLine] = []
    while page := desk.do(list_cases, None, CaseFilter(after=(lines[-1].registered_on, lines[-1].id) if lines else None, limit=500)):
        lines.extend(page)
    return lines


def _case_show(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        view = seated.desk.do(open_case, _located(seated, given.case))
    if given.json:
        shown = {"schema": SCHEMA, "case": dict(view.content), "withheld": [kind.value for kind in view.withheld]}
        world.say(json.dumps(shown, ensure_ascii=False))
    else:
        for text in case_lines(view, world.words):
            world.say(text)
    return 0


def _case_openings(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        openings = seated.desk.do(who_opened, _located(seated, given.case))
    if given.json:
        world.say(json.dumps({"schema": SCHEMA, "openings": [asdict(opening) for opening in openings]}, default=plain))
    else:
        for text in opening_lines(openings, world.words):
            world.say(text)
        if not openings:
            world.say(world.words("cli.no_openings"))
    return 0


def _case_unknown(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        found = seated.desk.do(list_unknown)
    if given.json:
        world.say(json.dumps({"schema": SCHEMA, "unknown": [asdict(one) for one in found]}))
    else:
        for text in unknown_lines(found, world.words):
            world.say(text)
        if not found:
            world.say(world.words("cli.nobody_unknown"))
    return 0


def _case_missing(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        found = seated.desk.do(missing_on_desk)
    if given.json:
        lines = [{"gap": line.gap, "cases": [{"id": identity, "code": code} for identity, code in line.cases]} for line in found]
        world.say(json.dumps({"schema": SCHEMA, "missing": lines}))
    else:
        for text in gap_lines(found, world.words):
            world.say(text)
        if not found:
            world.say(world.words("cli.nothing_missing"))
    return 0


def _bundle(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        print_to(seated.desk, _located(seated, given.case), given.lang, given.out)
    world.say(world.words("cli.printed", file=str(given.out)))
    return 0


def print_to(desk: Desk, case: str, language: str, out: Path) -> None:
    """Print a case's bundle into a new file that only its owner may read; Conflict where there is a file already."""
    if out.exists():
        raise Conflict("conflict.file_exists")
    content = desk.do(assemble_bundle, case)
    from mdt.reports.case_bundle import print_bundle

    keep(out, print_bundle(content, language))


def _member_add(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        member = seated.desk.do(staff.register_member, None, given.name, given.role, given.sex)
        code = invite(seated.vault, member, given.name)
    world.say(world.words("cli.invited", user=given.name, code=code))
    return 0


def _member_join(given: argparse.Namespace, world: World) -> int:
    user = given.user or world.answer("cli.ask_user", "--as")
    look_for_invitation(desk_folder(given), user)
    invitation = world.secret("MDT_INVITATION", "cli.ask_invitation")
    vault, joined = join(desk_folder(given), user, invitation, ways_in.new_password(world), world.around)
    vault.close()
    world.say(world.words("cli.code", code=joined.code))
    world.say(world.words("cli.fingerprint", fingerprint=joined.fingerprint))
    return 0


def _member_certify(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        named = [member for member in seated.desk.do(staff.list_members) if member.user_name.casefold() == given.name.casefold()]
        if not named:
            raise Missing("missing.member")
        seated.desk.do(staff.certify_member, None, named[0].id, " ".join(given.fingerprint))
    world.say(world.words("cli.certified", user=given.name))
    return 0


def _member_list(given: argparse.Namespace, world: World) -> int:
    with seat(world, desk_folder(given), given.user) as seated:
        members = seated.desk.do(staff.list_members)
    for text in member_lines(members, world.words):
        world.say(text)
    return 0


def _demo(given: argparse.Namespace, world: World) -> int:
    from ui.cli.demo_acts import demonstrate

    return demonstrate(given, world)


def _located(seated: Seated, text: str) -> str:
    return seated.desk.do(locate_case, None, text)


def _list_json(line: CaseLine) -> dict[str, object]:
    return {name: plain(getattr(line, name)) for name in CaseLine.__slots__}


def _known_agency(agency: str) -> str:
    if agency not in load_catalogue().agencies:
        raise Invalid(fields={"agency": "invalid.choice"})
    return agency


ACTS: Final[Mapping[str, Act]] = {
    "init": _init,
    "verify": safekeeping.verify_desk,
    "backup": safekeeping.backup,
    "restore": safekeeping.restore_desk,
    "confirm-restore": safekeeping.confirm,
    "vault turn": ways_in.vault_turn,
    "salvage": safekeeping.salvage_desk,
    "case list": _case_list,
    "case show": _case_show,
    "case openings": _case_openings,
    "case missing": _case_missing,
    "case unknown": _case_unknown,
    "bundle": _bundle,
    "due": due.due,
    "interview plan": interviews.plan,
    "interview show": interviews.show,
    "interview brief": interviews.brief,
    **{"referral list": referrals.listing, "referral show": referrals.show},
    "import tip": imports.tip,
    "member add": _member_add,
    "member join": _member_join,
    "member certify": _member_certify,
    "member list": _member_list,
    "password": ways_in.password,
    "code renew": ways_in.code_renew,
    "kit make": ways_in.kit_make,
    "kit try": ways_in.kit_try,
    "slot reissue": ways_in.slot_reissue,
    "demo": _demo,
}
