"""Case keys: one per case and audience, handed from holder to holder, each closed for one member's own key.

A seam: the signature of an entitled member over each grant, and turning epochs when somebody leaves, come with the truth issue.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, and_, bindparam, exists, func, select

from db.keys import KEY, MemberSecret, fingerprint, unwrap, wrap_for
from db.prepared import Prepared
from db.tables import RECORDS, grants
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Seat, Standing
from mdt.policy.grants import KEY_HOLDERS

DESK_WIDE = ""
"""The case of keys that belong to the desk as a whole: the blind index."""
_MINE = and_(grants.c.case == bindparam("case"), grants.c.member == bindparam("member"))
_HELD = Prepared(select(grants.c.audience, func.max(grants.c.epoch)).where(_MINE).group_by(grants.c.audience))
_CLOSED = Prepared(
    select(grants.c.closed_key, grants.c.commitment).where(
        _MINE, grants.c.audience == bindparam("audience"), grants.c.epoch == bindparam("epoch")
    )
)


def commitment(key: bytes) -> bytes:
    """Binds a grant to the key it carries, so that a planted one is noticed (SHA-256)."""
    return hashlib.sha256(b"mdt-desk case key" + key).digest()


class CaseKeys:
    """The signed-in member's bunch of case keys; opened when first needed, kept until the seat is left."""

    def __init__(self, vault: str, member: str, secret: MemberSecret) -> None:
        self._vault, self._member = vault, member
        self._secret = secret
        self._opener = secret.opener()
        self._open: dict[tuple[str, str, int], bytes] = {}
        self._newest: dict[tuple[str, str], int] = {}
        self._unkept: list[tuple[str, str, int]] = []

    def own(self) -> bytes:
        """The key of her private drafts."""
        return self._secret.draft_key

    def epoch(self, connection: Connection, case: str, audience: Audience) -> int:
        """The newest epoch she holds of a case's audience; 0 where she holds none."""
        known = self._newest.get((case, audience), 0)
        if not known:
            mine = and_(grants.c.case == case, grants.c.audience == audience.value, grants.c.member == self._member)
            known = int(connection.execute(select(func.max(grants.c.epoch)).where(mine)).scalar() or 0)
            if known:
                self._newest[case, audience] = known
        return known

    def held(self, connection: Connection, case: str) -> frozenset[Audience]:
        """The audiences of a case whose key she holds."""
        rows = _HELD.rows(connection, {"case": case, "member": self._member})
        found = {Audience(row[0]): int(row[1]) for row in rows}
        self._newest.update({(case, audience.value): epoch for audience, epoch in found.items()})
        return frozenset(found)

    def cases(self, connection: Connection, audience: Audience) -> frozenset[str]:
        """Every case of which she holds this audience's key."""
        mine = (grants.c.member == self._member, grants.c.audience == audience.value)
        return frozenset(str(row[0]) for row in connection.execute(select(grants.c.case).where(*mine)))

    def key(self, connection: Connection, case: str, audience: Audience, epoch: int) -> bytes:
        """The key itself; Unavailable where she holds no grant, or the grant does not carry what it promised."""
        found = self._open.get((case, audience, epoch))
        if found is None:
            wanted = {"case": case, "audience": audience.value, "epoch": epoch, "member": self._member}
            row = _CLOSED.first(connection, wanted)
            if row is None:
                raise Unavailable("unavailable.key_waiting")
            found = self._opened(bytes(row[0]), bytes(row[1]), self._purpose(case, audience, epoch, self._member))
            self._open[case, audience, epoch] = found
        return found

    def exists(self, connection: Connection, case: str, audience: Audience) -> bool:
        """Whether anybody holds a key of this audience."""
        where = (grants.c.case == case, grants.c.audience == audience.value)
        return connection.execute(select(grants.c.member).where(*where).limit(1)).first() is not None

    def waiting(self, connection: Connection, cases: Iterable[str], audiences: Iterable[Audience]) -> frozenset[str]:
        """The cases of which somebody holds a key of these audiences and she does not yet."""
        mine = grants.alias()
        hers = exists().where(mine.c.case == grants.c.case, mine.c.audience == grants.c.audience, mine.c.member == self._member)
        query = select(grants.c.case).where(grants.c.case.in_(sorted(set(cases))), grants.c.audience.in_(sorted(set(audiences))), ~hers)
        return frozenset(connection.execute(query).scalars().all())

    def make(self, connection: Connection, case: str, audience: Audience, me: Member, at: datetime) -> None:
        """Make the first key of a case's audience and keep it under her own."""
        if self.exists(connection, case, audience):
            raise Unavailable("unavailable.key_waiting")
        self._open[case, audience, 1] = os.urandom(KEY)
        self._unkept.append((case, audience, 1))
        self.grant(connection, case, audience, me, at)

    def grant(self, connection: Connection, case: str, audience: Audience, to: Member, at: datetime) -> None:
        """Hand a key she holds on to another member; Unavailable where that member has no certified key of her own."""
        # the fingerprint is what the supervisor heard read out: keys that do not give it are nobody's she certified
        if to.key is None or to.voice is None or to.standing != Standing.CERTIFIED:
            raise Unavailable("unavailable.member_without_key")
        if fingerprint(bytes.fromhex(to.key), bytes.fromhex(to.voice)) != to.fingerprint:
            raise Unavailable("unavailable.member_without_key")
        epoch = self.epoch(connection, case, audience) or 1
        key = self._open.get((case, audience, epoch)) or self.key(connection, case, audience, epoch)
        connection.execute(
            grants.insert(),
            {
                "case": case,
                "audience": audience.value,
                "epoch": epoch,
                "member": to.id,
                "granted_by": self._member,
                "granted_at": at,
                "commitment": commitment(key),
                "closed_key": wrap_for(bytes.fromhex(to.key), self._purpose(case, audience, epoch, to.id), key),
            },
        )

    def owed(self, connection: Connection, audience: Audience) -> Iterator[tuple[str, str]]:
        """(case, member) of every team mate on her cases who is entitled to this audience's key and has none yet."""
        members, mine, theirs = RECORDS[Member], RECORDS[Seat].alias(), RECORDS[Seat].alias()
        lacking = and_(grants.c.case == theirs.c.case, grants.c.audience == audience.value, grants.c.member == theirs.c.member)
        rows = connection.execute(
            select(theirs.c.case, theirs.c.member)
            .select_from(mine.join(theirs, theirs.c.case == mine.c.case).join(members, members.c.id == theirs.c.member))
            .outerjoin(grants, lacking)
            .where(mine.c.member == self._member, mine.c.until.is_(None), mine.c.recused_on.is_(None))
            .where(theirs.c.until.is_(None), theirs.c.recused_on.is_(None), grants.c.member.is_(None))
            .where(members.c.role.in_(sorted(KEY_HOLDERS[audience])), members.c.standing == Standing.CERTIFIED.value)
        )
        yield from ((str(row[0]), str(row[1])) for row in rows.all())

    def settle(self, *, kept: bool) -> None:
        """After a transaction: keep the keys it made, or drop them where it did not come to be."""
        for case, audience, epoch in () if kept else self._unkept:
            self._open.pop((case, audience, epoch), None)
            self._newest.pop((case, audience), None)
        self._unkept.clear()

    def _purpose(self, case: str, audience: Audience, epoch: int, member: str) -> bytes:
        parts = ("case key", self._vault, case, audience.value, str(epoch), member)
        return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)

    def _opened(self, closed: bytes, promised: bytes, purpose: bytes) -> bytes:
        try:
            key = unwrap(self._opener, purpose, closed)
        except (InvalidTag, ValueError) as broken:
            raise Unavailable("unavailable.broken_grant") from broken
        if not hmac.compare_digest(commitment(key), promised):
            raise Unavailable("unavailable.broken_grant")
        return key
