"""Tables of tips: columns by name, cells as they are written, formulas computed by nobody."""

from __future__ import annotations

import pytest

from mdt.errors import Invalid
from mdt.model.readings import FileKind, Tells
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import TABLE


def test_each_row_is_a_tip() -> None:
    found = read_bytes(TABLE)
    assert found.kind is FileKind.TABLE
    one, two = found.tips
    assert {value.name: value.text for value in one.values} == {
        "number": "900000003",
        "received_at": "2026-11-07T00:00:00+00:00",
        "source": "NCB",
        "incident_type": "Apparent Child Pornography",
        "names": "Qxample Testkhan",
        "platform": "TikTok",
        "victims": "Zzyzx",
        "narrative": "=1+1",
    }
    assert [identifier.text for identifier in one.identifiers] == ["phone||+923000000000", "handle|tiktok|qx.one"]
    assert two.first("incident_type") == "with ; and\r\nnew line"


def test_places_are_the_line_and_the_column() -> None:
    one, two = read_bytes(TABLE).tips
    assert next(value.where for value in one.values if value.name == "number") == "[2].Report ID"
    assert next(value.where for value in two.values if value.name == "number") == "[4].Report ID"


def test_what_has_no_column_of_ours_or_cannot_be_read_is_kept() -> None:
    one, two = read_bytes(TABLE).tips
    assert [leaf.text for leaf in one.kept] == ["kept"]
    assert {leaf.text for leaf in two.kept} == {"unknown", "not a phone"}
    wide = b"Report ID,Sender\n900000003,NCB,more,and more\n"
    assert [leaf.text for leaf in read_bytes(wide).tips[0].kept] == ["more", "and more"]


def test_two_columns_of_one_name_are_both_there() -> None:
    found = read_bytes(b"Report ID,Sender,Notes,Notes\n900000003,NCB,one,two\n").tips[0]
    assert found.every("narrative") + tuple(leaf.text for leaf in found.kept) == ("one", "two")


def test_an_address_in_a_row() -> None:
    (event,) = read_bytes(TABLE).tips[0].events
    assert (event.address, event.tells) == ("100.64.1.1", Tells.NOBODY)
    more = TABLE.replace(b"100.64.1.1;;", b"100.64.1.1;2026-11-01T10:00:00Z;4443")
    (event,) = read_bytes(more).tips[0].events
    assert (event.at, event.port, event.tells) == ("2026-11-01T10:00:00+00:00", "4443", Tells.SHARED)


def test_a_formula_stays_a_text_and_is_said() -> None:
    one, two = read_bytes(TABLE).tips
    assert "formula" in one.cautions
    assert "formula" not in two.cautions


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_sign_between_cells_is_found(sign: str) -> None:
    text = sign.join(["Tip no", "Sender"]) + "\n" + sign.join(["900000003", "NCB"])
    assert read_bytes(text.encode()).tips[0].first("source") == "NCB"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b"Name,Sender\nx,y\n", "unread.other"),
        (b"Report ID\n900000003\n", "unread.other"),
        (b"Report ID,Sender\n", "unread.empty"),
        (b'Report ID,Sender\n900000003,"never closed\n', "unread.broken_table"),
        (b"Report ID,Sender\n9," + b"x" * (1024 * 1024 + 9) + b"\n", "unread.broken_table"),
        (b"Report ID,Sender\n" + b"9,x\n" * 2001, "unread.much"),
    ],
)
def test_what_is_no_such_table_is_refused(text: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_bytes(text)
    assert refused.value.key == key
