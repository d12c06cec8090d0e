"""Plays a story at the desk: each step is a day, a role, an act and what is said with it, done through the door like anything else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Missing, Refused
from mdt.model.staff import Role
from mdt.work import casefile, charges, clocks, incidents, ladder, notes, people, registration, requests, staff, stages
from mdt.work.desk import Desk, UseCase
from mdt.work.forms import Account, NewCase, NewNumber, NewParty, NewSource
from resources import text
from ui.cli.demo_seats import Seats
from ui.cli.demo_sent import SENT_ACTS
from ui.cli.demo_team import TEAM_ACTS
from ui.cli.demo_tips import TIP_ACTS

Said = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: on which day, by which role, at the case of which code, which act, and what is said with it."""

    on: date
    by: str
    case: str
    act: str
    said: Mapping[str, Any] = field(default_factory=dict)


class StoryFault(Exception):
    """The story cannot be played; says at which case and day."""


def rich_steps(name: str = "demo/story.toml") -> tuple[Step, ...]:
    """The steps of every case in a story file, in its order."""
    steps: list[Step] = []
    for told in tomllib.loads(text(name))["case"]:
        code = told["code"]
        steps.append(Step(on=told["registered"]["on"], by="investigator", case=code, act="register_case", said=_rest(told["registered"])))
        steps += [Step(on=said["on"], by=said["by"], case=code, act=said["act"], said=_rest(said)) for said in told["step"]]
    return tuple(steps)


def rich_codes(name: str = "demo/story.toml") -> tuple[str, ...]:
    """The codes of the cases in a story file."""
    return tuple(told["code"] for told in tomllib.loads(text(name))["case"])


def _rest(said: Mapping[str, Any]) -> Said:
    return {name: value for name, value in said.items() if name not in ("on", "by", "act")}


@dataclass
class Known:
    """What the player remembers of a case: its id, its parties by alias, and what steps were ``called``."""

    case: str
    parties: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)


class Player:
    """Plays steps at the desk in the order of their days."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._cases: dict[str, Known] = {}
        self._shared: dict[str, str] = {}
        self._said: set[str] = set()

    def play(self, steps: Iterable[Step]) -> None:
        """Every step on its day; StoryFault where one names nothing that is there, or the desk does not take it."""
        for step in sorted(steps, key=lambda step: step.on):
            self._seats.clock.turn_to(step.on)
            desk = self._seats.take(step.by)
            said = dict(step.said)
            called = said.pop("called", None)
            try:
                done = ACTS[step.act](self, desk, step, said)
            except (Conflict, Invalid, Missing, Refused, KeyError, TypeError) as fault:
                why = f"{fault} {dict(fault.fields)}" if isinstance(fault, Invalid) else f"{type(fault).__name__} {fault}"
                raise StoryFault(f"{step.case}, {step.on}, {step.by}, {step.act}: {why}") from fault
            if called is not None:
                self._cases[step.case].called[called] = self._shared[called] = done

    def register(self, desk: Desk, step: Step, said: Said) -> str:
        """Register under the code of the step; look first where a name or an account was said before."""
        new = _case(said)
        names = {name for party in new.parties for name in (*party.names, *(account.text for account in party.accounts))}
        hits = desk.do(registration.look_before_registering, None, new.parties) if names & self._said else ()
        self._said |= names
        self._seats.ids.due = step.case
        self._cases[step.case] = Known(desk.do(registration.register_case, None, new, tuple(hit.code for hit in hits)))
        return self._cases[step.case].case

    def know(self, step: Step, case: str) -> str:
        """Remember a case that was not registered: the intake."""
        self._cases[step.case] = Known(case)
        return case

    def at(self, step: Step) -> str:
        """The id of the step's case."""
        return self._cases[step.case].case

    @property
    def members(self) -> Mapping[str, str]:
        """Members' ids by role."""
        return self._seats.members

    def meant(self, step: Step, name: str) -> str:
        """What an earlier step of this case, or of another one, was called."""
        return self._cases[step.case].called.get(name) or self._shared[name]

    def wait(self, step: Step) -> None:
        """A minute passes."""
        self._seats.clock.turn_to(step.on)

    def resolved(self, desk: Desk, step: Step, said: Said) -> Said:
        """What is said, with members, people and earlier steps meant by name turned into ids."""
        members, called = self._seats.members, self._cases[step.case].called
        meant: Said = {name: called[said[name]] for name in ("note", "signal", "charge", "request") if name in said}
        if "member" in said:
            meant["member"] = members[said["member"]]
        if "owners" in said:
            meant["owners"] = tuple(members[role] for role in said["owners"])
        if "party" in said:
            meant["party"] = self.party(desk, step, said["party"])
        return {**said, **meant}

    def party(self, desk: Desk, step: Step, alias: str) -> str:
        """The id of a person who is meant by an alias."""
        known = self._cases[step.case]
        if alias not in known.parties:
            view = desk.do(casefile.open_case, known.case)
            known.parties = {party["alias"]: party["id"] for party in view.content["parties"]}
        return known.parties[alias]


Act = Callable[[Player, Desk, Step, Said], Any]


def _plainly(job: UseCase[..., Any], day: str = "") -> Act:
    """An act that is said as the use case takes it; ``day`` names the argument that is the step's day unless another is said."""

    def act(player: Player, desk: Desk, step: Step, said: Said) -> Any:
        given = {day: step.on} | said if day else said
        return desk.do(job, player.at(step), **player.resolved(desk, step, given))

    return act


def _formed(job: UseCase[..., Any], form: Callable[[Said], object]) -> Act:
    """An act that takes one filled form."""
    return lambda player, desk, step, said: desk.do(job, player.at(step), form(said))


def _about_party(job: UseCase[..., Any], form: Callable[[Said], tuple[Any, ...]]) -> Act:
    """An act about one party that takes the rest of what is said in a form of its own."""

    def act(player: Player, desk: Desk, step: Step, said: Said) -> Any:
        meant = player.resolved(desk, step, said)
        party = meant.pop("party")
        return desk.do(job, player.at(step), party, *form(meant))

    return act


def _move(player: Player, desk: Desk, step: Step, said: Said) -> Any:
    job = stages.move_from_challan if step.by == Role.PROSECUTOR else stages.move_to_challan
    return desk.do(job, player.at(step), said["to"], said.get("facts", {}))


def _produce(player: Player, desk: Desk, step: Step, said: Said) -> Any:
    return desk.do(clocks.record_event, player.at(step), "produced", step.on, None, player.party(desk, step, said["party"]))


def _case(said: Said) -> NewCase:
    fields = {name: value for name, value in said.items() if name not in ("party", "source", "number", "also")}
    return NewCase(
        **fields,
        also=tuple(said.get("also", ())),
        parties=tuple(_party(party) for party in said.get("party", ())),
        sources=tuple(NewSource(**source) for source in said.get("source", ())),
        numbers=tuple(NewNumber(**number) for number in said.get("number", ())),
    )


def _party(said: Said) -> NewParty:
    fields = {name: value for name, value in said.items() if name != "account"}
    return NewParty(**{**fields, "names": tuple(said.get("names", ())), "accounts": _accounts(said)})


def _accounts(said: Said) -> tuple[Account, ...]:
    return tuple(Account(**account) for account in said.get("account", ()))


def _contact(said: Said) -> tuple[Any, ...]:
    return said.pop("owners"), people.ContactLines(**said)


ACTS: Final[Mapping[str, Act]] = {
    "register_case": Player.register,
    "number_case": _formed(registration.number_case, lambda said: NewNumber(**said)),
    "add_source": _formed(registration.add_source, lambda said: NewSource(**said)),
    "add_party": _formed(people.add_party, _party),
    "amend_party": _about_party(people.amend_party, lambda said: (said,)),
    "amend_accused": _about_party(people.amend_accused, lambda said: (tuple(said["names"]), _accounts(said))),
    "keep_safe_contact": _about_party(people.keep_safe_contact, _contact),
    "move": _move,
    "classify_case": _formed(incidents.classify_case, lambda said: said),
    "add_incident": _plainly(incidents.add_incident),
    "correct_report": _plainly(incidents.correct_report),
    "record_arrest": _plainly(incidents.record_arrest, "arrested_on"),
    "lay_charge": _plainly(charges.lay_charge),
    "withdraw_charge": _plainly(charges.withdraw_charge),
    "record_statement": _plainly(charges.record_statement, "taken_on"),
    "add_session_note": _plainly(notes.add_session_note, "held_on"),
    "amend_session_note": _plainly(notes.amend_session_note),
    "add_welfare_note": _plainly(notes.add_welfare_note, "held_on"),
    "add_opinion": _plainly(notes.add_opinion, "held_on"),
    "raise_signal": _plainly(notes.raise_signal),
    "lift_signal": _plainly(notes.lift_signal),
    "request_closure": _plainly(requests.request_closure),
    "decide_request": _plainly(requests.decide_request),
    "produce": _produce,
    "record_rung": _plainly(ladder.record_rung, "reached_on"),
    "add_to_team": _plainly(staff.add_to_team),
    **TEAM_ACTS,
    **TIP_ACTS,
    **SENT_ACTS,
}
"""Every act a story may name."""
