"""The fourteen replays: something older, or of another desk, put in the place of what was here last; each with the words that name it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.backup import back_up, restore
from db.places import VAULT_FILE
from db.slots import SLOTS_FILE
from mdt.work import notes, staff
from mdt.work.incidents import add_incident
from tests.db.given import DAY, behind
from tests.make import Seats, add_member, new_desk

PAGE = 4096


@dataclass(frozen=True)
class Replay:
    """``now`` is done at the desk after a copy of the folder was laid aside, ``replay`` mixes the two; one of ``named`` must come of it.

    The names are words of findings, and of the sentence a sign-in is refused with where the vault does not get that far.
    """

    name: str
    replay: Callable[[Seats, Path], None]
    named: frozenset[str]
    now: Callable[[Seats], object] = lambda seats: acts(seats)


def acts(seats: Seats) -> None:
    """A note, amended; a new member; somebody taken off the team, and the key turned."""
    note = seats.do("psychologist", notes.add_session_note, seats.case, DAY, "held", "words")
    seats.do("psychologist", notes.amend_session_note, seats.case, note, "other words")
    add_member(seats, "newcomer", "prosecutor")
    seats.do("supervisor", staff.take_off_team, seats.case, seats.members["social_welfare"])
    seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "what")


def _vault(folder: Path) -> Path:
    return folder / VAULT_FILE


def whole_folder(seats: Seats, aside: Path) -> None:
    shutil.rmtree(seats.folder)
    shutil.copytree(aside, seats.folder)


def one_page(seats: Seats, aside: Path) -> None:
    old, new = _vault(aside).read_bytes(), bytearray(_vault(seats.folder).read_bytes())
    differing = [at for at in range(PAGE, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    at = differing[len(differing) // 2]
    new[at : at + PAGE] = old[at : at + PAGE]
    _vault(seats.folder).write_bytes(new)


def one_row(seats: Seats, aside: Path) -> None:
    with behind(seats) as raw:
        raw.execute("UPDATE session_notes SET version = 1")


def one_field(seats: Seats, aside: Path) -> None:
    with behind(seats) as raw:
        raw.execute("DELETE FROM sealed WHERE noun = 'session_notes' AND version = 2")


def dropped_wal(seats: Seats, aside: Path) -> None:
    """The acts are still in the write-ahead file when it is taken away."""
    shutil.copyfile(_vault(aside), _vault(seats.folder))
    for ending in ("-wal", "-shm"):
        Path(f"{_vault(seats.folder)}{ending}").unlink(missing_ok=True)


def stale_wal(seats: Seats, aside: Path) -> None:
    """A write-ahead file from before the acts, beside the vault of after them."""
    shutil.copyfile(aside / "early-wal", f"{_vault(seats.folder)}-wal")


def old_slots(seats: Seats, aside: Path) -> None:
    shutil.copyfile(aside / SLOTS_FILE, seats.folder / SLOTS_FILE)


def old_grant(seats: Seats, aside: Path) -> None:
    with behind(seats) as raw:
        raw.execute("DELETE FROM grants WHERE epoch = 2")


def old_members(seats: Seats, aside: Path) -> None:
    with behind(seats) as raw:
        raw.execute("UPDATE seats SET until = NULL")
        raw.execute("DELETE FROM grants WHERE member IN (SELECT id FROM members WHERE user_name = 'newcomer')")
        raw.execute("DELETE FROM members WHERE user_name = 'newcomer'")


def truncated_log(seats: Seats, aside: Path) -> None:
    with behind(seats) as raw:
        raw.execute("DELETE FROM events WHERE seq > (SELECT max(seq) FROM events) - 2")


def forked_vault(seats: Seats, aside: Path) -> None:
    """The older copy goes its own way, as far as the newer one, and takes its place."""
    here, kept = seats.folder, seats.heads
    seats.folder, seats.heads = aside, None
    for number in range(60):
        seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", f"otherwise {number}")
    seats.leave()
    seats.folder, seats.heads = here, kept
    whole_folder(seats, aside)


def foreign_vault(seats: Seats, aside: Path) -> None:
    other = new_desk(seats.folder.with_name("other"), seats.clock)
    other.leave()
    shutil.copyfile(_vault(other.folder), _vault(seats.folder))


def unannounced_restore(seats: Seats, aside: Path) -> None:
    restore(aside / "backup", seats.folder.with_name("restored"))
    seats.folder = seats.folder.with_name("restored")


def clock_set_back(seats: Seats, aside: Path) -> None:
    seats.clock.pass_by(days=-30)


def backed_up(seats: Seats, aside: Path) -> None:
    """A backup of the desk as it is laid aside."""
    seats.take("supervisor")
    assert seats.vault is not None
    back_up(seats.vault, aside / "backup", seats.clock.now())
    seats.do("supervisor", staff.restrict_case, seats.case, True)
    shutil.copyfile(f"{_vault(seats.folder)}-wal", aside / "early-wal")
    seats.leave()


def _replay(name: str, replay: Callable[[Seats, Path], None], *named: str) -> Replay:
    return Replay(name, replay, frozenset(named))


MIXED = (
    *(
        "cannot_be_opened",
        "structure_damaged",
        "page_damaged",
        "cannot_be_read",
        "row_without_parent",
        "rolled_back",
        "forked",
        "log_broken",
        "row_changed",
    ),
    *("row_unknown", "row_vanished", "seal_vanished", "history_vanished", "grant_vanished"),
)
"""Two generations of pages in one file: which of these it is depends on the page."""
REPLAYS = (
    _replay("whole folder", whole_folder, "rolled_back"),
    _replay("one page", one_page, *MIXED),
    _replay("one row", one_row, "row_changed"),
    _replay("one sealed field", one_field, "seal_vanished"),
    _replay("dropped write-ahead file", dropped_wal, "rolled_back"),
    _replay("stale write-ahead file", stale_wal, *MIXED),
    _replay("old slots", old_slots, "slot_missing"),
    _replay("old grant", old_grant, "grant_vanished"),
    _replay("old member list", old_members, "row_vanished", "team_differs"),
    _replay("truncated log", truncated_log, "rolled_back"),
    _replay("forked vault", forked_vault, "forked"),
    _replay("foreign vault", foreign_vault, "unavailable.foreign_vault", "cannot_be_opened"),
    _replay("unannounced restore", unannounced_restore, "restore_unconfirmed"),
    _replay("clock set back", clock_set_back, "clock_back"),
)
