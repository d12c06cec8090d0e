"""Printing what goes with an interview: the brief of its lead, and its checklist, blank or as it was filled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mdt.catalogue.checklists import load_checklist
from mdt.model.briefs import Brief
from mdt.work.briefs import read_brief
from mdt.work.bundle import KARACHI
from mdt.work.desk import Desk
from mdt.work.live import open_interview
from mdt.work.staff import list_members
from ui.widgets.printing import PrintingPage


class BriefPage(PrintingPage):
    """The brief of one interview."""

    TITLE, FILE = "brief.title", "brief"
    WORKING = ("papers.gathering", "papers.making")

    def gather(self, desk: Desk) -> Brief:
        """What the lead may know beforehand; logged."""
        case, _, interview = self.about.partition("/")
        return desk.do(read_brief, case, interview)

    def drawn(self, content: Brief, language: str) -> bytes:
        """The brief."""
        from mdt.reports.interview_brief import print_brief

        return print_brief(content, language)


class ChecklistPaperPage(PrintingPage):
    """The newest filled checklist of one interview, or one to be ticked by hand where none was filled."""

    TITLE, FILE = "checklist.title", "checklist"
    WORKING = ("papers.gathering", "papers.making")

    def gather(self, desk: Desk) -> Any:
        """The interview with what was filled for it, and who is who."""
        case, _, interview = self.about.partition("/")
        view = desk.do(open_interview, case, interview).content
        names = {member.id: member.user_name for member in desk.do(list_members)}
        return view, names

    def drawn(self, content: Any, language: str) -> bytes:
        """The checklist."""
        from mdt.reports.checklist import ChecklistPaper, print_checklist

        view, names = content
        kept = [one for one in view["checklists"] if isinstance(one.get("ticks"), str)]
        filled = max(kept, key=lambda one: one["filled_at"], default=None)
        alias = view["person"]["alias"]
        if filled is None:
            form = load_checklist(self.desk.catalogue.age_groups[view["age_group"]].checklist)
            return print_checklist(ChecklistPaper(form=form, code=view["code"], alias=alias), language)
        paper = ChecklistPaper(
            form=load_checklist(filled["form"], filled["form_version"]),
            code=view["code"],
            alias=alias,
            ticks=frozenset(filled["ticks"].split()),
            remarks=filled["remarks"] if isinstance(filled["remarks"], str) else None,
            filled_by=names.get(filled["filled_by"], ""),
            filled_at=datetime.fromisoformat(filled["filled_at"]).astimezone(KARACHI),
        )
        return print_checklist(paper, language)
