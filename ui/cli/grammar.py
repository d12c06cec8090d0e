"""The grammar of the command line, stable from the first version on."""

from __future__ import annotations

import argparse
import re
from functools import partial
from pathlib import Path
from typing import TypeAlias

from mdt.catalogue.words import LANGUAGES, Words
from mdt.model.boards import VIEWS
from mdt.model.kits import NUMBERS, KitSet
from mdt.model.staff import Role
from ui.cli.usage import SpokenParser, speaking

Commands: TypeAlias = "argparse._SubParsersAction[SpokenParser]"


def program_version() -> str:
    """This program's version, '0' where it is run without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mdt-desk")
    except PackageNotFoundError:
        return "0"


def grammar(say: Words) -> argparse.ArgumentParser:
    """The whole grammar in the words of ``say``; leaves with 2 for wrong usage."""
    top = speaking(say)(
        prog="mdt-desk",
        description=say("usage.about"),
        epilog=say("usage.end"),
    )
    top.add_argument("--version", action="version", version=f"mdt-desk {program_version()}", help=say("usage.version"))
    top.add_argument("--desk", type=Path, metavar="DIR", help=say("usage.desk"))
    top.add_argument("--as", dest="user", metavar="USER", help=say("usage.user"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _demonstration(commands, say)
    _upkeep(commands, say)
    _cases(commands, say)
    _interviews(commands, say)
    _referrals(commands, say)
    _imports(commands, say)
    _members(commands, say)
    _ways_in(commands, say)
    return top


def _demonstration(commands: Commands, say: Words) -> None:
    demo = commands.add_parser("demo", help=say("usage.demo"))
    demo.add_argument("--role", choices=[role.value for role in Role], default=Role.SUPERVISOR.value, help=say("usage.demo_role"))
    demo.add_argument("--text", action="store_true", help=say("usage.demo_text"))
    demo.add_argument("--make", type=Path, metavar="DIR", help=say("usage.demo_make"))
    demo.add_argument("--shots", type=Path, metavar="DIR", help=say("usage.demo_shots"))
    demo.add_argument("--size", type=partial(_size, say), metavar="WxH", default=(1366, 768), help=say("usage.demo_size"))
    demo.add_argument("--lang", choices=LANGUAGES, default="en", help=say("usage.demo_lang"))
    demo.add_argument("--theme", choices=("light", "dark", "both"), default="light", help=say("usage.demo_theme"))
    demo.add_argument("--scale", type=int, choices=(1, 2), default=1, help=say("usage.demo_scale"))
    demo.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    demo.add_argument("--locked", action="store_true", help=argparse.SUPPRESS)


def _size(say: Words, text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(say("usage.size"))
    return int(found[1]), int(found[2])


def _upkeep(commands: Commands, say: Words) -> None:
    init = commands.add_parser("init", help=say("usage.init"))
    init.add_argument("folder", type=Path, metavar="DIR")
    init.add_argument("--agency", default="nccia", help=say("usage.init_agency"))
    init.add_argument("--circle", default="Islamabad", help=say("usage.init_circle"))
    verify = commands.add_parser("verify", help=say("usage.verify"))
    verify.add_argument("--full", action="store_true", help=say("usage.verify_full"))
    verify.add_argument("--seal", metavar="SEAL", help=say("usage.verify_seal"))
    backup = commands.add_parser("backup", help=say("usage.backup"))
    backup.add_argument("file", type=Path, metavar="FILE")
    salvage = commands.add_parser("salvage", help=say("usage.salvage"))
    salvage.add_argument("folder", type=Path, metavar="DIR")
    restore = commands.add_parser("restore", help=say("usage.restore"))
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("folder", type=Path, metavar="DIR")
    vault = commands.add_parser("vault", help=say("usage.vault")).add_subparsers(dest="act", required=True, metavar="turn")
    vault.add_parser("turn", help=say("usage.vault_turn"))
    commands.add_parser("confirm-restore", help=say("usage.confirm_restore"))


def _cases(commands: Commands, say: Words) -> None:
    case = commands.add_parser("case", help=say("usage.case")).add_subparsers(dest="act", required=True, metavar="ACT")
    listing = case.add_parser("list", help=say("usage.case_list"))
    listing.add_argument("--json", action="store_true", help=say("usage.json"))
    show = case.add_parser("show", help=say("usage.case_show"))
    show.add_argument("case", metavar="CASE", help=say("usage.case_named"))
    show.add_argument("--json", action="store_true", help=say("usage.json"))
    openings = case.add_parser("openings", help=say("usage.case_openings"))
    openings.add_argument("case", metavar="CASE")
    openings.add_argument("--json", action="store_true", help=say("usage.json"))
    missing = case.add_parser("missing", help=say("usage.case_missing"))
    missing.add_argument("--json", action="store_true", help=say("usage.json"))
    unknown = case.add_parser("unknown", help=say("usage.case_unknown"))
    unknown.add_argument("--json", action="store_true", help=say("usage.json"))
    due = commands.add_parser("due", help=say("usage.due"))
    due.add_argument("--view", choices=VIEWS, default="team", metavar="VIEW", help=say("usage.due_view", views=", ".join(VIEWS)))
    due.add_argument("--json", action="store_true", help=say("usage.json"))
    bundle = commands.add_parser("bundle", help=say("usage.bundle"))
    bundle.add_argument("case", metavar="CASE")
    bundle.add_argument("--out", type=Path, metavar="FILE", required=True)
    bundle.add_argument("--lang", choices=LANGUAGES, default="en")


def _interviews(commands: Commands, say: Words) -> None:
    interview = commands.add_parser("interview", help=say("usage.interview"))
    acts = interview.add_subparsers(dest="act", required=True, metavar="plan|show|brief")
    plan = acts.add_parser("plan", help=say("usage.interview_plan"))
    show = acts.add_parser("show", help=say("usage.interview_show"))
    brief = acts.add_parser("brief", help=say("usage.interview_brief"))
    for act in (plan, show, brief):
        act.add_argument("case", metavar="CASE", help=say("usage.case_named"))
    plan.add_argument("file", metavar="FILE", nargs="?", default="-", help=say("usage.interview_file"))
    plan.add_argument("--ask", action="store_true", help=say("usage.interview_ask"))
    for act in (show, brief):
        act.add_argument("interview", metavar="NO", nargs="?", help=say("usage.interview_no"))
    brief.add_argument("--out", type=Path, metavar="FILE", required=True)
    brief.add_argument("--lang", choices=LANGUAGES, default="en")


def _referrals(commands: Commands, say: Words) -> None:
    acts = commands.add_parser("referral", help=say("usage.referral")).add_subparsers(dest="act", required=True, metavar="list|show")
    listing = acts.add_parser("list", help=say("usage.referral_list"))
    listing.add_argument("--all", action="store_true", help=say("usage.referral_all"))
    sources = "cybertip interpol foreign iwf helpline local".split()
    listing.add_argument("--source", choices=sources, metavar="SOURCE", help=", ".join(sources))
    show = acts.add_parser("show", help=say("usage.referral_show"))
    show.add_argument("referral", metavar="NUMBER", help=say("usage.referral_no"))


def _imports(commands: Commands, say: Words) -> None:
    acts = commands.add_parser("import", help=say("usage.import")).add_subparsers(dest="act", required=True, metavar="tip")
    tip = acts.add_parser("tip", help=say("usage.import_tip"))
    tip.add_argument("file", type=Path, metavar="FILE", help=say("usage.import_file"))
    tip.add_argument("--show", action="store_true", help=say("usage.import_show"))


def _members(commands: Commands, say: Words) -> None:
    member = commands.add_parser("member", help=say("usage.member"))
    acts = member.add_subparsers(dest="act", required=True, metavar="add|join|certify|list")
    add = acts.add_parser("add", help=say("usage.member_add"))
    add.add_argument("name", metavar="USER")
    add.add_argument("role", choices=[role.value for role in Role])
    add.add_argument("--sex", choices=("female", "male", "transgender", "unknown"), default="unknown")
    acts.add_parser("join", help=say("usage.member_join"))
    certify = acts.add_parser("certify", help=say("usage.member_certify"))
    certify.add_argument("name", metavar="USER")
    certify.add_argument("fingerprint", nargs="+")
    acts.add_parser("list", help=say("usage.member_list"))


def _ways_in(commands: Commands, say: Words) -> None:
    commands.add_parser("password", help=say("usage.password"))
    code = commands.add_parser("code", help=say("usage.code")).add_subparsers(dest="act", required=True, metavar="renew")
    code.add_parser("renew", help=say("usage.code_renew"))
    kit = commands.add_parser("kit", help=say("usage.kit")).add_subparsers(dest="act", required=True, metavar="make|try")
    sets = [kind.value for kind in KitSet]
    make = kit.add_parser("make", help=say("usage.kit_make"))
    make.add_argument("kind", choices=sets, metavar="CLASS", help=", ".join(sets))
    make.add_argument("--number", type=int, choices=NUMBERS, help=say("usage.kit_number"))
    make.add_argument("--out", type=Path, metavar="FILE", help=say("usage.kit_out"))
    trial = kit.add_parser("try", help=say("usage.kit_try"))
    trial.add_argument("kind", choices=sets, metavar="CLASS", help=", ".join(sets))
    slot = commands.add_parser("slot", help=say("usage.slot")).add_subparsers(dest="act", required=True, metavar="reissue")
    again = slot.add_parser("reissue", help=say("usage.slot_reissue"))
    again.add_argument("name", metavar="USER")


def desk_folder(given: argparse.Namespace) -> Path:
    """The folder of the desk: what was said, or the computer's shared data folder."""
    if given.desk is not None:
        return Path(given.desk)
    from platformdirs import site_data_dir

    return Path(site_data_dir("MDT Desk", appauthor=False))
