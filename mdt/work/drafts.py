"""Drafts of forms: kept as they are typed, for the writer alone."""

from __future__ import annotations

from mdt.policy.actions import Action
from mdt.work.desk import Work, use_case
from mdt.work.forms import clean, needed


@use_case(Action.KEEP_DRAFT)
def keep_draft(work: Work, form: str, text: str) -> None:
    """Keep what is typed so far; nothing typed means no draft."""
    name = needed("form", form, 120)
    body = clean("text", text)
    if body is None:
        work.store.drafts.drop(name)
    else:
        work.store.drafts.keep(name, body)


@use_case(Action.KEEP_DRAFT)
def take_draft(work: Work, form: str) -> str | None:
    """What was kept of a form, or None."""
    return work.store.drafts.take(needed("form", form, 120))


@use_case(Action.KEEP_DRAFT)
def drop_draft(work: Work, form: str) -> None:
    """Forget a form's draft."""
    work.store.drafts.drop(needed("form", form, 120))
