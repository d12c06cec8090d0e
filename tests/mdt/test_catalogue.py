"""The catalogue that ships says what the law says, and a catalogue with a fault in it is refused by name."""

from __future__ import annotations

import re
import sys
import time
import timeit
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from mdt.catalogue import schema
from mdt.catalogue.faults import CatalogueFault
from mdt.catalogue.files import FILES
from mdt.catalogue.load import load_catalogue, read_catalogue
from mdt.catalogue.office import office_titles
from mdt.catalogue.row import Row
from mdt.model.phrases import Phrase

CATALOGUE = load_catalogue()
TEXTS = {file: resources.text(f"catalogue/{file}") for file in FILES}
ARABIC = re.compile("[\u0600-\u06ff]")
DAYS = st.dates(date(2010, 1, 1), date(2040, 1, 1))


def phrases(row: Row) -> Iterator[Phrase]:
    for value in (getattr(row, field.name) for field in fields(row)):
        yield from (part.title for part in value if isinstance(part, schema.Element)) if isinstance(value, tuple) else ()
        yield from [value] if isinstance(value, Phrase) else ()


@pytest.mark.parametrize("table", sorted(CATALOGUE.tables))
def test_every_row_names_its_source_and_says_it_in_both_languages(table: str) -> None:
    for row in CATALOGUE.tables[table].values():
        assert row.source, row.id
        for phrase in phrases(row):
            assert bool(phrase.en) == bool(ARABIC.search(phrase.ur)), f"{row.id}: {phrase}"
            assert not ARABIC.search(phrase.en), f"{row.id}: {phrase}"


def test_exactly_these_sections_of_peca_are_cognizable_and_neither_bailable_nor_compoundable() -> None:
    grave = {f"peca-{section}" for section in "10 13 14 20 21 22 22a 22b 22c 26a".split()}
    for offence in CATALOGUE.offences.values():
        if offence.act == "PECA 2016":
            is_grave = offence.id in grave
            assert (offence.cognizable, offence.bailable, offence.compoundable) == (is_grave, not is_grave, not is_grave), offence.id
    assert grave <= CATALOGUE.offences.keys()


def test_every_row_of_the_reference_tables_is_there() -> None:
    peca = "3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 22a 22b 22c 23 24 24a 25 26 26a 41"
    ppc = """166-2 182 186-2 292a 292b 292c 293 328a 336b 354 354a 361 363 364a 365b 366a 371a 371b 375 375a 376 376a 377 377a 377b
             384 385 386 387 388 389 496c 500 503 506 507 509 511"""
    assert list(CATALOGUE.offences) == [f"peca-{id}" for id in peca.split()] + [f"ppc-{id}" for id in ppc.split()]


def test_punishments_are_those_of_the_law() -> None:
    law = {
        "peca-3": (None, 0.25, None, 50_000, "or_both"),
        "peca-21": (None, 5, None, 5_000_000, "or_both"),
        "peca-22": (14, 20, 1_000_000, None, "and"),
        "peca-22a": (5, 10, 500_000, 10_000_000, "and"),
        "peca-24": (None, 3, None, 1_000_000, "or_both"),
        "peca-24a": (1, 5, 100_000, 500_000, "and"),
        "ppc-377b": (14, 20, 1_000_000, None, "and"),
        "ppc-293": (None, None, None, None, ""),
    }
    rows = {id: CATALOGUE.offence(id) for id in law}
    assert {id: (row.min_years, row.max_years, row.min_fine_pkr, row.max_fine_pkr, row.fine_mode) for id, row in rows.items()} == law


def test_the_punishment_in_words_names_the_numbers() -> None:
    for offence in CATALOGUE.offences.values():
        for years in (offence.min_years, offence.max_years):
            if years is not None:
                number = f"{years:g}" if years >= 1 else f"{round(years * 12)} months"
                assert number in offence.punishment.en, offence.id
                assert number.split()[0] in offence.punishment.ur, offence.id


def test_schedules_of_the_anti_rape_act_and_limbs_of_modesty() -> None:
    listed = {schedule: {row.id for row in CATALOGUE.offences.values() if row.anti_rape_schedule == schedule} for schedule in ("I", "II")}
    assert listed["I"] == {"peca-21", "peca-22", "ppc-292a", "ppc-292b", "ppc-292c", "ppc-354"}
    second = "336b 354a 364a 365b 366a 371a 371b 375 375a 376 377 377a 377b"
    assert listed["II"] == {f"ppc-{id}" for id in second.split()}
    assert [element.id for element in CATALOGUE.offence("peca-21").elements] == ["21(1)(a)", "21(1)(b)", "21(1)(c)", "21(1)(d)"]


def test_a_section_with_a_trap_says_so_and_some_are_only_for_minors() -> None:
    quiet = [row.id for row in CATALOGUE.offences.values() if (row.cognizable is False) != ("Non-cognizable" in row.note.en)]
    assert quiet == []
    assert "not a personal-harassment tool" in CATALOGUE.offence("peca-26a").note.en
    minors = {row.id for row in CATALOGUE.offences.values() if row.victim_must_be_minor}
    assert {"peca-22a", "peca-22b", "peca-22c", "ppc-377a", "ppc-377b"} <= minors
    assert minors.isdisjoint({"peca-21", "peca-22", "peca-24", "ppc-376"})


def test_a_section_is_offered_only_while_it_was_law() -> None:
    sections = CATALOGUE.offences
    starts = {"peca-21": date(2016, 8, 18), "peca-22a": date(2023, 1, 1), "peca-24a": date(2023, 1, 1), "peca-26a": date(2025, 1, 1)}
    for id, day in starts.items():
        offered = [sections[id] in CATALOGUE.offences_on(on) for on in (day - timedelta(1), day, date(2039, 1, 1))]
        assert offered == [False, True, True], id
    for id in ("ppc-292b", "ppc-292c"):
        offered = [sections[id] in CATALOGUE.offences_on(on) for on in (date(2018, 1, 1), date(2023, 12, 31), date(2024, 1, 1))]
        assert offered == [True, True, False], id
    assert {sections[id].dates_confidence for id in (*starts, "ppc-292b", "ppc-292c")} == {"G"}


@given(DAYS, DAYS, DAYS)
def test_what_is_offered_on_two_days_is_offered_between_and_only_dated_sections_come_and_go(one: date, two: date, three: date) -> None:
    first, middle, last = (set(CATALOGUE.offences_on(day)) for day in sorted((one, two, three)))
    assert first & last <= middle
    assert all(row.in_force_to for row in first - last)
    assert all(row.in_force_from for row in last - first)


def test_the_investigator_moves_up_to_the_final_challan_and_the_prosecutor_from_the_interim_one() -> None:
    moved = {role: [stage.order for stage in CATALOGUE.stages.values() if role in stage.moved_by] for role in CATALOGUE.lists["role"]}
    assert moved.pop("investigator") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert moved.pop("prosecutor") == [7, 8, 9, 10, 11]
    assert set(map(tuple, moved.values())) == {()}


def test_what_a_stage_needs_to_be_entered() -> None:
    assert CATALOGUE.stage("complaint").needs == ("complaint_date", "channel", "complainant")
    assert CATALOGUE.stage("fir").needs == ("fir_number", "fir_date", "fir_sections", "director_approval")
    assert CATALOGUE.stage("closed").needs == ("closure_reason", "victim_informed_on")
    assert {need for stage in CATALOGUE.stages.values() for need in stage.needs} == schema.CONDITIONS


def test_what_may_be_closed_and_when_pressure_is_asked_for() -> None:
    closable = [row.id for row in CATALOGUE.stages.values() if row.may_close]
    assert closable == "complaint verification enquiry legal_opinion outcome appeal".split()
    assert [row.id for row in CATALOGUE.closure_reasons.values() if row.ask_coercion] == ["withdrew", "compounded"]


def test_typologies_circles_and_agencies() -> None:
    assert [row.origin for row in CATALOGUE.typologies.values()] == ["drf"] * 25 + ["unit"] * 10
    habits = [row.id for row in CATALOGUE.typologies.values() if row.modus_operandi]
    assert habits == ["account_takeover_otp", "repair_shop_leak", "matrimonial_scam", "fake_casting"]
    assert list(CATALOGUE.circles) == "LHR MUX FSD GRW RWP GLT KHI SKR HDD UET GWD PEW DIK ISB ATD XXX".split()
    assert (CATALOGUE.default_agency().id, [row.id for row in CATALOGUE.agencies.values() if row.legacy]) == ("nccia", ["fia_ccw"])


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("enquiry", ["1111/2023", "598/24", "1/2022"], ["1111", "111111/2023", "5/202", "598/24\n", "۵۹۸/۲۴", " 598/24"]),
        ("fir", ["98/2023"], ["98/23", "98-2023", "x98/2023", "98/2023x"]),
        ("cybertip", ["123456", "123456789012"], ["12345", "1234567890123", "12345a"]),
        ("interpol", ["NCB 1", "abc"], ["ab", "", "ab "]),
        ("complaint", ["x", "CC 12/2026"], ["", " ", "x "]),
    ],
)
def test_numbers_have_their_shape(kind: str, good: list[str], bad: list[str]) -> None:
    number = CATALOGUE.numbers[kind]
    assert [text for text in good if not number.fits(text)] == []
    assert [text for text in bad if number.fits(text)] == []


@given(st.integers(0, 120))
def test_every_age_falls_into_one_band(age: int) -> None:
    known = [band for band in CATALOGUE.age_bands.values() if band.from_age is not None]
    holding = [band for band in known if (band.from_age or 0) <= age <= (999 if band.to_age is None else band.to_age)]
    assert holding == [CATALOGUE.age_band(age)]
    assert CATALOGUE.age_band(None).id == CATALOGUE.age_band(-1 - age).id == "unknown"


def test_settings_and_titles_are_read_by_id() -> None:
    assert CATALOGUE.setting("idle_lock_minutes") == 3
    assert (CATALOGUE.setting("tellings_warn"), CATALOGUE.setting("tellings_block")) == (2, 3)
    assert CATALOGUE.title("sex", "female").en == "Female"
    assert CATALOGUE.title("age_band", "10_13").en == "10 to 13"
    with pytest.raises(KeyError):
        CATALOGUE.title("sex", "nobody")


def test_names_are_written_in_one_way() -> None:
    assert CATALOGUE.abbreviations["mohd"].full == "muhammad"
    assert {"syed", "hafiz", "سید"} <= CATALOGUE.ignored_words
    words = {*CATALOGUE.abbreviations, *CATALOGUE.ignored_words, *(row.full for row in CATALOGUE.abbreviations.values())}
    assert [word for word in words if word != word.lower().strip()] == []


def test_the_badge_stands_on_what_nobody_verified() -> None:
    confidences = {CATALOGUE.stage(id).confidence: CATALOGUE.needs_check(CATALOGUE.stage(id)) for id in CATALOGUE.stages}
    assert confidences == {"P": True, "G": True, "V": False}
    assert not CATALOGUE.needs_check(CATALOGUE.circles["LHR"])


def test_nobody_changes_the_catalogue_by_accident() -> None:
    with pytest.raises(TypeError):
        CATALOGUE.offences["peca-99"] = CATALOGUE.offence("peca-21")  # type: ignore[index]


def test_loading_is_fast_and_done_once() -> None:
    spent = timeit.repeat(lambda: read_catalogue(TEXTS), timer=time.process_time, number=1, repeat=9)
    assert min(spent) < (0.6 if sys.gettrace() else 0.06)
    assert load_catalogue() is CATALOGUE


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "what"),
    [
        ("offences.toml", 'heaviest = "term"\n', 'heaviest = "term"\nsentence = 3\n', "offence peca-3", "unknown key sentence"),
        ("offences.toml", "max_years = 0.25", 'max_years = "0.25"', "offence peca-3", "max_years: '0.25' is no float"),
        ("offences.toml", "max_years = 0.25", "max_years = true", "offence peca-3", "max_years: True is no float"),
        ("offences.toml", "cognizable = false", 'cognizable = "no"', "offence peca-3", "cognizable: 'no' is no bool"),
        ("offences.toml", "victim_must_be_minor = false", 'victim_must_be_minor = ""', "offence peca-3", "is no bool"),
        ("offences.toml", 'id = "peca-4"', 'id = "peca-3"', "offence peca-3", "duplicate id"),
        ("offences.toml", 'id = "peca-4"', "id = 4", "offence 2", "id: 4 is no str"),
        ("offences.toml", 'id = "peca-4"', 'id = ""', "offence ", "id: '' is no id"),
        ("offences.toml", 'confidence = "V"', 'confidence = "U"', "offence peca-3", "'U' is none of"),
        ("offences.toml", 'anti_rape_schedule = "II"', 'anti_rape_schedule = "III"', "offence ppc-336b", "'III' is none of"),
        ("offences.toml", '"2016-08-18"', '"18-08-2016"', "offence peca-3", "is no ISO date"),
        ("offences.toml", '"2016-08-18"', '"20160818"', "offence peca-3", "is no ISO date"),
        ("offences.toml", '"2016-08-18"', "2016-08-18", "offence peca-3", "in_force_from: datetime.date(2016, 8, 18) is no str"),
        ("offences.toml", 'in_force_to = ""', 'in_force_to = "2015-01-01"', "offence peca-3", "in_force_to is before in_force_from"),
        ("offences.toml", 'min_years = ""', "min_years = 9", "offence peca-3", "max_years is before min_years"),
        ("offences.toml", 'id = "21(1)(b)"', 'id = "21(1)(a)"', "offence peca-21", "elements: names something twice"),
        ("offences.toml", 'id = "21(1)(b)", ', "", "offence peca-21", "elements: missing key id"),
        ("offences.toml", '\nid = "peca-3"', '\nid = "peca-3', "", "not TOML"),
        ("stages.toml", 'next = ["verification"]', 'next = ["verifying"]', "stage complaint", "next: there is no stage verifying"),
        ("stages.toml", 'next = ["appeal"]', 'next = ["closed"]', "stage outcome", "next: nobody may move a case to closed"),
        ("stages.toml", '"channel"', '"chanel"', "stage complaint", "needs: there is no condition chanel"),
        ("stages.toml", 'moved_by = ["investigator"]', 'moved_by = ["driver"]', "stage complaint", "moved_by: there is no role driver"),
        ("stages.toml", '"channel"', "7", "stage complaint", "needs: 7 is no str"),
        ("stages.toml", "order = 2", "order = 3", "stage verification", "order is 3 and its place 2"),
        ("stages.toml", "drawn = 2", "drawn = 9", "stage verification", "9 is no step of the path"),
        ("missing.toml", 'id = "consent"', 'id = "permission"', "missing consent", "missing row"),
        ("missing.toml", 'id = "consent"', 'id = "agreement"', "missing agreement", "the program knows no such row"),
        ("missing.toml", 'roles = ["investigator"]', 'roles = ["clerk"]', "missing occurred_on", "there is no role clerk"),
        ("typologies.toml", '"peca-16"', '"peca-16z"', "typology impersonation", "there is no offence peca-16z"),
        ("circles.toml", 'zone = "central"', 'zone = "middle"', "circle LHR", "there is no zone middle"),
        ("circles.toml", 'title_ur = "لاہور"', 'title_ur = ""', "circle LHR", "title: in one language only"),
        ("circles.toml", 'title = "Lahore"\ntitle_ur = "لاہور"', 'title = ""\ntitle_ur = ""', "circle LHR", "title: empty"),
        ("circles.toml", "[[circle]]", "[[district]]", "", "unknown table district"),
        ("agencies.toml", "default = true", "default = false", "agency", "not exactly one default"),
        ("numbers.toml", "'^\\d{1,4}/\\d{4}$'", "'\\d{1,4}/\\d{4}$'", "number fir", "is not anchored"),
        ("numbers.toml", "'^\\d{1,4}/\\d{4}$'", "'^(\\d{1,4}/\\d{4}$'", "number fir", "is no regular expression"),
        ("numbers.toml", 'example = "98/2023"', 'example = "98/23"', "number fir", "the example does not fit"),
        ("lists.toml", "from_age = 0", 'from_age = ""', "age_band", "not exactly one without from_age"),
        ("lists.toml", "from_age = 14", "from_age = 18", "age_band 14_17", "to_age is before from_age"),
        ("names.toml", 'full = "muhammad"', 'full = "mohd"', "abbreviation md", "stands for another abbreviation"),
        *(("deadlines.toml", "[7, 3, 1]", days, "deadline produce", "warn_before: ") for days in ("[]", "[3, 7]", "[7, 7]", "[7, 0]", "7")),
        ("settings.toml", "value = 3", 'value = "3"', "setting idle_lock_minutes", "value: '3' is no int"),
        ("settings.toml", 'effective_to = ""', 'effective_to = "soon"', "setting idle_lock_minutes", "effective_to: 'soon' is no ISO date"),
    ],
)
def test_a_planted_fault_is_named(file: str, old: str, new: str, row: str, what: str) -> None:
    assert old in TEXTS[file]
    with pytest.raises(CatalogueFault) as caught:
        read_catalogue({**TEXTS, file: TEXTS[file].replace(old, new, 1)})
    fault = caught.value
    assert (fault.file, fault.row) == (file, row)
    assert re.match(f"{re.escape(f'{file}: {row}')}.*{re.escape(what)}", str(fault))


TABLES = [("setting = 3", "not a list of rows"), ("setting = [3]", "not a table of keys"), ("", "missing table setting")]


@pytest.mark.parametrize(("text", "what"), TABLES)
def test_a_table_must_be_a_list_of_rows(text: str, what: str) -> None:
    with pytest.raises(CatalogueFault, match=what):
        read_catalogue({**TEXTS, "settings.toml": text})


def test_a_file_too_many_or_too_few_is_refused() -> None:
    with pytest.raises(CatalogueFault, match=r"offences\.toml: missing file"):
        read_catalogue({file: text for file, text in TEXTS.items() if file != "offences.toml"})
    with pytest.raises(CatalogueFault, match=r"weather\.toml: unknown file"):
        read_catalogue({**TEXTS, "weather.toml": ""})


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_key_taken_away_is_missed(file: str, data: st.DataObject) -> None:
    lines = TEXTS[file].split("\n")
    keys = [place for place, line in enumerate(lines) if re.match(r"\w+ = .*[^\[]$", line)]
    place = data.draw(st.sampled_from(keys))
    with pytest.raises(CatalogueFault, match=f"missing key {lines[place].split(' = ')[0]}"):
        read_catalogue({**TEXTS, file: "\n".join(lines[:place] + lines[place + 1 :])})


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_first_page_offers_what_the_catalogue_holds(language: str) -> None:
    for table in ("agency", "circle"):
        offered, rows = office_titles(table, language), CATALOGUE.tables[table]
        assert dict(offered) == {row.id: row.title.inside(language) for row in rows.values()}
        assert len(offered) == len(rows)
    assert [title for _, title in office_titles("circle", language)] == sorted(title for _, title in office_titles("circle", language))
