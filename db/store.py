"""What a use case may ask of the vault while it runs: one object per open transaction, made of one part per noun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from db.cases import Cases
from db.drafts import Drafts
from db.ledger import Ledger
from db.people import People
from db.records import Hand, Records
from db.staff import Staff
from db.tables import desk, grants
from mdt.model.audit import Entry
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member
from mdt.policy.views import Sight


class Keys:
    """The member's bunch of case keys inside one transaction."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand

    def held(self, case: str) -> frozenset[Audience]:
        """The audiences of a case whose key is in the member's hand."""
        return self._hand.keys.held(self._connection, case)

    def exists(self, case: str, audience: Audience) -> bool:
        """Whether anybody holds this key."""
        return self._hand.keys.exists(self._connection, case, audience)

    def waiting(self, cases: Iterable[str], audiences: Iterable[Audience]) -> frozenset[str]:
        """The cases of which somebody holds a key of these audiences and the member does not yet."""
        return self._hand.keys.waiting(self._connection, cases, audiences)

    def granted(self, case: str, audience: Audience, member: str) -> bool:
        """Whether a member holds this key."""
        where = (grants.c.case == case, grants.c.audience == audience.value, grants.c.member == member)
        return self._connection.execute(select(grants.c.member).where(*where)).first() is not None

    def make(self, case: str, audience: Audience, me: Member) -> None:
        """Make the first key of a case's audience."""
        self._hand.keys.make(self._connection, case, audience, me, self._hand.at)

    def hand_on(self, case: str, audience: Audience, to: Member) -> None:
        """Give a key in hand to another member."""
        self._hand.keys.grant(self._connection, case, audience, to, self._hand.at)

    def owed(self, audience: Audience) -> tuple[tuple[str, str], ...]:
        """(case, member) pairs on her cases who should have this key and have not."""
        return tuple(self._hand.keys.owed(self._connection, audience))


class Store:
    """One transaction's view of the vault; ``records`` opens only what the door's sight allows."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand
        self.records = Records(connection, hand)
        self.cases = Cases(connection, hand.member)
        self.people = People(connection, hand, self.records)
        self.staff = Staff(connection)
        self.log = Ledger(connection)
        self.drafts = Drafts(connection, hand)
        self.keys = Keys(connection, hand)

    def look_through(self, sight: Sight) -> None:
        """Open only what this sight allows from here on."""
        self.records.sight = sight

    def desk(self) -> tuple[str, str, str, bool]:
        """The desk's id, agency, circle, and whether it is a demonstration."""
        row = self._connection.execute(select(desk)).one()
        return str(row.id), str(row.agency), str(row.circle), bool(row.demonstration)

    def change_desk(self, agency: str, circle: str) -> None:
        """Whose desk it is from now on."""
        self._connection.execute(update(desk).values(agency=agency, circle=circle))

    def write_log(self, entry: Entry) -> None:
        """Put an act at the end of the log, with everything this transaction has sealed."""
        self.log.append(entry, self._hand.written)

    def moment(self) -> datetime:
        """When this transaction began."""
        return self._hand.at
