"""Who may do what on a seeded desk: signed facts, seats and keys, made as the program makes them; the rest of the filling is in seed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bench.rows import Rows
from db.facts import Chair, Team
from db.grants import DESK_WIDE, CaseKeys
from db.handing import Keys
from db.keys import MemberSecret
from db.ledger import head_said, link
from db.records import Hand
from db.store import Store
from db.tables import events
from db.vault import OpenVault
from mdt.model.audit import Entry, Outcome
from mdt.model.sensitivity import Audience

TEAM = ("investigator", "psychologist", "prosecutor", "social_welfare")
READERS: Mapping[Audience, tuple[str, ...]] = {
    Audience.TEAM: TEAM,
    Audience.CLINICAL: ("psychologist",),
    Audience.WELFARE: ("social_welfare", "psychologist"),
    Audience.LEGAL: ("prosecutor",),
    Audience.CONTACT: ("investigator", "psychologist"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits there: the team by user name, the others, which of them register cases, everybody's secret by id, and the supervisor."""

    team: dict[str, str]
    others: tuple[str, ...]
    founders: tuple[str, ...]
    voices: dict[str, MemberSecret]
    supervisor: str


class Founding:
    """Puts the team on its cases and lets the keys travel, over the connection of the signed-in investigator."""

    def __init__(self, vault: OpenVault, desk: Desk) -> None:
        self._vault, self._members, self._rows = vault, desk.team, Rows(vault)
        self._others, self._voices, self._founders = list(desk.others), desk.voices, desk.founders
        self._roll, self._supervisor = vault.roll.marks.at(10**9), desk.supervisor
        self._opened: dict[tuple[str, Audience], bytes] = {}
        self._seats: dict[str, tuple[str, ...]] = {}
        self._seq, self._digest = 0, b""

    def _found(self, mine: Mapping[str, date], at: datetime) -> None:
        """The team's cases with the days of their making, and every key of them."""
        self._rows.at = at
        self._begin_at()
        self._seat_team(mine)
        self._let_keys_travel(list(mine))
        self._begin_at()

    def _begin_at(self) -> None:
        row = self._vault.raw().execute("SELECT seq, digest FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        self._seq, self._digest = int(row[0]), bytes(row[1])

    def _seat_team(self, mine: Mapping[str, date]) -> None:
        """The entries that make the team's cases the team's: founded by the one, seated by the supervisor, each signed."""
        self._seats = {case: tuple(secrets.token_hex(12) for _ in TEAM) for case in mine}
        team = [self._members[user] for user in TEAM]
        for case, seats in self._seats.items():
            day = mine[case]
            self._event(case, "register_case", "[]", team[0], ("found", case, seats[0], day.isoformat()))
            told = Team(case, {seats[0]: Chair(team[0], 1, day.isoformat(), team[0], self._seq)})
            for seat, member in zip(seats[1:], team[1:], strict=True):
                self._event(case, "add_to_team", "[]", self._supervisor, ("seat", case, seat, member, 0, day.isoformat()))
                told.chairs[seat] = Chair(member, 0, day.isoformat(), self._supervisor, self._seq)
            self._vault.roll._teams[case] = told
        self._vault.raw().execute("BEGIN")
        self._rows.flush()
        self._vault.raw().execute("COMMIT")

    def _let_keys_travel(self, mine: list[str]) -> None:
        """Real case keys and HPKE grants for the team, each made and signed by who is entitled; the others get the index key."""
        team = {user: self._members[user] for user in TEAM}
        with self._vault.transaction() as store:
            store.keys.make(DESK_WIDE, Audience.INDEX)
            for member in (*self._others, *list(team.values())[1:]):
                store.keys.hand_on(DESK_WIDE, Audience.INDEX, member)
            self._told(store, self._members["investigator"])
        for audience, (first, *others) in READERS.items():
            for at in range(0, len(mine), 200):
                with self._vault.transaction() as store:
                    hand = self._hand(store, team[first])
                    keys = Keys(self._connection(store), hand)
                    for case in mine[at : at + 200]:
                        keys.make(case, audience)
                        for user in others:
                            keys.hand_on(case, audience, team[user])
                        self._opened[case, audience] = hand.keys.key(self._connection(store), case, audience, 1)
                    Store(self._connection(store), hand).write_log(self._entry(team[first]))

    def _hand(self, store: Any, member: str) -> Hand:
        vault, roll = self._vault.key.vault, self._vault.roll
        return Hand(vault, member, self._rows.at, CaseKeys(vault, member, self._voices[member], roll), roll)

    def _connection(self, store: Any) -> Any:
        return store._connection

    def _entry(self, actor: str) -> Entry:
        return Entry(0, self._rows.at, actor, "hand_on_keys", None, Outcome.DONE, "", "")

    def _told(self, store: Store, actor: str) -> None:
        store.write_log(self._entry(actor))

    def _event(self, case: str, act: str, writes: str, actor: str, *facts: tuple[Any, ...], signed: bool = True) -> None:
        self._seq += 1
        said = json.dumps(facts, separators=(",", ":"))
        entry = Entry(self._seq, self._rows.at, actor, act, None if act == "search" else case, Outcome.DONE, "", "")
        self._digest = link(self._digest, entry, writes, said)
        place = head_said(self._vault.key.vault, entry.seq, self._digest, self._roll)
        signature = self._voices[actor].sign(place) if signed else None
        about = (entry.seq, entry.at, actor, act, entry.case, "done", "", "")
        self._rows.put(events, *about, writes, self._digest, said, 0, signature)
