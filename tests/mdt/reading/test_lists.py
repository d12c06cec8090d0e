"""Hash lists: counts and hashes only, contradictions said, a list of harmless files never taken for one of abuse material."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import asdict
from typing import Any

import pytest

from mdt.errors import Invalid
from mdt.model.readings import FileKind, HashReading
from mdt.reading.whole import read_bytes
from tests.mdt.reading.samples import EVERY, ICSE, LIST, ONE, TWO, VICS, ZERO, as_json, media, vics_case, vics_list


def read(raw: bytes) -> HashReading:
    found = read_bytes(raw).hashes
    assert found is not None
    return found


def test_a_list_is_counted_by_category() -> None:
    found = read(LIST)
    assert read_bytes(LIST).kind is FileKind.VICS_LIST
    assert (found.version, found.records, found.hashes, found.without) == ("1.3", 3, 2, 0)
    assert found.categories == (("0", 1), ("1", 1), ("2", 1))
    assert found.flags == (("offender_no", 1), ("victim_no", 1), ("victim_yes", 1))


def test_a_hash_under_two_categories_is_said() -> None:
    found = read(LIST)
    assert found.contradictions == 2
    assert found.examples == (f"md5 {ZERO}: 0, 2", f"sha1 {ZERO}{'0' * 8}: 0, 2")


def test_hashes_are_packed_with_their_category() -> None:
    packed = dict(read(LIST).packed)
    assert b64decode(packed["md5"]) == bytes.fromhex(ZERO) + b"\0" + bytes.fromhex(ONE) + b"\1"
    assert len(b64decode(packed["sha1"])) == 2 * 21


def test_a_case_export_is_told_apart() -> None:
    found = read(EVERY["vics_case"])
    assert read_bytes(EVERY["vics_case"]).kind is FileKind.VICS_CASE
    assert (found.version, found.source, found.records) == ("2.0", "Example Examiner", 2)
    assert found.categories == (("", 1), ("1", 1))


@pytest.mark.parametrize("raw", [LIST, EVERY["vics_case"]])
def test_where_files_lay_is_nowhere(raw: bytes) -> None:
    assert "secret" not in str(asdict(read_bytes(raw)))
    assert "Somebody" not in str(asdict(read_bytes(raw)))


@pytest.mark.parametrize("context", ["http://github.com/VICSDATAMODEL/ProjectVic/DataModels/1.2.xml", VICS])
def test_a_list_of_harmless_files_is_never_one_of_abuse_material(context: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_bytes(vics_list(media(ZERO, None), media(ONE, None), context=context))
    assert refused.value.key == "unread.known_good"


def test_a_record_without_a_hash_is_counted_as_one() -> None:
    found = read(vics_list(media("", 1), media("not a hash", 1), media(ONE, 1)))
    assert (found.records, found.hashes, found.without) == (3, 1, 2)


def test_the_list_of_interpol() -> None:
    found = read(ICSE)
    assert read_bytes(ICSE).kind is FileKind.ICSE
    assert found.categories == (("baseline", 1), ("other", 2))
    assert (found.records, found.hashes, found.contradictions) == (3, 2, 1)
    assert dict(found.flags) == {
        "distributed_no": 1, "distributed_yes": 1, "file_no": 1, "file_yes": 1, "offender_no": 1, "offender_unread": 1, "victim_no": 1,
        "victim_yes": 1,
    }  # fmt: skip


def test_its_columns_are_found_by_name_in_any_order() -> None:
    text = f"Baseline;series NAME;md5\nT;x;{TWO}\n"
    assert read(text.encode()).categories == (("baseline", 1),)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"@odata.context": f"{VICS}#Media", "value": []}, "unread.empty"),
        ({"@odata.context": f"{VICS}#Else", "value": [media(ZERO, 1)]}, "unread.other_json"),
        ({"value": [media(ZERO, 1)]}, "unread.other_json"),
        ({"@odata.context": f"{VICS}#Media", "value": ["x"]}, "unread.broken_list"),
        ({"value": [media(ZERO, 1)], "@odata.context": f"{VICS}#Media"}, "unread.other_json"),
        ({"@odata.context": f"{VICS}#Media", "value": [media(ZERO, 1, Tags="x" * (3 * 1024 * 1024))]}, "unread.long_record"),
        ({"@odata.context": f"{VICS}#Media", "value": [media(ONE, at) for at in range(300)]}, "unread.categories"),
    ],
)
def test_what_is_no_such_list_is_refused(value: Any, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_bytes(as_json(value))
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("raw", "keys"),
    [
        (LIST[:-20], {"unread.cut", "unread.broken_json"}),
        (LIST[:-1], {"unread.cut"}),
        (LIST + b"}", {"unread.broken_json"}),
        (LIST.replace(b'"MD5"', b'MD5"', 1), {"unread.broken_json", "unread.cut"}),
        (LIST.replace(ZERO.encode(), b"\xff\xfe" * 16), {"unread.letters"}),
        (LIST.replace(b'"Category": 1', b'"Category": "\\ud800"'), {"unread.half_letter"}),
        (LIST.replace(b'"Category": 1', b'"Category": "\\u0000"'), {"unread.nul"}),
        (EVERY["vics_case"].replace(b"Example Examiner", b"\\udfff"), {"unread.half_letter"}),
    ],
)
def test_a_damaged_list_is_refused_whole(raw: bytes, keys: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_bytes(raw)
    assert refused.value.key in keys


def test_a_list_larger_than_one_piece_is_read_piece_by_piece() -> None:
    found = read(vics_case(*(media(f"{at:032X}", at % 3, Tags="t" * 90) for at in range(4000))))
    assert (found.records, found.hashes, found.contradictions) == (4000, 4000, 0)
