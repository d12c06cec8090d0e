"""Which catalogue file holds which tables, and the kind of their rows."""

from __future__ import annotations

from collections.abc import Mapping

from mdt.catalogue import schema
from mdt.catalogue.deadline import Deadline, EventKind
from mdt.catalogue.interviewing import AgeGroup, MeetingPrompt, Phase, Prompt, QuestionKind
from mdt.catalogue.papers import PAPER_FILES

FILES: Mapping[str, Mapping[str, type]] = {
    "offences.toml": {"offence": schema.Offence},
    "stages.toml": {"stage": schema.Stage},
    "conditions.toml": {"condition": schema.Condition},
    "outcomes.toml": {"outcome": schema.Outcome},
    "closure_reasons.toml": {"closure_reason": schema.ClosureReason},
    "typologies.toml": {"typology": schema.Typology},
    "circles.toml": {"circle": schema.Circle},
    "agencies.toml": {"agency": schema.Agency},
    "numbers.toml": {"number": schema.NumberKind},
    "lists.toml": {**dict.fromkeys(schema.LISTS, schema.ListItem), "age_band": schema.AgeBand},
    "missing.toml": {"missing": schema.MissingItem},
    "names.toml": {"abbreviation": schema.Abbreviation, "ignored": schema.IgnoredWord},
    "settings.toml": {"setting": schema.Setting},
    "deadlines.toml": {"deadline": Deadline},
    "case_events.toml": {"case_event": EventKind},
    "contacts.toml": dict.fromkeys(schema.CONTACT_LISTS, schema.ListItem),
    "interviews.toml": {"phase": Phase, "question": QuestionKind, "age_group": AgeGroup, "prompt": Prompt},
    "meetings.toml": {"meeting_prompt": MeetingPrompt},
    "tips.toml": dict.fromkeys(schema.TIP_LISTS, schema.ListItem),
    "ladder.toml": dict.fromkeys(schema.LADDER_LISTS, schema.ListItem),
    **PAPER_FILES,
}
"""The tables each file must hold, and the kind of their rows."""
