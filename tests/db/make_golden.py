"""Writes a file of golden blobs as this version makes them: ``python -m tests.db.make_golden NAME``; never over an older one."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from db.keys import MemberSecret, wrap_for
from db.kits import Kit, new_kit, with_recovery
from db.sealing import Address, seal
from db.slots import Owner, SlotsFile, new_invitation, new_slot, slot_key_of
from db.stretching import Argon2Kdf
from mdt.model.kits import NUMBERS, KitSet

GOLDEN = Path(__file__).with_name("golden")
PASSWORD = "golden words that never change"
CODE = "ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-3"
OWNER = Owner("golden vault", "golden member", "golden.user")
STATION = b"w" * 32
KEY = bytes(range(32))
HERE = Address("golden vault", "session_notes", "text", "note-1", 3, "case-1", "clinical", 1)
NOTE = "A golden note: سنہری"
PURPOSE = b"a golden purpose"
MADE_AT = datetime(2026, 11, 25, tzinfo=UTC)
SAID = b"golden words that were signed"
SECRET = MemberSecret(b"v" * 32, b"s" * 16, bytes(range(64)), bytes(range(32)), bytes(range(1, 33)), b"d" * 32, b"g" * 32)


def made(folder: Path) -> dict[str, object]:
    """Every kind of blob there is, made anew."""
    slot = new_slot(OWNER, PASSWORD, CODE, STATION, SECRET, Argon2Kdf())
    key = slot_key_of(slot, Argon2Kdf().derive(PASSWORD, slot.terms, slot.salt), "keyring", STATION)
    kits: list[Kit] = []
    codes: dict[str, str] = {}
    for number in NUMBERS:
        kit, codes[str(number)] = new_kit(
            OWNER.vault, KitSet.OPERATIONAL, number, (OWNER.member, SECRET), datetime(2026, 11, 25, tzinfo=UTC)
        )
        kits.append(kit)
    file = SlotsFile(folder)
    for line in (with_recovery(slot, key, {KitSet.OPERATIONAL: tuple(kits)}), *(kit.line() for kit in kits)):
        file.put(line)
    invited = Owner(OWNER.vault, "golden guest", "golden.guest")
    file.put(new_invitation(invited, CODE, SECRET.vault_key, SECRET.salt, SECRET.genesis))
    return {
        "seal": seal(KEY, HERE, NOTE.encode()).hex(),
        "slots": file.path.read_text("ascii").splitlines(),
        "kit_codes": codes,
        "wrap": wrap_for(SECRET.public_key(), PURPOSE, KEY).hex(),
        "signature": SECRET.sign(SAID).hex(),
    }


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as workshop, open(GOLDEN / f"{sys.argv[1]}.json", "x", encoding="ascii") as out:
        json.dump(made(Path(workshop)), out, indent=1)
        out.write("\n")
