"""How long each platform lets one wait, what it refuses and why: figures for the desk, a regulator or Parliament (product X14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from mdt.catalogue.words import Words
from mdt.model.lists import CaseFilter
from mdt.model.outgoing import PlatformRequest
from mdt.policy.actions import Action
from mdt.policy.outward import Channel, Cleared, Kind, Line, Paper, Protection, Recipient, cleared
from mdt.work.desk import Work, use_case
from mdt.work.forms import in_order

PAGE: Final = 500
BETWEEN: Final = "\t"
"""What parts the cells of a line of figures."""
COLUMNS: Final = ("platform", "sent", "answered", "refused", "waiting", "longest_waiting", "median_days", "chased", "lapsed", "reasons")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformLine:
    """How one platform answered: requests sent, answered, refused, still waiting and since when, median days, the reasons it gave."""

    platform: str
    sent: int
    answered: int
    refused: int
    waiting: int
    longest_waiting: int
    median_days: float | None
    chased: int
    lapsed: int
    reasons: tuple[tuple[str, int], ...]


@use_case(Action.READ_FIGURES, recorded=False)
def read_cooperation(work: Work, first: date, last: date) -> tuple[PlatformLine, ...]:
    """How each platform answered requests sent in a period, on the cases of her list; counts that name nobody."""
    return tuple(_figures(work, first, last))


@use_case(Action.READ_FIGURES)
def prepare_cooperation(work: Work, first: date, last: date, language: str) -> Cleared:
    """The same figures as a paper the guard let through, for whoever is outside; taking them out is logged."""
    rows, words = work.catalogue, Words(language)
    titles = [BETWEEN.join(words(f"cooperation.{name}") for name in COLUMNS)]
    for line in _figures(work, first, last):
        reasons = ", ".join(f"{rows.title('platform_reason', reason).inside(language)}: {count}" for reason, count in line.reasons)
        numbers = (line.sent, line.answered, line.refused, line.waiting, line.longest_waiting, line.median_days, line.chased, line.lapsed)
        named = rows.title("platform_route", line.platform).inside(language)
        titles.append(BETWEEN.join([named, *("" if number is None else f"{number:g}" for number in numbers), reasons]))
    paper = Paper(
        kind=Kind.FIGURES,
        to=Recipient.AGENCY,
        recipient="regulator",
        purpose="figures",
        channel=Channel.HAND,
        on=work.clock.today(),
        lines=tuple(Line(text=text, known=text) for text in titles),
    )
    return cleared(paper, Protection())


def _figures(work: Work, first: date, last: date) -> Iterator[PlatformLine]:
    in_order(first, last)
    work.keep_seals_shut()
    by_platform: dict[str, list[PlatformRequest]] = defaultdict(list)
    for request in _requests(work):
        if request.sent_on is not None and first <= request.sent_on <= last:
            by_platform[request.platform].append(request)
    today = work.clock.today()
    return (_line(platform, found, today) for platform, found in sorted(by_platform.items()))


def _requests(work: Work) -> list[PlatformRequest]:
    """Requests of every case of her list, page by page."""
    found: list[PlatformRequest] = []
    after = None
    while page := work.store.cases.page(CaseFilter(after=after, limit=PAGE), work.role):
        by_case = work.store.records.by_case(PlatformRequest, [line.id for line in page])
        found += [request for requests in by_case.values() for request in requests]
        after = (page[-1].registered_on, page[-1].id)
    return found


def _line(platform: str, found: list[PlatformRequest], today: date) -> PlatformLine:
    days = [(one.answered_on - one.sent_on).days for one in found if one.answered_on and one.sent_on]
    waiting = [(today - one.sent_on).days for one in found if one.state == "sent" and one.sent_on]
    reasons = [one.reason for one in found if one.reason]
    return PlatformLine(
        platform=platform,
        sent=len(found),
        answered=sum(one.state == "answered" for one in found),
        refused=sum(one.state == "refused" for one in found),
        waiting=len(waiting),
        longest_waiting=max(waiting, default=0),
        median_days=float(median(days)) if days else None,
        chased=sum(len(one.chased) for one in found),
        lapsed=sum(one.state == "sent" and one.preserved_until is not None and one.preserved_until < today for one in found),
        reasons=tuple((reason, reasons.count(reason)) for reason in sorted(set(reasons))),
    )
