"""An open vault: one keyed connection, one writer, one transaction at a time, and the member whose seat it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2

from db.copies import COPY_FILE, newest_taken, unconfirmed
from db.engine import connect, engine_over
from db.faults import faults_named
from db.files import OWN
from db.freshness import check_tail, refuse_stale
from db.grants import CaseKeys
from db.heads import Heads, Kept
from db.keys import SALT, MemberSecret, vault_commitment
from db.ledger import Place
from db.migrate import is_behind, migrate
from db.places import VAULT_FILE
from db.records import Hand
from db.roll import Roll
from db.store import Store
from mdt.errors import Unavailable
from mdt.work.ports import Clock

LOCK_FILE = "desk.lock"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the file: its id, the raw 32-byte key and the kept 16-byte salt; and who signed the first entry of its log.

    ``by_line``: it came from a turn line, not from a slot; the log has to know it.
    """

    vault: str
    key: bytes
    salt: bytes
    genesis: bytes
    by_line: bool = False


def only_writer(folder: Path) -> FileLock:
    """The desk's lock, taken; Unavailable where another program holds it. Freed by the system when the holder dies."""
    # the window signs in on one thread and leaves on another
    lock = FileLock(str(folder / LOCK_FILE), timeout=0, mode=OWN, thread_local=False)
    try:
        lock.acquire()
    except Timeout as held:
        raise Unavailable("unavailable.in_use") from held
    except (PermissionError, OSError, NotImplementedError) as denied:
        raise Unavailable("unavailable.read_only") from denied
    return lock


class OpenVault:
    """The vault in the hand of one member until it is closed."""

    def __init__(
        self, folder: Path, key: Key, member: str, secret: MemberSecret, clock: Clock, lock: FileLock, heads: Heads, *, stated: bool = True
    ) -> None:
        """``stated``: the log has to say that the file is under this key, where it says anything of its key."""
        self.folder, self.member, self.slot_is_older = folder, member, False
        self._clock, self._lock, self._secret = clock, lock, secret
        self._open(key, heads, stated=stated)

    def _open(self, key: Key, heads: Heads, *, stated: bool) -> None:
        self.key, self.heads, self._kept = key, heads, heads_of(heads, key)
        self.roll = Roll(key.vault, key.genesis, self._kept.head if self._kept.head.length else None)
        self._keys = CaseKeys(key.vault, self.member, self._secret, self.roll)
        with faults_named():
            self._raw = _opened(self.folder / VAULT_FILE, key)
            try:
                self._engine: Engine = engine_over(self._raw)
                self._check_identity()
                self._bring_up()
                with self._engine.connect() as connection:
                    self.roll.renew(connection)
                if stated and not self.roll.people.is_vault_key(vault_commitment(key.key, key.salt), by_line=key.by_line):
                    raise Unavailable("unavailable.vault_key_forged")
                self._check_freshness()
            except BaseException:
                self._raw.close()
                raise

    def _check_identity(self) -> None:
        row = self._raw.execute("SELECT id FROM desk").fetchone()
        if row is None or row[0] != self.key.vault:
            raise Unavailable("unavailable.foreign_vault")

    def _check_freshness(self) -> None:
        if self._raw.execute("SELECT demonstration FROM desk").fetchone()[0]:
            self.heads, self._kept = Heads(None), Kept()
        elif not self._kept.head.length:
            self._kept = heads_of(self.heads, self.key, self._older())
        self._unconfirmed = unconfirmed(self.folder, self._kept, self.roll.people)
        if self._unconfirmed is None:
            refuse_stale(self._raw, self._kept, self.roll, self._clock.now())
        else:
            check_tail(self._raw, 0, self.roll)

    def _bring_up(self) -> None:
        if is_behind(self._raw):
            copy_beside(self._raw, self.folder, self.key)
            migrate(self._engine, self._raw, self._clock.now())

    @contextmanager
    def transaction(self) -> Iterator[Store]:
        """All or nothing: committed and synced where the block ends well, rolled back where it raises."""
        hand = Hand(
            self.key.vault,
            self.member,
            self._clock.now(),
            self._keys,
            self.roll,
            unconfirmed=self._unconfirmed,
            came_by_older=self.slot_is_older,
        )
        with faults_named():
            connection: Connection
            with self._engine.connect() as connection:
                connection.begin()
                try:
                    self.roll.renew(connection)
                    yield Store(connection, hand)
                    self.roll.settle(connection, hand.facts)
                    connection.commit()
                except BaseException:
                    connection.rollback()
                    self._keys.settle(kept=False)
                    self.roll.doubt()
                    raise
                self._keys.settle(kept=True)
        self._keep_head(at_once=False)

    def checked(self) -> None:
        """Remember that every signature up to here was found good."""
        self._kept = replace(self._kept, checked=self._place())
        self._keep_head(at_once=True)

    def unconfirmed(self) -> tuple[Any, ...] | None:
        """What has still to be stated of a copy that waits to be confirmed; None for a desk that is none."""
        return self._unconfirmed

    def _keep_head(self, *, at_once: bool) -> None:
        """Keep the newest place outside the vault, of a copy once it is confirmed: only then its note is taken away."""
        if self._unconfirmed is not None:
            self._unconfirmed = unconfirmed(self.folder, self._kept, self.roll.people)
        if self._unconfirmed is None:
            people, before = self.roll.people, self._kept
            taken = newest_taken(self._raw, before, people)
            self._kept = Kept(self._place(), before.checked, len(people.active()), taken)
            with suppress(OSError):  # a full disk outside the vault costs the next sign-in some checking, and no work
                self.heads.write(self.key.vault, self.key.key, self._kept, self._older(), at_once=at_once or taken != before.taken)
            with suppress(OSError):  # a note that could not be taken away is taken away next time
                (self.folder / COPY_FILE).unlink(missing_ok=True)

    def _older(self) -> list[bytes]:
        return [turned.mark for turned in self.roll.people.vault_turns]

    def _place(self) -> Place:
        row = self._raw.execute("SELECT seq, hex(digest) FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
        return Place(int(row[0]), str(row[1]).lower(), self.roll.marks.at(int(row[0])).hex())

    def raw(self) -> Any:
        """The keyed connection itself, for backup and verification only."""
        return self._raw

    def twin(self, folder: Path, key: Key) -> OpenVault:
        """The same member's seat at a copy of the file under a fresh key, whose log does not say so yet."""
        lock = only_writer(folder)
        try:
            return OpenVault(folder, key, self.member, self._secret, self._clock, lock, Heads(None), stated=False)
        except BaseException:
            lock.release()
            raise

    def give_way(self, key: Key, step: Callable[[], None]) -> None:
        """Close the file with nothing beside it, let ``step`` put the one under ``key`` in its place, and open that; all under one lock.

        Where a step fails, whichever of the two files is there is opened again before the failure is told.
        """
        before = self.key
        self._keep_head(at_once=True)
        if self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise Unavailable("unavailable.in_use")
        try:
            self._engine.dispose()
            self._raw.close()
            step()
            self._go_on(key)
        except BaseException:
            try:
                self._go_on(key if is_under(self.folder / VAULT_FILE, key) else before)
            except BaseException:
                self._lock.release()
                raise
            raise

    def _go_on(self, key: Key) -> None:
        self._secret = replace(self._secret, vault_key=key.key, salt=key.salt)
        self._open(key, self.heads, stated=True)

    def close(self) -> None:
        """Fold the write-ahead file in, let the file and the lock go."""
        with suppress(dbapi2.Error):
            self._keep_head(at_once=True)
        # closing must succeed on a full disk too; the WAL is folded in next time
        with suppress(dbapi2.Error):
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._engine.dispose()
        self._raw.close()
        self._lock.release()


def is_under(path: Path, key: Key) -> bool:
    """Whether this key opens the file."""
    try:
        connect(path, key.key, key.salt).close()
    except (dbapi2.Error, MemoryError, Unavailable):
        return False
    return True


def _opened(path: Path, key: Key) -> Any:
    try:
        return connect(path, key.key, key.salt)
    except dbapi2.DatabaseError as closed:
        with open(path, "rb") as opened:
            first = opened.read(SALT)
        strange = sum(here != due for here, due in zip(first, key.salt, strict=True))
        if strange > SALT // 2 and len(set(first)) > SALT // 2:  # neither a flipped bit nor bytes that are no salt: another file
            raise Unavailable("unavailable.other_key") from closed
        raise


def heads_of(heads: Heads, key: Key, older: Iterable[bytes] = ()) -> Kept:
    """What is kept of a vault; nothing where the file is damaged, which ``verify`` names."""
    try:
        return heads.read(key.vault, key.key, older)
    except (OSError, ValueError, KeyError, TypeError):
        return Kept()


def copy_beside(raw: Any, folder: Path, key: Key, name: Callable[[int], str] = "desk.before-{}.vault".format) -> Path:
    """A whole copy of the vault under the same key, before steps are taken; never over an older copy."""
    from db.backup import copy_vault

    number = next(at for at in range(1, 10_000) if not (folder / name(at)).exists())
    return copy_vault(raw, folder / name(number), key)
