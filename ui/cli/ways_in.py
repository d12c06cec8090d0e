"""Passwords, codes, recovery kits and the vault key at the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from db.chance import Chance
from db.doors import Opened
from db.passwords import change_password, renew_code, shown_again
from db.recovery import NewKit, check_typed_back, keep_kit, make_kit, recover, reissue, sets_for, sit_down, which_kit
from db.vault import OpenVault
from mdt.catalogue.load import load_catalogue
from mdt.catalogue.sentences import sentence
from mdt.errors import Conflict, Invalid
from mdt.model.passwords import Strength, strength
from mdt.work import kits
from mdt.work.desk import Desk, Tools
from ui.cli.grammar import desk_folder
from ui.cli.seats import Seated, seat
from ui.cli.upkeep import turned
from ui.cli.world import World
from ui.widgets.keeping import keep

TRIES = 3
"""So often a new password is asked for before the command ends."""


@contextmanager
def shown(given: argparse.Namespace, world: World) -> Iterator[tuple[Seated, Opened]]:
    """Sign in and open one's own slot once more; password and code are asked once."""
    once = replace(world, ask_secret=cache(world.ask_secret))
    user = given.user or world.answer("cli.ask_user", "--as")
    with seat(once, desk_folder(given), user) as seated:
        password = once.secret("MDT_PASSWORD", "cli.ask_password")
        yield seated, shown_again(seated.vault, user, password, lambda: once.secret("MDT_CODE", "cli.ask_code"), world.around)


def password(given: argparse.Namespace, world: World) -> int:
    """Another password; code and workstation stay."""
    with shown(given, world) as (seated, opened):
        new, user = new_password(world, "MDT_NEW_PASSWORD"), seated.desk.me().user_name
        log = lambda mark: seated.desk.do(kits.record_way_in, None, "password", mark)  # noqa: E731
        change_password(seated.vault, opened, user, new, world.around, log)
    world.say(world.words("cli.password_changed"))
    return 0


def code_renew(given: argparse.Namespace, world: World) -> int:
    """Another code for a member whose sheet is lost and whom the workstation knows."""
    once = replace(world, ask_secret=cache(world.ask_secret))
    with shown(given, once) as (seated, opened):
        user = seated.desk.me().user_name
        log = lambda mark: seated.desk.do(kits.record_way_in, None, "code", mark)  # noqa: E731
        code = renew_code(seated.vault, opened, user, once.secret("MDT_PASSWORD", "cli.ask_password"), world.around, log)
    world.say(world.words("cli.code", code=code))
    return 0


def kit_make(given: argparse.Namespace, world: World) -> int:
    """A kit in one's own name, kept when part of what was printed is typed back."""
    if given.out and given.out.exists():
        raise Conflict("conflict.file_exists")
    with shown(given, world) as (seated, opened):
        made = make_kit(seated.vault, opened.secret, kits.known_set(given.kind), world.around.clock.now(), given.number)
        kind, number = world.words(f"kit.{made.kit.kind.value}"), made.kit.number
        if given.out:
            keep(given.out, kit_sheet(seated.vault, seated.desk.me().user_name, made))
            world.say(world.words("cli.printed", file=str(given.out)))
        else:
            world.say(world.words("cli.kit", kind=kind, number=number, code=made.code))
        check_typed_back(made, world.answer("cli.ask_typed_back"))
        seated.desk.do(kits.record_kit, None, made.kit.kind.value, number, made.kit.mark.hex())
        keep_kit(seated.vault, made)
    world.say(world.words("cli.kit_kept", kind=kind, number=number))
    return 0


def kit_try(given: argparse.Namespace, world: World) -> int:
    """Is this sheet the kit it says it is?"""
    with seat(world, desk_folder(given), given.user) as seated:
        kit = which_kit(seated.vault, world.secret("MDT_KITS", "cli.ask_kit_code"), kits.known_set(given.kind))
        seated.desk.do(kits.record_trial, None, kit.kind.value, kit.number)
    world.say(world.words("cli.kit_right", kind=world.words(f"kit.{kit.kind.value}"), number=kit.number))
    return 0


def slot_reissue(given: argparse.Namespace, world: World) -> int:
    """Let a member in again by two kits of each set; she sits down with a new password and a new code."""
    folder, around = desk_folder(given), world.around
    codes = world.environ.get("MDT_KITS", "").split()
    for kind in () if codes else sets_for(folder, given.name):
        for place in (1, 2):
            named = world.words("cli.ask_kit", kind=world.words(f"kit.{kind.value}"), place=place)
            codes.append(world.typed(world.ask_secret, named, "MDT_KITS"))
    found = recover(folder, given.name, codes)
    new = new_password(world, "MDT_NEW_PASSWORD")
    vault = sit_down(folder, found, around)
    try:
        desk = Desk(vault.member, vault, Tools(around.clock, Chance(), load_catalogue()))
        log = lambda mark: desk.do(kits.record_reissue, None, vault.member, found.by, mark)  # noqa: E731
        code = reissue(vault, found, given.name, new, around, log)
    finally:
        vault.close()
    world.say(world.words("cli.reissued", user=given.name))
    world.say(world.words("cli.code", code=code))
    return 0


def vault_turn(given: argparse.Namespace, world: World) -> int:
    """The vault under a fresh key; how far it is stands on stderr."""
    tools, heard = Tools(world.around.clock, Chance(), load_catalogue()), ""

    def tell(step: str, share: float) -> None:
        nonlocal heard
        said = world.words(f"upkeep.step_{step}") + (f" {share:.0%}" if share else "")
        if said != heard:
            world.complain(heard := said)

    with seat(world, desk_folder(given), given.user) as seated:
        plan = turned(seated.desk, seated.vault, tools, tell)
    world.say(world.words("cli.turned", generation=plan.generation))
    if plan.again:
        world.say(world.words("cli.turn_again", users=", ".join(plan.again.values())))
    return 0


def new_password(world: World, variable: str = "MDT_PASSWORD") -> str:
    """A new password, from the environment or typed twice; one that will not do is asked for again, ``TRIES`` times in all."""
    typed = not world.environ.get(variable)
    for left in range(TRIES if typed else 1, 0, -1):
        first = world.secret(variable, "cli.ask_new_password")
        short = strength(first) is Strength.SHORT
        same = short or not typed or world.typed(world.ask_secret, world.words("cli.ask_again"), variable) == first
        if same and not short:
            break
        unfit = Invalid(fields={"password": "invalid.password_short" if short else "invalid.password_differs"})
        if left == 1:
            raise unfit
        world.complain(sentence(world.words, unfit))
    if strength(first) is Strength.EASY:
        world.complain(world.words("password.easy"))
    return first


def kit_sheet(vault: OpenVault, user: str, made: NewKit) -> bytes:
    """The kit as a PDF of one card."""
    from mdt.reports.recovery_kit import KitCard, print_recovery_kit

    with vault.transaction() as store:
        _, agency, circle, _ = store.desk()
    rows = load_catalogue()
    card = KitCard(made.kit.kind, made.kit.number, user, rows.agencies[agency].title, rows.circles[circle].title, made.code)
    return print_recovery_kit(card)
