"""An insider at work: the vault key, the file, her own secret, and everything that can be done with them past the door."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from db.doors import sign_in
from db.grants import commitment
from db.keys import MemberSecret, joined_up, wrap_for
from db.ledger import GENESIS, LogRow, head_said, link
from db.roll import Marks
from db.slots import SlotsFile
from mdt.model.audit import Entry, Outcome
from mdt.work.casefile import open_case
from tests.make import PASSWORD, Seats, surroundings


@dataclass
class Scene:
    """A desk under attack, the attacker's user name, and what the attack leaves for the check after it."""

    seats: Seats
    raw: Any = None
    left: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """The case that is attacked."""
        return self.seats.case

    def of(self, user: str) -> str:
        """A member's id."""
        return self.seats.members[user]

    def sql(self, statement: str, *given: object) -> list[Any]:
        """Raw SQL past every guard."""
        return list(self.raw.execute(statement, given).fetchall())


def secret_of(seats: Seats, user: str) -> MemberSecret:
    """All that a member's slot guards, as she herself can take it."""
    vault = sign_in(seats.folder, user, PASSWORD, lambda: seats.codes[user], surroundings(seats.clock))
    try:
        found: MemberSecret = vault._keys._secret
        return found
    finally:
        vault.close()


def append(scene: Scene, act: str, actor: str, case: str | None, facts: list[list[Any]], signer: MemberSecret, roll: int = 0) -> None:
    """One more entry, rightly chained, signed by whoever the attacker is."""
    rows = scene.sql("SELECT seq, digest, roll FROM events ORDER BY seq")
    marks = Marks()
    for seq, digest, of_roll in rows:
        if of_roll:
            marks.put(seq, digest)
    entry = Entry(rows[-1][0] + 1, scene.seats.clock.now(), actor, act, case, Outcome.DONE, "", "")
    said = json.dumps(facts, separators=(",", ":"))
    digest = link(rows[-1][1], entry, "[]", said)
    if roll:
        marks.put(entry.seq, digest)
    signature = signer.sign(head_said(vault_of(scene), entry.seq, digest, marks.at(entry.seq)))
    at = entry.at.isoformat(timespec="microseconds")
    scene.sql(
        "INSERT INTO events VALUES (?, ?, ?, ?, ?, 'done', '', '', '[]', ?, ?, ?, ?)",
        *(entry.seq, at, actor, act, case, digest, said, roll, signature),
    )


def vault_of(scene: Scene) -> str:
    """The vault's id."""
    return str(scene.sql("SELECT id FROM desk")[0][0])


def rechain(scene: Scene) -> None:
    """Work every hash out anew, so that the chain by itself is whole."""
    before = GENESIS
    for number, found in enumerate(scene.sql(f"SELECT {', '.join(quoted(LogRow._fields))} FROM events ORDER BY seq"), start=1):
        row = LogRow._make(found)
        entry = Entry(number, scene.seats.clock.now(), row.actor, row.act, row.case, Outcome(row.outcome), row.subject, row.why)
        at = entry.at.isoformat(timespec="microseconds")
        before = link(before, entry, row.writes, row.facts)
        scene.sql("UPDATE events SET seq = ?, at = ?, digest = ? WHERE seq = ?", number, at, before, row.seq)


def quoted(names: tuple[str, ...]) -> list[str]:
    """Names as SQL takes them."""
    return [f'"{name}"' for name in names]


def plant_grant(scene: Scene, audience: str, to: str, giver: str, key: bytes, signer: MemberSecret, case: str = "", epoch: int = 1) -> None:
    """A grant of a key of the attacker's choice, closed rightly and signed by her."""
    place, where = int(scene.sql("SELECT max(seq) FROM events")[0][0]), case or scene.case
    theirs = bytes.fromhex(scene.sql("SELECT key FROM members WHERE id = ?", to)[0][0])
    purpose = joined_up("case key", vault_of(scene), where, audience, epoch, to)
    promised, closed = commitment(key), wrap_for(theirs, purpose, key)
    digests: tuple[bytes, int, bytes] = (hash_of(theirs), place, hash_of(closed))
    said = joined_up("mdt-desk grant", vault_of(scene), where, audience, epoch, promised, to, *digests)
    row = (where, audience, epoch, to, giver, "2026-11-20T09:00:00.000000+00:00", promised, closed, place, signer.sign(said))
    scene.sql("INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)


def hash_of(content: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(content).digest()


def opens(user: str) -> Callable[[Seats], object]:
    """Somebody opens the case."""
    return lambda seats: seats.do(user, open_case, seats.case)


def secrets_first(*users: str) -> Callable[[Scene], None]:
    """The attacker takes her own secret out of her slot."""

    def take(scene: Scene) -> None:
        scene.seats.leave()
        scene.left.update({user: secret_of(scene.seats, user) for user in users})

    return take


def change_slots(scene: Scene, change: Callable[[Any, Any], tuple[Any, Any]]) -> None:
    """Rewrite the lines of psychologist and prosecutor, each with the mark that fits it."""
    path = SlotsFile(scene.seats.folder).path
    lines = [line for line in path.read_bytes().split(b"\n") if line]
    told = {json.loads(line.partition(b" ")[2])["member"]: at for at, line in enumerate(lines)}
    places = [told[scene.of(user)] for user in ("psychologist", "prosecutor")]
    for at, said in zip(places, change(*(json.loads(lines[at].partition(b" ")[2]) for at in places)), strict=True):
        line = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
        lines[at] = hashlib.sha256(line).hexdigest()[:16].encode() + b" " + line
    path.write_bytes(b"".join(line + b"\n" for line in lines))
