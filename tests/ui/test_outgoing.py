"""What leaves the desk, in the window: its section of the case, letters that are numbered when they go, figures kept as a file."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest

from mdt.work import people
from mdt.work.casefile import open_case
from tests.make import Seats, surroundings
from tests.mdt.work.marked import party_of
from tests.outgone import consent, everything, referral, removal, sent
from tests.ui.reading import buttons, entered, errors_on, says
from tests.ui.screen import Begin, Screen
from tests.ui.test_paper import Answers
from ui.looks import Looks
from ui.pages.case import CasePage
from ui.pages.cooperation import CooperationPage
from ui.pages.letter import LetterPage
from ui.widgets.choice import Tick


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    import ui.contents  # noqa: F401

    place = tmp_path / "kept"
    place.mkdir()
    made = Answers(place)
    monkeypatch.setattr(LetterPage, "questions", made)
    monkeypatch.setattr(CooperationPage, "questions", made)
    return made


def section(screen: Screen, seats: Seats) -> CasePage:
    page = screen.open("case", seats.case)
    assert isinstance(page, CasePage)
    page.turn("outgoing")
    screen.rest()
    return page


def letters(seats: Seats, desk: Any) -> Any:
    return desk.do(open_case, seats.case).content["letters"]


def test_the_section_says_what_was_asked_agreed_and_sent(screen: Screen, seats: Seats) -> None:
    everything(seats, party_of(seats, "V1"))
    entered(screen, seats, "investigator")
    page = section(screen, seats)
    for part in ("Sent, waiting", "preserved until", "Removed · All of it", "Look again after 7 days", "answer by", "V1 · Name", "/L1"):
        assert says(page, part), part
    assert buttons(page, "Ask a platform")
    assert buttons(page, "Reminder letter")


def test_who_may_not_read_evidence_sees_states_and_no_account(screen: Screen, seats: Seats) -> None:
    everything(seats, party_of(seats, "V1"))
    entered(screen, seats, "psychologist")
    page = section(screen, seats)
    assert says(page, "Sent, waiting")
    assert not says(page, "invented.gamer")
    assert not says(page, "NCB-1234")
    assert not buttons(page, "Ask a platform")
    assert buttons(page, "Record a consent")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_empty_section_says_what_to_know(begin: Begin, seats: Seats, language: str) -> None:
    screen = begin(seats.folder, surroundings(seats.clock), Looks(language))
    entered(screen, seats, "supervisor")
    page = section(screen, seats)
    for place in ("platforms", "removals", "foreign", "referrals", "consents", "letters"):
        assert says(page, screen.words(f"outgoing.none_{place}")), place


def test_a_letter_gets_its_number_when_it_is_kept_and_only_once(screen: Screen, seats: Seats, answers: Answers) -> None:
    made = sent(seats)
    desk = entered(screen, seats, "investigator")
    page = screen.open("request_letter", f"{seats.case}/{made}")
    assert isinstance(page, LetterPage)
    assert letters(seats, desk) == []
    for _ in range(2):
        screen.press("Save as file", page)
    (kept,) = letters(seats, desk)
    written = (answers.folder / "letter-en.pdf").read_bytes()
    assert kept["digest"] == hashlib.sha256(written).hexdigest()
    assert (kept["channel"], kept["enclosed"], kept["recipient"]) == ("hand", [], "meta")


def test_what_goes_and_what_is_with_it_stands_on_the_letter_that_is_printed(screen: Screen, seats: Seats, answers: Answers) -> None:
    made = removal(seats, to="captured")
    desk = entered(screen, seats, "investigator")
    page = screen.open("removal_letter", f"{seats.case}/{made}")
    screen.press("By post", page)
    next(box for box in page.findChildren(Tick) if box.text() == "List of hashes").setChecked(True)
    screen.rest()
    screen.press("Print", page)
    (kept,) = letters(seats, desk)
    assert (kept["channel"], kept["enclosed"]) == ("post", ["hash_list"])
    assert (answers.folder / "printed.pdf").exists()


def test_who_thinks_better_of_it_takes_no_number(screen: Screen, seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing(Answers):
        def file_to_write(self, parent: Any, title: str, name: str) -> str:
            return ""

    import ui.contents  # noqa: F401

    monkeypatch.setattr(LetterPage, "questions", Nothing(Path()))
    made = sent(seats)
    desk = entered(screen, seats, "investigator")
    page = screen.open("request_letter", f"{seats.case}/{made}")
    screen.press("Save as file", page)
    assert letters(seats, desk) == []


def test_a_letter_the_guard_holds_back_says_why_and_cannot_be_printed(screen: Screen, seats: Seats) -> None:
    girl = party_of(seats, "V1")
    made = referral(seats, girl)
    entered(screen, seats, "investigator")
    page = screen.open("referral_letter", f"{seats.case}/{made}")
    assert isinstance(page, LetterPage)
    assert errors_on(page) == [screen.words("refused.outward_no_consent", item="V1.name")]
    assert not page._print.isEnabled()
    assert not page._keep.isEnabled()


def test_a_consent_lets_the_pack_out(screen: Screen, seats: Seats) -> None:
    girl = party_of(seats, "V1")
    consent(seats, girl)
    made = referral(seats, girl)
    desk = entered(screen, seats, "social_welfare")
    page = screen.open("referral_letter", f"{seats.case}/{made}")
    assert isinstance(page, LetterPage)
    assert errors_on(page) == [screen.words("refused.reveal_first", who="V1")]
    desk.do(people.reveal_identity, seats.case, girl)
    screen.press(screen.words("print.again"), page)
    assert errors_on(page) == []
    assert page.paper.pages() == 1


def test_a_guardian_under_suspicion_is_refused_in_words(screen: Screen, seats: Seats) -> None:
    from mdt.work.forms import NewParty
    from tests.ui.acts import on_act, save
    from tests.ui.reading import fill

    new = NewParty(role="guardian", names=("Other Testname",), state="identified")
    guardian = seats.do("investigator", people.add_party, seats.case, new)
    entered(screen, seats, "investigator")
    page, form = on_act(screen, seats, "record_consent")
    girl = next(str(party["id"]) for party in page._case["parties"] if party["alias"] == "V1")
    fill(form, party=girl, purpose="c6", recipient="cpwb", signer="guardian", signed_by=guardian)
    save(screen, page)
    assert errors_on(page) == [screen.words("refused.guardian_conflict")]


def test_figures_are_shown_and_kept_as_a_file(screen: Screen, seats: Seats, answers: Answers) -> None:
    sent(seats)
    entered(screen, seats, "supervisor")
    page = screen.open("cooperation", seats.case)
    assert isinstance(page, CooperationPage)
    assert page._rows.rowCount() == 1
    screen.press("Keep as a file", page)
    rows = list(csv.reader(io.StringIO((answers.folder / "platforms.csv").read_text("utf-8-sig"))))
    assert rows[1][:2] == ["Meta (Facebook, Instagram, WhatsApp)", "1"]
    screen.press("Back to the case", page)
    assert screen.window.place() == ("case", seats.case)
