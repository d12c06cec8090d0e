"""What an insider does who holds the vault key, the file and her own secret: each attack with what must come of it.

``named`` are words of findings, one of which ``verify`` must give (none: it is met at the door); ``met`` is the sentence whoever uses
the thing is refused with, or 'done' where nothing that was attacked is used and ``verify`` is what names it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from db.keys import new_member_secret
from mdt.model.sensitivity import Audience
from mdt.work import notes, requests, staff
from mdt.work.casefile import open_case
from mdt.work.incidents import add_incident
from mdt.work.registration import register_case
from tests.db.given import DAY
from tests.db.insider import Scene, append, change_slots, opens, plant_grant, rechain, secrets_first
from tests.make import Seats, plain_case


@dataclass(frozen=True)
class Attack:
    """One attack: set the scene through the door, do it past the door, and what must be said then."""

    name: str
    do: Callable[[Scene], None]
    named: str
    use: Callable[[Seats], object]
    met: str
    before: Callable[[Scene], None] = lambda scene: None


def planted_member_key(scene: Scene) -> None:
    planted = new_member_secret(b"v" * 32, b"s" * 16)
    scene.sql(
        "UPDATE members SET key = ?, voice = ? WHERE user_name = 'prosecutor'", planted.public_key().hex(), planted.public_voice().hex()
    )


def planted_case_key(scene: Scene) -> None:
    for user in ("prosecutor", "social_welfare"):
        plant_grant(scene, "team", scene.of(user), scene.of("investigator"), os.urandom(32), scene.left["investigator"])


def key_of_another_case(scene: Scene) -> None:
    hers = "WHERE \"case\" = ? AND audience = 'team' AND member = ?"
    scene.sql(f'UPDATE grants SET "case" = ? {hers}', "x", scene.case, scene.of("prosecutor"))
    row = scene.sql(f"SELECT * FROM grants {hers}", scene.left["other"], scene.of("investigator"))[0]
    values = [scene.case, *row[1:3], scene.of("prosecutor"), *row[4:]]
    scene.sql(f"INSERT INTO grants VALUES ({', '.join('?' * len(values))})", *values)


def second_case(scene: Scene) -> None:
    scene.left["other"] = scene.seats.do("investigator", register_case, None, plain_case(parties=(), numbers=()))
    scene.seats.leave()


def replayed_grant(scene: Scene) -> None:
    row = scene.sql("SELECT * FROM grants WHERE audience = 'clinical' AND member = ?", scene.of("psychologist"))[0]
    values = [*row[:3], scene.of("investigator"), *row[4:]]
    scene.sql(f"INSERT INTO grants VALUES ({', '.join('?' * len(values))})", *values)


def grant_to_oneself(scene: Scene) -> None:
    plant_grant(scene, "clinical", scene.of("investigator"), scene.of("investigator"), os.urandom(32), scene.left["investigator"])


def grant_by_nobody_entitled(scene: Scene) -> None:
    scene.sql("DELETE FROM grants WHERE \"case\" = ? AND audience = 'legal'", scene.case)
    plant_grant(scene, "legal", scene.of("prosecutor"), scene.of("psychologist"), os.urandom(32), scene.left["psychologist"])


def changed(statement: str) -> Callable[[Scene], None]:
    """Rows changed by one statement; :name of a member stands for her id, :case for the case."""

    def do(scene: Scene) -> None:
        named = {"case": scene.case, **scene.seats.members, **{name: value for name, value in scene.left.items() if isinstance(value, str)}}
        scene.raw.execute(statement, {name: value for name, value in named.items() if f":{name}" in statement})

    return do


def forged_certificate(scene: Scene) -> None:
    """A supervisor of her own making: row, invitation and certificate, signed by the attacker's own voice."""
    planted = new_member_secret(b"v" * 32, b"s" * 16)
    about = ["planted", "supervisor", "female", None, None]
    key, voice = planted.public_key().hex(), planted.public_voice().hex()
    row = ("planted", *about[:3], None, None, "certified", key, voice, "x", 1)
    scene.sql(f"INSERT INTO members VALUES ({', '.join('?' * len(row))})", *row)
    facts = [["invite", "planted", *about], ["certify", "planted", *about, key, voice]]
    append(scene, "certify_member", scene.of("supervisor"), None, facts, scene.left["investigator"], roll=1)


def seat_oneself(scene: Scene) -> None:
    """A former member seats herself again: row and rightly chained entry, signed by herself in her own name."""
    me = scene.of("social_welfare")
    scene.sql("INSERT INTO seats VALUES ('again', ?, ?, 0, '2026-11-20', ?, NULL, NULL, NULL, 1)", scene.case, me, me)
    append(scene, "add_to_team", me, scene.case, [["seat", scene.case, "again", me, 0, "2026-11-20"]], scene.left["social_welfare"])


def removed_recusal(scene: Scene) -> None:
    """The entry of a recusal is emptied and the row set right again."""
    scene.sql("UPDATE seats SET recused_on = NULL, recusal_reason = NULL WHERE member = ?", scene.of("prosecutor"))
    scene.sql("UPDATE events SET facts = '[]', roll = 0 WHERE act = 'recuse_member'")


def forged_approval(scene: Scene) -> None:
    """Whoever asked approves herself, in a supervisor's name."""
    request, boss = scene.left["request"], scene.of("supervisor")
    scene.sql("UPDATE requests SET decided_by = ?, decided_on = '2026-11-20', decision = 'approved' WHERE id = ?", boss, request)
    scene.sql("UPDATE cases SET voided_on = '2026-11-20' WHERE id = ?", scene.case)
    facts = [["decide", scene.case, request, "approved", "2026-11-20"]]
    append(scene, "decide_request", boss, scene.case, facts, scene.left["investigator"])


def asked(scene: Scene) -> None:
    scene.left["request"] = scene.seats.do("investigator", requests.request_voiding, scene.case, "wrong_entry", "Typed twice.")
    secrets_first("investigator")(scene)


def noted(scene: Scene) -> None:
    scene.left["note"] = scene.seats.do("psychologist", notes.add_session_note, scene.case, DAY, "held", "old words")
    scene.seats.do("psychologist", notes.amend_session_note, scene.case, scene.left["note"], "new words")
    scene.left["other_note"] = scene.seats.do("psychologist", notes.add_session_note, scene.case, DAY, "held", "other words")
    scene.seats.leave()


def cut_tail(scene: Scene) -> None:
    scene.sql("DELETE FROM events WHERE seq > (SELECT max(seq) FROM events) - 3")


def forked(scene: Scene) -> None:
    """An entry that took a right away is taken out, every hash after it worked out anew, and the lost place filled."""
    scene.sql("DELETE FROM events WHERE act = 'recuse_member'")
    scene.sql("UPDATE seats SET recused_on = NULL, recusal_reason = NULL WHERE member = ?", scene.of("prosecutor"))
    rechain(scene)
    for _ in range(5):
        append(scene, "open_case", scene.of("prosecutor"), scene.case, [], scene.left["prosecutor"])


def recused(scene: Scene) -> None:
    scene.seats.do("supervisor", staff.recuse_member, scene.case, scene.of("prosecutor"), "kin")
    scene.seats.do("investigator", open_case, scene.case)
    secrets_first("prosecutor")(scene)


def left_team(scene: Scene) -> None:
    scene.seats.do("supervisor", staff.take_off_team, scene.case, scene.of("social_welfare"))
    secrets_first("social_welfare")(scene)


def turned(scene: Scene) -> None:
    """A psychologist left and the team's key was turned by the next who wrote."""
    left_team(scene)
    scene.seats.do("investigator", add_incident, scene.case, DAY, DAY, "platform", "what")
    scene.seats.leave()


def epoch_rolled_back(scene: Scene) -> None:
    scene.sql("DELETE FROM grants WHERE epoch = 2")


def swapped_lines(scene: Scene) -> None:
    """Two members' lines in the slots file change places by name: each carries the other's wraps."""
    change_slots(scene, lambda first, second: (first | {"wraps": second["wraps"]}, second | {"wraps": first["wraps"]}))


def foreign_slot(scene: Scene) -> None:
    change_slots(scene, lambda first, second: (first | {"vault": "0" * 16}, second | {"vault": "0" * 16}))


def weaker_terms(scene: Scene) -> None:
    weak = {"name": "argon2id", "memory": 8, "time": 1, "lanes": 1}
    change_slots(scene, lambda first, second: (first | {"terms": weak}, second | {"terms": weak}))


def copied_aside(scene: Scene) -> None:
    scene.seats.leave()
    shutil.copytree(scene.seats.folder, scene.seats.folder.with_name("aside"))
    scene.seats.do("investigator", open_case, scene.case)
    scene.seats.leave()


def swapped_cases(scene: Scene) -> None:
    """Who was hurt in one case is moved, texts and all, into another: there the seals stay shut."""
    other = scene.left["other"]
    victim = scene.sql("SELECT id FROM parties WHERE \"case\" = ? AND alias = 'V1'", scene.case)[0][0]
    scene.sql('UPDATE parties SET "case" = ? WHERE id = ?', other, victim)
    scene.sql('UPDATE sealed SET "case" = ? WHERE record = ?', other, victim)


def dropped_guard(scene: Scene) -> None:
    scene.left["dropped"] = "sealed_no_update"


def opens_other(seats: Seats) -> object:
    """The investigator opens the case that something was moved into."""
    seats.take("investigator")
    other = seats.raw().execute("SELECT id FROM cases WHERE id <> ?", (seats.case,)).fetchone()[0]
    return seats.do("investigator", open_case, other)


def aside_again(scene: Scene) -> None:
    """The copy from before the last acts is put in place of the newer desk."""
    scene.left["swap"] = "aside"


def holds(user: str, audience: Audience) -> Callable[[Seats], object]:
    """Somebody asks for a case's key."""

    def ask(seats: Seats) -> object:
        seats.take(user)
        assert seats.vault is not None
        with seats.vault.transaction() as store:
            connection: Any = store.records
            return seats.vault._keys.key(connection._connection, seats.case, audience, 1)

    return ask


def writes(seats: Seats) -> object:
    """The investigator writes under the team's key."""
    return seats.do("investigator", add_incident, seats.case, DAY, DAY, "platform", "what")


def lists(seats: Seats) -> object:
    """The supervisor looks at the members."""
    return seats.do("supervisor", staff.list_members)


def swap(record: str, field: str, where: str) -> Callable[[Scene], None]:
    """A sealed text is put in another's place."""
    other = f"(SELECT other.body FROM sealed other WHERE other.record = {record} AND other.field = '{field}' AND other.version = 1)"
    return changed(f"UPDATE sealed SET body = {other} WHERE {where}")


VICTIM = "(SELECT id FROM parties WHERE \"case\" = :case AND alias = 'V1')"
NEWER = "record = :note AND version = 2"
SOUND = "INSERT INTO name_sounds SELECT id, 'planted', 'plntt' FROM persons LIMIT 1"
MALE = "UPDATE members SET sex = 'male', trained_on = '2020-01-01' WHERE id = :investigator"
ROLE = "UPDATE members SET role = 'psychologist' WHERE id = :investigator"
BACK = "UPDATE seats SET since = '2020-01-01' WHERE member = :prosecutor"
MINE, THEIRS = secrets_first("investigator"), secrets_first("psychologist")
CLINICAL, LEGAL = holds("investigator", Audience.CLINICAL), holds("prosecutor", Audience.LEGAL)
_I, _P, _L = opens("investigator"), opens("psychologist"), opens("prosecutor")
ATTACKS = (
    Attack("planted member key", planted_member_key, "member_differs", _L, "unavailable.member_differs"),
    Attack("planted case key", planted_case_key, "grant_changed", _L, "unavailable.planted_key", MINE),
    Attack("key of another case", key_of_another_case, "grant_changed", _L, "unavailable.forged_grant", second_case),
    Attack("replayed grant", replayed_grant, "grant_unknown", CLINICAL, "unavailable.forged_grant"),
    Attack("grant to oneself", grant_to_oneself, "grant_unknown", CLINICAL, "unavailable.forged_grant", MINE),
    Attack("grant by somebody not entitled", grant_by_nobody_entitled, "grant_changed", LEGAL, "unavailable.forged_grant", THEIRS),
    Attack("changed role", changed(ROLE), "member_differs", _I, "unavailable.member_differs"),
    Attack("changed sex and training of a lead", changed(MALE), "member_differs", lists, "unavailable.member_differs"),
    Attack("back-dated membership", changed(BACK), "team_differs", _L, "unavailable.team_differs"),
    Attack("removed recusal", removed_recusal, "log_broken", _L, "unavailable.forked", recused),
    Attack("forged approval", forged_approval, "entry_unsigned", _I, "unavailable.log_forged", asked),
    Attack("swapped field", swap(VICTIM, "school", f"record = {VICTIM} AND field = 'name'"), "seal_changed", _I, "unavailable.broken_seal"),
    Attack("swapped rows", swap(":other_note", "text", NEWER), "seal_changed", _P, "unavailable.broken_seal", noted),
    Attack("swapped cases", swapped_cases, "row_changed", opens_other, "unavailable.broken_seal", second_case),
    Attack("older version of a sealed field", swap(":note", "text", NEWER), "seal_changed", _P, "unavailable.broken_seal", noted),
    Attack("deleted note", changed("DELETE FROM session_notes WHERE id = :note"), "row_vanished", _P, "done", noted),
    Attack("deleted audit entry", changed("DELETE FROM events WHERE act = 'join_desk'"), "log_broken", _P, "unavailable.log_forged"),
    Attack("cut log tail", cut_tail, "rolled_back", _P, "unavailable.rolled_back", noted),
    Attack("dropped triggers", dropped_guard, "guard_missing", _P, "done"),
    Attack("log forked and re-chained", forked, "forked", _L, "unavailable.forked", recused),
    Attack("downgraded KDF in a slot", weaker_terms, "", _P, "locked.wrong"),
    Attack("swapped slots", swapped_lines, "", _P, "locked.wrong"),
    Attack("foreign slot", foreign_slot, "", _P, "locked.wrong"),
    Attack("epoch rolled back", epoch_rolled_back, "grant_vanished", writes, "unavailable.key_waiting", turned),
    Attack("restore without its event", aside_again, "rolled_back", _P, "unavailable.rolled_back", copied_aside),
    Attack("a supervisor of one's own making", forged_certificate, "entry_unsigned", lists, "unavailable.log_forged", MINE),
    Attack("a name planted in the search", changed(SOUND), "sound_planted", _I, "done"),
    Attack("a number taken out of the search", changed("DELETE FROM blind_marks"), "mark_changed", _I, "done"),
    Attack("a seat for oneself", seat_oneself, "fact_not_entitled", opens("social_welfare"), "unavailable.team_forged", left_team),
)
