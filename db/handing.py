"""Handing case keys on: from holder to holder, to nobody whom the signed log does not entitle; a fresh key where a holder has left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from db.grants import commitment
from db.keys import wrap_for
from db.ledger import digest_of
from db.prepared import Prepared
from db.tables import RECORDS, events, grants
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Seat, Standing
from mdt.policy.grants import KEY_HOLDERS

if TYPE_CHECKING:
    from db.records import Hand

_PLACE = and_(grants.c.case == bindparam("case"), grants.c.audience == bindparam("audience"))
_HOLDERS = Prepared(select(grants.c.member).where(_PLACE, grants.c.epoch == bindparam("epoch")))
_EPOCHS = Prepared(select(grants.c.epoch).where(_PLACE, grants.c.member == bindparam("member")))
_ALL = Prepared(select(grants.c.audience, grants.c.epoch, grants.c.member).where(grants.c.case == bindparam("case")))
_LENGTH = Prepared(select(func.max(events.c.seq)))
_GRANT = Prepared(grants.insert())


class Keys:
    """The member's bunch of case keys inside one transaction."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand
        self._bunch, self._roll, self._me = hand.keys, hand.roll, hand.member

    def held(self, case: str) -> frozenset[Audience]:
        """The audiences of a case whose newest key is in the member's hand."""
        return self._bunch.held(self._connection, case)

    def exists(self, case: str, audience: Audience) -> bool:
        """Whether anybody holds a key of this audience."""
        return bool(self._holders(case, audience, 1))

    def granted(self, case: str, audience: Audience, member: str) -> bool:
        """Whether a member holds the newest key of this audience."""
        return member in self._holders(case, audience)

    def entitled(self, case: str, audience: Audience, member: str) -> bool:
        """Whether the signed log entitles a member to an audience's key now: certified, of a role that holds it, on the team."""
        found = self._roll.people.certified.get(member)
        if found is None or found.until is not None or found.role not in KEY_HOLDERS[audience]:
            return False
        return not case or self._roll.team(self._connection, case).sits(member)

    def frozen(self, case: str) -> frozenset[Audience]:
        """The audiences of a case whose newest key nobody holds who is still entitled to it."""
        live: dict[str, bool] = {}
        for audience, epoch, member in _ALL.rows(self._connection, {"case": case}):
            if epoch == self._bunch.newest(case, audience):
                live[audience] = live.get(audience, False) or self.entitled(case, Audience(audience), member)
        return frozenset(Audience(audience) for audience, held in live.items() if not held)

    def waiting(self, cases: Iterable[str], audiences: Iterable[Audience]) -> frozenset[str]:
        """The cases of which somebody holds a key of these audiences and the member has not the newest yet."""
        wanted, kinds, mine = set(cases), sorted(set(audiences)), grants.alias()
        hers = exists().where(mine.c.case == grants.c.case, mine.c.audience == grants.c.audience, mine.c.member == self._me)
        query = select(grants.c.case).where(grants.c.case.in_(sorted(wanted)), grants.c.audience.in_(kinds), ~hers)
        turned = {case for case, of in self._roll.people.turns if case in wanted and of in kinds and not self._epoch(case, Audience(of))}
        return frozenset(self._connection.execute(query).scalars().all()) | turned

    def writing(self, case: str, audience: Audience) -> int:
        """The epoch to write under; turned first where somebody holds the newest who may not any more."""
        epoch = self._epoch(case, audience)
        if not epoch:
            raise Unavailable("unavailable.key_frozen" if audience in self.frozen(case) else "unavailable.key_waiting")
        if any(fact[1] == case for fact in self._hand.facts):
            return epoch
        seen = (self._roll.turned, self._roll.team(self._connection, case))
        if self._bunch.sound.get((case, audience)) != seen:
            if self.turn(case, audience):
                return epoch + 1
            self._bunch.sound[case, audience] = seen
        return epoch

    def turn(self, case: str, audience: Audience) -> bool:
        """Replace a key that somebody holds who is not entitled any more, for those who still are; whether that was due."""
        holders = self._holders(case, audience)
        left = [member for member in holders if self.entitled(case, audience, member)]
        if len(left) == len(holders):
            return False
        last = self._bunch.newest(case, audience)
        self._bunch.key(self._connection, case, audience, last)
        key = self._bunch.new(case, audience, last + 1)
        self._hand.facts.append(("turn", case, audience.value, last + 1, commitment(key).hex()))
        for member in left:
            self._give(case, audience, last + 1, member)
        return True

    def make(self, case: str, audience: Audience) -> None:
        """Make the first key of a case's audience and keep it under her own."""
        if self.exists(case, audience):
            raise Unavailable("unavailable.key_waiting")
        self._bunch.new(case, audience, 1)
        self._give(case, audience, 1, self._me)

    def hand_on(self, case: str, audience: Audience, to: str) -> None:
        """Give every key of an audience that she holds to another member; Unavailable where the log does not entitle that member."""
        if not self.entitled(case, audience, to):
            raise Unavailable("unavailable.member_without_key")
        place = {"case": case, "audience": audience.value}
        has, mine = ({row[0] for row in _EPOCHS.rows(self._connection, {**place, "member": one})} for one in (to, self._me))
        if not mine:
            raise Unavailable("unavailable.key_waiting")
        for epoch in sorted(mine - has):
            self._give(case, audience, epoch, to)

    def owed(self, audience: Audience) -> tuple[tuple[str, str], ...]:
        """(case, member) of every team mate on her cases whom the log entitles to this audience's key and who has not the newest."""
        members, mine, theirs = RECORDS[Member], RECORDS[Seat].alias(), RECORDS[Seat].alias()
        lacking = and_(grants.c.case == theirs.c.case, grants.c.audience == audience.value, grants.c.member == theirs.c.member)
        rows = self._connection.execute(
            select(theirs.c.case, theirs.c.member)
            .select_from(mine.join(theirs, theirs.c.case == mine.c.case).join(members, members.c.id == theirs.c.member))
            .outerjoin(grants, lacking)
            .where(mine.c.member == self._me, mine.c.until.is_(None), mine.c.recused_on.is_(None))
            .where(theirs.c.until.is_(None), theirs.c.recused_on.is_(None), grants.c.member.is_(None))
            .where(members.c.role.in_(sorted(KEY_HOLDERS[audience])), members.c.standing == Standing.CERTIFIED.value)
        )
        found = [(str(row[0]), str(row[1])) for row in rows.all()]
        for case, of in self._roll.people.turns:
            if case and of == audience and self._epoch(case, audience):
                found += [(case, member) for member in self._team(case) - set(self._holders(case, audience))]
        return tuple(pair for pair in dict.fromkeys(found) if self._may_have(audience, *pair))

    def _may_have(self, audience: Audience, case: str, member: str) -> bool:
        try:
            return all(self.entitled(case, audience, one) for one in (self._me, member))
        except Unavailable:  # a case whose rows differ from the log is told of where it is opened; nobody is given its keys
            return False

    def _team(self, case: str) -> set[str]:
        try:
            return self._roll.team(self._connection, case).members()
        except Unavailable:  # as above
            return set()

    def _epoch(self, case: str, audience: Audience) -> int:
        return self._bunch.epoch(self._connection, case, audience)

    def _holders(self, case: str, audience: Audience, epoch: int = 0) -> list[str]:
        wanted = {"case": case, "audience": audience.value, "epoch": epoch or self._bunch.newest(case, audience)}
        return [str(row[0]) for row in _HOLDERS.rows(self._connection, wanted)]

    def _give(self, case: str, audience: Audience, epoch: int, to: str) -> None:
        """Close a key for a certified member, sign it, and let the log list it."""
        key, place = self._bunch.key(self._connection, case, audience, epoch), 1 + int(_LENGTH.rows(self._connection, {})[0][0] or 0)
        theirs = bytes.fromhex(self._roll.people.certified[to].key)
        promised, closed = commitment(key), wrap_for(theirs, self._bunch.purpose(case, audience, epoch, to), key)
        signature = self._bunch.sign(self._bunch.said(case, audience, epoch, to, theirs, place, promised, closed))
        kept = {"case": case, "audience": audience.value, "epoch": epoch, "member": to, "granted_by": self._me}
        given = {"granted_at": self._hand.at, "commitment": promised, "closed_key": closed, "place": place, "signature": signature}
        _GRANT.put(self._connection, {**kept, **given})
        self._hand.written.append((f"{case}/{to}", f"key {audience.value}", epoch, digest_of(promised + closed + signature)))
