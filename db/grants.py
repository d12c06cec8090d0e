"""Case keys in a member's hand: one per case, audience and epoch, each closed for her own key and signed by whoever gave it.

A key is used only where its giver was entitled at the place of the log at which she gave it, by the signed facts (ADR 5).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, and_, bindparam, func, select

from db.keys import KEY, MemberSecret, is_said_by, joined_up, unwrap
from db.prepared import Prepared
from db.roll import Roll
from db.tables import grants
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience
from mdt.policy.grants import KEY_HOLDERS

DESK_WIDE = ""
"""The case of keys that belong to the desk as a whole: the blind index."""
_MINE = and_(grants.c.case == bindparam("case"), grants.c.member == bindparam("member"))
_THAT = and_(grants.c.audience == bindparam("audience"), grants.c.epoch == bindparam("epoch"))
_HELD = Prepared(select(grants.c.audience, func.max(grants.c.epoch)).where(_MINE).group_by(grants.c.audience))
_GIVEN = tuple(grants.c[name] for name in ("commitment", "closed_key", "granted_by", "place", "signature"))
_CLOSED = Prepared(select(*_GIVEN).where(_MINE, _THAT))
_COMMITTED = Prepared(select(grants.c.commitment).where(grants.c.case == bindparam("case"), _THAT))


def commitment(key: bytes) -> bytes:
    """Binds a grant to the key it carries, so that a planted one is noticed (SHA-256)."""
    return hashlib.sha256(b"mdt-desk case key" + key).digest()


def _fingerprint(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


class CaseKeys:
    """The signed-in member's bunch of case keys; opened when first needed, kept until the seat is left."""

    def __init__(self, vault: str, member: str, secret: MemberSecret, roll: Roll) -> None:
        self._vault, self._member, self._secret, self._roll = vault, member, secret, roll
        self._opener = secret.opener()
        self._open: dict[tuple[str, str, int], bytes] = {}
        self.sound: dict[tuple[str, str], tuple[int, object]] = {}
        self._unkept: list[tuple[str, str, int]] = []

    def sign(self, said: bytes) -> bytes:
        """What she says, signed."""
        return self._secret.sign(said)

    def own(self) -> bytes:
        """The key of her private drafts."""
        return self._secret.draft_key

    def newest(self, case: str, audience: str) -> int:
        """The epoch that is written under: the first, or the last that the signed log says it was turned to."""
        turned = max((epoch for place, of, epoch in self._unkept if (place, of) == (case, audience)), default=1)
        return max(turned, 1 + len(self._roll.people.turns.get((case, audience), ())))

    def epoch(self, connection: Connection, case: str, audience: Audience) -> int:
        """The newest epoch of a case's audience where she holds it; 0 where she does not."""
        newest = self.newest(case, audience.value)
        wanted = {"case": case, "audience": audience.value, "epoch": newest, "member": self._member}
        held = (case, audience, newest) in self._open or _CLOSED.first(connection, wanted) is not None
        return newest if held else 0

    def held(self, connection: Connection, case: str) -> frozenset[Audience]:
        """The audiences of a case whose newest key she holds."""
        rows = _HELD.rows(connection, {"case": case, "member": self._member})
        return frozenset(Audience(row[0]) for row in rows if row[1] >= self.newest(case, row[0]))

    def cases(self, connection: Connection, audience: Audience) -> frozenset[str]:
        """Every case of which she holds this audience's newest key."""
        mine = (grants.c.member == self._member, grants.c.audience == audience.value)
        rows = connection.execute(select(grants.c.case, func.max(grants.c.epoch)).where(*mine).group_by(grants.c.case))
        return frozenset(str(case) for case, epoch in rows if epoch >= self.newest(case, audience.value))

    def key(self, connection: Connection, case: str, audience: Audience, epoch: int) -> bytes:
        """The key itself; Unavailable where she holds no grant, its giver had no right to it, or it does not carry what it promised."""
        found = self._open.get((case, audience, epoch))
        if found is None:
            wanted = {"case": case, "audience": audience.value, "epoch": epoch, "member": self._member}
            row = _CLOSED.first(connection, wanted)
            if row is None:
                raise Unavailable("unavailable.key_waiting")
            promised, closed, giver, place, signature = row
            said = self.said(case, audience, epoch, self._member, self._secret.public_key(), place, promised, closed)
            if not self._was_entitled(connection, case, audience, giver, place, said, signature):
                raise Unavailable("unavailable.forged_grant")
            if not self._is_the_one(connection, wanted, promised):
                raise Unavailable("unavailable.planted_key")
            found = self._opened(closed, promised, self.purpose(case, audience, epoch, self._member))
            self._open[case, audience, epoch] = found
        return found

    def settle(self, *, kept: bool) -> None:
        """After a transaction: keep the keys it made, or drop them where it did not come to be."""
        for case, audience, epoch in () if kept else self._unkept:
            self._open.pop((case, audience, epoch), None)
        self._unkept.clear()

    def new(self, case: str, audience: Audience, epoch: int) -> bytes:
        """A fresh key as this epoch, in her hand and nobody else's yet."""
        key = self._open[case, audience, epoch] = os.urandom(KEY)
        self._unkept.append((case, audience, epoch))
        return key

    def _was_entitled(
        self, connection: Connection, case: str, audience: Audience, giver: str, place: int, said: bytes, signature: bytes
    ) -> bool:
        found = self._roll.certificate(giver, place)
        if found is None or found.role not in KEY_HOLDERS[audience] or not is_said_by(bytes.fromhex(found.voice), said, signature):
            return False
        return not case or self._roll.team(connection, case).sits(giver, place)

    def _is_the_one(self, connection: Connection, wanted: Mapping[str, object], promised: bytes) -> bool:
        """Whether all who hold this epoch hold the same key, and it is the one the log turned to."""
        case, audience, epoch = str(wanted["case"]), str(wanted["audience"]), int(str(wanted["epoch"]))
        turns = self._roll.people.turns.get((case, audience), [])
        if epoch > 1 and (epoch - 2 >= len(turns) or turns[epoch - 2].commitment != promised.hex()):
            return False
        return {row[0] for row in _COMMITTED.rows(connection, wanted)} == {promised}

    def said(self, case: str, audience: Audience, epoch: int, to: str, key: bytes, place: int, promised: bytes, closed: bytes) -> bytes:
        """What the giver of a key signs."""
        named = (self._vault, case, audience.value, epoch, promised, to, _fingerprint(key), place)
        return joined_up("mdt-desk grant", *named, hashlib.sha256(closed).digest())

    def purpose(self, case: str, audience: Audience, epoch: int, member: str) -> bytes:
        """What a key is closed for."""
        return joined_up("case key", self._vault, case, audience.value, epoch, member)

    def _opened(self, closed: bytes, promised: bytes, purpose: bytes) -> bytes:
        try:
            key = unwrap(self._opener, purpose, closed)
        except (InvalidTag, ValueError) as broken:
            raise Unavailable("unavailable.broken_grant") from broken
        if not hmac.compare_digest(commitment(key), promised):
            raise Unavailable("unavailable.broken_grant")
        return key
