"""Statements about members and teams."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db.prepared import Prepared
from db.records import Hand
from db.tables import RECORDS
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Seat, Standing
from mdt.policy.grants import KEY_HOLDERS

_members, _seats = RECORDS[Member], RECORDS[Seat]
_USER_NAMES = Prepared(select(_members.c.id, _members.c.user_name))


class Staff:
    """Members and their seats inside one transaction."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand

    def members(self) -> tuple[Member, ...]:
        """Every member there ever was, by user name."""
        rows = self._connection.execute(select(_members).order_by(_members.c.user_name))
        return tuple(self._hand.roll.checked(Member(**row._mapping)) for row in rows)

    def user_names(self) -> dict[str, str]:
        """User name by id, of every member there ever was; without the kilobytes of keys."""
        return {str(row[0]): str(row[1]) for row in _USER_NAMES.rows(self._connection, {})}

    def by_user_name(self, user_name: str) -> Member | None:
        """The member of this user name (any case of letters), or None."""
        folded = user_name.casefold()
        return next((member for member in self.members() if member.user_name.casefold() == folded), None)

    def seats(self, case: str) -> tuple[Seat, ...]:
        """Every seat of a case's team, past ones too, oldest first."""
        rows = self._connection.execute(
            select(_seats).where(_seats.c.case == case).order_by(_seats.c.since, _seats.c.lead.desc(), _seats.c.id)
        )
        return tuple(Seat(**row._mapping) for row in rows)

    def generation(self) -> int:
        """Which vault key the desk is under, counted from 1."""
        return self._hand.roll.people.generation

    def owes_vault_turn(self) -> bool:
        """Whether somebody left since the vault key was last turned."""
        return self._hand.roll.people.owes_vault_turn()

    def came_by_older(self) -> bool:
        """Whether she came in by an older entry of the slots file than the log knows."""
        return self._hand.came_by_older

    def index_keepers(self) -> tuple[Member, ...]:
        """Certified members entitled to the key of the blind index."""
        entitled = KEY_HOLDERS[Audience.INDEX]
        return tuple(member for member in self.members() if member.role in entitled and member.standing == Standing.CERTIFIED)
