"""What tests of the vault share: a case with every kind of record, the key, a way behind the door, and small damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from db import engine
from db.doors import key_of, sign_in
from db.places import VAULT_FILE
from db.surroundings import Surroundings
from db.tables import APPEND_ONLY
from db.vault import Key
from mdt.errors import DeskError
from mdt.model.interviews import Interview
from mdt.model.outgoing import OutgoingReferral, PlatformRequest, RemovalRequest
from mdt.work import charges, drafts, incidents, notes, people, referrals, registration, requests, stages
from mdt.work import staff as members
from mdt.work.forms import Account, NewNumber, NewParty, NewSource
from tests import outgone
from tests.climbed import ladder_story
from tests.clocked import clock_story
from tests.interviewed import whole_story
from tests.listed import kept_list
from tests.make import PASSWORD, Seats, plain_case, seat_team, surroundings
from tests.tipped import linked, opened, recorded

MARK = "Xqvzmarker"
DIGITS = ("0311 9876504", "37405-9876504-1", "490154203237518")
DAY = date(2026, 11, 10)
TEAM = ("investigator", "psychologist", "prosecutor", "social_welfare")


def told(act: Callable[[], object]) -> str:
    """The key of the sentence an act ends with; 'done' where it ends well. Anything but a DeskError is a bug and passes."""
    try:
        act()
    except DeskError as fault:
        return fault.key
    return "done"


def enter(seats: Seats, user: str, password: str = PASSWORD, code: str | None = None, around: Surroundings | None = None) -> None:
    """Sign in and out again."""
    printed = code or seats.codes[user]
    sign_in(seats.folder, user, password, lambda: printed, around or surroundings(seats.clock)).close()


def entering(seats: Seats, user: str, **how: Any) -> str:
    """The sentence of a sign-in."""
    return told(lambda: enter(seats, user, **how))


def vault_key(seats: Seats, password: str = PASSWORD, code: str = "") -> Key:
    """The vault's key by way of a slot; the desk is left closed."""
    seats.leave()
    return key_of(seats.folder, "supervisor", password, lambda: code or seats.codes["supervisor"], surroundings(seats.clock))


@contextmanager
def behind(seats: Seats, guards: bool = False) -> Iterator[Any]:
    """A raw connection past the door, as an insider with the vault key has it; without ``guards`` she dropped the triggers for a while."""
    key = vault_key(seats)
    raw = engine.connect(seats.folder / VAULT_FILE, key.key, key.salt)
    try:
        kept = [str(row[0]) for row in raw.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for table in () if guards else APPEND_ONLY:
            for act in ("update", "delete"):
                raw.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        yield raw
        for guard in () if guards else kept:
            raw.execute(guard)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Turn over one bit of a file."""
    whole = bytearray(path.read_bytes())
    whole[at] ^= 1 << bit
    path.write_bytes(whole)


def write_all(seats: Seats) -> str:
    """A case with every kind of record and a marker in every text; returns its id. Each member drafts something, too."""
    case = _register(seats)
    _investigate(seats, case)
    _counsel(seats, case)
    _prosecute(seats, case)
    _interview(seats, case)
    _outside(seats, case)
    for user in TEAM:
        seats.do(user, drafts.keep_draft, None, f"{MARK} form", f"{MARK} draft of {user}")
    seats.do("supervisor", members.register_member, None, "left_early", "prosecutor", "female", None, f"{MARK} badge")
    return case


def _register(seats: Seats) -> str:
    phone, cnic, device = DIGITS
    girl = NewParty(
        role="victim",
        names=(f"{MARK} Girl", f"{MARK} Nickname"),
        minor=True,
        birth_date=date(2013, 3, 4),
        school=f"{MARK} School",
        address=f"{MARK} Street",
        accounts=(
            Account(kind="phone", text=phone),
            Account(kind="cnic", text=cnic),
            Account(kind="handle", text=f"@{MARK}girl", platform="instagram"),
            Account(kind="email", text=f"{MARK}@invented.example"),
            Account(kind="device", text=device),
        ),
    )
    man = NewParty(
        role="accused",
        state="identified",
        names=(f"{MARK} Man",),
        accounts=(Account(kind="handle", text=f"@{MARK}man", platform="instagram"),),
    )
    new = plain_case(
        report=f"{MARK} report",
        parties=(girl, man),
        sources=(NewSource(kind="foreign", reference=f"{MARK} reference", received_on=DAY),),
        numbers=(NewNumber(kind="enquiry", text="4777/2026", circle="Multan", dated=DAY),),
    )
    case = seats.do("investigator", registration.register_case, None, new)
    seat_team(seats, case)
    return case


def party_of(seats: Seats, case: str, role: str) -> str:
    """The id of the first party in this role."""
    rows = seats.raw().execute('SELECT id FROM parties WHERE "case" = ? AND role = ? ORDER BY alias', (case, role))
    return str(rows.fetchone()[0])


def _investigate(seats: Seats, case: str) -> None:
    seats.take("investigator")
    girl, man = party_of(seats, case, "victim"), party_of(seats, case, "accused")
    seats.do("investigator", incidents.add_incident, case, DAY, DAY, f"{MARK} platform", f"{MARK} what")
    seats.do("investigator", incidents.correct_report, case, f"{MARK} correction", f"{MARK} reason")
    seats.do("investigator", incidents.record_arrest, case, man, DAY)
    seats.do("investigator", charges.record_statement, case, girl, "s161", DAY, f"{MARK} statement", f"{MARK} tape", True)
    texts = ("number", "whose", "hours", "neutral_line", "code_word", "their_word", "stop_signal", "blocked")
    said: dict[str, Any] = {name: f"{MARK} {name}" for name in texts}
    said |= {"first_way": "call", "voicemail": "no", "reviewed_on": DAY}
    lines = people.ContactLines(**said)
    owners = (seats.members["psychologist"],)
    seats.do("investigator", people.keep_safe_contact, case, girl, owners, lines)
    seats.do("investigator", people.amend_party, case, girl, {"address": f"{MARK} new street", "name": f"{MARK} Renamed"})
    seats.do("investigator", stages.move_to_challan, case, "verification", {"verification_officer": f"{MARK} officer"})
    request = seats.do("investigator", requests.request_closure, case, "withdrew", f"{MARK} note", DAY)
    seats.do("supervisor", requests.decide_request, case, request, False)


def _counsel(seats: Seats, case: str) -> None:
    note = seats.do("psychologist", notes.add_session_note, case, DAY, "held", f"{MARK} session")
    seats.do("psychologist", notes.amend_session_note, case, note, f"{MARK} session amended")
    signal = seats.do("psychologist", notes.raise_signal, case, "counsellor_present", DAY)
    seats.do("psychologist", notes.lift_signal, case, signal)
    seats.do("social_welfare", notes.add_welfare_note, case, DAY, "held", f"{MARK} visit")


def _prosecute(seats: Seats, case: str) -> None:
    seats.take("prosecutor")
    man = party_of(seats, case, "accused")
    seats.do("prosecutor", charges.lay_charge, case, man, "peca-21", date(2026, 10, 2), "21(1)(b)", f"{MARK} assessment")
    seats.do("prosecutor", notes.add_opinion, case, DAY, f"{MARK} opinion")


def _interview(seats: Seats, case: str) -> None:
    seats.take("investigator")
    girl = party_of(seats, case, "victim")
    said: dict[tuple[type, str], str] = {(Interview, "outcome"): "account_partial"}
    clock_story(seats, case, girl, lambda kind, field: f"{MARK} {kind.__name__} {field}")
    whole_story(seats, case, girl, lambda kind, field: said.get((kind, field), f"{MARK} {kind.__name__} {field}"))


def _outside(seats: Seats, case: str) -> None:
    """What came from outside, and what left the desk."""
    said: dict[str, Any] = {name: f"{MARK} {name}" for name in ("narrative", "victims", "kept")}
    tip = recorded(seats, opened(seats), f"handle|instagram|{MARK}.tip", names=(f"{MARK} shown",), **said)
    linked(seats, case, tip, note=f"{MARK} note")
    kept_list(seats)
    shaped: dict[tuple[type, str], str] = {(RemovalRequest, "capture_hash"): outgone.HASH, (PlatformRequest, "account"): outgone.ACCOUNT}
    shaped[RemovalRequest, "url"] = f"https://{MARK}.example/1"

    def say(kind: type, field: str) -> str:
        return shaped.get((kind, field), f"{MARK} {kind.__name__} {field}")

    first, seats.case = seats.case, case
    girl = party_of(seats, case, "victim")
    outgone.consent(seats, girl, say)
    handed = outgone.referral(seats, girl, say)
    seats.do("investigator", referrals.hand_over, case, handed, seats.clock.today(), say(OutgoingReferral, "received_by"))
    asked = outgone.sent(seats, say)
    outgone.removal(seats, say, to="removed")
    outgone.foreign_request(seats, say)
    outgone.letter(seats, asked, "request")
    ladder_story(seats, party_of(seats, case, "accused"), lambda kind, field: f"{MARK} {kind.__name__} {field}")
    seats.case = first
