"""Verification: is the vault whole, is its log unbroken, and is every sealed value where the log says it was put."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.damage import reached
from db.keys import SALT
from db.ledger import digest_of, replay
from db.places import VAULT_FILE
from db.slots import SlotsFile
from db.tables import APPEND_ONLY
from db.vault import Key
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what (a word for its sentence), where (page, table or file) and on which case, as far as can be told."""

    what: str
    where: str
    case: str = ""


def verify(folder: Path, key: Key) -> tuple[Finding, ...]:
    """Every check, each on its own connection; nothing is repaired. Empty where all is well."""
    if not (folder / VAULT_FILE).exists():
        raise Unavailable("unavailable.no_vault")
    slots = _slots(SlotsFile(folder))
    found = check_pages(folder / VAULT_FILE, key)
    if any(finding.what != "salt_damaged" for finding in found):
        opens = all(finding.what != "cannot_be_opened" for finding in found)
        return (*slots, *found, *(_tables_hit(folder / VAULT_FILE, key) if opens else ()))
    return (*slots, *found, *check_contents(folder / VAULT_FILE, key))


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


def check_contents(path: Path, key: Key) -> tuple[Finding, ...]:
    """What the file says: the chain of its log, and every sealed value where the log says it was put."""
    return _on_own_connection(path, key, _contents)


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


def _contents(raw: Any) -> list[Finding]:
    due: dict[tuple[str, str, int], str] = {}
    found = []
    for number, right, writes in replay(raw):
        listed = _listed(writes) if right else None
        if listed is None:
            found.append(Finding("log_broken", str(number)))
            break
        due.update(listed)
    found.extend(_compare_seals(raw, due))
    guards = {str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete")}
    return found + [Finding("guard_missing", name) for name in sorted(wanted - guards)]


def _listed(writes: str) -> dict[tuple[str, str, int], str] | None:
    try:
        return {(record, field, version): digest for record, field, version, digest in json.loads(writes)} if writes != "[]" else {}
    except (ValueError, TypeError, RecursionError):
        return None


def _compare_seals(raw: Any, due: dict[tuple[str, str, int], str]) -> list[Finding]:
    found = []
    rows = raw.execute('SELECT record, field, version, body, noun, "case" FROM sealed')
    for record, field, version, body, noun, case in rows:
        promised = due.pop((record, field, version), None)
        if not isinstance(body, bytes) or promised != digest_of(body):
            found.append(Finding("seal_unknown" if promised is None else "seal_changed", f"{noun} {record} {field}", case))
    gone = [place for place in due if place[1] != Audience.DRAFT.value]
    return found + [Finding("seal_vanished", f"{record} {field}") for record, field, _ in gone]
