"""What the facts in the log mean: who was certified from where to where, who sat on a case, and which facts nobody was entitled to state.

Pure: fed entry by entry in the order of the log; ``take`` answers whether the actor had the right to state it, else it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from db.keys import genesis_of
from db.ledger import kept
from db.turned import Turn, VaultTurn
from mdt.model.sensitivity import Audience
from mdt.model.staff import Member, Role, Standing
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS, KEY_HOLDERS

_OF_DESK = ("genesis", "invite", "certify", "end", "turn", "restore", "ways", "turn_vault")
_ASKS = {
    "close": Action.REQUEST_CLOSURE,
    "reopen": Action.REQUEST_REOPENING,
    "void": Action.REQUEST_VOIDING,
    "interview": Action.PLAN_INTERVIEW,
}


@dataclass(slots=True)
class Certificate:
    """A member as a supervisor certified her, from one place of the log to another (None: still)."""

    member: str
    said: tuple[Any, ...]
    key: str
    voice: str
    since: int
    until: int | None = None

    @property
    def role(self) -> Role:
        """Her role."""
        return Role(self.said[1])


@dataclass(slots=True)
class People:
    """Everybody of the desk, and what was turned or restored, as the roll tells it; ``ways``: the mark of each slot that was replaced."""

    vault: str
    genesis: bytes
    invited: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    certified: dict[str, Certificate] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    turns: dict[tuple[str, str], list[Turn]] = field(default_factory=dict)
    restores: list[tuple[int, str, tuple[Any, ...]]] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)
    vault_turns: list[VaultTurn] = field(default_factory=list)

    @property
    def generation(self) -> int:
        """Which vault key the file is under: the first, or the last it was turned to."""
        return 1 + len(self.vault_turns)

    def owes_vault_turn(self) -> bool:
        """Whether somebody left since the vault key was last turned."""
        return max(self.ended.values(), default=0) > (self.vault_turns[-1].place if self.vault_turns else 0)

    def is_vault_key(self, commitment: str, *, by_line: bool) -> bool:
        """Whether the log knows a key as the vault's now; one from a turn line only where it was turned to."""
        return self.vault_turns[-1].commitment == commitment if self.vault_turns else not by_line

    def at(self, member: str, place: int) -> Certificate | None:
        """Her certificate, where it held at that place."""
        found = self.certified.get(member)
        return found if found and found.since <= place and (found.until is None or place <= found.until) else None

    def may(self, member: str, place: int, action: Action) -> bool:
        """Whether her role had this right at that place."""
        found = self.at(member, place)
        return found is not None and action in GRANTS[found.role]

    def active(self) -> set[str]:
        """Who is certified now."""
        return {member for member, found in self.certified.items() if found.until is None}

    def confirmed_at(self, said: tuple[Any, ...]) -> int:
        """The place at which a copy was confirmed: by two members, a supervisor among them, or by the only one there was; 0: not yet."""
        by: set[str] = set()
        for place, actor, what in self.restores:
            by |= {actor} if what == said else set()
            if len(by) >= said[-1] and any(self.certified[one].role is Role.SUPERVISOR for one in by):
                return place
        return 0

    def confirmed(self) -> list[tuple[int, tuple[Any, ...]]]:
        """Every copy that was confirmed, and the place of the log at which it was."""
        places = [(self.confirmed_at(said), said) for said in dict.fromkeys(what for _, _, what in self.restores)]
        return sorted(found for found in places if found[0])

    def agrees(self, row: Member) -> bool:
        """Whether a row of ``members`` says what the roll says."""
        found, standings = self.certified.get(row.id), (Standing.INVITED, Standing.JOINED)
        said = found.said if found else self.invited.get(row.id)
        if row.id in self.ended:
            standings = (Standing.LEFT, Standing.LEFT)
        elif found:
            standings = (Standing.CERTIFIED, Standing.CERTIFIED)
        same = said == (row.user_name, row.role, row.sex, kept(row.trained_on), row.badge) and row.standing in standings
        return same and (found is None or (row.key, row.voice) == (found.key, found.voice))

    def take(self, place: int, actor: str, fact: list[Any]) -> bool:
        """Take in one fact of the desk; False where it is not for this actor, or for nobody, to state."""
        kind, *said = fact
        step = getattr(self, f"_{kind}", None) if kind in _OF_DESK else None
        try:
            return step is not None and bool(step(place, actor, *said))
        except (ValueError, TypeError, KeyError, IndexError):
            return False

    def _genesis(self, place: int, actor: str, vault: str, member: str, *said: Any) -> bool:
        *about, key, voice = said
        if (place, vault, member) != (1, self.vault, actor) or genesis_of(bytes.fromhex(voice)) != self.genesis:
            return False
        self.certified[member] = Certificate(member, tuple(about), key, voice, 1)
        return Role(about[1]) is Role.SUPERVISOR

    def _invite(self, place: int, actor: str, member: str, *said: Any) -> bool:
        if not self.may(actor, place, Action.INVITE_MEMBER) or member in self.invited or member in self.certified or len(said) != 5:
            return False
        Role(said[1])
        self.invited[member] = tuple(said)
        return True

    def _certify(self, place: int, actor: str, member: str, *said: Any) -> bool:
        *about, key, voice = said
        invited = self.invited.get(member) == tuple(about) and member not in self.certified and member not in self.ended
        if member == actor or not invited or not self.may(actor, place, Action.CERTIFY_MEMBER):
            return False
        self.certified[member] = Certificate(member, tuple(about), key, voice, place)
        return True

    def _end(self, place: int, actor: str, member: str) -> bool:
        if member == actor or member in self.ended or not self.may(actor, place, Action.END_MEMBER):
            return False
        self.ended[member] = place
        if member in self.certified:
            self.certified[member].until = place
        return True

    def _turn(self, place: int, actor: str, case: str, audience: str, epoch: int, commitment: str) -> bool:
        holder = self.at(actor, place)
        turns = self.turns.get((case, audience), [])
        if holder is None or holder.role not in KEY_HOLDERS[Audience(audience)] or epoch != len(turns) + 2:
            return False
        self.turns[case, audience] = [*turns, Turn(place, epoch, commitment)]
        return True

    def _restore(self, place: int, actor: str, *said: Any) -> bool:
        """Of seven parts: kind, place and digest of the copy, hash of what was lost, place and digest it replaces, how many confirm it."""
        alone = said[6] == 1 and self.active() == {actor}
        if self.at(actor, place) is None or len(said) != 7 or not (alone or said[6] == 2):
            return False
        self.restores.append((place, actor, tuple(said)))
        return True

    def _ways(self, place: int, actor: str, member: str, mark: str) -> bool:
        found = self.at(member, place)
        if found is None or (actor != member and not self.may(actor, place, Action.REISSUE_SLOT)):
            return False
        self.ways[member] = mark
        return True

    def _turn_vault(self, place: int, actor: str, generation: int, commitment: str, mark: str) -> bool:
        if not self.may(actor, place, Action.TURN_VAULT) or generation != self.generation + 1:
            return False
        self.vault_turns.append(VaultTurn(place, commitment, bytes.fromhex(mark)))
        return True


@dataclass(slots=True)
class Chair:
    """A seat on a case as the log tells it; ``gone`` is the place at which it was taken away."""

    member: str
    lead: int
    since: str
    added_by: str
    place: int
    until: str | None = None
    recused_on: str | None = None
    gone: int | None = None

    def row(self) -> tuple[Any, ...]:
        """What the table must say."""
        return self.member, self.lead, self.since, self.added_by, self.until, self.recused_on


@dataclass(slots=True)
class Team:
    """What the log says of one case: who sits on it, what was asked and decided, whether it is restricted."""

    case: str
    chairs: dict[str, Chair] = field(default_factory=dict)
    asked: dict[str, list[Any]] = field(default_factory=dict)
    restricted: int = 0
    closed_on: str | None = None
    voided_on: str | None = None
    is_intake: bool = False

    def sits(self, member: str, place: int | None = None) -> bool:
        """Whether she was on the team at that place of the log (None: now), and not recused."""
        seats = [chair for chair in self.chairs.values() if chair.member == member]
        if place is None:
            return any(chair.gone is None for chair in seats)
        return any(chair.place <= place and (chair.gone is None or place < chair.gone) for chair in seats)

    def members(self) -> set[str]:
        """Who sits on the team now."""
        return {chair.member for chair in self.chairs.values() if chair.gone is None}

    def is_recused(self, member: str) -> bool:
        """Whether she was ever recused from it."""
        return any(chair.member == member and chair.recused_on for chair in self.chairs.values())

    def agrees(self, seats: dict[str, tuple[Any, ...]], asked: dict[str, list[Any]], over: tuple[Any, ...]) -> bool:
        """Whether the rows of seats (as ``Chair.row``), of requests and of the case itself say what the log says."""
        if seats != {seat: chair.row() for seat, chair in self.chairs.items()} or asked != self.asked:
            return False
        return over == (self.restricted, self.closed_on, self.voided_on)

    def take(self, place: int, actor: str, fact: list[Any], people: People) -> bool:
        """Take in one fact of this case; False where it was not for this actor to state."""
        kind, case, *said = fact
        kinds = ("found", "seat", "unseat", "recuse", "ask", "decide", "restrict", "turn", "intake")
        step = getattr(self, f"_{kind}") if kind in kinds and case == self.case else None
        try:
            return step is not None and bool(step(people, place, actor, *said))
        except (ValueError, TypeError, KeyError):
            return False

    def _found(self, people: People, place: int, actor: str, seat: str, since: str) -> bool:
        if self.chairs or self.is_intake or not people.may(actor, place, Action.REGISTER_CASE):
            return False
        self.chairs[seat] = Chair(actor, 1, since, actor, place)
        return True

    def _intake(self, people: People, place: int, actor: str) -> bool:
        right = not self.chairs and not self.is_intake and people.may(actor, place, Action.OPEN_INTAKE)
        self.is_intake |= right
        return right

    def _seat(self, people: People, place: int, actor: str, seat: str, member: str, lead: int, since: str) -> bool:
        newcomer = people.at(member, place)
        fit = newcomer is not None and newcomer.role is not Role.SUPERVISOR and not self.is_recused(member) and not self.sits(member)
        if not fit or seat in self.chairs or not (self.chairs or self.is_intake) or not self._assigns(people, place, actor):
            return False
        self.chairs[seat] = Chair(member, lead, since, actor, place)
        return True

    def _unseat(self, people: People, place: int, actor: str, seat: str, until: str) -> bool:
        if not self._assigns(people, place, actor) or self.chairs[seat].gone is not None:
            return False
        self.chairs[seat].until, self.chairs[seat].gone = until, place
        return True

    def _recuse(self, people: People, place: int, actor: str, seat: str, member: str, on: str) -> bool:
        if (actor != member and not self._assigns(people, place, actor)) or people.at(actor, place) is None:
            return False
        chair = self.chairs.setdefault(seat, Chair(member, 0, on, actor, place))
        if chair.member != member:
            return False
        chair.recused_on, chair.gone = on, place
        return True

    def _ask(self, people: People, place: int, actor: str, request: str, kind: str) -> bool:
        if request in self.asked or not self.sits(actor, place) or not people.may(actor, place, _ASKS[kind]):
            return False
        self.asked[request] = [kind, actor, None, None, None]
        return True

    def _decide(self, people: People, place: int, actor: str, request: str, decision: str, on: str) -> bool:
        kind, asked_by, decided_by, *_ = self.asked[request]
        entitled = people.may(actor, place, Action.DECIDE_REQUEST) and not self.is_recused(actor)
        if decided_by is not None or asked_by == actor or not entitled:
            return False
        self.asked[request][2:] = [actor, on, decision]
        if decision == "approved":
            self.closed_on = {"close": on, "reopen": None}.get(kind, self.closed_on)
            self.voided_on = on if kind == "void" else self.voided_on
        return True

    def _restrict(self, people: People, place: int, actor: str, restricted: int) -> bool:
        self.restricted = restricted
        return people.may(actor, place, Action.RESTRICT_CASE) and not self.is_recused(actor)

    def _turn(self, people: People, place: int, actor: str, audience: str, epoch: int, commitment: str) -> bool:
        return self.sits(actor, place)

    def _assigns(self, people: People, place: int, actor: str) -> bool:
        return people.may(actor, place, Action.ASSIGN_TEAM) and not self.is_recused(actor)
