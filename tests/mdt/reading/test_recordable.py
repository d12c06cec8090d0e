"""What a confirmed tip is recorded with: words of the desk where it has them, everything somewhere, victims never among the accused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mdt.model.readings import Role, TipReading
from mdt.reading.recordable import recordable
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import EVERY


def tip(name: str = "cybertip") -> TipReading:
    return read_bytes(EVERY[name]).tips[0]


def test_what_would_be_recorded_keeps_victims_from_the_accused() -> None:
    found = recordable(tip())
    open_to_all = {name: text for name, text in found.values.items() if name not in ("narrative", "victims")}
    for hurt in ("Zzyzx", "little.zz", "other.qx"):
        assert hurt in found.values["victims"]
        assert hurt not in str((open_to_all, found.identifiers, found.counts))
    assert found.identifiers == tuple(one.text for one in tip().identifiers if one.role is Role.REPORTED)


def test_a_reported_child_gives_no_identifier_and_no_name() -> None:
    young = replace(tip(), identifiers=tuple(replace(one, role=Role.MINOR) for one in tip().identifiers), values=())
    assert recordable(young).identifiers == ()
    assert recordable(young).values["names"] == ()


def test_values_by_the_names_of_the_form() -> None:
    found = recordable(tip())
    assert found.values["source"] == "cybertip"
    assert found.values["number"] == "900000001"
    assert found.values["received_at"] == datetime(2025, 1, 3, 20, 30, tzinfo=UTC)
    assert (found.values["incident_type"], found.values["platform"]) == ("possession", "instagram")
    assert found.values["flags"] == ("sextortion", "instrumentalUse", "viral", "not_viewed")
    assert found.counts == {"a1": 1, "a2": 0, "b1": 0, "b2": 1, "unclassed": 1}


@pytest.mark.parametrize("name", ["cybertip", "report", "table"])
def test_everything_is_somewhere(name: str) -> None:
    read, found = tip(name), recordable(tip(name))
    said = f"{found.values} {found.identifiers} {found.kept}".replace("\\n", "\n").replace("\\r", "\r")
    assert read.original in found.kept
    assert [
        value.text for value in read.values if value.text not in said and value.name not in ("received_at", "incident_at", "informational")
    ] == []
    assert [one.text for one in read.identifiers if one.text not in said] == []
    assert [event.address for event in read.events if event.address not in said] == []
    assert [leaf.path for leaf in read.kept if f"{leaf.path}: {leaf.text}" not in found.kept] == []


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Child Pornography (possession, manufacture, and distribution)", "possession"),
        ("Child Pornography (Unconfirmed)", "possession"),
        ("Child Sex Trafficking", "trafficking"),
        ("Child Sex Tourism", "tourism"),
        ("Child Sexual Molestation", "molestation"),
        ("Misleading Domain Name", "misleading_domain"),
        ("Misleading Words or Digital Images on the Internet", "misleading_words"),
        ("Online Enticement of Children for Sexual Acts", "enticement"),
        ("Online Enticement of Children for Sexual Act", "enticement"),
        ("Unsolicited Obscene Material Sent to a Child", "unsolicited"),
        ("A type of next year", "A type of next year"),
        ("", None),
    ],
)
def test_types_by_the_words_of_the_desk_and_newer_ones_as_written(written: str, ours: str | None) -> None:
    values = tuple(replace(value, text=written) if value.name == "incident_type" else value for value in tip().values)
    assert recordable(replace(tip(), values=values)).values["incident_type"] == ours


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("NCB", "interpol"),
        ("National Center for Missing & Exploited Children", "cybertip"),
        ("DRF helpline", "helpline"),
        ("Local complaint", "local"),
        ("IWF portal", "iwf"),
        ("Police of Nowhere", "foreign"),
        ("", "foreign"),
    ],
)
def test_senders_by_the_words_of_the_desk(written: str, ours: str) -> None:
    values = tuple(replace(value, text=written) if value.name == "source" else value for value in tip("table").values)
    found = recordable(replace(tip("table"), values=values)).values
    assert found["source"] == ours
    assert f"source: {written}" in found["narrative"]
