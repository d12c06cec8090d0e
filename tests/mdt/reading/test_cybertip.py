"""A CyberTip as law enforcement downloads it: what is understood, where it stood, what is kept apart, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.model.readings import FileKind, Role, Tells, TipReading
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import as_json, capture, reported, sent, tip


def read(**changes: Any) -> TipReading:
    """The one tip of a file."""
    (found,) = read_bytes(as_json(tip(**changes))).tips
    return found


def of(person: dict[str, Any]) -> TipReading:
    told = tip()["reportedInformation"] | {"reportedPeople": {"reportedPersons": [person]}}
    return read(reportedInformation=told)


def test_values_stand_with_their_place() -> None:
    found = {value.name: (value.text, value.where) for value in reversed(read().values)}
    assert found["source"] == ("cybertip", "")
    assert found["number"] == ("900000001", "reportId")
    assert found["received_at"] == ("2025-01-03T20:30:00+00:00", "dateMadeAvailable")
    assert found["incident_type"] == ("Apparent Child Pornography", "reportedInformation.incidentSummary.incidentType")
    assert found["also"][0] == "Child Pornography (Unconfirmed)"
    assert found["priority"] == ("E", "additionalNcmecInformation.priority.value")
    assert found["platform"][0] == "Instagram Direct"
    assert found["escalation"][0] == "Sender says they meet tomorrow"
    assert found["informational"] == ("no", "informational")
    assert found["related"][0] == "900000000"


def test_annotations_newer_than_this_program_are_kept() -> None:
    assert read().every("flags") == ("sextortion", "instrumentalUse")


def test_the_reported_persons_accounts_are_identifiers() -> None:
    found = [one.text for one in read().identifiers if one.role is Role.REPORTED]
    assert found == [
        "handle|instagram|100000000000001",
        "handle|instagram|qxample.user",
        "phone||+923000000000",
        "email||qx@example.invalid",
        "device||490154203237518",
    ]
    assert read().every("names") == ("Qxample", "Q X")


def test_victims_and_recipients_are_kept_apart() -> None:
    found = read()
    assert {one.text: one.role for one in found.identifiers if one.role is not Role.REPORTED} == {
        "handle|instagram|other.qx": Role.RECIPIENT,
        "handle|instagram|little.zz": Role.VICTIM,
    }
    assert "victim: firstName: Zzyzx" in found.every("victims")
    assert not [value for value in found.values if "Zzyzx" in value.text and value.name != "victims"]
    assert not [leaf for leaf in found.kept if "Zzyzx" in leaf.text or "little.zz" in leaf.text]


@pytest.mark.parametrize("young", [{"approximateAge": 17}, {"approximateAge": None, "dateOfBirth": "2007-01-04"}])
def test_a_reported_person_under_18_is_no_accused(young: dict[str, Any]) -> None:
    found = of(reported(**young))
    assert "reported_minor" in found.cautions
    assert not found.every("names")
    assert {one.role for one in found.identifiers} == {Role.MINOR, Role.RECIPIENT, Role.VICTIM}
    assert "minor: firstName: Qxample" in found.every("victims")


def test_one_who_is_18_on_that_day_is() -> None:
    found = of(reported(approximateAge=None, dateOfBirth="2007-01-03"))
    assert "reported_minor" not in found.cautions
    assert "Qxample" in found.every("names")


def test_an_address_shared_by_many_names_nobody_without_time_and_port() -> None:
    seen = {event.address: event for event in read().events}
    assert seen["203.0.113.7"].tells is Tells.SUBSCRIBER
    assert (seen["203.0.113.7"].at, seen["203.0.113.7"].port, seen["203.0.113.7"].proxy) == ("2025-01-01T09:00:00+00:00", "4443", "no")
    assert seen["100.64.3.4"].tells is Tells.NOBODY
    assert seen["100.65.3.4"].tells is Tells.SHARED
    assert "shared_address" in read().cautions


@pytest.mark.parametrize(
    ("address", "tells"),
    [
        ("100.63.255.255", Tells.SUBSCRIBER),
        ("100.64.0.0", Tells.NOBODY),
        ("100.127.255.255", Tells.NOBODY),
        ("100.128.0.0", Tells.SUBSCRIBER),
        ("10.0.0.1", Tells.NOBODY),
        ("2001:db8::7", Tells.SUBSCRIBER),
    ],
)
def test_what_an_address_can_tell(address: str, tells: Tells) -> None:
    found = of(reported(sourceInformation={"sourceCaptures": [capture(address, "LOGIN", None)]}))
    assert [event.tells for event in found.events] == [tells]


def test_files_are_counted_by_class_and_three_state_flags() -> None:
    found = dict(read().counts)
    assert [found[name] for name in ("a1", "a2", "b1", "b2", "unclassed", "files")] == [1, 0, 0, 1, 1, 3]
    assert [found[f"viewed_{state}"] for state in ("yes", "no", "missing")] == [1, 1, 1]
    assert found["file_viral"] == 3


def test_missing_is_never_a_value() -> None:
    found = read()
    assert not [value for value in found.values if "N/A" in value.text]
    assert not [leaf for leaf in found.kept if leaf.text == "N/A"]


def test_nothing_is_dropped() -> None:
    found = read()
    kept = {leaf.path: leaf.text for leaf in found.kept}
    assert kept["somethingNobodyKnew.deep[0]"] == "kept"
    assert kept["additionalNcmecInformation.internationalCountry"] == "Pakistan"
    assert "seen once" in found.every("narrative")
    assert "Hello from a log" in found.every("narrative")
    assert found.original.encode() == as_json(tip())


@pytest.mark.parametrize(
    "emails", [[{"value": "qx@example.invalid"}], {"value": "qx@example.invalid"}, "qx@example.invalid", ["qx@example.invalid"]]
)
def test_lists_come_in_every_shape(emails: Any) -> None:
    assert "email||qx@example.invalid" in [one.text for one in of(reported(emails=emails)).identifiers]


@pytest.mark.parametrize("nothing", [None, [], "N/A", {}, {"emails": None}, {"emails": []}])
def test_and_as_nothing(nothing: Any) -> None:
    assert not [one for one in of(reported(emails=nothing)).identifiers if one.text.startswith("email")]


def test_what_is_no_identifier_is_kept() -> None:
    found = of(reported(phones={"phones": [{"value": "ask his brother"}]}))
    assert "ask his brother" in [leaf.text for leaf in found.kept]


def test_a_time_that_cannot_be_read_is_kept_and_said() -> None:
    found = read(dateMadeAvailable="some day in spring")
    assert found.first("received_at") == "2025-01-02T03:04:05+00:00"
    assert "time_unread" in found.cautions
    assert "some day in spring" in [leaf.text for leaf in found.kept]


def test_a_tip_without_a_number_or_a_day_is_read_and_said() -> None:
    found = read(reportId="N/A", dateMadeAvailable=None, dateReceived=None)
    assert {"no_number", "no_date"} <= set(found.cautions)


def test_a_class_may_stand_among_the_tags() -> None:
    file = sent(None, ncmecTags={"groups": [{"tags": [{"value": "B1"}]}]})
    told = tip()["reportedInformation"] | {"uploadedFiles": [file]}
    assert dict(read(reportedInformation=told).counts)["b1"] == 1


def test_several_tips_in_one_file_each_with_its_own_letters() -> None:
    one, two = as_json(tip()), as_json(tip(reportId="900000009"))
    for whole in (b"[" + one + b", " + two + b"]", one + b"\n" + two + b"\n"):
        found = read_bytes(whole)
        assert found.kind is FileKind.CYBERTIP
        assert [reading.first("number") for reading in found.tips] == ["900000001", "900000009"]
        assert [reading.original.encode() for reading in found.tips] == [one, two]


def test_a_mark_before_it_and_other_letters() -> None:
    text = as_json(tip()).decode()
    for encoding, said in (("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16")):
        found = read_bytes(text.encode(encoding))
        assert found.letters == said
        assert found.tips[0].first("number") == "900000001"


def test_latin_letters_are_read_and_said() -> None:
    found = read_bytes(as_json(tip(note="Grüße")).decode().encode("iso-8859-1"))
    assert found.letters == "iso-8859-1"
    assert "Grüße" in [leaf.text for leaf in found.tips[0].kept]
