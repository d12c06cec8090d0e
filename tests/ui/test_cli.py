"""The command line through ``main``: exits, sentences, JSON, and the same rights as everywhere."""

from __future__ import annotations

import getpass
import io
import json
import re
import sys
import warnings
from pathlib import Path

import pytest
from pypdf import PdfReader

from mdt.errors import Locked
from mdt.work.incidents import add_incident, correct_report
from mdt.work.notes import add_session_note
from mdt.work.requests import request_voiding
from tests.make import PASSWORD, ROLES, TODAY, Seats, surroundings
from tests.ui.commanded import Command, Ran, nobody
from ui.cli import crash_notice, main
from ui.cli.world import World


@pytest.mark.parametrize("role", ROLES)
def test_every_role_lists_and_shows_the_case_in_its_own_way(command: Command, seats: Seats, role: str) -> None:
    listed = json.loads(command("case", "list", "--json", user=role).out)
    code = listed["cases"][0]["code"]
    shown = json.loads(command("case", "show", code, "--json", user=role).out)
    assert listed["schema"] == shown["schema"] == 1
    assert shown["case"]["code"] == code
    victim = next(party for party in shown["case"]["parties"] if party["alias"] == "V1")
    if role == "supervisor":
        assert "name" not in victim
        assert "IDENTITY" in shown["withheld"]
    else:
        assert victim["name"] == {"masked": True}
    named = "Muhammad Testkhan" in json.dumps(shown, ensure_ascii=False)
    assert named == (role in ("investigator", "prosecutor"))
    assert ("CLINICAL" in shown["withheld"]) == (role != "psychologist")


def test_a_case_is_found_by_number_and_circle_too(command: Command) -> None:
    by_number = command("case", "show", "enquiry:4021/2026@Multan", "--json", user="prosecutor")
    assert by_number.code == 0
    assert json.loads(by_number.out)["case"]["numbers"][0]["text"] == "4021/2026"


def test_text_output_shows_masked_and_withheld_words(command: Command, seats: Seats) -> None:
    seats.do("psychologist", add_session_note, seats.case, TODAY, "held", "she said it quietly")
    shown = command("case", "show", "enquiry:4021/2026@Multan", user="investigator")
    assert shown.code == 0
    assert "(masked)" in shown.out
    assert "Gulnaz" not in shown.out
    assert "counselling notes" in shown.out
    assert "she said it quietly" not in shown.out
    assert "she said it quietly" in command("case", "show", "enquiry:4021/2026@Multan", user="psychologist").out


def test_urdu_speaks_urdu(command: Command) -> None:
    assert "مقدمہ" in command("case", "show", "enquiry:4021/2026@Multan", user="investigator", MDT_LANG="ur").out
    assert "مقدمہ" in command("case", "show", "willow-99", user="investigator", MDT_LANG="ur").err


def test_the_team_is_told_who_opened_the_case(command: Command) -> None:
    number = "enquiry:4021/2026@Multan"
    assert command("case", "show", number, user="psychologist").code == 0
    told = json.loads(command("case", "openings", number, "--json", user="social_welfare").out)
    assert told["schema"] == 1
    first = told["openings"][0]
    assert (first["by"], first["act"], first["party"]) == ("psychologist", "open_case", None)
    assert first["at"].startswith("2026-11-20T09:00")
    shown = command("case", "openings", number, user="supervisor").out.splitlines()
    assert shown[0] == "20 Nov 2026, 14:00  psychologist  opened the case"
    assert "مقدمہ کھولا" in command("case", "openings", number, user="supervisor", MDT_LANG="ur").out
    assert command("case", "openings", "willow-99", user="supervisor").code == 1


def test_what_is_missing_is_listed_gap_by_gap(command: Command, seats: Seats) -> None:
    listed = json.loads(command("case", "missing", "--json", user="psychologist").out)
    code = json.loads(command("case", "list", "--json", user="psychologist").out)["cases"][0]["code"]
    assert listed == {"schema": 1, "missing": [{"gap": "session_planned", "cases": [{"id": seats.case, "code": code}]}]}
    assert command("case", "missing", user="psychologist").out == f"No counselling session is planned.  (1)\n  {code}\n"
    assert "مشاورت" in command("case", "missing", user="supervisor", MDT_LANG="ur").out
    seats.do("psychologist", add_session_note, seats.case, TODAY, "held", "words")
    assert command("case", "missing", user="psychologist").out == "Nothing that you are asked for is missing.\n"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_prosecutor_prints_the_bundle_and_the_log_says_so(command: Command, seats: Seats, tmp_path: Path, language: str) -> None:
    out = tmp_path / "bundle.pdf"
    assert command("bundle", "enquiry:4021/2026@Multan", "--out", str(out), "--lang", language, user="prosecutor").code == 0
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "4021/2026" in text
    assert "Gulnaz" not in text
    assert sys.platform == "win32" or out.stat().st_mode & 0o077 == 0
    acts = seats.take("supervisor")
    from mdt.work.staff import read_log

    assert any(entry.act == "assemble_bundle" and entry.outcome.value == "done" for entry in acts.do(read_log))


@pytest.mark.parametrize("role", ["investigator", "psychologist", "social_welfare", "supervisor"])
def test_everybody_else_is_refused_the_bundle_with_three(command: Command, tmp_path: Path, role: str) -> None:
    ran = command("bundle", "enquiry:4021/2026@Multan", "--out", str(tmp_path / "no.pdf"), user=role)
    assert ran.code == 3
    assert len(ran.err.strip().splitlines()) == 1
    assert not (tmp_path / "no.pdf").exists()


def test_a_bundle_never_goes_over_a_file(command: Command, tmp_path: Path) -> None:
    kept = tmp_path / "kept.pdf"
    kept.write_bytes(b"mine")
    assert command("bundle", "enquiry:4021/2026@Multan", "--out", str(kept), user="prosecutor").code == 1
    assert kept.read_bytes() == b"mine"


def test_gone_and_not_yours_read_alike(command: Command, seats: Seats) -> None:
    from mdt.work.staff import take_off_team

    code = json.loads(command("case", "list", "--json", user="investigator").out)["cases"][0]["code"]
    seats.do("supervisor", take_off_team, seats.case, seats.members["social_welfare"])
    not_yours = command("case", "show", code, user="social_welfare")
    gone = command("case", "show", "willow-99", user="social_welfare")
    assert (not_yours.code, not_yours.err) == (gone.code, gone.err) == (1, gone.err)


@pytest.mark.parametrize(
    ("argv", "environ", "sentence"),
    [
        (["case", "list"], {"MDT_PASSWORD": "wrong words altogether"}, "wrong"),
        (["case", "list"], {"MDT_CODE": "AAAAA-AAAAA"}, "wrong"),
        (["case", "show", "what is this"], {}, "willow-41"),
    ],
)
def test_mistakes_get_one_sentence_and_one(command: Command, argv: list[str], environ: dict[str, str], sentence: str) -> None:
    ran = command(*argv, user="investigator", **environ)
    assert ran.code == 1
    assert sentence in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.out == ""


@pytest.mark.parametrize(
    ("argv", "user", "environ", "named"),
    [
        (["case", "list"], "", {}, ("User name", "--as")),
        (["case", "list"], "investigator", {"MDT_PASSWORD": ""}, ("Password", "MDT_PASSWORD")),
        (["case", "list"], "investigator", {"MDT_CODE": ""}, ("Member code", "MDT_CODE")),
        (["password"], "investigator", {}, ("New password", "MDT_NEW_PASSWORD")),
        (["kit", "try", "legal"], "prosecutor", {}, ("Code of the kit", "MDT_KITS")),
    ],
)
def test_without_a_terminal_what_was_asked_and_what_gives_it_is_named(
    command: Command, argv: list[str], user: str, environ: dict[str, str], named: tuple[str, str]
) -> None:
    ran = command(*argv, user=user, **environ)
    assert (ran.code, len(ran.err.strip().splitlines())) == (1, 1)
    assert all(text in ran.err for text in named), ran.err
    assert "terminal" in ran.err


def test_questions_go_to_stderr_and_answers_may_be_piped_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def no_terminal(question: str) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "shown"

    monkeypatch.setattr(getpass, "getpass", no_terminal)
    monkeypatch.setattr(sys, "stdin", io.StringIO("investigator\r\n  six words \n"))
    world = World(environ={})
    assert world.answer("cli.ask_user") == "investigator"
    assert world.secret("MDT_PASSWORD", "cli.ask_password") == "  six words "
    with pytest.raises(Locked):
        world.answer("cli.ask_user")
    with pytest.raises(Locked):
        world.secret("MDT_PASSWORD", "cli.ask_password")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "User name: Password: User name: Password: ")


def test_a_secret_is_asked_for_where_nobody_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda question: f"typed after {question}")
    assert World(environ={}).secret("MDT_PASSWORD", "cli.ask_password") == "typed after Password: "


def test_ids_are_said_as_words(command: Command, seats: Seats) -> None:
    seats.do("investigator", correct_report, seats.case, "It was in May.", "misheard")
    seats.do("investigator", add_incident, seats.case, TODAY, TODAY, "whatsapp", "A message.")
    seats.do("investigator", request_voiding, seats.case, "wrong_entry", "Typed twice.")
    shown = command("case", "show", "enquiry:4021/2026@Multan", user="investigator").out
    for words in (
        "age known from: B-form",
        "platform: WhatsApp",
        "reason: misheard",
        "written at: 20 Nov 2026, 14:00",
        "occurred from: 1 October 2026",
    ):
        assert words in shown
    assert "occurred from: 1 October 2026" in shown
    assert "wrong_entry" not in shown
    assert "b_form" not in shown


def test_wrong_usage_is_two(command: Command) -> None:
    with pytest.raises(SystemExit) as left:
        command("frobnicate")
    assert left.value.code == 2


def test_backup_verify_restore(command: Command, seats: Seats, tmp_path: Path) -> None:
    packed, fresh = tmp_path / "desk.backup", tmp_path / "restored"
    assert command("backup", str(packed), user="supervisor").code == 0
    assert command("backup", str(packed), user="supervisor").code == 1
    assert command("verify", user="psychologist").code == 0
    assert command("restore", str(packed), str(fresh)).code == 0
    seats.folder = fresh
    waiting = command("verify", user="investigator")
    assert (waiting.code, "two members" in waiting.err) == (1, True)
    assert "One more member" in command("confirm-restore", user="investigator").out
    assert "taken the old one's place" in command("confirm-restore", user="supervisor").out
    assert command("confirm-restore", user="supervisor").code == 1
    assert command("verify", "--full", user="investigator").code == 0


def test_verify_names_damage_even_where_the_vault_no_longer_opens(command: Command, seats: Seats) -> None:
    vault = seats.folder / "desk.vault"
    whole = bytearray(vault.read_bytes())
    whole[200] ^= 1
    vault.write_bytes(whole)
    ran = command("verify", user="supervisor")
    assert ran.code == 1
    assert "damaged" in ran.err.casefold()
    assert "wrong" not in ran.err.casefold().replace("found wrong", "")


def test_a_desk_from_nothing(tmp_path: Path, seats: Seats) -> None:
    folder = tmp_path / "new desk"

    def run(*argv: str, **environ: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        world = World(surroundings(), out, err, {"MDT_PASSWORD": PASSWORD, **environ}, nobody, nobody)
        return Ran(main(argv, world), out.getvalue(), err.getvalue())

    made = run("--as", "boss", "init", str(folder), "--circle", "Multan")
    boss = {"MDT_CODE": made.out.strip().rsplit(" ", 1)[1]}
    invited = run("--desk", str(folder), "--as", "boss", "member", "add", "nadia", "investigator", **boss)
    joined = run("--desk", str(folder), "--as", "nadia", "member", "join", MDT_INVITATION=invited.out.strip().rsplit(" ", 1)[1])
    code, fingerprint = joined.out.splitlines()[0].rsplit(" ", 1)[1], joined.out.splitlines()[1].rpartition(": ")[2]
    assert run("--desk", str(folder), "--as", "nadia", "case", "list", MDT_CODE=code).code == 3
    assert run("--desk", str(folder), "--as", "boss", "member", "certify", "nadia", "00" * 16, **boss).code == 1
    assert run("--desk", str(folder), "--as", "boss", "member", "certify", "nobody", fingerprint, **boss).code == 1
    assert run("--desk", str(folder), "--as", "boss", "member", "certify", "nadia", fingerprint, **boss).code == 0
    assert run("--desk", str(folder), "--as", "nadia", "case", "list", MDT_CODE=code).code == 0
    assert "nadia" in run("--desk", str(folder), "--as", "boss", "member", "list", **boss).out
    assert run("--as", "boss", "init", str(folder)).code == 1
    assert run("--as", "boss", "init", str(tmp_path / "x"), MDT_PASSWORD="short").code == 1


def test_the_seal_on_a_bundle_is_found_in_the_log_and_no_other_is(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "bundle.pdf"
    assert command("bundle", "enquiry:4021/2026@Multan", "--out", str(out), user="prosecutor").code == 0
    cover = PdfReader(out).pages[0].extract_text()
    length, seal = re.findall(r"(\d+) entries", cover)[0], re.findall(r"\b[0-9a-f]{64}\b", cover)[0]
    found = command("verify", "--seal", seal, user="supervisor")
    assert (found.code, f"entry {length} of the log" in found.out) == (0, True)
    assert command("verify", "--seal", f"{seal[:32]} {seal[32:]}", user="supervisor").code == 0
    for other in ("0" * 64, seal[:-1], "what"):
        missed = command("verify", "--seal", other, user="supervisor")
        assert (missed.code, "no entry with this seal" in missed.err) == (1, True)


def test_a_whole_desk_is_not_salvaged_and_a_damaged_one_is(command: Command, seats: Seats, tmp_path: Path) -> None:
    ran = command("salvage", str(tmp_path / "out"), user="supervisor")
    assert (ran.code, (tmp_path / "out").exists()) == (1, False)
    assert "nothing to salvage" in ran.err
    seats.take("supervisor")
    seats.raw().execute("DROP TRIGGER events_no_delete")
    ran = command("salvage", str(tmp_path / "out"), user="supervisor")
    assert (ran.code, (tmp_path / "out" / "desk.vault").exists()) == (0, True)


def test_a_crash_notice_says_nothing_about_anybody() -> None:
    try:
        raise ValueError("Gulnaz Testbibi")
    except ValueError as bug:
        notice = crash_notice(bug)
    assert "ValueError at test_cli.py:" in notice
    assert "Gulnaz" not in notice
