"""The schema that platforms send in: the same values from XML, flags as empty elements, victims apart, nothing fetched or expanded."""

from __future__ import annotations

import pytest

from mdt.errors import Invalid
from mdt.model.readings import FileKind, Role, TipReading
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import EVERY, REPORT


def read(text: str = REPORT) -> TipReading:
    found = read_bytes(text.encode())
    assert found.kind is FileKind.REPORT
    return found.tips[0]


def test_values_stand_with_their_place() -> None:
    found = {value.name: (value.text, value.where) for value in reversed(read().values)}
    assert found["number"] == ("900000002", "report/fileDetails/reportId")
    assert found["incident_type"] == ("Online Enticement of Children for Sexual Acts", "report/incidentSummary/incidentType")
    assert found["incident_at"] == ("2025-01-01T10:00:00+00:00", "report/incidentSummary/incidentDateTime")
    assert found["escalation"][0] == "Immediate risk"
    assert found["platform"][0] == "Exampleverse"
    assert found["url"] == ("https://example.invalid/a", "report/internetDetails[1]/webPageIncident/url[0]")
    assert read().every("names") == ("Qxample", "Q One", "Q Two")


def test_an_empty_element_says_yes() -> None:
    assert read().every("flags") == ("sextortion", "brandNew")
    (event,) = read().events
    assert (event.address, event.event, event.proxy) == ("198.51.100.9", "Login", "yes")


def test_identifiers_by_whose_they_are() -> None:
    assert {(one.role, one.text) for one in read().identifiers} == {
        (Role.REPORTED, "handle|other|77"),
        (Role.REPORTED, "handle|other|qxample"),
        (Role.REPORTED, "phone||+923000000000"),
        (Role.REPORTED, "email||qx@example.invalid"),
        (Role.REPORTED, "device||490154203237518"),
        (Role.OTHER, "email||parent@example.invalid"),
    }


def test_a_victim_is_kept_apart() -> None:
    found = read()
    assert {"victim: victimPerson/firstName: Zzyzx", "victim: schoolName: School of Nowhere"} <= set(found.every("victims"))
    assert not [value for value in found.values if "Zzyzx" in value.text and value.name != "victims"]


def test_files_are_counted() -> None:
    found = dict(read().counts)
    assert (found["a2"], found["files"], found["viewed_yes"], found["public_missing"]) == (1, 1, 1, 1)


def test_nothing_is_dropped() -> None:
    kept = {leaf.path: leaf.text for leaf in read().kept}
    assert kept["report/newElement/#text"] == "kept too"
    assert kept["report/newElement/@unknown"] == "yes"
    assert kept["report/reporter/reportingPerson/firstName"] == "Desk"
    assert read().original.strip() == REPORT.strip()


def test_several_reports_each_with_its_own_letters() -> None:
    found = read_bytes(EVERY["reports"])
    assert len(found.tips) == 2
    assert found.tips[0].original.startswith("<report xmlns")
    assert found.tips[0].original.endswith("</report>")
    assert found.tips[1].original == "<report/>"


def test_a_declared_encoding_is_obeyed() -> None:
    text = REPORT.replace("UTF-8", "ISO-8859-1")
    found = read_bytes(text.encode("iso-8859-1"))
    assert found.letters == "iso-8859-1"
    assert "Zwei Wörter" in found.tips[0].every("narrative")
    assert "Zwei Wörter" in read_bytes(REPORT.replace("UTF-8", "UTF-16").encode("utf-16")).tips[0].every("narrative")


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"{BOMB}<report>&b;</report>", "unread.doctype"),
        (f"{OUTSIDE}<report>&x;</report>", "unread.doctype"),
        ('<!DOCTYPE report SYSTEM "http://example.invalid/x.dtd"><report/>', "unread.doctype"),
        ("<report>&unknown;</report>", "unread.broken_xml"),
        ("<report><a></report>", "unread.broken_xml"),
        (REPORT[:-30], "unread.broken_xml"),
        ("<report/>trailing", "unread.broken_xml"),
        ("<a>" * 100 + "</a>" * 100, "unread.deep"),
        ("<report>" + "<a/>" * 100_001 + "</report>", "unread.much"),
        ("<other/>", "unread.other_xml"),
    ],
)
def test_what_is_broken_or_made_to_harm_is_refused(text: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert refused.value.key == key
