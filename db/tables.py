"""The tables of this version: one per record type, made from the record's own plain fields, and the few that keep the mechanism."""

from __future__ import annotations

from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
)

from db.columns import KEPT_AS, Instant
from mdt.model.audit import READING_ACTS
from mdt.model.cases import Arrest, Case, Charge, Correction, FirstReport, Incident, Number, Request, Source, StageMove
from mdt.model.clocks import CaseEvent, CaseFlag, ClockPause, Escalation, Holiday
from mdt.model.contacts import ContactLog, Slip
from mdt.model.evidence import Statement
from mdt.model.hash_lists import HashList
from mdt.model.interviews import Checklist, EssentialFact, Interview, Mark, Pressure, StatementStep, Telling
from mdt.model.ladder import Match, Rung
from mdt.model.meetings import AgendaItem, Meeting, Task
from mdt.model.notes import Opinion, SessionNote, Signal, WelfareNote
from mdt.model.outgoing import Consent, ForeignRequest, Letter, OutgoingReferral, PlatformRequest, RemovalCheck, RemovalRequest
from mdt.model.people import Party, Person, SafeContact
from mdt.model.sensitivity import FieldShape, shape_of
from mdt.model.staff import Member, Seat
from mdt.model.tips import Feedback, Tip, TipLink
from mdt.policy.grants import CLASSES

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_AS_MADE: Final = {("charges", "offence"): False, ("first_reports", "received_on"): True}
"""Whether a column may be empty where the first version said otherwise than the record's own type."""
_POINTS_TO: Final = {"case": "cases.id", "party": "parties.id", "person": "persons.id", "member": "members.id", "tip": "tips.id"}


def is_sealed(shape: FieldShape) -> bool:
    """Whether a field of this class is kept under a seal and not in its record's table."""
    return CLASSES[shape.sensitivity].key is not None


def plain_fields(record: type) -> tuple[FieldShape, ...]:
    """The fields of a record type that its own table keeps."""
    return tuple(shape for shape in shape_of(record) if not is_sealed(shape))


def _records(name: str, record: type, *more: Any) -> Table:
    columns: list[Any] = []
    hints = get_type_hints(record)
    for field, _, kept_as in plain_fields(record):
        points = [ForeignKey(_POINTS_TO[field])] if field in _POINTS_TO else []
        empty = _AS_MADE.get((name, field), NoneType in get_args(hints[field]))
        columns.append(Column(field, KEPT_AS[kept_as], *points, primary_key=field == "id", nullable=empty))
    if any(shape.name == "case" for shape in shape_of(record)) and name != "seats":
        more = (*more, Index(None, "case"))
    return Table(name, metadata, *columns, *more)


desk = Table(
    "desk",
    metadata,
    Column("id", Text, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("circle", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("demonstration", Boolean, nullable=False),
)
migrations = Table(
    "migrations", metadata, Column("version", Integer, primary_key=True, autoincrement=False), Column("applied_at", Instant, nullable=False)
)

RECORDS: Final[dict[type, Table]] = {
    Member: _records("members", Member, UniqueConstraint("user_name")),
    Case: _records(
        "cases", Case, UniqueConstraint("code"), Index(None, "registered_on", "id"), Index(None, "stage", "registered_on", "id")
    ),
    Seat: _records("seats", Seat, Index(None, "case", "member"), Index(None, "member", "case", "until", "recused_on")),
    Number: _records("numbers", Number, UniqueConstraint("unique_key"), Index(None, "text"), Index(None, "kind", "case", "dated")),
    Incident: _records("incidents", Incident),
    FirstReport: _records("first_reports", FirstReport, UniqueConstraint("case", name="one_a_case")),
    Correction: _records("corrections", Correction),
    Source: _records("sources", Source),
    Person: _records("persons", Person),
    Party: _records("parties", Party, UniqueConstraint("case", "alias"), Index(None, "person"), Index(None, "role", "case", "risk", "id")),
    SafeContact: _records("safe_contacts", SafeContact),
    Charge: _records("charges", Charge),
    Arrest: _records("arrests", Arrest),
    StageMove: _records("stage_moves", StageMove, Index(None, "target", "case", "moved_on")),
    Statement: _records("statements", Statement),
    SessionNote: _records("session_notes", SessionNote),
    WelfareNote: _records("welfare_notes", WelfareNote),
    Opinion: _records("opinions", Opinion),
    Signal: _records("signals", Signal),
    Request: _records(
        "requests", Request, CheckConstraint("decided_by IS NULL OR decided_by <> requested_by", name="requester_is_not_approver")
    ),
    Interview: _records("interviews", Interview, Index(None, "planned_for")),
    EssentialFact: _records("essential_facts", EssentialFact),
    Mark: _records("marks", Mark, UniqueConstraint("interview", "place")),
    Telling: _records("tellings", Telling),
    StatementStep: _records("statement_steps", StatementStep),
    Pressure: _records("pressures", Pressure),
    Checklist: _records("checklists", Checklist),
    Meeting: _records("meetings", Meeting, Index(None, "planned_for")),
    AgendaItem: _records("agenda_items", AgendaItem, UniqueConstraint("meeting", "case")),
    Task: _records("tasks", Task, Index(None, "owner", "done_on")),
    CaseEvent: _records("case_events", CaseEvent),
    ClockPause: _records("clock_pauses", ClockPause),
    Escalation: _records("escalations", Escalation, UniqueConstraint("case", "rule", "about", "due_at", "level")),
    CaseFlag: _records("case_flags", CaseFlag),
    Holiday: _records("holidays", Holiday),
    ContactLog: _records("contact_logs", ContactLog, Index(None, "party", "outcome", "at")),
    Slip: _records("slips", Slip, UniqueConstraint("code")),
    Tip: _records(
        "tips",
        Tip,
        Index("ix_tips_all", "received_at", "id", "source", "triage", "state"),
        Index("ix_tips_waiting", "answered_on", "merged_into", "received_at", "id", "source", "triage", "state"),
        Index(None, "number_key"),
    ),
    TipLink: _records("tip_links", TipLink, Index(None, "tip", "cut_on", "case")),
    Feedback: _records("feedbacks", Feedback, Index(None, "tip")),
    HashList: _records("hash_lists", HashList),
    Rung: _records("rungs", Rung),
    Match: _records("matches", Match),
    Consent: _records("consents", Consent),
    OutgoingReferral: _records("outgoing_referrals", OutgoingReferral),
    PlatformRequest: _records("platform_requests", PlatformRequest),
    RemovalRequest: _records("removal_requests", RemovalRequest),
    RemovalCheck: _records("removal_checks", RemovalCheck),
    ForeignRequest: _records("foreign_requests", ForeignRequest),
    Letter: _records("letters", Letter, UniqueConstraint("number")),
}
"""Where each record type is kept; its sealed fields are in ``sealed``."""

Index("uq_statements_one_s164", RECORDS[Statement].c.party, unique=True, sqlite_where=RECORDS[Statement].c.kind == "s164",
      postgresql_where=RECORDS[Statement].c.kind == "s164")  # fmt: skip

_cases, _seats = RECORDS[Case], RECORDS[Seat]
is_open = and_(_cases.c.closed_on.is_(None), _cases.c.voided_on.is_(None))
is_lead = and_(_seats.c.lead == literal_column("1"), _seats.c.until.is_(None), _seats.c.recused_on.is_(None))
"""Whether a case is not over, and whether a seat is that of whoever leads it now; in the words of their indexes."""
Index("ix_cases_open", _cases.c.id, _cases.c.registered_on, _cases.c.stage, sqlite_where=is_open, postgresql_where=is_open)
Index("ix_seats_leads", _seats.c.case, _seats.c.member, sqlite_where=is_lead, postgresql_where=is_lead)

sealed = Table(
    "sealed",
    metadata,
    Column("record", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("noun", Text, nullable=False),
    Column("case", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Index(None, "case", "audience"),
)
grants = Table(
    "grants",
    metadata,
    Column("case", Text, primary_key=True),
    Column("audience", Text, primary_key=True),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, ForeignKey("members.id"), primary_key=True),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("closed_key", LargeBinary, nullable=False),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("signature", LargeBinary),
    Index(None, "member", "audience", "case"),
)
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Text, nullable=False),
    Column("noun", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "case"),
)
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("case", Text),
    Column("outcome", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("writes", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("facts", Text, nullable=False, server_default="[]"),
    Column("roll", Boolean, nullable=False, server_default="0"),
    Column("signature", LargeBinary),
)
is_reading = events.c.act.in_([literal_column(f"'{act}'") for act in READING_ACTS])
"""Whether an entry is of somebody reading a case; said in the same words by the index and by those who ask it."""
Index(None, events.c.case, events.c.seq, sqlite_where=is_reading, postgresql_where=is_reading)
has_facts = events.c.facts != literal_column("'[]'")
is_of_roll = events.c.roll == literal_column("1")
"""Whether an entry gave or took a right, and whether it is one that the roll of the desk is made of; in the words of their indexes."""
Index("ix_events_case_facts", events.c.case, events.c.seq, sqlite_where=has_facts, postgresql_where=has_facts)
UPKEEP_ACTS = ("record_backup", "record_kit", "record_trial")
is_upkeep = events.c.act.in_([literal_column(f"'{act}'") for act in UPKEEP_ACTS])
"""What every first page asks when it was last done."""
Index("ix_events_upkeep", events.c.act, events.c.seq, sqlite_where=is_upkeep, postgresql_where=is_upkeep)
Index("ix_events_roll", events.c.seq, sqlite_where=is_of_roll, postgresql_where=is_of_roll)
name_sounds = Table(
    "name_sounds",
    metadata,
    Column("person", Text, ForeignKey("persons.id"), primary_key=True),
    Column("token", Text, primary_key=True),
    Column("sound", Text, nullable=False),
    Index(None, "sound", "person"),
    Index(None, "token", "person"),
)
account_keys = Table(
    "account_keys",
    metadata,
    Column("person", Text, ForeignKey("persons.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index(None, "kind", "key"),
)
tip_keys = Table(
    "tip_keys",
    metadata,
    Column("tip", Text, ForeignKey("tips.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index(None, "kind", "key"),
)
hash_rows = Table(
    "hash_rows",
    metadata,
    Column("list", Text, ForeignKey("hash_lists.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("first", LargeBinary, primary_key=True),
    Column("entries", LargeBinary, nullable=False),
)
blind_marks = Table(
    "blind_marks",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("party", Text, ForeignKey("parties.id"), primary_key=True),
)
marks_owed = Table("marks_owed", metadata, Column("party", Text, ForeignKey("parties.id"), primary_key=True))
drafts = Table(
    "drafts",
    metadata,
    Column("member", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False),
)
APPEND_ONLY: Final = ("events", "sealed", "changes", "stage_moves", "corrections", "first_reports", "marks")
"""Tables whose rows are never changed or deleted."""
