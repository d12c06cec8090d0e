"""The first entry of a log: the supervisor whom every other certificate goes back to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from db.grants import CaseKeys
from db.keys import MemberSecret, fingerprint
from db.records import Hand
from db.roll import Roll
from db.slots import Owner
from db.store import Store
from mdt.model.audit import Entry, Outcome
from mdt.model.staff import Member, Role, Standing
from mdt.work.staff import certified


def begin_log(connection: Connection, owner: Owner, sex: str, secret: MemberSecret, at: datetime) -> None:
    """Keep the first supervisor's record, and the signed entry that says who she is."""
    standing: dict[str, str] = {"standing": Standing.CERTIFIED, **public_of(secret)}
    first = Member(id=owner.member, user_name=owner.user_name, role=Role.SUPERVISOR, sex=sex, **standing)  # type: ignore[arg-type]
    roll = Roll(owner.vault, secret.genesis)
    store = Store(connection, Hand(owner.vault, owner.member, at, CaseKeys(owner.vault, owner.member, secret, roll), roll))
    store.records.add(first)
    store.log.state("genesis", owner.vault, owner.member, *certified(first))
    store.write_log(Entry(0, at, owner.member, "make_desk", None, Outcome.DONE, owner.member, ""))


def public_of(secret: MemberSecret) -> dict[str, str]:
    """The public halves of a member's keys and their fingerprint, as her record keeps them."""
    key, voice = secret.public_key(), secret.public_voice()
    return {"key": key.hex(), "voice": voice.hex(), "fingerprint": fingerprint(key, voice)}
