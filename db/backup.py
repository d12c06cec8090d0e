"""Backups that prove themselves: one file, re-opened and checked before it counts; restored only into a new folder."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db import engine
from db.compare import Finding
from db.copies import RESTORE, mark_copy
from db.faults import faults_named
from db.files import new_file, sync_file, sync_folder, whole_folder
from db.places import VAULT_FILE, refuse_occupied, refuse_unfit
from db.slots import SLOTS_FILE
from db.vault import Key, OpenVault
from db.verify import check_contents, check_pages
from mdt.errors import Conflict, Unavailable

MANIFEST = "manifest.json"
STEP_PAGES = 256
Tell = Callable[[str, float], None]
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of a backup: its size in bytes, the SHA-256 of the vault in it, the log's place, seals per audience, what is wrong.

    With ``findings`` the copy is whole, but what it copies is not: kept, and never called proved.
    """

    size: int
    digest: str
    log_length: int
    seals: dict[str, int]
    findings: tuple[Finding, ...] = ()


def copy_vault(raw: Any, target: Path, key: Key, tell: Tell | None = None) -> Path:
    """A whole, synced copy of an open vault under the same key, made page by page while it stays open."""
    engine.create(target, key.key, key.salt).close()
    copy = dbapi2.connect(str(target), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.key.hex()}{key.salt.hex()}'\"")
        copy.execute("PRAGMA cipher_log_level = NONE").fetchall()
        if tell is None:
            raw.backup(copy)
        else:
            raw.backup(copy, pages=STEP_PAGES, progress=lambda _, left, all_: tell("copy", 1 - left / max(1, all_)))
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        copy.close()
    sync_file(target)
    return target


def back_up(vault: OpenVault, target: Path, now: datetime, tell: Tell = lambda step, share: None) -> Proof:
    """Write a backup to ``target`` (never over a file) and prove it; Unavailable with the reason where it cannot be proved.

    It reads over a connection of its own, so the desk works on meanwhile. ``tell`` hears the step ('copy', 'pack', 'prove') and the share
    that is done; whatever it raises ends the backup and leaves nothing behind.
    """
    if target.exists():
        raise Conflict("conflict.file_exists")
    if not target.parent.is_dir():
        raise Unavailable("unavailable.cannot_write")
    if vault.folder.resolve() in target.resolve().parents:
        raise Unavailable("unavailable.inside_desk")
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with faults_named():
        beside.mkdir(0o700, parents=True)
        try:
            whole = beside / "whole"
            _pack(vault, beside, whole, now, tell)
            tell("prove", 0.0)
            proof = prove(whole, vault.key, beside / "proof")
            tell("prove", 1.0)
            whole.chmod(0o600)
            os.replace(whole, target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return proof


def prove(packed: Path, key: Key, workshop: Path) -> Proof:
    """Open a backup as a restore would: digests, every page, the log and every seal it lists; leaves nothing behind."""
    workshop.mkdir()
    try:
        manifest = _unpack(packed, workshop)
        if findings := check_pages(workshop / VAULT_FILE, key):
            raise Unavailable("unavailable.backup_unproved", what=findings[0].what)
        raw = engine.connect(workshop / VAULT_FILE, key.key, key.salt)
        try:
            length = int(raw.execute("SELECT count(*) FROM events").fetchone()[0])
            seals = {str(row[0]): int(row[1]) for row in raw.execute("SELECT audience, count(*) FROM sealed GROUP BY audience")}
        finally:
            raw.close()
        wrong = check_contents(workshop / VAULT_FILE, key)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    if length != manifest["log_length"] or seals != manifest["seals"]:
        raise Unavailable("unavailable.backup_unproved", what="log")
    return Proof(packed.stat().st_size, manifest["digest"], length, seals, wrong)


def restore(packed: Path, folder: Path) -> None:
    """Unpack a backup into a new folder, never over a desk; Unavailable where the file is none or is damaged."""
    refuse_unfit(folder)
    with faults_named():
        refuse_occupied(folder)
        with whole_folder(folder, "restore") as beside:
            manifest = _unpack(packed, beside)
            mark_copy(beside, RESTORE, (manifest["log_length"], manifest["log_head"]))


def _pack(vault: OpenVault, workshop: Path, whole: Path, now: datetime, tell: Tell) -> None:
    source = engine.connect(vault.folder / VAULT_FILE, vault.key.key, vault.key.salt)
    try:
        source.execute("BEGIN")  # one moment of the vault, whatever is saved meanwhile
        source.execute("SELECT count(*) FROM desk").fetchone()
        copy = copy_vault(source, workshop / VAULT_FILE, vault.key, tell)
    finally:
        source.close()
    tell("pack", 0.0)
    raw = engine.connect(copy, vault.key.key, vault.key.salt)
    try:
        head = raw.execute("SELECT seq, hex(digest) FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
        seals = {str(row[0]): int(row[1]) for row in raw.execute("SELECT audience, count(*) FROM sealed GROUP BY audience")}
        raw.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        raw.close()
    slots = (vault.folder / SLOTS_FILE).read_bytes()
    manifest = {
        **{"format": FORMAT, "vault": vault.key.vault, "salt": vault.key.salt.hex(), "made_at": now.isoformat()},
        **{"digest": _digest(copy), "slots_digest": hashlib.sha256(slots).hexdigest()},
        **{"log_length": head[0], "log_head": head[1].lower(), "seals": seals},
    }
    with zipfile.ZipFile(whole, "x", zipfile.ZIP_STORED) as out:
        out.write(copy, VAULT_FILE)
        out.writestr(SLOTS_FILE, slots)
        out.writestr(MANIFEST, json.dumps(manifest, sort_keys=True))
    sync_file(whole)


def _unpack(packed: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(packed) as opened:
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in opened.infolist()):
                raise zipfile.BadZipFile("we do not compress")
            manifest: dict[str, Any] = json.loads(opened.read(MANIFEST))
            for name in (VAULT_FILE, SLOTS_FILE):
                with opened.open(name) as source, new_file(folder / name) as out:
                    shutil.copyfileobj(source, out, 1 << 20)
        if manifest["format"] > FORMAT:
            raise Unavailable("unavailable.newer_backup")
        whole = _digest(folder / VAULT_FILE) == manifest["digest"] and _digest(folder / SLOTS_FILE) == manifest["slots_digest"]
    except FileNotFoundError as gone:
        raise Unavailable("unavailable.no_backup") from gone
    except OSError as fault:
        if fault.errno == errno.EINVAL:  # a place in front of the file's beginning
            raise Unavailable("unavailable.backup_damaged") from fault
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise Unavailable("unavailable.backup_damaged") from broken
    if not whole:
        raise Unavailable("unavailable.backup_damaged")
    return manifest


def _digest(path: Path) -> str:
    with open(path, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
