"""Keys that turn when somebody leaves, as flows: the case key at the next write, the index key at the next hand-on, the vault key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from bench.scenes import Flow, Scene, desk_in, whole
from bench.shim import Say
from mdt.errors import Conflict
from mdt.work import casefile, incidents, staff
from tests.db.given import vault_key
from tests.db.turns import turn_key

REASON = "named wrongly"


def _turn(scene: Scene, said: Say) -> None:
    seats = scene.seats
    seats.do("supervisor", staff.take_off_team, seats.case, seats.members["prosecutor"])
    said("off")
    _correct(scene, "turned")
    said("corrected")
    seats.do("supervisor", staff.end_member, None, seats.members["prosecutor"])
    said("ended")
    seats.do("investigator", staff.hand_on_keys)
    said("handed on")
    seats.leave()


def _correct(scene: Scene, text: str) -> None:
    scene.seats.do("investigator", incidents.correct_report, scene.seats.case, text, REASON)


def _judge_turned(scene: Scene, said: list[str]) -> Iterator[str]:
    seats = scene.seats
    seats.take("supervisor")
    kept = seats.raw().execute('SELECT count(*) FROM corrections WHERE "case" = ?', (seats.case,)).fetchone()[0]
    off = seats.raw().execute("SELECT count(*) FROM seats WHERE until IS NOT NULL").fetchone()[0]
    standing = seats.raw().execute("SELECT standing FROM members WHERE id = ?", (seats.members["prosecutor"],)).fetchone()[0]
    if ("corrected" in said and not kept) or ("off" in said and not off) or ("ended" in said and standing == "certified"):
        yield "lost: a turn"
    newest = seats.raw().execute('SELECT max(epoch) FROM grants WHERE "case" = ?', (seats.case,)).fetchone()[0]
    if "corrected" in said and newest != 2:
        yield "lost: a new key"
    for user in ("investigator", "psychologist", "social_welfare"):
        if len(seats.do(user, casefile.open_case, seats.case).content["parties"]) != 3:
            yield "lost: parties"
    _correct(scene, "once more")
    seats.do("investigator", staff.hand_on_keys)
    if "once more" not in repr(seats.do("psychologist", casefile.open_case, seats.case).content):
        yield "lost: what the newest key sealed"
    seats.leave()
    yield from whole(scene)


def _turn_vault(scene: Scene, said: Say) -> None:
    seats = scene.seats
    with suppress(Conflict):  # where it is tried again
        seats.do("supervisor", staff.end_member, None, seats.members["prosecutor"])
    said("ended")
    turn_key(seats, leave=False)
    said("turned")
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    said("went on")
    seats.leave()


def _judge_vault(scene: Scene, said: list[str]) -> Iterator[str]:
    seats = scene.seats
    assert scene.key is not None
    key = vault_key(seats)
    if "turned" in said and key.key == scene.key.key:
        yield "lost: a turn of the vault"
    for user in ("investigator", "psychologist", "social_welfare"):
        if len(seats.do(user, casefile.open_case, seats.case).content["parties"]) != 3:
            yield "lost: parties"
    restricted = seats.do("supervisor", casefile.open_case, seats.case).content["restricted"]
    if "went on" in said and not restricted:
        yield "lost: what was saved after the turn"
    seats.leave()
    yield from whole(replace(scene, key=key))
    turn_key(seats)
    seats.take("psychologist")
    yield from whole(replace(scene, key=vault_key(seats)))


TURNS = {"turn keys": Flow(desk_in, _turn, _judge_turned), "turn vault": Flow(desk_in, _turn_vault, _judge_vault)}
