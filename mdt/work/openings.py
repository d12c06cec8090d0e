"""Who opened a case: every act that let somebody read it, for its team to see."""

from __future__ import annotations

from mdt.model.audit import Opening
from mdt.model.people import Party
from mdt.policy.actions import Action
from mdt.work.desk import Work, use_case


@use_case(Action.READ_OPENINGS, recorded=False)
def who_opened(work: Work, count: int = 200) -> tuple[Opening, ...]:
    """Who opened the case, revealed somebody in it, printed it or read its history, and when; newest first, in ids and kinds."""
    work.keep_seals_shut()
    names = work.store.staff.user_names()
    aliases = {party.id: party.alias for party in work.store.records.of(Party, work.at_case)}
    return tuple(
        Opening(entry.at, names.get(entry.actor, entry.actor), entry.act, aliases.get(entry.subject))
        for entry in work.store.log.readings(work.at_case, count)
    )
