"""Interviews: what is planned, by whom and for which missing facts, what was asked while it was held, and how often a person told it."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.model.sensitivity import (
    Account,
    Count,
    Evidence,
    Flag,
    MaybeMoment,
    MaybePlain,
    MaybePlainDate,
    Moment,
    OfAccused,
    Plain,
    PlainDate,
    Plains,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One planned telling by one person (domain 4.3), under s.161 or before a magistrate under s.164.

    Who leads, where it stands and when it is are the desk's to see; what it is for and what was found are those' who may read accounts.
    ``state`` goes planned, asked, approved, running, held, closed, or ends as cancelled. ``approval`` is the request that a second person
    decided; it falls away when the plan changes where it matters. ``budget`` counts content questions, open invitations are free.
    """

    id: Plain
    case: Plain
    party: Plain
    kind: Plain = "interview"
    state: Plain = "planned"
    lead: MaybePlain = None
    second: MaybePlain = None
    observers: Plains = ()
    support: MaybePlain = None
    planned_for: MaybeMoment = None
    age_group: Plain = "adult"
    minutes: Count = 45
    room: MaybePlain = None
    language: Plain = "ur"
    preference: Plain = "not_asked"
    preferred: MaybePlain = None
    preference_on: MaybePlainDate = None
    guardian_away: Flag = False
    budget: Count = 12
    approval: MaybePlain = None
    started_at: MaybeMoment = None
    ended_at: MaybeMoment = None
    aftercare_owner: MaybePlain = None
    aftercare_at: MaybeMoment = None
    purpose: Account = None
    known: Account = None
    unsaid: Account = None
    needs: Account = None
    interpreter: Account = None
    outcome: Account = None
    deviations: Account = None
    exhibit: Evidence = None
    exhibit_hash: Evidence = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EssentialFact:
    """A fact that is still missing: which limb of which charge needs it, and why nothing but this person can tell it (product X2)."""

    id: Plain
    case: Plain
    interview: Plain
    place: Count
    why_only: Plain
    dropped: Flag = False
    charge: MaybePlain = None
    element: OfAccused = None
    need: Account = None
    why: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One press of a key while an interview is held, in the order of ``place``: a question of a kind, a phase, a topic told, distress 0-3.

    ``said`` is 'kind:value', such as 'ask:invitation', 'phase:break', 'told:<fact>', 'distress:2', 'pause:', 'undo:<place>'.
    """

    id: Plain
    case: Plain
    interview: Plain
    place: Count
    at: Moment
    said: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That a person told it once more, and to whom: parent, helpline, school, police, circle, counsellor or court (product X3)."""

    id: Plain
    case: Plain
    party: Plain
    told_to: Plain
    told_on: MaybePlainDate = None
    note: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStep:
    """How a person's account stands: first, partial, withdrawn or reaffirmed (product X7)."""

    id: Plain
    case: Plain
    party: Plain
    kind: Plain
    told_on: PlainDate
    written_by: Plain
    note: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """What was found of pressure on a person, after an account was withdrawn or whenever it shows; ``found`` may be none."""

    id: Plain
    case: Plain
    party: Plain
    found: Plain
    seen_on: PlainDate
    written_by: Plain
    by_whom: Account = None
    how: Account = None
    version: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist as it was filled for an interview, bound to the form's version; ``ticks`` names the lines ticked."""

    id: Plain
    case: Plain
    interview: Plain
    form: Plain
    form_version: Count
    filled_by: Plain
    filled_at: Moment
    ticks: Account = None
    remarks: Account = None
    version: Count = 1
