"""The grammar of the command line, stable from the first version on."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from mdt.catalogue.words import LANGUAGES
from mdt.model.kits import NUMBERS, KitSet
from mdt.model.staff import Role


def program_version() -> str:
    """This program's version, '0' where it is run without being installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("mdt-desk")
    except PackageNotFoundError:
        return "0"


def grammar() -> argparse.ArgumentParser:
    """The whole grammar; argparse leaves with 2 for wrong usage."""
    top = argparse.ArgumentParser(
        prog="mdt-desk",
        description="A case desk shared by investigators, psychologists, prosecutors and social welfare.",
        epilog="The password is asked for or taken from MDT_PASSWORD, the member code from MDT_CODE, the language (en, ur) from MDT_LANG. "
        "Exit 0 done, 1 one sentence on stderr says why not, 2 wrong usage, 3 refused.",
    )
    top.add_argument("--version", action="version", version=f"mdt-desk {program_version()}")
    top.add_argument("--desk", type=Path, metavar="DIR", help="the folder of the desk (default: the shared data folder of this computer)")
    top.add_argument("--as", dest="user", metavar="USER", help="the user name to sign in with")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _demonstration(commands)
    _upkeep(commands)
    _cases(commands)
    _interviews(commands)
    _members(commands)
    _ways_in(commands)
    return top


def _demonstration(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="a throw-away demonstration desk with invented people")
    demo.add_argument(
        "--role", choices=[role.value for role in Role], default=Role.SUPERVISOR.value, help="who sits down at it (default supervisor)"
    )
    demo.add_argument("--text", action="store_true", help="no window: print its overview, and two case bundles into this folder")
    demo.add_argument(
        "--make", type=Path, metavar="DIR", help="keep the desk in DIR; prints role, user name, password, member code per member"
    )
    demo.add_argument("--shots", type=Path, metavar="DIR", help="pictures of every page for every role")
    demo.add_argument("--size", type=_size, metavar="WxH", default=(1366, 768), help="size of the pictures in dots (default 1366x768)")
    demo.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the pictures")
    demo.add_argument("--theme", choices=("light", "dark", "both"), default="light", help="colours of the pictures (default light)")
    demo.add_argument("--scale", type=int, choices=(1, 2), default=1, help="2: everything twice as large on a screen of the same size")
    demo.add_argument("--within", type=Path, help=argparse.SUPPRESS)
    demo.add_argument("--locked", action="store_true", help=argparse.SUPPRESS)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError("a size is written like 1366x768")
    return int(found[1]), int(found[2])


def _upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = commands.add_parser("init", help="make a new desk and its first supervisor")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.add_argument("--agency", default="nccia", help="id of the agency (default nccia)")
    init.add_argument("--circle", default="Islamabad", help="the desk's circle (default Islamabad)")
    verify = commands.add_parser("verify", help="check the whole desk and name what is wrong")
    verify.add_argument("--full", action="store_true", help="ask for every signature again, known to be good or not")
    backup = commands.add_parser("backup", help="write a backup and prove it")
    backup.add_argument("file", type=Path, metavar="FILE")
    salvage = commands.add_parser("salvage", help="copy what still verifies of a damaged desk into a new folder, and list the rest")
    salvage.add_argument("folder", type=Path, metavar="DIR")
    restore = commands.add_parser("restore", help="unpack a backup into a new folder")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("folder", type=Path, metavar="DIR")
    commands.add_parser("confirm-restore", help="say that the restored desk takes the old one's place; two members do")


def _cases(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    case = commands.add_parser("case", help="list and show cases").add_subparsers(dest="act", required=True, metavar="ACT")
    listing = case.add_parser("list", help="the cases you may see")
    listing.add_argument("--json", action="store_true")
    show = case.add_parser("show", help="one case as you may see it")
    show.add_argument("case", metavar="CASE", help="its code (willow-41) or kind:number@circle (enquiry:1111/2023@Multan)")
    show.add_argument("--json", action="store_true")
    openings = case.add_parser("openings", help="who opened, revealed or printed a case, newest first")
    openings.add_argument("case", metavar="CASE")
    openings.add_argument("--json", action="store_true")
    missing = case.add_parser("missing", help="what is missing on the cases you may see, gap by gap")
    missing.add_argument("--json", action="store_true")
    bundle = commands.add_parser("bundle", help="print the case bundle for court as PDF")
    bundle.add_argument("case", metavar="CASE")
    bundle.add_argument("--out", type=Path, metavar="FILE", required=True)
    bundle.add_argument("--lang", choices=LANGUAGES, default="en")


def _interviews(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    interview = commands.add_parser("interview", help="plan and show interviews, and print their briefs; JSON out")
    acts = interview.add_subparsers(dest="act", required=True, metavar="plan|show|brief")
    plan = acts.add_parser("plan", help="begin a plan, and say what stands against it")
    show = acts.add_parser("show", help="an interview as you may see it")
    brief = acts.add_parser("brief", help="print the lead's brief as PDF")
    for act in (plan, show, brief):
        act.add_argument("case", metavar="CASE", help="its code, or kind:number@circle")
    plan.add_argument("file", metavar="FILE", nargs="?", default="-", help="the plan as JSON (default: standard input)")
    plan.add_argument("--ask", action="store_true", help="ask a supervisor for leave as well")
    for act in (show, brief):
        act.add_argument("interview", metavar="NO", nargs="?", help="its number in the case, from 1, or its id (default: the newest)")
    brief.add_argument("--out", type=Path, metavar="FILE", required=True)
    brief.add_argument("--lang", choices=LANGUAGES, default="en")


def _members(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    member = commands.add_parser("member", help="invite, join, certify and list members")
    acts = member.add_subparsers(dest="act", required=True, metavar="add|join|certify|list")
    add = acts.add_parser("add", help="register a member and print her one-time invitation")
    add.add_argument("name", metavar="USER")
    add.add_argument("role", choices=[role.value for role in Role])
    add.add_argument("--sex", choices=("female", "male", "transgender", "unknown"), default="unknown")
    acts.add_parser("join", help="first sign-in with an invitation: makes your keys, prints your member code and fingerprint")
    certify = acts.add_parser("certify", help="certify the fingerprint a member reads out")
    certify.add_argument("name", metavar="USER")
    certify.add_argument("fingerprint", nargs="+")
    acts.add_parser("list", help="everybody of the desk")


def _ways_in(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    commands.add_parser("password", help="change your password (the new one: MDT_NEW_PASSWORD or a prompt)")
    code = commands.add_parser("code", help="your member code").add_subparsers(dest="act", required=True, metavar="renew")
    code.add_parser("renew", help="a new code where the old one was lost; this workstation has to know you")
    kit = commands.add_parser("kit", help="recovery kits").add_subparsers(dest="act", required=True, metavar="make|try")
    sets = [kind.value for kind in KitSet]
    make = kit.add_parser("make", help="make a kit in your own name, and print it")
    make.add_argument("kind", choices=sets, metavar="CLASS", help=", ".join(sets))
    make.add_argument("--number", type=int, choices=NUMBERS, help="which of the three, where you hold two (default: the one that is due)")
    make.add_argument("--out", type=Path, metavar="FILE", help="as PDF instead of a line of text")
    trial = kit.add_parser("try", help="is this sheet still the right one? (its code: MDT_KITS or a prompt)")
    trial.add_argument("kind", choices=sets, metavar="CLASS", help=", ".join(sets))
    slot = commands.add_parser("slot", help="a member's way in").add_subparsers(dest="act", required=True, metavar="reissue")
    again = slot.add_parser("reissue", help="let a member in again by two kits of each set (their codes: MDT_KITS or prompts)")
    again.add_argument("name", metavar="USER")


def desk_folder(given: argparse.Namespace) -> Path:
    """The folder of the desk: what was said, or the computer's shared data folder."""
    if given.desk is not None:
        return Path(given.desk)
    from platformdirs import site_data_dir

    return Path(site_data_dir("MDT Desk", appauthor=False))
