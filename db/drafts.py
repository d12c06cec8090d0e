"""Drafts: each sealed under the writer's own key, nobody else's."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from db.ledger import digest_of
from db.records import Hand
from db.sealing import Address, BrokenSeal, seal, unseal
from db.tables import drafts
from mdt.errors import Unavailable
from mdt.model.sensitivity import Audience


class Drafts:
    """The signed-in member's drafts inside one transaction."""

    def __init__(self, connection: Connection, hand: Hand) -> None:
        self._connection, self._hand = connection, hand

    def keep(self, form: str, text: str) -> None:
        """Keep what is typed in a form in place of what was kept before."""
        version = self._version(form) + 1
        body = seal(self._hand.keys.own(), self._address(form, version), text.encode())
        self.drop(form)
        row = {"member": self._hand.member, "form": form, "version": version, "body": body, "kept_at": self._hand.at}
        self._connection.execute(drafts.insert(), row)
        self._hand.written.append((f"{self._hand.member}/{form}", Audience.DRAFT.value, version, digest_of(body)))

    def take(self, form: str) -> str | None:
        """What was kept of a form, or None."""
        where = (drafts.c.member == self._hand.member, drafts.c.form == form)
        row = self._connection.execute(select(drafts).where(*where)).first()
        if row is None:
            return None
        try:
            return unseal(self._hand.keys.own(), self._address(form, row.version), bytes(row.body)).decode()
        except BrokenSeal as broken:
            raise Unavailable("unavailable.broken_draft") from broken

    def drop(self, form: str) -> None:
        """Forget a form's draft: what it held was saved or given up."""
        self._connection.execute(delete(drafts).where(drafts.c.member == self._hand.member, drafts.c.form == form))

    def _version(self, form: str) -> int:
        where = (drafts.c.member == self._hand.member, drafts.c.form == form)
        return int(self._connection.execute(select(drafts.c.version).where(*where)).scalar() or 0)

    def _address(self, form: str, version: int) -> Address:
        record = f"{self._hand.member}/{form}"
        return Address(self._hand.vault, "drafts", "body", record, version, "", Audience.DRAFT.value, 1)
