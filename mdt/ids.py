"""Identifiers: opaque texts that say nothing about what they stand for."""

from __future__ import annotations

from typing import NewType

CaseId = NewType("CaseId", str)
PartyId = NewType("PartyId", str)
PersonId = NewType("PersonId", str)
MemberId = NewType("MemberId", str)
NoteId = NewType("NoteId", str)
RecordId = NewType("RecordId", str)
