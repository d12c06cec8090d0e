"""Turn lines beside the slots: the vault key, closed for each member who stays, until she comes and her slot holds it (ADR 7)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidTag

from db.keys import KEY, SALT, MemberSecret, joined_up, unwrap, wrap_for
from db.places import VAULT_FILE
from db.slots import Slot, SlotsFile
from db.vault import Key, is_under

WORKSHOP = "desk.turning"
"""The folder in the desk's own in which the file under the fresh key is made; taken away at the next sign-in when it was left."""
LINE, FORMAT = "turn", 1


def brought_up(folder: Path, slot: Slot, secret: MemberSecret) -> tuple[MemberSecret, bool]:
    """A member's secret with the key that the vault is under now, and whether a turn line gave it.

    A line that opens no vault, planted or left by a turn that did not end, is passed over: the slot's own key is tried after all of them.
    """
    lines = [line for line in SlotsFile(folder).of_kind(LINE) if (line.vault, line.member) == (slot.vault, slot.member)]
    for line in sorted(lines, key=generation_of, reverse=True):
        found = _opened(line, secret)
        if found is not None and is_under(folder / VAULT_FILE, Key(slot.vault, *found, secret.genesis)):
            return replace(secret, vault_key=found[0], salt=found[1]), True
    return secret, False


def clear_up(folder: Path) -> None:
    """Take away what a turn that did not end has left; by whoever holds the desk's lock."""
    shutil.rmtree(folder / WORKSHOP, ignore_errors=True)


def new_line(key: Key, generation: int, member: str, public: bytes) -> Slot:
    """A vault key closed for one member; signed by nobody, since the log of the file it opens decides."""
    closed = wrap_for(public, _purpose(key.vault, generation, member), key.key + key.salt)
    return Slot(key.vault, member, "", LINE, {"format": FORMAT, "generation": generation}, b"", {}, closed)


def generation_of(line: Slot) -> int:
    """Which turn a line is of; 0 where it makes no sense."""
    found = line.terms.get("generation")
    return found if isinstance(found, int) else 0


def _opened(line: Slot, secret: MemberSecret) -> tuple[bytes, bytes] | None:
    try:
        plain = unwrap(secret.opener(), _purpose(line.vault, generation_of(line), line.member), line.body)
    except (InvalidTag, ValueError):
        return None
    return (plain[:KEY], plain[KEY:]) if len(plain) == KEY + SALT and line.terms.get("format") == FORMAT else None


def _purpose(vault: str, generation: int, member: str) -> bytes:
    return joined_up("mdt-desk vault key", FORMAT, vault, generation, member)
