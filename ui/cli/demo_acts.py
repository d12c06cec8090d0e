"""The demonstration command: a desk with invented people in a window, as text or as pictures; thrown away again or kept."""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final

from db.workstation import NoKeyring
from mdt.model.staff import Role
from mdt.work.casefile import locate_case
from ui.cli.acts import print_to
from ui.cli.demo import DemoMember, make_demonstration, overview
from ui.cli.seats import seat
from ui.cli.world import World

SHOWN: Final = "willow-41"
PREFIX: Final = "mdt-desk-demo-"


def demonstrate(given: argparse.Namespace, world: World) -> int:
    """Make a demonstration desk: kept in ``--make DIR``, or shown once and removed; never touches the user's keyring."""
    if given.within is not None:
        from ui.cli.demo_window import sit_down

        return sit_down(given.within, given.role, given.locked, world)
    if given.make is not None:
        for member in make_demonstration(given.make, world.around.kdf):
            world.say("\t".join((member.role, member.user_name, member.password, member.code)))
        return 0
    with thrown_away() as workshop:
        world.say(world.words("demo.making"))
        members = {member.role: member for member in make_demonstration(workshop / "desk", world.around.kdf)}
        ended = _shown(given, world, workshop, members)
    world.say(world.words("cli.demo_gone"))
    return ended


@contextmanager
def thrown_away() -> Iterator[Path]:
    """A folder that is gone afterwards, also where the program is asked to end by Ctrl+C, by the system or by a closed terminal."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in ends}
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX) as workshop:
            yield Path(workshop)
    finally:
        for number, act in before.items():
            signal.signal(number, act)


def as_member(world: World, member: DemoMember) -> World:
    """The world as this invented member finds it: her password and code at hand, no keyring."""
    known = {**world.environ, "MDT_PASSWORD": member.password, "MDT_CODE": member.code}
    return replace(world, environ=known, around=replace(world.around, workstation=NoKeyring()))


def _shown(given: argparse.Namespace, world: World, workshop: Path, members: Mapping[str, DemoMember]) -> int:
    if given.shots is not None:
        from ui.cli.album import Pictures
        from ui.cli.shots import take_pictures

        themes = ("light", "dark") if given.theme == "both" else (given.theme,)
        return take_pictures(Pictures(given.shots, given.size, given.lang, themes, given.scale), workshop, members.values(), world)
    from ui.cli.demo_window import keep_open, shows_windows

    if not given.text and shows_windows(world.environ):
        return keep_open(workshop, members.values(), given.role, world)
    _tell(world, workshop / "desk", members[given.role])
    _print(world, workshop / "desk", members[Role.PROSECUTOR.value])
    return 0


def _tell(world: World, folder: Path, member: DemoMember) -> None:
    with seat(as_member(world, member), folder, member.user_name) as seated:
        world.say(overview(seated.desk, world.words))


def _print(world: World, folder: Path, prosecutor: DemoMember) -> None:
    with seat(as_member(world, prosecutor), folder, prosecutor.user_name) as seated:
        case = seated.desk.do(locate_case, None, SHOWN)
        for language in ("en", "ur"):
            out = _free_place(f"mdt-desk-{SHOWN}-{language}.pdf")
            print_to(seated.desk, case, language, out)
            world.say(world.words("cli.demo_bundle", code=SHOWN, language=language, file=str(out)))


def _free_place(name: str) -> Path:
    """Where the bundle goes: the current folder, or the temporary one where that cannot be written; never over a file."""
    here = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    stem, ending = os.path.splitext(name)
    return next(
        place for number in range(1, 10_000) if not (place := here / (name if number == 1 else f"{stem}-{number}{ending}")).exists()
    )
