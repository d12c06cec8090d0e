"""Verification: is the vault whole, is its log unbroken and signed, and does every row say what the log says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.compare import Finding, contents
from db.damage import reached
from db.keys import SALT
from db.ledger import Place
from db.places import VAULT_FILE
from db.slots import SlotsFile
from db.tables import APPEND_ONLY
from db.vault import Key
from mdt.errors import Unavailable


def verify(folder: Path, key: Key, known: Place | None = None) -> tuple[Finding, ...]:
    """Every check, each on its own connection; nothing is repaired. Empty where all is well.

    ``known`` is a place of the log up to which all signatures were found good before; without it each is checked again.
    """
    if not (folder / VAULT_FILE).exists():
        raise Unavailable("unavailable.no_vault")
    slots = _slots(SlotsFile(folder))
    found = check_pages(folder / VAULT_FILE, key)
    if any(finding.what != "salt_damaged" for finding in found):
        opens = all(finding.what != "cannot_be_opened" for finding in found)
        return (*slots, *found, *(_tables_hit(folder / VAULT_FILE, key) if opens else ()))
    return (*slots, *found, *check_contents(folder / VAULT_FILE, key, known))


def _slots(file: SlotsFile) -> tuple[Finding, ...]:
    try:
        return tuple(Finding("slot_damaged", f"{file.path.name} line {line}") for line in file.read()[1])
    except Unavailable:
        return (Finding("slots_missing", file.path.name),)


def check_pages(path: Path, key: Key) -> tuple[Finding, ...]:
    """The file itself: its salt, its length, every page's seal, and the structure inside."""
    found = []
    with open(path, "rb") as opened:
        if opened.read(SALT) != key.salt:
            found.append(Finding("salt_damaged", path.name))
    if path.stat().st_size % 4096:
        found.append(Finding("cut_off", path.name))
    found.extend(_on_own_connection(path, key, _sealed_pages))
    if any(finding.what == "cannot_be_opened" for finding in found):
        # a file that does not open is not one whose records can still be read
        return tuple(finding for finding in found if finding.what != "salt_damaged")
    if not found or found == [Finding("salt_damaged", path.name)]:
        found.extend(_on_own_connection(path, key, _structure))
    return tuple(found)


def check_contents(path: Path, key: Key, known: Place | None = None) -> tuple[Finding, ...]:
    """What the file says: its log replayed against its rows, and the guards of what is never changed."""
    return _on_own_connection(path, key, lambda raw: [*contents(raw, key.vault, key.genesis, known), *_guards(raw)])


def _on_own_connection(path: Path, key: Key, check: Any) -> tuple[Finding, ...]:
    try:
        raw = engine.connect(path, key.key, key.salt)
    except (dbapi2.Error, MemoryError, Unavailable):
        return (Finding("cannot_be_opened", path.name),)
    try:
        return tuple(check(raw))
    except (dbapi2.Error, MemoryError):
        return (Finding("cannot_be_read", path.name),)
    finally:
        raw.close()


def _sealed_pages(raw: Any) -> list[Finding]:
    return [Finding("page_damaged", str(row[0])) for row in raw.execute("PRAGMA cipher_integrity_check").fetchall()]


def _structure(raw: Any) -> list[Finding]:
    found = [Finding("structure_damaged", str(row[0])) for row in raw.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    return found + [Finding("row_without_parent", str(row[0])) for row in raw.execute("PRAGMA foreign_key_check").fetchall()]


def _tables_hit(path: Path, key: Key) -> tuple[Finding, ...]:
    """Which tables and cases the damage reaches, so that a supervisor knows what is at stake."""
    hit = reached(lambda: engine.connect(path, key.key, key.salt))
    return tuple(Finding("case_hit" if case else "table_hit", table, case) for table, case in hit)


def _guards(raw: Any) -> list[Finding]:
    guards = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")}
    return [Finding("guard_missing", name) for name in sorted(wanted - guards)]
