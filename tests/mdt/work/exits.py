"""Every way words about a case can leave the desk, each as one text."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Final

import pypdf

from mdt.errors import Missing, Refused
from mdt.model.bundles import BundleContent
from mdt.model.sensitivity import Sensitivity
from mdt.reports.case_bundle import print_bundle
from mdt.reports.letter import print_letter
from mdt.work import (
    briefs,
    bundle,
    calendar,
    casefile,
    charges,
    cooperation,
    drafts,
    gaps,
    intake,
    interviews,
    letters,
    live,
    meetings,
    notes,
    openings,
    people,
    search,
    staff,
    stages,
    tip_links,
    tips,
    unknown,
)
from tests.make import Seats

Exit = Callable[[Seats, str], str]


def _opened(seats: Seats, user: str) -> str:
    return json.dumps(seats.do(user, casefile.open_case, seats.case).content, ensure_ascii=False)


@cache
def printed(content: BundleContent, language: str) -> str:
    """The words of a printed bundle, blanks left out, since a line may break anywhere."""
    pages = pypdf.PdfReader(BytesIO(print_bundle(content, language))).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def _interview(seats: Seats, user: str) -> str:
    found = seats.do(user, live.open_interview, seats.case, _first(seats, user, "interviews"))
    return json.dumps(found.content, ensure_ascii=False)


def _agenda(seats: Seats, user: str) -> str:
    return json.dumps(seats.do(user, meetings.read_item, seats.case, _first(seats, user, "agenda_items")), ensure_ascii=False)


def _calendar(seats: Seats, user: str) -> str:
    today = seats.clock.today()
    return repr(seats.do(user, calendar.read_calendar, None, today - timedelta(days=7), today + timedelta(days=40)))


def _first(seats: Seats, user: str, section: str) -> str:
    return str(seats.do(user, casefile.open_case, seats.case).content[section][0]["id"])


def _figures(seats: Seats, user: str) -> str:
    return repr(seats.do(user, casefile.read_figures, None, date(2000, 1, 1), date(2099, 1, 1)))


def _draft(seats: Seats, user: str) -> str:
    return repr(seats.do(user, drafts.take_draft, None, f"case {seats.case}"))


def _tip(seats: Seats, user: str) -> str:
    place = seats.do(user, intake.locate_intake).case
    if place is None:
        raise Missing
    return repr(seats.do(user, tips.open_tip, place, seats.do(user, intake.list_tips)[0].id))


def _letter(kind: str, section: str) -> Exit:
    """The words of a printed letter, blanks left out."""

    def written(seats: Seats, user: str) -> str:
        draft = seats.do(user, letters.prepare_letter, seats.case, kind, _first(seats, user, section), "en", "hand")
        pages = pypdf.PdfReader(BytesIO(print_letter(draft.paper, "en"))).pages
        return "".join("".join(page.extract_text().split()) for page in pages)

    return written


EXITS: Final[dict[str, Exit]] = {
    "open": _opened,
    "list": lambda seats, user: repr(seats.do(user, casefile.list_cases)),
    "history": lambda seats, user: repr(seats.do(user, notes.read_history, seats.case)),
    "openings": lambda seats, user: repr(seats.do(user, openings.who_opened, seats.case)),
    "gaps": lambda seats, user: repr(seats.do(user, gaps.missing_on_desk)),
    "unknown": lambda seats, user: repr(seats.do(user, unknown.list_unknown)),
    "bundle": lambda seats, user: repr(seats.do(user, bundle.assemble_bundle, seats.case)),
    "paper": lambda seats, user: printed(seats.do(user, bundle.assemble_bundle, seats.case), "en"),
    "paper in Urdu": lambda seats, user: printed(seats.do(user, bundle.assemble_bundle, seats.case), "ur"),
    "figures": _figures,
    "log": lambda seats, user: repr(seats.do(user, staff.read_log, None, 100_000)),
    "members": lambda seats, user: repr(seats.do(user, staff.list_members)),
    "draft": _draft,
    "interview": _interview,
    "brief": lambda seats, user: repr(seats.do(user, briefs.read_brief, seats.case, _first(seats, user, "interviews"))),
    "bars": lambda seats, user: repr(seats.do(user, interviews.judge_plan, seats.case, _first(seats, user, "interviews"))),
    "agenda": _agenda,
    "calendar": _calendar,
    "tip": _tip,
    "ledger": lambda seats, user: repr((seats.do(user, intake.list_tips), seats.do(user, intake.count_tips))),
    "like tips": lambda seats, user: repr(seats.do(user, tip_links.suggest_tips, seats.case)),
    "reconciled": lambda seats, user: repr(seats.do(user, tip_links.read_reconciled, None, date(2000, 1, 1), date(2099, 1, 1))),
    "tasks": lambda seats, user: repr(seats.do(user, meetings.my_tasks)),
    "due": lambda seats, user: repr(seats.do(user, meetings.cases_due)),
    "conditions": lambda seats, user: repr(seats.do(user, stages.unmet_conditions, seats.case, "fir")),
    "offences": lambda seats, user: "".join(row.source for row in seats.do(user, charges.offences_offered, seats.case)),
    "letter of a referral": _letter("referral", "outgoing_referrals"),
    "letter to a platform": _letter("request", "platform_requests"),
    "letter of a removal": _letter("removal", "removal_requests"),
    "figures of platforms": lambda seats, user: repr(
        seats.do(user, cooperation.read_cooperation, None, date(2000, 1, 1), date(2099, 1, 1))
    ),
}
LETTERS: Final = ("letter of a referral", "letter to a platform", "letter of a removal")
OF_ITS_INTERVIEW = ("interview", "brief", "bars", "agenda")
ABOUT_THE_CASE = ("open", "history", "openings", "bundle", "paper", "paper in Urdu", "conditions", "offences", *OF_ITS_INTERVIEW, *LETTERS)
SEALED = frozenset(Sensitivity) - {Sensitivity.OPERATIONAL, Sensitivity.ACCUSED}


def through(seats: Seats, user: str, way: str) -> str | None:
    """What leaves by one exit, None where it is shut."""
    try:
        return EXITS[way](seats, user)
    except (Refused, Missing):
        return None


def reveal_everybody(seats: Seats, user: str) -> None:
    """Click on every party of the case."""
    for party in seats.do(user, casefile.open_case, seats.case).content["parties"]:
        seats.do(user, people.reveal_identity, seats.case, party["id"])
    with suppress(Refused):
        if place := seats.do(user, intake.locate_intake).case:
            seats.do(user, tips.reveal_victims, place, seats.do(user, intake.list_tips)[0].id)


def asked(seats: Seats, user: str, text: str) -> str:
    """How a search is answered: 'own', 'elsewhere', 'none', or 'shut'; an answer from elsewhere says code and circle and nothing else."""
    seats.clock.pass_by(hours=2)
    try:
        hits = seats.do(user, search.search, None, text)
    except (Refused, Missing):
        return "shut"
    for hit in hits:
        assert hit.own or (hit.party, hit.name) == (None, None)
        assert hit.own or text.strip("@") not in repr(hit)
    return ("own" if any(hit.own for hit in hits) else "elsewhere") if hits else "none"
