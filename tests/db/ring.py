"""A keyring in memory, and somebody who signs in by it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from keyring.backend import KeyringBackend

from db.doors import sign_in
from db.surroundings import Surroundings
from db.workstation import Keyring
from tests.db.given import told
from tests.make import PASSWORD, Seats, surroundings


class Ring(KeyringBackend):
    """A keyring in memory that can be made to fail."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.deaf: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault:
            raise self.fault
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fault or self.deaf:
            raise self.fault or self.deaf or AssertionError
        self.kept[service, username] = password


@dataclass
class Person:
    """Somebody who signs in and counts how often she is asked for her printed code."""

    seats: Seats
    user: str = "investigator"
    asked: int = 0
    around: Surroundings = field(default_factory=surroundings)

    def __post_init__(self) -> None:
        self.around = replace(surroundings(self.seats.clock), workstation=Keyring())

    def code(self) -> str:
        self.asked += 1
        return self.seats.codes[self.user]

    def enter(self, password: str = PASSWORD) -> tuple[str, int]:
        """How it ended and how often the code was asked."""
        self.asked = 0
        said = told(lambda: sign_in(self.seats.folder, self.user, password, self.code, self.around).close())
        return said, self.asked


def only_key(ring: Ring) -> tuple[str, str]:
    (place,) = ring.kept
    return place
