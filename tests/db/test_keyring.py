"""The workstation's keyring and its faults: each costs the printed code once, none costs a ceremony, none is a crash."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from db.doors import NewDesk, make_desk
from db.slots import SlotsFile, who
from db.workstation import SERVICE, Keyring, NoKeyring
from tests.db.ring import Person, Ring, only_key
from tests.make import PASSWORD, Seats, copied, surroundings

SECRET = base64.b64encode(b"z" * 32).decode()
FAULTS: dict[str, Callable[[Ring], Any]] = {
    "wiped": lambda ring: ring.kept.clear(),
    "empty entry": lambda ring: ring.kept.update({only_key(ring): ""}),
    "altered": lambda ring: ring.kept.update({only_key(ring): SECRET}),
    "no base64": lambda ring: ring.kept.update({only_key(ring): "!!!"}),
    "no ascii": lambda ring: ring.kept.update({only_key(ring): "سنہری"}),
    "cut": lambda ring: ring.kept.update({only_key(ring): ring.kept[only_key(ring)][:20]}),
    "too long": lambda ring: ring.kept.update({only_key(ring): SECRET + SECRET}),
}
RAISED = {
    "none": keyring.errors.NoKeyringError(),
    "locked": keyring.errors.KeyringLocked("locked"),
    "not to be opened": keyring.errors.InitError(),
    "any": keyring.errors.KeyringError("any"),
    "system": OSError(5, "gone"),
    "runtime": RuntimeError("bus"),
    "of another library": type("error", (Exception,), {})("1312 no logon session"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_lost_entry_costs_the_code_once(known: Person, ring: Ring, name: str) -> None:
    FAULTS[name](ring)
    assert known.enter() == ("done", 1)
    assert known.enter() == ("done", 0)


@pytest.mark.parametrize("name", RAISED)
def test_a_failing_keyring_costs_the_code_until_it_works_again(known: Person, ring: Ring, name: str) -> None:
    ring.fault = RAISED[name]
    assert [known.enter(), known.enter()] == [("done", 1)] * 2
    ring.fault = None
    assert known.enter() == ("done", 0), "the old entry is still right"


@pytest.mark.parametrize("name", RAISED)
def test_a_keyring_that_keeps_nothing_leaves_the_code(seats: Seats, ring: Ring, name: str) -> None:
    ring.deaf = RAISED[name]
    person = Person(seats)
    assert [person.enter(), person.enter()] == [("done", 1)] * 2
    ring.deaf = None
    assert [person.enter(), person.enter()] == [("done", 1), ("done", 0)]


def test_an_entry_that_reads_back_otherwise_is_not_trusted(seats: Seats, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ring, "get_password", lambda self, service, username: SECRET)
    person = Person(seats)
    assert [person.enter(), person.enter()] == [("done", 1)] * 2
    assert all("keyring" not in slot.wraps for slot in SlotsFile(seats.folder).read()[0])


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring])
def test_a_machine_without_a_keyring_asks_for_the_code(seats: Seats, ring: Ring, backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())
    person = Person(seats)
    assert [person.enter(), person.enter()] == [("done", 1)] * 2


def test_another_backend_is_another_machine(known: Person) -> None:
    keyring.set_keyring(Ring())
    assert known.enter() == ("done", 1)
    assert known.enter() == ("done", 0)


def test_a_wrong_password_is_said_without_asking_for_the_code(known: Person) -> None:
    assert known.enter("wrong") == ("locked.wrong", 0)
    assert known.enter() == ("done", 0)


def test_a_wrong_password_on_a_new_machine_is_not_remembered(seats: Seats, ring: Ring) -> None:
    person = Person(seats)
    assert person.enter("wrong") == ("locked.wrong", 1)
    assert ring.kept == {}


def test_another_users_entry_is_not_hers(known: Person, ring: Ring) -> None:
    hers = only_key(ring)
    other = Person(known.seats, "psychologist")
    assert other.enter() == ("done", 1)
    theirs = next(place for place in ring.kept if place != hers)
    ring.kept[hers], ring.kept[theirs] = ring.kept[theirs], ring.kept[hers]
    assert [known.enter(), other.enter()] == [("done", 1)] * 2
    assert [known.enter(), other.enter()] == [("done", 0)] * 2


def test_two_members_on_one_account_do_not_collide(known: Person, ring: Ring) -> None:
    other = Person(known.seats, "psychologist")
    assert other.enter() == ("done", 1)
    assert [known.enter(), other.enter(), known.enter()] == [("done", 0)] * 3
    assert len(ring.kept) == 2


def test_two_desks_on_one_account_do_not_collide(known: Person, ring: Ring, tmp_path: Path) -> None:
    world = replace(surroundings(known.seats.clock), workstation=Keyring())
    code = make_desk(tmp_path / "second", NewDesk("nccia", "LHR", "investigator"), PASSWORD, world)
    second = Person(Seats(tmp_path / "second", {"investigator": code}, known.seats.clock))
    assert [second.enter(), known.enter(), second.enter()] == [("done", 0)] * 3
    assert {service for service, _ in ring.kept} == {SERVICE}


def test_a_copied_desk_on_another_account_asks_for_the_code(known: Person, tmp_path: Path) -> None:
    other = Person(copied(known.seats, tmp_path / "copy"))
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    assert other.enter() == ("done", 1)
    assert other.enter("wrong") == ("locked.wrong", 1)


def test_a_demonstration_never_touches_the_keyring(tmp_path: Path, ring: Ring) -> None:
    seats = Seats(tmp_path / "demo", {}, surroundings().clock)  # type: ignore[arg-type]
    world = replace(surroundings(), workstation=Keyring())
    seats.codes["investigator"] = make_desk(seats.folder, NewDesk("nccia", "LHR", "investigator", demonstration=True), PASSWORD, world)
    person = Person(seats)
    assert [person.enter(), person.enter()] == [("done", 1)] * 2
    assert ring.kept == {}


def test_the_workstations_secret_never_lies_in_the_folder(known: Person, ring: Ring) -> None:
    kept = ring.kept[only_key(ring)]
    for path in known.seats.folder.iterdir():
        assert kept.encode() not in path.read_bytes()
        assert base64.b64decode(kept) not in path.read_bytes()
    slot = next(slot for slot in SlotsFile(known.seats.folder).read()[0] if slot.who == who(slot.vault, known.user))
    assert set(slot.wraps) == {"code", "keyring"}


def test_no_keyring_keeps_nothing() -> None:
    assert (NoKeyring().recall("place"), NoKeyring().remember("place")) == (None, None)


def test_a_full_disk_does_not_keep_out_whom_a_new_machine_cannot_remember(
    seats: Seats, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    person = Person(seats)
    with monkeypatch.context() as patch:
        patch.setattr("db.slots.write_whole", full)
        assert [person.enter(), person.enter()] == [("done", 1)] * 2
    assert [person.enter(), person.enter()] == [("done", 1), ("done", 0)]


def test_a_fault_after_the_vault_was_opened_closes_it(seats: Seats, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    person = Person(seats)
    with monkeypatch.context() as patch:
        patch.setattr("db.doors.with_workstation", broken)
        with pytest.raises(ZeroDivisionError):
            person.enter()
    assert not (seats.folder / "desk.vault-wal").exists()
    assert person.enter() == ("done", 1)
