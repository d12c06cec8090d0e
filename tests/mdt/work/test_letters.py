"""Letters: one page of lines the guard let through, numbered in turn, kept with their hash; nothing of a person without her consent."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest

from mdt.errors import Conflict, DeskError, Invalid, Missing, Refused
from mdt.model.outgoing import ForeignRequest, PlatformRequest, RemovalRequest
from mdt.policy.outward import MAKERS
from mdt.reports.letter import print_letter
from mdt.work import letters, people, platforms, referrals, staff
from mdt.work.casefile import open_case
from mdt.work.letters import LetterDraft
from mdt.work.people import ContactLines
from tests.make import Seats
from tests.mdt.work.marked import party_of
from tests.outgone import HASH, Say, consent, foreign_request, letter, plainly, referral, removal, request, sent

USER = "investigator"
KINDS = ("request", "reminder", "removal", "referral", "foreign")
LANGUAGES = ("en", "ur")


def about(seats: Seats, kind: str, say: Say = plainly) -> str:
    """A record about which a letter of this kind can be written."""
    if kind in ("request", "reminder"):
        return sent(seats, say)
    if kind == "removal":
        return removal(seats, say, to="captured")
    return foreign_request(seats, say, answered=True) if kind == "foreign" else referral(seats, party_of(seats, "V1"), fields=())


def prepared(seats: Seats, kind: str, record: str, language: str = "en", **more: Any) -> LetterDraft:
    return seats.do(USER, letters.prepare_letter, seats.case, kind, record, language, "hand", **more)


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(printed: bytes) -> tuple[int, str]:
    pages = pypdf.PdfReader(BytesIO(printed)).pages
    return len(pages), " ".join(page.extract_text() for page in pages)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_a_letter_is_on_its_one_page_and_nothing_else(seats: Seats, kind: str) -> None:
    draft = prepared(seats, kind, about(seats, kind), enclosed=("notice",))
    printed = print_letter(draft.paper, "en")
    assert printed == print_letter(draft.paper, "en")
    pages, text = read(printed)
    assert pages == 1
    lines = draft.paper.paper.lines
    for line in lines:
        assert squeezed(line.text) in squeezed(text), line
    left = text
    for said in sorted({one for line in lines for one in (line.text, line.label) if one}, key=len, reverse=True):
        left = re.sub(r"\s*".join(map(re.escape, said.split())), " ", left)
    assert squeezed(left.replace("Confidential", "").replace("page 1 of 1", "")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_one_page_in_each_language(seats: Seats, kind: str, language: str) -> None:
    draft = prepared(seats, kind, about(seats, kind), language, enclosed=("notice", "hash_list"))
    assert read(print_letter(draft.paper, language))[0] == 1


PLANTED = ("Gulnaz", "gulnaz.testbibi", "0300-1112223", "36302.1112223.4", "InventedPublicSchool", "گلناز", "rehana99")


@pytest.mark.parametrize("text", PLANTED)
@pytest.mark.parametrize(
    ("kind", "field"),
    [("request", (PlatformRequest, "account")), ("removal", (RemovalRequest, "url")), ("foreign", (ForeignRequest, "ncb_ref"))],
)
def test_a_protected_value_typed_into_any_field_of_any_letter_is_refused(
    seats: Seats, kind: str, field: tuple[type, str], text: str
) -> None:
    def say(record: type, name: str) -> str:
        return f"https://x.example/{text}" if (record, name) == field else plainly(record, name)

    with pytest.raises(Refused, match=r"refused\.outward_protected"):
        prepared(seats, kind, about(seats, kind, say))
    last = seats.do("supervisor", staff.read_log)
    assert ("prepare_letter", "failed", "refused.outward_protected") in [(one.act, one.outcome, one.why) for one in last]


def test_the_agencys_own_address_cannot_carry_a_name(seats: Seats) -> None:
    with pytest.raises(Refused, match=r"refused\.outward_protected"):
        request(seats, reply_to="gulnaz@agency.example")


def test_the_code_word_and_the_neutral_line_are_protected_where_they_are_known(seats: Seats) -> None:
    lines = ContactLines(number="0301 7776665", neutral_line="Your library book has come", code_word="periwinkle")
    seats.do(USER, people.keep_safe_contact, seats.case, party_of(seats, "V1"), (), lines)
    for text in ("periwinkle", "03017776665", "your-library-book"):
        with pytest.raises(Refused, match=r"refused\.outward_protected"):
            prepared(seats, "request", request(seats, account=f"https://x.example/{text}"))


def test_her_own_account_goes_to_a_platform_under_her_consent_only(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    seats.do(USER, people.amend_party, seats.case, girl, {"handle": "@gulnaz.own"})
    made = request(seats, account="https://www.instagram.com/gulnaz.own")
    with pytest.raises(Refused, match=r"refused\.outward_protected"):
        prepared(seats, "request", made)
    consent(seats, girl, recipient="meta", fields=("handle", "name"))
    assert prepared(seats, "request", made).paper.paper.ticked == {"V1.handle", "V1.name"}


def test_a_pack_carries_ticked_items_only(seats: Seats) -> None:
    girl = party_of(seats, "V1")
    consent(seats, girl, fields=("name", "phone", "school"))
    made = referral(seats, girl, fields=("name",))
    with pytest.raises(Refused, match=r"refused\.reveal_first"):
        prepared(seats, "referral", made)
    seats.do(USER, people.reveal_identity, seats.case, girl)
    text = read(print_letter(prepared(seats, "referral", made).paper, "en"))[1]
    assert "Gulnaz Testbibi" in text
    assert "1112223" not in text
    assert "Invented" not in text


def test_letters_are_numbered_in_turn_and_kept_with_their_hash(seats: Seats) -> None:
    made = about(seats, "request")
    draft = prepared(seats, "request", made, enclosed=("warrant",))
    late = prepared(seats, "request", made)
    digest = hashlib.sha256(print_letter(draft.paper, "en")).hexdigest()
    seats.do(USER, letters.issue_letter, seats.case, draft, digest)
    with pytest.raises(Conflict, match=r"conflict\.letter_number"):
        seats.do(USER, letters.issue_letter, seats.case, late, digest)
    assert prepared(seats, "reminder", made).number.endswith("/L2")
    kept = seats.do("supervisor", open_case, seats.case).content["letters"][0]
    assert (kept["digest"], kept["enclosed"], kept["made_by"], kept["recipient"]) == (digest, ["warrant"], USER, "meta")
    assert draft.number in {line.text for line in prepared(seats, "reminder", made).paper.paper.lines}


@pytest.mark.parametrize("digest", ["", "ab", "G" * 64])
def test_a_letter_without_a_hash_is_not_kept(seats: Seats, digest: str) -> None:
    draft = prepared(seats, "request", about(seats, "request"))
    with pytest.raises(Invalid):
        seats.do(USER, letters.issue_letter, seats.case, draft, digest)


@pytest.mark.parametrize(
    ("args", "field"),
    [(("poem", "x", "en", "hand"), "kind"), (("request", "x", "fr", "hand"), "kind"), (("request", "x", "en", "pigeon"), "channel")],
)
def test_what_no_letter_can_be_says_why(seats: Seats, args: tuple[str, str, str, str], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        seats.do(USER, letters.prepare_letter, seats.case, *args)
    assert set(fault.value.fields) == {field}
    with pytest.raises(Invalid):
        prepared(seats, "request", about(seats, "request"), enclosed=("a cake",))


def test_a_letter_waits_for_what_has_to_come_first(seats: Seats) -> None:
    found: list[tuple[str, str, str]] = [
        ("removal", removal(seats), "refused.capture_first"),
        ("reminder", request(seats), "conflict.not_waiting"),
        ("foreign", foreign_request(seats), "conflict.no_action_yet"),
    ]
    for kind, record, key in found:
        with pytest.raises(DeskError) as fault:
            prepared(seats, kind, record)
        assert fault.value.key == key
    with pytest.raises(Missing):
        prepared(seats, "request", "none")


@pytest.mark.parametrize("role", ["psychologist", "social_welfare"])
def test_who_may_not_read_evidence_writes_no_letter_that_says_it(seats: Seats, role: str) -> None:
    for kind in ("request", "removal", "foreign"):
        with pytest.raises(Refused, match=r"refused\.letter_closed"):
            seats.do(role, letters.prepare_letter, seats.case, kind, about(seats, kind), "en", "hand")
    seats.do(role, letters.prepare_letter, seats.case, "referral", about(seats, "referral"), "en", "hand")


def test_who_waits_for_the_key_writes_no_letter(seats: Seats) -> None:
    record = about(seats, "referral")
    seats.do("supervisor", staff.take_off_team, seats.case, seats.members["psychologist"])
    late = seats.do("supervisor", staff.add_to_team, seats.case, seats.members["psychologist"])
    assert late
    seats.leave()
    seats.take("psychologist")
    seats.raw().execute("DELETE FROM grants WHERE member = ?", (seats.members["psychologist"],))
    with pytest.raises(Refused, match=r"refused\.outward_keys"):
        seats.do("psychologist", letters.prepare_letter, seats.case, "referral", record, "en", "hand")


def test_a_letter_to_a_refused_platform_may_be_looked_at_again(seats: Seats) -> None:
    made, today = sent(seats), seats.clock.today()
    seats.do(USER, platforms.record_answer, seats.case, made, "refused", today, "needs_order")
    prepared(seats, "request", made)
    with pytest.raises(Conflict, match=r"conflict\.not_waiting"):
        prepared(seats, "reminder", made)


def test_each_letter_names_its_days_and_its_basis(seats: Seats) -> None:
    draft = prepared(seats, "request", about(seats, "request"))
    said = {line.label: line.text for line in draft.paper.paper.lines if line.label}
    until = seats.clock.today() + timedelta(days=90)
    assert said["Basis in law"] == "PECA 2016, s.31"
    assert said["To be kept until"] == f"{until.day} {until:%B} {until.year}"
    assert said["Answer to"] == "desk.multan@agency.example"


def test_the_letter_is_a_registered_maker() -> None:
    assert print_letter in MAKERS


def test_a_letter_of_another_case_is_not_found(seats: Seats) -> None:
    from mdt.work.registration import register_case
    from tests.make import plain_case

    record = referral(seats, party_of(seats, "V1"), fields=())
    letter(seats, record)
    other = seats.do(USER, register_case, None, plain_case(numbers=(), parties=()))
    with pytest.raises(Missing):
        seats.do(USER, letters.prepare_letter, other, "referral", record, "en", "hand")
    with pytest.raises(Missing):
        seats.do(USER, referrals.move_referral, other, record, "accepted", seats.clock.today())
    assert HASH
