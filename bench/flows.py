"""What a desk is in the middle of when something fails: each flow with its scene, its act that says what it promised, and its judge."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import sqlalchemy as sa
from alembic.operations import Operations

from bench.kills import number_of, text_of
from bench.scenes import CODE, Flow, Scene, closed, desk_in, whole
from bench.shim import Say
from bench.turning import TURNS
from db import engine, migrate
from db.backup import back_up, restore
from db.doors import NewDesk, invite, join, make_desk
from db.passwords import change_password, shown_again
from db.places import VAULT_FILE
from db.salvage import salvage
from mdt.errors import DeskError
from mdt.work import casefile, kits, notes, registration, staff
from mdt.work.forms import NewCase
from tests.db.given import DAY, enter, entering
from tests.make import PASSWORD, ROLES, Seats, build_template, plain_case, surroundings

NOTES = 4
ANOTHER_PASSWORD = "quite another seven words for the same"


# making a desk


def _no_desk(place: Path) -> Scene:
    return Scene(place, Seats(place / "desk", {"supervisor": CODE}, surroundings().clock))  # type: ignore[arg-type]


def _make(scene: Scene, said: Say) -> None:
    make_desk(scene.place / "desk", NewDesk("nccia", "MUX", "supervisor"), PASSWORD, surroundings())
    said("made")


def _judge_made(scene: Scene, said: list[str]) -> Iterator[str]:
    desk = scene.place / "desk"
    if not desk.exists() or not any(desk.iterdir()):
        yield from ("lost: the desk that was made" for _ in said)
        _make(scene, said.append)
    yield from whole(closed(scene.place, scene.seats))


# saving


def another_case() -> NewCase:
    """A case of three parties whom nobody knows yet."""
    known = plain_case(numbers=())
    girl, mother, man = (replace(party, accounts=(), names=(f"Invented {number}",)) for number, party in enumerate(known.parties))
    return replace(known, parties=(girl, mother, man))


def _save(scene: Scene, said: Say) -> None:
    seats = scene.seats
    for number in range(NOTES):
        seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", text_of(7, number))
        said(f"note {number}")
        if number == NOTES // 2:
            said(f"case {seats.do('investigator', registration.register_case, None, another_case())}")
    seats.leave()
    said("left")


def _judge_saved(scene: Scene, said: list[str]) -> Iterator[str]:
    seats = scene.seats
    view = seats.do("psychologist", casefile.open_case, seats.case)
    found = [number_of(str(note["text"])) for note in view.content["session_notes"]]
    promised = {(7, int(words.split()[1])) for words in said if words.startswith("note")}
    if None in found:
        yield "half: a note"
    if lost := promised - set(found):
        yield f"lost: {len(lost)} notes"
    cases = {row.id for row in seats.do("investigator", casefile.list_cases)} - {seats.case}
    if gone := {words.split()[1] for words in said if words.startswith("case")} - cases:
        yield f"lost: {len(gone)} cases"
    for case in cases:
        content = seats.do("investigator", casefile.open_case, case).content
        if len(content["parties"]) != 3 or not content["sources"]:
            yield "half: a case"
    seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", text_of(8, 0))
    seats.leave()
    yield from whole(scene)


# joining


def _invited(place: Path) -> Scene:
    seats = build_template(place / "desk")
    identity = seats.do("supervisor", staff.register_member, None, "newcomer", "prosecutor", "female")
    assert seats.vault is not None
    seats.codes["invitation"] = invite(seats.vault, identity, "newcomer")
    return closed(place, seats)


def _join(scene: Scene, said: Say) -> None:
    vault, joined = join(scene.place / "desk", "newcomer", scene.seats.codes["invitation"], PASSWORD, surroundings())
    said(f"joined {joined.code}")
    vault.close()
    said("left")


def _judge_joined(scene: Scene, said: list[str]) -> Iterator[str]:
    try:
        enter(scene.seats, "newcomer", code=CODE)
    except DeskError as told:
        if said:
            yield f"lost: a member who joined ({told.key})"
        _join(scene, said.append)
        enter(scene.seats, "newcomer", code=CODE)
    for user in ("supervisor", "investigator"):
        enter(scene.seats, user)
    yield from whole(scene)


# changing a password


def _change_password(scene: Scene, said: Say) -> None:
    vault = (scene.seats.take("psychologist"), scene.seats.vault)[1]
    assert vault is not None
    opened = shown_again(vault, "psychologist", PASSWORD, lambda: scene.seats.codes["psychologist"], surroundings())
    log = lambda mark: scene.seats.do("psychologist", kits.record_way_in, None, "password", mark)  # noqa: E731
    change_password(vault, opened, "psychologist", ANOTHER_PASSWORD, surroundings(), log)
    said("changed")
    scene.seats.leave()


def _judge_password(scene: Scene, said: list[str]) -> Iterator[str]:
    ends = [entering(scene.seats, "psychologist", password=password) for password in (PASSWORD, ANOTHER_PASSWORD)]
    if ends not in (["done", "locked.wrong"], ["locked.wrong", "done"]):
        yield f"half: a password {ends}"
    if said and ends[1] != "done":
        yield "lost: a password"
    for user in set(ROLES) - {"psychologist"}:
        enter(scene.seats, user)
    old = ends[0] == "done"  # cut off between the log and the slots file: she comes in by the old one, and it is called so
    yield from (words for words in whole(scene) if not (old and words.startswith("verify: slot_older")))


# migrating


@contextmanager
def next_version() -> Iterator[int]:
    """The program as its next version would be, one step further; gives the version before."""
    now, name = migrate.NEWEST, f"v{migrate.NEWEST + 1:04}"
    module = ModuleType(f"db.migrations.{name}")
    setattr(module, name, _step)
    with (
        patch.dict(sys.modules, {module.__name__: module}),
        patch.object(migrate, "STEPS", (*migrate.STEPS, name)),
        patch.object(migrate, "NEWEST", now + 1),
    ):
        yield now


def _step(op: Operations) -> None:
    op.create_table("planted", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("members", sa.Column("planted", sa.Text))
    op.execute("UPDATE members SET planted = 'set by the step'")
    op.execute("INSERT INTO planted (id) SELECT seq FROM events")


def _bring_up(scene: Scene, said: Say) -> None:
    with next_version():
        enter(scene.seats, "investigator")
    said("brought up")


def _judge_brought_up(scene: Scene, said: list[str]) -> Iterator[str]:
    assert scene.key is not None
    desk = scene.place / "desk"
    with next_version() as before, closing(engine.connect(desk / VAULT_FILE, scene.key.key, scene.key.salt)) as raw:
        version = migrate.version_of(raw)
        tables = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master")}
        if (version > before) != ("planted" in tables):
            yield "half: a step"
        elif version > before:
            marked, events, set_ = (
                raw.execute(f"SELECT count(*) FROM {what}").fetchone()[0] for what in ("planted", "events", "members WHERE planted IS NULL")
            )
            if marked != events or set_:
                yield "half: a step"
    if said and version == before:
        yield "lost: a migration"
    if version > before:
        yield from _judge_copies(scene, desk, before)
    with next_version():
        enter(scene.seats, "investigator")
        view = scene.seats.do("investigator", casefile.open_case, scene.seats.case)
        scene.seats.leave()
    if len(view.content["parties"]) != 3:
        yield "lost: parties"
    yield from whole(scene)


def _judge_copies(scene: Scene, desk: Path, before: int) -> Iterator[str]:
    """A vault that was brought up has at least one whole copy of what it was."""
    assert scene.key is not None
    for copy in desk.glob("desk.before-*.vault"):
        try:
            with closing(engine.connect(copy, scene.key.key, scene.key.salt)) as raw:
                if migrate.version_of(raw) == before and not raw.execute("PRAGMA cipher_integrity_check").fetchall():
                    return
        except Exception:  # a copy that was cut short is none; another may be whole
            continue
    yield "lost: the copy made before a migration"


# backing up and restoring


def _back_up(scene: Scene, said: Say) -> None:
    scene.seats.take("supervisor")
    assert scene.seats.vault is not None
    back_up(scene.seats.vault, scene.place / "desk.backup", scene.seats.clock.now())
    said("backed up")
    scene.seats.leave()


def _judge_backed_up(scene: Scene, said: list[str]) -> Iterator[str]:
    packed = scene.place / "desk.backup"
    if not packed.exists():
        yield from ("lost: a backup" for _ in said)
        _back_up(scene, said.append)
    yield from _judge_restored(scene, said)
    enter(scene.seats, "investigator")
    yield from whole(scene)


def _packed(place: Path) -> Scene:
    scene = desk_in(place)
    _back_up(scene, lambda _: None)
    scene.seats.leave()
    return scene


def _restore(scene: Scene, said: Say) -> None:
    restore(scene.place / "desk.backup", scene.place / "restored")
    said("restored")


def _judge_restored(scene: Scene, said: list[str]) -> Iterator[str]:
    yield from _judge_out(scene, said, _restore)


def _judge_out(scene: Scene, said: list[str], act: Callable[[Scene, Say], None]) -> Iterator[str]:
    """A desk made in a new folder is whole or not there, and can then be made."""
    out = scene.place / "restored"
    if not out.exists() or not any(out.iterdir()):
        if "restored" in said:
            yield "lost: a restored desk"
        act(scene, said.append)
    yield from whole(scene, out)
    again = Seats(out, scene.seats.codes, scene.seats.clock, scene.seats.case)
    try:
        if len(again.do("investigator", casefile.open_case, again.case).content["parties"]) != 3:
            yield "half: a restored desk"
    finally:
        again.leave()


# salvaging


def _salvage(scene: Scene, said: Say) -> None:
    assert scene.key is not None
    salvage(scene.place / "desk", scene.key, scene.place / "restored", scene.seats.clock.now())
    said("restored")


def _judge_salvaged(scene: Scene, said: list[str]) -> Iterator[str]:
    yield from _judge_out(scene, said, _salvage)


FLOWS = {
    "create": Flow(_no_desk, _make, _judge_made),
    "save": Flow(desk_in, _save, _judge_saved),
    "join": Flow(_invited, _join, _judge_joined),
    **TURNS,
    "password": Flow(desk_in, _change_password, _judge_password),
    "migrate": Flow(desk_in, _bring_up, _judge_brought_up),
    "back up": Flow(desk_in, _back_up, _judge_backed_up),
    "restore": Flow(_packed, _restore, _judge_restored),
    "salvage": Flow(desk_in, _salvage, _judge_salvaged),
}
