"""Opening the vault file: raw key, kept salt, WAL with full sync, one connection."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from db.files import new_file
from db.keys import KEY, SALT
from mdt.errors import Unavailable

LEAST_SQLITE = (3, 51, 3)
PLAIN_HEADER = b"SQLite format 3"


def versions() -> dict[str, str]:
    """Versions of the cipher and of SQLite that this program runs on."""
    probe = dbapi2.connect(":memory:")
    try:
        cipher = probe.execute("PRAGMA cipher_version").fetchone()
        return {"cipher": str(cipher[0]) if cipher else "", "sqlite": str(probe.execute("SELECT sqlite_version()").fetchone()[0])}
    finally:
        probe.close()


def assert_versions() -> None:
    """Refuse to run on a build without a cipher or on an SQLite with the WAL-reset fault (before 3.51.3)."""
    found = versions()
    if not found["cipher"] or tuple(int(part) for part in found["sqlite"].split(".")) < LEAST_SQLITE:
        raise Unavailable("unavailable.wrong_build", **found)


def connect(path: Path, key: bytes, salt: bytes) -> Any:
    """A keyed connection to an existing vault file; never makes one (mode=rw), never takes a key of a wrong length as a passphrase."""
    if len(key) != KEY or len(salt) != SALT:
        raise ValueError("a vault key has 32 bytes and a salt 16")
    try:
        with open(path, "rb") as opened:
            first = opened.read(len(PLAIN_HEADER))
    except FileNotFoundError as gone:
        raise Unavailable("unavailable.no_vault") from gone
    if len(first) < len(PLAIN_HEADER) or first == PLAIN_HEADER:
        raise Unavailable("unavailable.damaged")
    connection = dbapi2.connect(
        f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=0
    )
    _prepare(connection, key, salt)
    return connection


def create(path: Path, key: bytes, salt: bytes) -> Any:
    """A keyed connection to a new vault file; FileExistsError where there is one."""
    new_file(path).close()
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=0)
    _prepare(connection, key, salt)
    return connection


def _prepare(connection: Any, key: bytes, salt: bytes) -> None:
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        for setting in (
            "cipher_log_level = NONE",
            "cipher_page_size = 4096",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            "secure_delete = ON",
            "trusted_schema = OFF",
            "cache_size = -14336",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise


def engine_over(connection: Any) -> Engine:
    """SQLAlchemy over the one keyed connection; the key is in no URL."""
    engine = create_engine("sqlite+pysqlite://", module=dbapi2, creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(opened: Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")

    return engine
