"""How each act of a case is done once: who does it, on which record, and what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from mdt.errors import DeskError
from mdt.policy.actions import Action
from mdt.policy.grants import GRANTS
from mdt.work import charges, clocks, intake, meetings, notes
from mdt.work.casefile import open_case
from mdt.work.desk import Desk
from tests import outgone
from tests.climbed import matched, rung
from tests.interviewed import approved, held, planned
from tests.make import ROLES, Seats, build_template
from tests.tipped import linked, opened, recorded
from tests.ui.outgoing_deeds import OUTGOING_DEEDS
from tests.ui.screen import Screen
from ui.commands import CASE_ACTS, FORM_ACTS
from ui.pages.act import ActPage
from ui.views import RAIL
from ui.widgets.case_acts import CaseAct
from ui.widgets.form import Form
from ui.widgets.subjects import SECTION_OF

OF_THE_DESK = {view.id for view in RAIL} | {"intake", "new_tip", "import_tip"}
OF_A_MEETING = frozenset({"meeting", "minutes"})
BY_PAGE = {act.page: act for act in CASE_ACTS}
NOTE_TEXT = "She slept better, and spoke of school."
DAY = date(2026, 11, 18)


@dataclass(frozen=True)
class Deed:
    """What is typed to do an act well, and a text in which a draft may stand."""

    page: str
    typed: Mapping[str, str] = field(default_factory=dict)
    drafted: tuple[str, str] = ("", "")

    @property
    def act(self) -> CaseAct:
        return BY_PAGE[self.page]

    @property
    def user(self) -> str:
        """The first member whose role may do it."""
        return next(role for role in ROLES if self.act.needs in GRANTS[role])  # type: ignore[index]


DEEDS = (
    Deed("add_opinion", {"held_on": "-3d", "text": "It will stand."}, ("text", "It may not stand")),
    Deed("amend_session_note", {"text": f"{NOTE_TEXT} Twice."}, ("text", "She slept")),
    Deed("amend_welfare_note", {"text": f"{NOTE_TEXT} Twice."}, ("text", "She slept")),
    Deed("amend_opinion", {"text": f"{NOTE_TEXT} Twice."}, ("text", "She slept")),
    Deed("raise_signal", {"kind": "do_not_interview_before", "until": "+3d"}, ("until", "+2w")),
    Deed("lift_signal"),
    Deed("add_party", {"role": "witness", "names": "Nadia Testwit", "relation": "neighbour"}, ("names", "Nadia")),
    Deed("amend_party", {"risk": "high"}, ("other_names", "Guli")),
    Deed("amend_accused", {"names": "Another Name"}, ("names", "Another")),
    Deed("treat_as_child", {"age_band": "14_17", "age_basis": "b_form"}, ("age_basis", "b_form")),
    Deed("keep_safe_contact", {"code_word": "lantern"}, ("code_word", "lantern")),
    Deed("record_arrest", {"arrested_on": "yesterday"}, ("arrested_on", "yesterday")),
    Deed("add_incident", {"occurred_from": "1/10", "what": "He wrote again."}, ("what", "He wrote")),
    Deed("correct_report", {"text": "It was in May.", "reason": "misheard"}, ("text", "It was")),
    Deed("add_source", {"kind": "foreign", "reference": "L-7"}, ("reference", "L-7")),
    Deed("classify_case", {"typology": "sextortion_minor"}, ("occurred_from", "1/9")),
    Deed("number_case", {"kind": "fir", "text": "99/2026"}, ("text", "99/2026")),
    Deed("record_statement", {"kind": "s161", "text": "He wrote to me."}, ("text", "He wrote to me")),
    Deed("withdraw_charge"),
    Deed("aftercare", {"outcome": "account_partial", "aftercare_at": "today 15:30"}, ("deviations", "A break came late")),
    Deed("record_telling", {"told_to": "school", "told_on": "-3d"}, ("note", "The head teacher")),
    Deed("record_step", {"kind": "partial"}, ("note", "One evening is missing")),
    Deed("record_pressure", {"found": "family", "how": "An uncle rang."}, ("how", "An uncle")),
    Deed("restrict_case", {"restricted": "yes"}, ("restricted", "yes")),
    Deed("give_task", {"kind": "safety", "due_on": "+3d", "what": "Ask the aunt."}, ("what", "Ask the")),
    Deed("tell", {"outcome": "contacted", "channel": "call", "contents": "court_date"}, ("channel", "visit")),
    Deed("record_event", {"kind": "lab_handed", "happened_on": "yesterday", "happened_at": "9:30"}, ("happened_at", "9:30")),
    Deed("stop_clock", {"happened_at": "8:00"}, ("happened_at", "8:00")),
    Deed("withdraw_event"),
    Deed("pause_clock", {"reason": "court"}, ("reason", "court")),
    Deed("resume_clock"),
    Deed("raise_flag", {"due_on": "+3d", "what": "Ask the aunt."}, ("what", "Ask the")),
    Deed("resolve_flag", {"resolution": "Asked."}, ("resolution", "Asked")),
    Deed("record_rung", {"rung": "device", "evidence": "seizure"}, ("reference", "Letter 7")),
    Deed("withdraw_rung", {"why": "Another's card."}, ("why", "Another's")),
    Deed("settle_match", {"outcome": "another", "why": "They were seen together."}, ("why", "They were")),
    Deed("bind_link"),
    Deed("cut_link", {"reason": "by_mistake"}, ("reason", "split")),
    Deed("recuse_self", {"reason": "kin"}, ("reason", "kin")),
    *(Deed(page, typed, drafted) for page, typed, drafted in OUTGOING_DEEDS),
)
assert {deed.page for deed in DEEDS} == {act.page for act in FORM_ACTS}


def about_of(act: CaseAct | None, desk: Desk, case: str) -> str:
    """The case, or the case and the first record of it that the act suits, as this member sees them."""
    return Places(desk, case).of_act(act)


class Places:
    """What each page of a walk is opened about: nothing, the case, a record of it that fits; the case is looked at once a walk."""

    def __init__(self, desk: Desk, case: str) -> None:
        self._desk, self._case, self._me = desk, case, desk.me().user_name
        self._content: Mapping[str, Any] | None = None

    def of(self, page: str) -> str:
        """What a page is opened about, where it is one of the desk the first tip or meeting she sees."""
        if page in OF_THE_DESK:
            return ""
        if page in OF_A_MEETING:
            return next((meeting.id for meeting in self._desk.do(meetings.list_meetings)), "none")
        if page == "tip":
            listed = self._desk.do(intake.list_tips) if Action.LIST_TIPS in self._desk.allowed() else ()
            return next((line.id for line in listed), "none")
        return self.of_act(BY_PAGE.get(page))

    def of_act(self, act: CaseAct | None) -> str:
        """The same for an act on a case."""
        if act is None or not act.per_record:
            return self._case
        if self._content is None:
            try:
                self._content = self._desk.do(open_case, self._case).content
            except DeskError:
                return f"{self._case}/none"
        found = self._content[SECTION_OF[act.per_record]]
        return f"{self._case}/{next((str(one['id']) for one in found if act.suits(one, self._me)), 'none')}"


@pytest.fixture(scope="session")
def acted_template(tmp_path_factory: pytest.TempPathFactory) -> Seats:
    """A desk on which there is something to amend, lift and withdraw; closed, never opened by a test."""
    desk = build_template(tmp_path_factory.mktemp("acted") / "desk")
    desk.do("psychologist", notes.add_session_note, desk.case, DAY, "held", NOTE_TEXT)
    desk.do("psychologist", notes.raise_signal, desk.case, "no_contact", date(2026, 11, 25))
    desk.do("social_welfare", notes.add_welfare_note, desk.case, DAY, "held", NOTE_TEXT)
    desk.do("prosecutor", notes.add_opinion, desk.case, DAY, NOTE_TEXT)
    accused = next(party["id"] for party in content(desk, "prosecutor")["parties"] if party["role"] == "accused")
    desk.do("prosecutor", charges.lay_charge, desk.case, accused, "peca-21", None, "21(1)(c)", "strong")
    parties = {party["role"]: party["id"] for party in content(desk, "investigator")["parties"]}
    for person, ends in ((parties["victim"], True), (parties["complainant"], False)):
        interview = planned(desk, desk.case, person, desk.clock.now() + timedelta(days=1), lambda kind, name: NOTE_TEXT)
        approved(desk, desk.case, interview)
        if ends:
            held(desk, desk.case, interview, "ask:choice")
    desk.do("investigator", clocks.record_event, desk.case, "search", DAY)
    desk.do("investigator", clocks.pause_clock, desk.case, f"update.{parties['victim']}", "lab")
    desk.do("investigator", clocks.raise_flag, desk.case, desk.clock.today() + timedelta(days=3), NOTE_TEXT)
    meeting = desk.do(
        "supervisor", meetings.plan_meeting, None, desk.clock.now() + timedelta(days=1), "quiet_room", tuple(desk.members.values())
    )
    item = desk.do("supervisor", meetings.put_on_agenda, desk.case, meeting)
    desk.do("investigator", meetings.record_findings, desk.case, item, NOTE_TEXT)
    for days, role in ((0, "investigator"), (2, "psychologist"), (9, "social_welfare")):
        desk.do(
            "supervisor", meetings.give_task, desk.case, "safety", desk.members[role], desk.clock.today() + timedelta(days=days), None, item
        )
    rung(desk, accused, "device")
    matched(desk)
    linked(desk, desk.case, recorded(desk, opened(desk), narrative=NOTE_TEXT, victims=NOTE_TEXT))
    outgone.open_ended(desk, parties["victim"])
    desk.leave()
    return desk


def content(seats: Seats, user: str) -> Any:
    return seats.do(user, open_case, seats.case).content


def on_act(screen: Screen, seats: Seats, page: str) -> tuple[ActPage, Form]:
    """The page of an act on a record that suits it, and its form."""
    desk = screen.program.desk
    assert desk is not None
    shown = screen.open(page, about_of(BY_PAGE[page], desk._desk, seats.case))
    assert isinstance(shown, ActPage)
    assert shown._form is not None
    return shown, shown._form


def save(screen: Screen, page: ActPage) -> None:
    screen.press(page.say(f"doing.{page.ACT.page}_do"), page)


def entered_desk(screen: Screen) -> Desk:
    assert screen.program.desk is not None
    return screen.program.desk._desk
