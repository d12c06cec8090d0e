"""The demonstration command: a desk with invented people, thrown away again or kept."""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from db.workstation import NoKeyring
from mdt.model.staff import Role
from mdt.work.casefile import locate_case
from ui.cli.acts import print_to
from ui.cli.demo import DemoMember, make_demonstration, overview
from ui.cli.world import World, seat

SHOWN: Final = "willow-41"


def demonstrate(given: argparse.Namespace, world: World) -> int:
    """Make a demonstration desk: kept in ``--make DIR``, or shown once and removed; never touches the user's keyring."""
    if given.shots is not None:
        world.complain(world.words("cli.no_shots"))
        return 1
    if given.make is not None:
        for member in make_demonstration(given.make, world.around.kdf):
            world.say("\t".join((member.role, member.user_name, member.password, member.code)))
        return 0
    with tempfile.TemporaryDirectory(prefix="mdt-desk-demo-") as workshop:
        folder = Path(workshop) / "desk"
        members = {member.role: member for member in make_demonstration(folder, world.around.kdf)}
        _show(world, folder, members[given.role])
        _print(world, folder, members[Role.PROSECUTOR.value])
    world.say(world.words("cli.demo_gone"))
    return 0


def _show(world: World, folder: Path, member: DemoMember) -> None:
    with seat(_as(world, member), folder, member.user_name) as seated:
        world.say(overview(seated.desk, world.words))


def _print(world: World, folder: Path, prosecutor: DemoMember) -> None:
    with seat(_as(world, prosecutor), folder, prosecutor.user_name) as seated:
        case = seated.desk.do(locate_case, None, SHOWN)
        for language in ("en", "ur"):
            out = _free_place(f"mdt-desk-{SHOWN}-{language}.pdf")
            print_to(seated.desk, case, language, out)
            world.say(world.words("cli.demo_bundle", code=SHOWN, language=language, file=str(out)))


def _as(world: World, member: DemoMember) -> World:
    """The world as this invented member finds it: her password and code at hand, no keyring."""
    known = {**world.environ, "MDT_PASSWORD": member.password, "MDT_CODE": member.code}
    return replace(world, environ=known, around=replace(world.around, workstation=NoKeyring()))


def _free_place(name: str) -> Path:
    """Where the bundle goes: the current folder, or the temporary one where that cannot be written; never over a file."""
    here = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    stem, ending = os.path.splitext(name)
    return next(
        place for number in range(1, 10_000) if not (place := here / (name if number == 1 else f"{stem}-{number}{ending}")).exists()
    )
