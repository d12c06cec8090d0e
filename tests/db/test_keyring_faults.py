"""The twelve things that happen to keyrings: each costs the printed code at most once a sign-in, and none costs a recovery kit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import keyring
import pytest
from keyring.backends import null
from keyring.errors import KeyringLocked, PasswordSetError

from db.doors import NewDesk, make_desk, sign_in
from db.recovery import recover
from db.workstation import SERVICE, Keyring
from mdt.catalogue.words import LANGUAGES, Words
from tests.db.given import told
from tests.db.ring import Person, Ring, only_key
from tests.make import PASSWORD, Seats, copied, surroundings


@dataclass
class Scene:
    """A member whom this workstation knows, its keyring, and room for another desk."""

    person: Person
    ring: Ring
    room: Path


def nothing(scene: Scene) -> None:
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]


def empty(scene: Scene) -> None:
    scene.ring.kept[only_key(scene.ring)] = ""


def other_users(scene: Scene) -> None:
    hers, other = only_key(scene.ring), Person(scene.person.seats, "psychologist")
    assert other.enter() == ("done", 1)
    scene.ring.kept[hers] = next(kept for place, kept in scene.ring.kept.items() if place != hers)


def roamed(scene: Scene) -> None:
    """The entry of an older day comes back from another machine."""
    old = dict(scene.ring.kept)
    scene.ring.kept.clear()
    assert scene.person.enter() == ("done", 1)
    scene.ring.kept = old


def locked(scene: Scene) -> None:
    scene.ring.fault = KeyringLocked("locked")


def wiped(scene: Scene) -> None:
    scene.ring.kept.clear()


def new_machine(scene: Scene) -> None:
    scene.person.seats = copied(scene.person.seats, scene.room / "moved")
    keyring.set_keyring(Ring())


def two_vaults(scene: Scene) -> None:
    world = replace(surroundings(scene.person.seats.clock), workstation=Keyring())
    code = make_desk(scene.room / "second", NewDesk("nccia", "LHR", "investigator"), PASSWORD, world)
    assert Person(Seats(scene.room / "second", {"investigator": code}, scene.person.seats.clock)).enter() == ("done", 0)


def two_members(scene: Scene) -> None:
    assert Person(scene.person.seats, "psychologist").enter() == ("done", 1)


def too_big(scene: Scene) -> None:
    """A keyring that takes no entry of our size, on a machine that does not know her."""
    scene.ring.kept.clear()
    scene.ring.deaf = PasswordSetError("1783 the stub received bad data")


def altered(scene: Scene) -> None:
    place = only_key(scene.ring)
    scene.ring.kept[place] = scene.ring.kept[place][::-1]


def other_backend(scene: Scene) -> None:
    keyring.set_keyring(Ring())


FAULTS: Final[dict[str, tuple[Callable[[Scene], None], tuple[int, int]]]] = {
    "none": (nothing, (1, 1)),
    "empty": (empty, (1, 0)),
    "other user's": (other_users, (1, 0)),
    "roamed": (roamed, (1, 0)),
    "locked": (locked, (1, 1)),
    "wiped by a password reset": (wiped, (1, 0)),
    "new machine": (new_machine, (1, 0)),
    "two vaults": (two_vaults, (0, 0)),
    "two members on one account": (two_members, (0, 0)),
    "entry too big": (too_big, (1, 1)),
    "entry altered": (altered, (1, 0)),
    "backend changed": (other_backend, (1, 0)),
}
"""How often the code is asked for at the first sign-in after it, and at the second."""


@pytest.mark.parametrize("name", FAULTS)
def test_each_of_twelve_faults_leaves_a_way_in_without_a_ceremony(known: Person, ring: Ring, tmp_path: Path, name: str) -> None:
    befall, asked = FAULTS[name]
    befall(Scene(known, ring, tmp_path))
    assert known.enter("wrong")[0] == "locked.wrong", "whatever happened, a wrong password is one"
    assert [known.enter(), known.enter()] == [("done", asked[0]), ("done", asked[1])]
    assert told(lambda: recover(known.seats.folder, known.user, ())) == "locked.no_recovery", "no kit was ever made here"


@pytest.mark.parametrize("name", FAULTS)
def test_in_none_of_them_a_wrong_code_comes_in(known: Person, ring: Ring, tmp_path: Path, name: str) -> None:
    befall, asked = FAULTS[name]
    befall(Scene(known, ring, tmp_path))
    said = told(lambda: sign_in(known.seats.folder, known.user, PASSWORD, lambda: "AAAAA-BBBBB", known.around).close())
    assert said == ("locked.wrong" if asked[0] else "done")


def test_there_are_twelve() -> None:
    assert len(FAULTS) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_asked_for_the_code_is_told_why(language: str) -> None:
    say = Words(language)
    assert say("sign_in.code_needed") != say("locked.wrong")
    assert "26" in say("sign_in.code_help", then="")


def test_an_entry_fits_the_smallest_keyring(known: Person, ring: Ring) -> None:
    """Windows takes 2,560 bytes of UTF-16 an entry."""
    ((service, place),) = ring.kept
    assert service == SERVICE
    assert len(ring.kept[service, place].encode("utf-16le")) < 2560
    assert len(place) < 128
