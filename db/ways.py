"""The slots file against the log: is each way in the newest of its member, is each recovery kit in force, does each set stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from db.compare import Finding, Replay
from db.kits import LINE, Kit, read_kit
from db.recovery import is_older
from db.slots import Slot
from db.tables import RECORDS
from mdt.model.kits import KitSet
from mdt.model.staff import Member
from mdt.policy.kits import stands

KITS = frozenset({"kit_not_in_force", "set_incomplete"})
"""Findings that say nothing against the log."""


def ways_in(raw: Any, told: Replay, slots: Iterable[Slot]) -> list[Finding]:
    """Whatever in the slots file is not as the log says."""
    slots, names = tuple(slots), RECORDS[Member].c.keys()
    members = [Member(**dict(zip(names, row, strict=True))) for row in raw.execute(f"SELECT {', '.join(names)} FROM members")]  # noqa: S608
    called = {member.id: member.user_name for member in members}
    found = [Finding("slot_older", called.get(slot.member, slot.member)) for slot in slots if is_older(slot, told.people)]
    return [*found, *_kits(told, [slot for slot in slots if slot.kind == LINE], members)]


def _kits(told: Replay, lines: list[Slot], members: list[Member]) -> Iterator[Finding]:
    held: dict[str, dict[int, str]] = {kind: {} for kind in KitSet}
    for line in lines:
        kit = read_kit(line)
        if kit is None or not _in_force(told, kit):
            yield Finding("kit_not_in_force", line.member)
        else:
            held[kit.kind][kit.number] = kit.holder
    begun = {place.partition(":")[0] for place in told.kits}
    yield from (Finding("set_incomplete", kind) for kind in KitSet if kind in begun and not stands(kind, held[kind], members))


def _in_force(told: Replay, kit: Kit) -> bool:
    holder = told.people.certified.get(kit.holder)
    signed = holder is not None and holder.until is None and kit.is_signed_by(bytes.fromhex(holder.voice))
    newest = told.kits.get(f"{kit.kind.value}:{kit.number}")
    return signed and newest is not None and newest[1] == kit.mark.hex()
