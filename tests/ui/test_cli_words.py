"""What the command line says in the reader's language: usage, help, mistakes, days and columns."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest

from mdt.catalogue.days import long_day, moment, short_day
from mdt.catalogue.sentences import sentence
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import Invalid
from mdt.model.staff import Member
from tests.make import Seats, surroundings
from tests.ui.commanded import Command, nobody
from ui.cli import main
from ui.cli.columns import columns, wide
from ui.cli.show import member_lines
from ui.cli.usage import wrong
from ui.cli.world import World

LATIN = re.compile("[A-Za-z]")
CASE = "enquiry:4021/2026@Multan"


def misused(capsys: pytest.CaptureFixture[str], language: str, *argv: str) -> str:
    world = World(surroundings(), io.StringIO(), io.StringIO(), {"MDT_LANG": language}, nobody, nobody)
    with pytest.raises(SystemExit) as left:
        main(argv, world)
    assert left.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "english", "urdu"),
    [
        (["bundle"], "has to be given: CASE, --out", "یہ دینا ضروری ہے: CASE، --out۔"),
        (["member", "add", "nadia", "king"], "“king” is not one of the choices: investigator, ", "”king“ دستیاب انتخابات میں سے نہیں"),
        (["case", "list", "--quick"], "not known here: --quick", "یہ یہاں معلوم نہیں: --quick۔"),
        (["frobnicate"], "“frobnicate” is not one of", "”frobnicate“ دستیاب"),
        (["--desk"], "--desk: a value has to follow", "--desk: اس کے بعد کچھ لکھنا ضروری ہے۔"),
        (["demo", "--size", "big"], "a size is written like 1366x768", "ناپ یوں لکھا جاتا ہے: 1366x768"),
        (["demo", "--scale", "two"], "“two” cannot be read", "”two“ پڑھا نہیں جا سکتا۔"),
        (["demo", "--s", "2"], "“--s” could mean more than one thing: --shots, --size, --scale", "”--s“ کے ایک سے زیادہ مطلب"),
        (["verify", "--full=yes"], "nothing may follow, but “yes” does", "مگر ”yes“ لکھا ہے۔"),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_session(
    capsys: pytest.CaptureFixture[str], argv: list[str], english: str, urdu: str
) -> None:
    said = misused(capsys, "en", *argv)
    assert english in said
    assert said.startswith("usage: mdt-desk")
    said = misused(capsys, "ur", *argv)
    assert urdu in said
    assert said.startswith("استعمال: mdt-desk")
    assert not re.search(r"error|argument|required|invalid", said)


def test_a_mistake_without_a_sentence_keeps_its_own_words() -> None:
    assert wrong(Words("ur"), "something new") == "something new"
    assert wrong(Words("en"), "argument --a: not allowed with argument --b") == "argument --a: cannot be given together with --b"


@pytest.mark.parametrize("line", ["", "demo", "init", "verify", "case", "case show", "member", "kit make", "slot reissue", "bundle"])
def test_help_in_urdu_has_no_english_line(capsys: pytest.CaptureFixture[str], line: str) -> None:
    world = World(surroundings(), io.StringIO(), io.StringIO(), {"MDT_LANG": "ur"}, nobody, nobody)
    with pytest.raises(SystemExit) as left:
        main([*line.split(), "--help"], world)
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "اختیارات:" in said
    for english in ("usage", "options", "positional", "show this", " the ", " a ", " of "):
        assert english not in said


def test_a_language_there_is_none_of_is_one_sentence_and_two() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["case", "list"], World(surroundings(), out, err, {"MDT_LANG": "xx"}, nobody, nobody)) == 2
    assert (out.getvalue(), err.getvalue()) == ("", "MDT_LANG names no language of this program: xx. Set it to one of: en, ur.\n")
    with pytest.raises(ValueError, match="xx"):
        _ = World(surroundings(), out, err, {"MDT_LANG": "xx"}).words
    assert World(surroundings(), out, err, {"MDT_LANG": ""}).words.language == "en"


def test_an_urdu_case_has_urdu_marks_and_days(command: Command) -> None:
    shown = command("case", "show", CASE, user="investigator", MDT_LANG="ur").out
    assert "؛ " in shown
    assert "1 اکتوبر 2026" in shown
    assert not re.search(r"\d{4}-\d\d-\d\d", shown)
    assert "; " not in shown
    assert "، " in shown
    assert ", " not in shown
    assert "handle|" not in shown
    opened = command("case", "openings", CASE, user="investigator", MDT_LANG="ur").out
    assert "20 نومبر 2026، 14:00" in opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_said_alike_everywhere(language: str) -> None:
    day, at = date(2026, 9, 7), datetime(2026, 9, 7, 9, 30, tzinfo=UTC)
    english = language == "en"
    assert long_day(day, language) == long_day("2026-09-07T08:00", language) == ("7 September 2026" if english else "7 ستمبر 2026")
    assert short_day(day, language) == ("7 Sep 2026" if english else "7 ستمبر 2026")
    assert moment(at, language) == ("7 Sep 2026, 09:30" if english else "7 ستمبر 2026، 09:30")
    assert long_day(None, language) == long_day("", language) == ""


def test_columns_stand_straight_in_every_script() -> None:
    assert [wide(text) for text in ("abc", "نادیہ", "مُحَمَّد", "調査", "a\u200fb")] == [3, 5, 4, 4, 2]
    rows = [("مُحَمَّد", "", "x"), ("調査員", "", "y"), ("abcdefgh", "", "z")]
    lines = list(columns(rows))
    assert [wide(line) for line in lines] == [11, 11, 11]
    assert [line[-1] for line in lines] == ["x", "y", "z"]
    assert list(columns([])) == []
    assert list(columns([("a", "b"), ("cc", "")])) == ["a   b", "cc"]


def test_members_stand_in_columns_with_their_fingerprints(command: Command, seats: Seats) -> None:
    assert command("member", "add", "نادیہ", "prosecutor", user="supervisor").code == 0
    lines = command("member", "list", user="supervisor").out.splitlines()
    assert len(lines) == 6
    starts = {wide(re.split(r"(?<=  )(?=certified|invited)", line)[0]) for line in lines}
    assert len(starts) == 1, lines
    assert all(re.search(r"certified  [0-9a-f ]{39}$", line) for line in lines if "نادیہ" not in line), lines
    waiting = Member(id="1", user_name="n", role="prosecutor", standing="joined", fingerprint="ab12 cd34")
    assert next(member_lines([waiting], Words("en"))) == "n  Prosecutor  joined, to be certified"


def test_one_field_is_told_by_itself_and_many_after_one_head() -> None:
    english, urdu = Words("en"), Words("ur")
    short = Invalid(fields={"password": "invalid.password_short"})
    assert sentence(english, short) == english("invalid.password_short")
    assert sentence(urdu, Invalid(fields={"kind": "invalid.choice"})) == f"قسم: {urdu('invalid.choice')}"
    both = Invalid(fields={"kind": "invalid.choice", "not_known": "invalid.needed"})
    told = (urdu("invalid.fields"), f"قسم: {urdu('invalid.choice')}", f"not known: {urdu('invalid.needed')}")
    assert sentence(urdu, both) == " ".join(told)
