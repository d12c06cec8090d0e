"""What a use case may ask of the vault while it runs: one object per open transaction, made of one part per noun."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from db.cases import Cases
from db.drafts import Drafts
from db.handing import Keys
from db.ledger import Ledger
from db.people import People
from db.records import Hand, Records
from db.staff import Staff
from db.tables import desk
from mdt.model.audit import Entry
from mdt.policy.views import Sight


class Store:
    """One transaction's view of the vault; ``records`` opens only what the door's sight allows."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand
        self.records = Records(connection, hand)
        self.cases = Cases(connection, hand)
        self.people = People(connection, hand, self.records)
        self.staff = Staff(connection, hand)
        self.log = Ledger(connection, hand.facts, hand.unconfirmed)
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
        """Whose desk it is from now on; Unavailable in a copy that waits to be confirmed."""
        self._hand.refuse_unconfirmed()
        self._connection.execute(update(desk).values(agency=agency, circle=circle))

    def write_log(self, entry: Entry) -> None:
        """Put an act at the end of the log, with everything this transaction has written and stated."""
        self.log.append(entry, self._hand.written, self._hand.sign)

    def moment(self) -> datetime:
        """When this transaction began."""
        return self._hand.at
