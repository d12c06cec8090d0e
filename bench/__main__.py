"""``python -m bench``: seed a desk past the door, measure it through the door, print the table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench.figures import PASSWORD, Bench, Figure, LeapingClock, Plan, measure
from bench.founding import TEAM
from bench.founding import Desk as Seated
from bench.seed import Known, Seeder, Size
from db.chance import Chance
from db.doors import NewDesk, invite, join, make_desk, sign_in
from db.engine import versions
from db.keys import MemberSecret, fingerprint, new_member_secret
from db.slots import Owner, SlotsFile, new_invitation
from db.stretching import Argon2Kdf, Kdf
from db.surroundings import Surroundings
from db.vault import OpenVault
from db.workstation import NoKeyring
from mdt.catalogue.load import load_catalogue
from mdt.model.audit import Entry, Outcome
from mdt.model.staff import Member, Standing
from mdt.work import staff
from mdt.work.desk import Desk, Tools

OTHERS = 40


def main(arguments: Sequence[str] | None = None, kdf: Kdf | None = None) -> int:
    """Run the bench; 1 where a bar is missed."""
    size, plan, folder = _asked(arguments)
    clock = LeapingClock()
    around = Surroundings(clock, kdf or Argon2Kdf(), NoKeyring())
    with tempfile.TemporaryDirectory(prefix="mdt-bench-", dir=folder) as place:
        start = time.perf_counter()
        codes, known = seeded(Path(place) / "desk", size, around)
        taken, weight = time.perf_counter() - start, (Path(place) / "desk" / "desk.vault").stat().st_size / 1e6
        print("The desk is seeded past the door: straight INSERTs, seals and grants real on one team's cases, random bytes on all others.")
        print(f"{size.cases} cases, {size.events} events, {size.persons} persons, a team on {size.mine} cases")
        print(f"seeded in {taken:.0f} s, vault of {weight:.0f} MB")
        print(f"{os.cpu_count()} cores, load {_load()}, Python {platform.python_version()}, {_versions()}")
        print(f"serial, best of {plan.rounds} rounds, milliseconds\n\n{_line('what', 'measure', 'acts', 'value', 'bar', 'of bar', '')}")
        missed = 0
        for figure in measure(Bench(Path(place) / "desk", codes, known, around, clock, plan, Random(7))):
            missed += not figure.holds
            print(_row(figure), flush=True)
    print(f"\nload at the end {_load()}; {missed} of the bars missed")
    return 1 if missed else 0


def seeded(folder: Path, size: Size, around: Surroundings) -> tuple[dict[str, str], Known]:
    """A new desk with its team, who came in by the doors, and everything else in bulk; returns the members' codes and what is known."""
    codes = {"supervisor": make_desk(folder, NewDesk("nccia", "MUX", "supervisor"), PASSWORD, around)}
    members: dict[str, str] = {}
    for role in TEAM:
        members[role], codes[role] = _added(folder, role, codes["supervisor"], around)
    voices: dict[str, MemberSecret] = {}
    others: dict[str, str] = {}
    for user in ("supervisor", *TEAM):
        vault = sign_in(folder, user, PASSWORD, partial(codes.__getitem__, user), around)
        voices[vault.member] = vault._keys._secret  # past the door, as bench.seed says
        if user == "supervisor":
            supervisor, others = vault.member, _certified(vault, voices)
        vault.close()
    founders = tuple(member for member, role in others.items() if role == "investigator")
    vault = sign_in(folder, "investigator", PASSWORD, lambda: codes["investigator"], around)
    try:
        return codes, Seeder(vault, Seated(members, tuple(others), founders, voices, supervisor), size).fill()
    finally:
        vault.close()


def _certified(vault: OpenVault, voices: dict[str, MemberSecret]) -> dict[str, str]:
    """The other members of the desk, put in and certified in one act each; their ids, with their roles."""
    found = {}
    for number in range(OTHERS):
        secret = new_member_secret(vault.key.key, vault.key.salt, vault.key.genesis)
        key, voice = secret.public_key(), secret.public_voice()
        public: dict[str, Any] = {"key": key.hex(), "voice": voice.hex(), "fingerprint": fingerprint(key, voice)}
        role = ("investigator", *TEAM)[number % 5]
        member = Member(id=f"{number:024x}", user_name=f"officer-{number:02}", role=role, standing=Standing.CERTIFIED, **public)
        with vault.transaction() as store:
            store.records.add(member)
            said = staff.certified(member)
            store.log.state("invite", member.id, *said[:-2])
            store.log.state("certify", member.id, *said)
            store.write_log(Entry(0, store.moment(), vault.member, "certify_member", None, Outcome.DONE, member.id, ""))
        empty = new_invitation(Owner(vault.key.vault, member.id, member.user_name), "", b"", b"", b"")
        SlotsFile(vault.folder).put(replace(empty, kind="member"))  # nobody of them comes to the desk
        found[member.id], voices[member.id] = role, secret
    return found


def _added(folder: Path, role: str, code: str, around: Surroundings) -> tuple[str, str]:
    def seat() -> tuple[Desk, OpenVault]:
        vault = sign_in(folder, "supervisor", PASSWORD, lambda: code, around)
        return Desk(vault.member, vault, Tools(around.clock, Chance(), load_catalogue())), vault

    desk, vault = seat()
    member = desk.do(staff.register_member, None, role, role, "female")
    invitation = invite(vault, member, role)
    vault.close()
    vault, joined = join(folder, role, invitation, PASSWORD, around)
    vault.close()
    desk, vault = seat()
    desk.do(staff.certify_member, None, member, joined.fingerprint)
    vault.close()
    return member, joined.code


def _asked(arguments: Sequence[str] | None) -> tuple[Size, Plan, str | None]:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    for part in ("cases", "events", "persons", "mine"):
        asked.add_argument(f"--{part}", type=int, default=getattr(Size(), part))
    for part in ("rounds", "acts", "sign_ins"):
        asked.add_argument(f"--{part.replace('_', '-')}", type=int, default=getattr(Plan(), part))
    asked.add_argument("--folder", help="where the desk is made and removed again; the usual place for temporary files if not given")
    said = asked.parse_args(arguments)
    return Size(said.cases, said.events, said.persons, said.mine), Plan(said.rounds, said.acts, said.sign_ins), said.folder


def _row(figure: Figure) -> str:
    bar = "" if figure.bar is None else f"{figure.bar:.1f}"
    ratio = "" if figure.bar is None else f"{figure.value / figure.bar:.2f}"
    verdict = "" if figure.holds else "missed"
    return _line(figure.what, figure.measure, str(figure.count), f"{figure.value:.1f}", bar, ratio, verdict)


def _line(what: str, kind: str, acts: str, value: str, bar: str, ratio: str, verdict: str) -> str:
    return f"{what:<52} {kind:<8} {acts:>5} {value:>10} {bar:>8} {ratio:>7} {verdict}".rstrip()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _versions() -> str:
    return ", ".join(f"{name} {version}" for name, version in versions().items())


if __name__ == "__main__":
    sys.exit(main())
