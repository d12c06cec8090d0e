"""Every page of the window by its id; taken in when somebody signs in, since the sign-in window must not wait for it."""

from __future__ import annotations

from collections.abc import Mapping

from ui.commands import FORM_ACTS
from ui.pages.act import page_of
from ui.pages.calendar import CalendarPage
from ui.pages.case import CasePage
from ui.pages.cases import CasesPage
from ui.pages.charge import ChargePage
from ui.pages.checklist import ChecklistPage
from ui.pages.cooperation import CooperationPage
from ui.pages.due import DuePage
from ui.pages.history import HistoryPage
from ui.pages.import_tip import ImportTipPage
from ui.pages.intake import IntakePage
from ui.pages.interview_papers import BriefPage, ChecklistPaperPage
from ui.pages.letter import ForeignLetterPage, ReferralLetterPage, ReminderLetterPage, RemovalLetterPage, RequestLetterPage
from ui.pages.live import LivePage
from ui.pages.log import LogPage
from ui.pages.meeting import MeetingPage
from ui.pages.meetings import MeetingsPage
from ui.pages.members import MembersPage
from ui.pages.minutes import MinutesPage
from ui.pages.monitor import MonitorPage
from ui.pages.move import MovePage
from ui.pages.my_day import MyDayPage
from ui.pages.new_case import NewCasePage
from ui.pages.new_tip import NewTipPage
from ui.pages.note import SessionNotePage, WelfareNotePage
from ui.pages.openings import OpeningsPage
from ui.pages.plan import PlanPage
from ui.pages.print import PrintPage
from ui.pages.request import RequestPage
from ui.pages.search import SearchPage
from ui.pages.settings import SettingsPage
from ui.pages.slip import SlipPage
from ui.pages.team import TeamPage
from ui.pages.tip import TipPage
from ui.pages.tips import TipsPage
from ui.pages.upkeep import UpkeepPage
from ui.shell.ask import Questions
from ui.shell.window import Maker
from ui.widgets.paper_page import PaperPage

PaperPage.questions = UpkeepPage.questions = ImportTipPage.questions = SettingsPage.questions = MembersPage.questions = Questions()
CooperationPage.questions = PaperPage.questions
PAGES: Mapping[str, Maker] = {
    "my_day": MyDayPage,
    "cases": CasesPage,
    "case": CasePage,
    "session_note": SessionNotePage,
    "welfare_note": WelfareNotePage,
    "print": PrintPage,
    "new_case": NewCasePage,
    "move": MovePage,
    "charge": ChargePage,
    "team": TeamPage,
    "request": RequestPage,
    "history": HistoryPage,
    "openings": OpeningsPage,
    "search": SearchPage,
    "due": DuePage,
    "slip": SlipPage,
    "import_tip": ImportTipPage,
    "meetings": MeetingsPage,
    "meeting": MeetingPage,
    "minutes": MinutesPage,
    "calendar": CalendarPage,
    "tips": TipsPage,
    "tip": TipPage,
    "new_tip": NewTipPage,
    "intake": IntakePage,
    "members": MembersPage,
    "log": LogPage,
    "upkeep": UpkeepPage,
    "settings": SettingsPage,
    "plan": PlanPage,
    "brief": BriefPage,
    "checklist": ChecklistPage,
    "checklist_paper": ChecklistPaperPage,
    "live": LivePage,
    "monitor": MonitorPage,
    "request_letter": RequestLetterPage,
    "reminder_letter": ReminderLetterPage,
    "removal_letter": RemovalLetterPage,
    "referral_letter": ReferralLetterPage,
    "foreign_letter": ForeignLetterPage,
    "cooperation": CooperationPage,
    **{act.page: page_of(act) for act in FORM_ACTS},
}
