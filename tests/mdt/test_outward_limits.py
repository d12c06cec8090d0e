"""Where the rules of the guard of outward papers begin and end, by name and by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt.policy.outward import (
    ADDRESSED,
    BARE,
    MOST_WORDS,
    WITHOUT_NARRATIVE,
    Channel,
    Kind,
    Line,
    Protection,
    Recipient,
    Secret,
    cleared,
    same_number,
)
from tests.mdt.test_outward import CONSENT, DAY, PROTECTION, REACH, SAFE, SECRETS, keys, letter, slip

ONE_DAY = timedelta(days=1)


def test_which_channels_lead_to_an_address_and_which_papers_tell_nothing() -> None:
    assert {channel.value for channel in ADDRESSED} == {"post", "email", "call", "sms", "whatsapp"}
    assert {kind.value for kind in WITHOUT_NARRATIVE} == {"letter", "reminder", "slip", "message", "envelope", "figures"}
    assert {kind.value for kind in BARE} == {"slip", "message"}


@pytest.mark.parametrize("channel", sorted(ADDRESSED))
def test_by_each_of_them_only_her_own_number_is_reached(channel: Channel) -> None:
    reaches = (replace(REACH, channels=frozenset({channel})),)
    paper = slip("Ask for 4711.", channel=channel)
    assert keys(paper, replace(PROTECTION, reaches=reaches)) == []
    assert keys(replace(paper, number="0300 0000000"), replace(PROTECTION, reaches=reaches)) == ["refused.outward_number"]


@pytest.mark.parametrize("channel", [Channel.HAND, Channel.VISIT, Channel.VIA_COUNSELLOR])
def test_whoever_brings_it_needs_no_number(channel: Channel) -> None:
    reaches = (replace(REACH, channels=frozenset({channel})),)
    assert keys(slip("Ask for 4711.", channel=channel, number=""), replace(PROTECTION, reaches=reaches)) == []


@pytest.mark.parametrize("channel", Channel)
def test_without_a_safe_contact_nothing_goes_but_into_her_hand(channel: Channel) -> None:
    said = [] if channel is Channel.HAND else ["refused.outward_no_safe_contact"]
    assert keys(slip("Ask for 4711.", channel=channel), replace(PROTECTION, reaches=())) == said
    others = tuple(replace(REACH, party=party, channels=frozenset(Channel)) for party in ("C1", "W9"))
    assert keys(slip("Ask for 4711.", channel=channel), replace(PROTECTION, reaches=others)) == said


@pytest.mark.parametrize("to", [Recipient.AGENCY, Recipient.PLATFORM])
def test_an_office_needs_no_safe_contact_and_may_read_the_number_of_the_case(to: Recipient) -> None:
    paper = letter("Our number is 4021/2026.", to=to, recipient="V1", channel=Channel.POST, number="Invented Road 1")
    assert keys(paper, replace(PROTECTION, reaches=())) == []
    assert keys(replace(paper, lines=(Line(text="Your library book has come"),))) == ["refused.outward_protected"], (
        "her line is for her alone"
    )
    assert keys(replace(paper, kind=Kind.MESSAGE)) == ["refused.outward_case_words"]


@pytest.mark.parametrize(("until", "covered"), [(None, True), (DAY - ONE_DAY, False), (DAY, True), (DAY + ONE_DAY, True)])
def test_a_consent_holds_to_the_end_of_its_last_day(until: date | None, covered: bool) -> None:
    protection = replace(PROTECTION, consents=(replace(CONSENT, until=until),))
    assert (keys(letter("Gulnaz", ticked=frozenset({"V1.name"})), protection) == []) is covered


@pytest.mark.parametrize(("more", "said"), [(0, []), (1, ["refused.outward_narrative"])])
def test_a_line_of_so_many_words_of_its_own_is_no_story_yet(more: int, said: list[str]) -> None:
    assert MOST_WORDS == 12
    own = " ".join("abcdefghijklmnop"[: MOST_WORDS + more])
    assert keys(letter(own), Protection()) == said
    known = Line(text=f"the template says all of this {own}", known="the template says all of this")
    assert keys(letter(lines=(known,)), Protection()) == said


def test_only_an_envelope_to_her_bears_her_address() -> None:
    address = "House 1, Invented Street"
    to_her = slip(address, kind=Kind.ENVELOPE, channel=Channel.POST, number=address)
    assert keys(to_her) == []
    for kind in (Kind.LETTER, Kind.REPLY, Kind.SLIP):
        assert "refused.outward_protected" in keys(replace(to_her, kind=kind))
    assert "refused.outward_protected" in keys(replace(to_her, to=Recipient.AGENCY, recipient="V1"))


def test_a_seal_is_shown_to_nobody_and_no_number_is_no_number() -> None:
    assert "seal" not in repr(cleared(letter("Nothing."), PROTECTION))
    assert not same_number("", "")
    assert not same_number("", SAFE)


@pytest.mark.parametrize("secret", [one for one in SECRETS if one.kind != "neutral_line"], ids=lambda secret: secret.kind)
def test_nothing_else_of_hers_stands_on_a_slip_to_her(secret: Secret) -> None:
    assert "refused.outward_protected" in keys(slip(secret.text))


def test_a_person_and_a_kind_are_known_by_their_letters() -> None:
    alias, kind = "".join(("V", "1")), "".join(("neutral", "_line"))
    assert keys(slip("Ask for 4711.", recipient=alias)) == []
    hers = (Secret(item=f"{alias}.neutral_line", kind=kind, text="Your library book has come"),)
    assert keys(slip("Your library book has come"), replace(PROTECTION, secrets=hers)) == []
