"""Printing what goes with an interview: the brief of its lead, and its checklist, blank or as it was filled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from mdt.catalogue.checklists import load_checklist
from mdt.model.briefs import Brief
from mdt.work.briefs import read_brief
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk
from mdt.work.live import open_interview
from mdt.work.staff import list_members
from ui.widgets.paper_page import PaperPage


class BriefPage(PaperPage):
    """The brief of one interview."""

    TITLE, NAME = "brief.title", "brief"

    def collect(self, desk: Desk) -> Brief:
        """What the lead may know beforehand; logged."""
        case, _, interview = self.about.partition("/")
        return desk.do(read_brief, case, interview)

    def drawing(self, content: Brief, language: str) -> Callable[[], bytes]:
        """On one sheet, as long as its words have room there."""
        from mdt.reports.interview_brief import print_brief

        return partial(print_brief, content, language)

    def leave(self) -> None:
        """Back to the case."""
        self.opened.emit("case", self.about.partition("/")[0])


class ChecklistPaperPage(PaperPage):
    """The newest filled checklist of one interview, or one to be ticked by hand where none was filled."""

    TITLE, NAME = "checklist.title", "checklist"

    def collect(self, desk: Desk) -> Any:
        """The interview with what was filled for it, and who is who."""
        case, _, interview = self.about.partition("/")
        view = desk.do(open_interview, case, interview).content
        names = {member.id: member.user_name for member in desk.do(list_members)}
        return view, names

    def leave(self) -> None:
        """Back to the case."""
        self.opened.emit("case", self.about.partition("/")[0])

    def drawing(self, content: Any, language: str) -> Callable[[], bytes]:
        """In the version it was filled in."""
        from mdt.reports.checklist import ChecklistPaper, print_checklist

        view, names = content
        kept = [one for one in view["checklists"] if isinstance(one.get("ticks"), str)]
        filled = max(kept, key=lambda one: one["filled_at"], default=None)
        alias = view["person"]["alias"]
        if filled is None:
            form = load_checklist(self.desk.catalogue.age_groups[view["age_group"]].checklist)
            return partial(print_checklist, ChecklistPaper(form=form, code=view["code"], alias=alias), language)
        paper = ChecklistPaper(
            form=load_checklist(filled["form"], filled["form_version"]),
            code=view["code"],
            alias=alias,
            ticks=frozenset(filled["ticks"].split()),
            remarks=filled["remarks"] if isinstance(filled["remarks"], str) else None,
            filled_by=names.get(filled["filled_by"], ""),
            filled_at=datetime.fromisoformat(filled["filled_at"]).astimezone(KARACHI),
        )
        return partial(print_checklist, paper, language)
