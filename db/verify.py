"""Verification: is the vault whole, is its log unbroken and signed, and does every row say what the log says."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.compare import Finding, contents, people_of, replayed
from db.copies import SALVAGE, copy_in, unconfirmed
from db.damage import reached
from db.findable import findable
from db.freshness import stale, taken_on
from db.hashes import changed
from db.heads import Heads, Kept
from db.keys import SALT, vault_commitment
from db.ledger import Place, listed
from db.places import VAULT_FILE
from db.slots import Slot, SlotsFile
from db.tables import APPEND_ONLY
from db.vault import Key
from db.ways import ways_in
from mdt.errors import Unavailable


def verify(folder: Path, key: Key, heads: Heads | None = None, now: datetime | None = None, *, full: bool = False) -> tuple[Finding, ...]:
    """Every check, each on its own connection; nothing is repaired. Empty where all is well.

    What was kept in ``heads`` is held against the log, and signatures up to the place kept as good are not asked again unless ``full``.
    """
    try:
        kept = _kept(folder, key, heads) if heads else Kept()
    except (OSError, ValueError, KeyError, TypeError):
        return (Finding("head_damaged", key.vault), *_verify(folder, key, Kept(), now, full))
    return _verify(folder, key, kept, now, full)


def _verify(folder: Path, key: Key, kept: Kept, now: datetime | None, full: bool) -> tuple[Finding, ...]:
    if not (folder / VAULT_FILE).exists():
        raise Unavailable("unavailable.no_vault")
    slots = _slots(SlotsFile(folder))
    found = check_pages(folder / VAULT_FILE, key)
    if any(finding.what != "salt_damaged" for finding in found):
        opens = all(finding.what != "cannot_be_opened" for finding in found)
        return (*slots, *found, *(_tables_hit(folder / VAULT_FILE, key) if opens else ()))
    known = kept.checked if kept.checked.length and not full else None
    fresh = _on_own_connection(folder / VAULT_FILE, key, lambda raw: _freshness(raw, folder, key, kept, now))
    if not slots:
        fresh += _on_own_connection(folder / VAULT_FILE, key, lambda raw: _without_slot(raw, SlotsFile(folder)))
    lines = () if any(finding.what == "slots_missing" for finding in slots) else SlotsFile(folder).read()[0]
    return (*slots, *found, *fresh, *check_contents(folder / VAULT_FILE, key, known, lines))


def _kept(folder: Path, key: Key, heads: Heads) -> Kept:
    """What was kept, be it marked under a vault key before this one."""
    try:
        return heads.read(key.vault, key.key)
    except ValueError:
        raw = engine.connect(folder / VAULT_FILE, key.key, key.salt)
        try:
            # whoever could plant a mark here could take the file away too; the entry itself is checked with all others
            told = raw.execute("SELECT facts FROM events WHERE act = 'turn_vault' AND outcome = 'done'").fetchall()
            return heads.read(key.vault, key.key, [bytes.fromhex(fact[3]) for row in told for fact in listed(row[0])])
        except dbapi2.Error as unread:
            raise ValueError("no older marks") from unread
        finally:
            raw.close()


def _freshness(raw: Any, folder: Path, key: Key, kept: Kept, now: datetime | None) -> list[Finding]:
    """Whether the log is the one that was seen here last, and whether a copy was confirmed."""
    people = cache(lambda: people_of(raw, key.vault, key.genesis))
    waits = unconfirmed(folder, kept, people()) if copy_in(folder) is not None else None
    if waits is not None:
        return [Finding("salvage_unconfirmed" if waits[0] == SALVAGE else "restore_unconfirmed", folder.name)]
    told = {
        "rolled_back": Finding("rolled_back", VAULT_FILE),
        "forked": Finding("forked", VAULT_FILE),
        "replaced": Finding("replaced", taken_on(kept)),
        "clock_back": Finding("clock_back", VAULT_FILE),
    }
    word = stale(raw, kept, people, now) if now else None
    return [told[word]] if word else []


def _without_slot(raw: Any, file: SlotsFile) -> list[Finding]:
    """Members who are certified and have no slot: an older slots file was put back, or hers was taken out."""
    whole, damaged = file.read()
    there = {slot.member for slot in whole if slot.kind == "member"}
    certified = raw.execute("SELECT id, user_name FROM members WHERE standing = 'certified'")
    return [] if damaged else [Finding("slot_missing", str(name)) for member, name in certified if member not in there]


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


def check_contents(path: Path, key: Key, known: Place | None = None, slots: tuple[Slot, ...] = ()) -> tuple[Finding, ...]:
    """What the file says: its log replayed against its rows, what search goes by, the slots, and the guards of what is never changed."""

    def check(raw: Any) -> list[Finding]:
        told = replayed(raw, key.vault, key.genesis, known)
        if not told.people.is_vault_key(vault_commitment(key.key, key.salt), by_line=key.by_line):
            told.findings.append(Finding("vault_key_forged", str(told.people.generation)))
        ways = ways_in(raw, told, slots) if slots else []
        return [*contents(raw, told), *findable(raw, told), *changed(raw), *ways, *_guards(raw)]

    return _on_own_connection(path, key, check)


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
