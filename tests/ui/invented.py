"""The demonstration desk as tests get it: made once with a cheap password cost, sat at by any role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.chance import Chance
from db.doors import sign_in
from db.stretching import Kdf
from db.surroundings import Surroundings
from db.vault import OpenVault
from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.work.desk import Desk, Tools
from tests.make import CheapKdf, StandingClock
from ui.cli.demo import DemoMember, make_demonstration


@dataclass(frozen=True)
class Made:
    """A demonstration desk that was made for the tests."""

    folder: Path
    members: Mapping[str, DemoMember]
    kdf: Kdf

    @contextmanager
    def sat(self, role: str) -> Iterator[tuple[Desk, OpenVault]]:
        """Somebody of this role at the desk."""
        clock, member = StandingClock(), self.members[role]
        vault = sign_in(self.folder, member.user_name, member.password, lambda: member.code, Surroundings(clock, self.kdf, NoKeyring()))
        try:
            yield Desk(vault.member, vault, Tools(clock, Chance(), load_catalogue())), vault
        finally:
            vault.close()


def made(folder: Path, kdf: Kdf) -> Made:
    return Made(folder, {member.role: member for member in make_demonstration(folder, kdf)}, kdf)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The desk, made once for all tests that only look."""
    return made(tmp_path_factory.mktemp("demonstration") / "desk", CheapKdf())
