"""The one table of rights: which role may do which verb, and who sees and who holds the key to each class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mdt.model.sensitivity import Audience, Sensitivity
from mdt.model.staff import Role
from mdt.policy.actions import Action

_I, _P, _L, _W, _S = Role.INVESTIGATOR, Role.PSYCHOLOGIST, Role.PROSECUTOR, Role.SOCIAL_WELFARE, Role.SUPERVISOR


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class: what it holds, who is cleared on the case team, whose key seals it (None: the vault's own), how it is searched."""

    what: str
    cleared: frozenset[Role]
    key: Audience | None
    search: str


CLASSES: Final[Mapping[Sensitivity, ClassRule]] = {
    Sensitivity.OPERATIONAL: ClassRule(
        "code name, numbers, circle, stage, typology, dates, clocks, service status, signals, team", frozenset(Role), None, "indexed"
    ),
    Sensitivity.ACCUSED: ClassRule(
        "accused's and unknown accounts' names, CNIC, phones, handles, devices; charges",
        frozenset({_I, _L}),
        None,
        "indexed across cases, Urdu and Roman, sounds-alike",
    ),
    Sensitivity.IDENTITY: ClassRule(
        "victim, complainant, guardian, witness, accused under 18: name, CNIC, birth date, school, address, phone",
        frozenset({_I, _P, _L, _W}),
        Audience.TEAM,
        "own cases only, in memory; exact identifiers by blind index",
    ),
    Sensitivity.CONTACT: ClassRule("safe number, hours, neutral line, code word", frozenset({_I, _P, _L, _W}), Audience.CONTACT, "none"),
    Sensitivity.ACCOUNT: ClassRule(
        "what happened: complaint, statements, interview record, minutes", frozenset({_I, _L, _P}), Audience.TEAM, "none yet"
    ),
    Sensitivity.EVIDENCE: ClassRule(
        "exhibits, custody, platform records, police diary, intelligence references",
        frozenset({_I, _L}),
        Audience.TEAM,
        "none yet",
    ),
    Sensitivity.CLINICAL: ClassRule("session notes, screening answers", frozenset({_P}), Audience.CLINICAL, "none"),
    Sensitivity.WELFARE: ClassRule("home visits, household, placement", frozenset({_W, _P}), Audience.WELFARE, "none"),
    Sensitivity.LEGAL: ClassRule("opinions, charge assessment", frozenset({_L}), Audience.LEGAL, "none"),
}
"""Cleared by role AND on the case's team; CONTACT moreover only for the owners named on the record."""

KEY_HOLDERS: Final[Mapping[Audience, frozenset[Role]]] = {
    Audience.TEAM: frozenset({_I, _P, _L, _W}),
    Audience.CLINICAL: frozenset({_P}),
    Audience.WELFARE: frozenset({_W, _P}),
    Audience.LEGAL: frozenset({_L}),
    Audience.CONTACT: frozenset({_I, _P, _L, _W}),
    Audience.INDEX: frozenset({_I, _P, _L, _W}),
}
"""Which roles are granted each audience's key; DRAFT keys are each member's own and never granted."""

_SHARED: Final[Mapping[Action, str]] = {
    Action.LIST_CASES: "everybody finds her way to her own cases; lists carry OPERATIONAL only",
    Action.LIST_GAPS: "each sees what her own role is asked to fill in; the supervisor what anybody is",
    Action.LIST_MEMBERS: "teams must know who they are",
    Action.READ_FIGURES: "counts by circle name nobody",
    Action.OPEN_CASE: "one case, five views; what each sees is made from CLASSES",
    Action.READ_HISTORY: "who changed what, filtered by the viewer's classes",
    Action.READ_OPENINGS: "a team knows who read its case, in ids and kinds",
    Action.SEARCH: "search answers only from classes the role is cleared for",
    Action.VERIFY_DESK: "anybody may ask whether the desk is whole",
    Action.BACK_UP_DESK: "a backup is sealed as the vault is; whoever is there when it is due makes it",
    Action.CONFIRM_RESTORE: "two members, a supervisor among them, or the only one there is, say that a copy took the desk's place",
    Action.READ_CALENDAR: "each sees what stands on her own cases; who is where clashes otherwise",
    Action.READ_DUE: "each sees what is due on her own cases, the supervisor on all; escalating is part of looking",
    Action.GIVE_TASK: "whoever sees what is to be done names it; the supervisor on every case",
    Action.KEEP_DRAFT: "a draft is the writer's own",
    Action.HAND_ON_KEYS: "keys travel from holder to holder; each grant is checked by KEY_HOLDERS",
    Action.KEEP_WAY_IN: "her password and her code are her own; each change is an entry",
    Action.MAKE_KIT: "kits lie in many hands; who may hold which is told by SETS in policy/kits.py",
    Action.TRY_KIT: "a kit that nobody tries is a kit that fails",
    Action.REISSUE_SLOT: "two kits of each set decide, not a role; whoever enters it is named",
    Action.RECUSE_SELF: "nobody needs leave to step back",
}

_TEAM: Final[Mapping[Action, str]] = {
    Action.REVEAL_IDENTITY: "cleared for IDENTITY; a deliberate, logged click",
    Action.WRITE_TELLINGS: "whoever hears that a person told it again, or was pressed, writes it down",
    Action.LOOK_FOR_MATCH: "each compares what she may read; a match is told to all, by what it is one, never by its value",
    Action.WRITE_SAFE_CONTACT: "whoever speaks to the family keeps how to reach them, with the owners she names",
    Action.RECORD_EVENT: "whoever learns that something happened writes the day down; clocks hang on it",
    Action.PAUSE_CLOCK: "whoever waits for a laboratory or a platform says so; what the law counts never stands",
    Action.LOG_CONTACT: "whoever told the person, or tried, writes it down; the number stays with its owners",
    Action.WRITE_CONSENTS: "whoever speaks to the person writes down what she agreed to, and that she took it back",
    Action.REFER_OUT: "each profession sends on to its own kind; only what was ticked and agreed goes along",
    Action.WRITE_LETTERS: "a letter says what its writer may read, and passes the guard of outward papers",
}

GRANTS: Final[Mapping[Role, Mapping[Action, str]]] = {
    _I: {
        **_SHARED,
        **_TEAM,
        Action.REGISTER_CASE: "the complaint comes to her",
        Action.CLASSIFY_CASE: "typology and dates come from the complaint",
        Action.NUMBER_CASE: "enquiry and FIR numbers are issued by her circle",
        Action.MOVE_TO_CHALLAN: "she leads until the case goes to court",
        Action.WRITE_PARTIES: "she records who is in the case",
        Action.SETTLE_MATCH: "she leads the enquiry, and whoever is meant by it never settles it",
        Action.WRITE_INCIDENTS: "she records what happened",
        Action.CORRECT_REPORT: "the first report is frozen; corrections stand beside it",
        Action.WRITE_SOURCES: "tips, referrals and arrests reach her first",
        Action.PLAN_INTERVIEW: "she knows which facts are missing",
        Action.HOLD_INTERVIEW: "a trained officer leads (domain 4.3)",
        Action.WRITE_FINDINGS: "evidence gaps are hers to tell the meeting",
        Action.FLAG_CASE: "what a flag says is an account; she may read those",
        Action.WRITE_STATEMENTS: "s.161 statements are taken by her, and she records what the court sends back (CrPC 161)",
        Action.LIST_TIPS: "tips reach her; without a seat at the intake the ledger stays empty",
        Action.READ_TIP: "who sits at the intake reads what came in",
        Action.WRITE_TIPS: "tips are taken down, sorted, merged and answered by whoever sits at the intake",
        Action.KEEP_HASH_LIST: "lists of known material are sent to her; counts and fingerprints, never a file",
        Action.ASSIGN_TIP: "a colleague at the intake takes over what she cannot do",
        Action.LINK_TIP: "she knows her case, and why a tip belongs to it",
        Action.REQUEST_CLOSURE: "she asks, another decides",
        Action.REQUEST_REOPENING: "new facts reach her",
        Action.OVERRIDE_CONSENT: "she answers for the case by law; the reason and her name stand in the log",
        Action.ASK_PLATFORMS: "notices under s.31 are an authorised officer's (PECA 30, 31)",
        Action.ASK_REMOVAL: "she knows whether it was captured before it goes (PECA 30D)",
        Action.KEEP_FOREIGN_REGISTER: "foreign requests and what was done of them are the agency's record (PECA 42(7))",
        Action.REQUEST_VOIDING: "a number made by mistake is voided, never deleted",
    },
    _P: {
        **_SHARED,
        **_TEAM,
        Action.PLAN_INTERVIEW: "she knows what the person can bear, and how to ask",
        Action.HOLD_INTERVIEW: "either profession may lead, as the child prefers (ABE)",
        Action.WRITE_FINDINGS: "what the person needs, without the notes behind it",
        Action.FLAG_CASE: "what a flag says is an account; she may read those",
        Action.WRITE_SESSION_NOTE: "her notes, sealed for psychologists of this case",
        Action.RAISE_SIGNAL: "an instruction crosses the wall, the note does not",
    },
    _L: {
        **_SHARED,
        **_TEAM,
        Action.WRITE_FINDINGS: "what the charges still lack",
        Action.FLAG_CASE: "what a flag says is an account; she may read those",
        Action.SETTLE_MATCH: "the second of two who may say that a suspect is not the one, where the first is meant",
        Action.PRINT_BUNDLE: "the court's papers are hers",
        Action.MOVE_FROM_CHALLAN: "from the challan on the case is the prosecution's",
        Action.LAY_CHARGES: "the prosecutor decides the sections",
        Action.WRITE_STATEMENTS: "s.164 statements are taken before a magistrate on her motion; she records others that reach her (ARA 14)",
        Action.WRITE_OPINION: "her opinion, sealed for prosecutors of this case",
        Action.NUMBER_CASE: "court numbers are issued to her",
        Action.REQUEST_CLOSURE: "compounding and withdrawal are known to her first",
        Action.REQUEST_REOPENING: "an appeal or remand order reaches her",
    },
    _W: {
        **_SHARED,
        **_TEAM,
        Action.WRITE_WELFARE_NOTE: "home visits and plans, sealed for welfare and counselling",
    },
    _S: {
        **_SHARED,
        Action.ENTER_HOLIDAY: "she hears what the government announces",
        Action.LIST_TIPS: "she sees what waits, and for how long; numbers and dates only",
        Action.OPEN_INTAKE: "who may read tips is hers to say, so the intake begins with her",
        Action.READ_TIP: "a tip as every case: its OPERATIONAL fields",
        Action.ASSIGN_TIP: "no tip may lie without an owner",
        Action.HOLD_MEETING: "she calls the team together and keeps its roster",
        Action.CHANGE_DESK: "whose desk it is stands on every paper; she answers for it",
        Action.TURN_VAULT: "whoever ends a membership sees to it that the vault key goes with it",
        Action.INVITE_MEMBER: "she answers for who sits at the desk",
        Action.CERTIFY_MEMBER: "she hears the fingerprint read out",
        Action.END_MEMBER: "access ends at once when somebody leaves",
        Action.ASSIGN_TEAM: "rights on a case come from its team alone",
        Action.RESTRICT_CASE: "cases touching staff answer no searches",
        Action.LIST_REQUESTS: "what waits for her decision must not be looked for case by case",
        Action.DECIDE_REQUEST: "the second person of closure, reopening and voiding; never her own request",
        Action.READ_LOG: "she sees who did what, in ids and kinds",
    },
}
"""Deny by default: an action that is not in a role's row is refused."""


def clearance(role: Role) -> frozenset[Sensitivity]:
    """The classes a role is cleared for on a case of her own team."""
    return frozenset(kind for kind, rule in CLASSES.items() if role in rule.cleared)


AT_INTAKE_ONLY: Final = frozenset({Action.READ_TIP, Action.WRITE_TIPS, Action.ASSIGN_TIP})
"""What is done to tips, and so at the intake alone."""
ALSO_AT_INTAKE: Final = frozenset({Action.ASSIGN_TEAM, Action.RECUSE_SELF, Action.READ_HISTORY, Action.READ_OPENINGS})
"""Acts of a case that the intake knows too; every other one is refused there: it is never moved, numbered, closed or printed."""
