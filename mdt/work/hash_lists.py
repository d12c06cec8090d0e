"""Hash lists that were sent: kept as counts and fingerprints, asked whether files of a tip stand on one, and taken back (domain 6.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from mdt.errors import Conflict, Invalid, Missing
from mdt.model.hash_lists import RECORDS, WIDTHS, HashList, Known, digest_of, entries_of, hashes_in, rows_of
from mdt.model.readings import FileKind, HashReading, Reading
from mdt.policy.actions import Action
from mdt.work.desk import Topic, Work, use_case
from mdt.work.forms import LONGEST_LINE
from mdt.work.intake import is_near

LISTS: Final = (FileKind.ICSE, FileKind.VICS_LIST)
"""What may be kept: a case that a forensic program exported is one case's matter, and is only held against the lists."""
MOST_ASKED: Final = 100_000
"""So many hashes are looked up at once."""


@use_case(Action.KEEP_HASH_LIST, Topic.TIPS)
def keep_hash_list(work: Work, reading: Reading) -> str:
    """Keep a list that was read; its id.

    Conflict where the same file is kept, Missing without a seat at the intake, Invalid for what is no list to keep.
    """
    _sits_there(work)
    found = reading.hashes
    if found is None or reading.kind not in LISTS:
        raise Invalid(fields={"file": "invalid.no_hash_list"})
    lists = work.store.records.tips.hash_lists
    if any(one.digest == reading.digest and one.withdrawn_on is None for one in lists.kept()):
        raise Conflict("conflict.hash_list_kept")
    packed = {kind: entries_of(kind, text, len(found.categories)) for kind, text in sorted(found.packed)}
    if not packed:
        raise Invalid(fields={"file": "invalid.no_hash_list"})
    _make_sense(found, packed)
    said: dict[str, Any] = {name: getattr(found, name) for name in ("source", "records", "hashes", "contradictions")}
    kept = HashList(
        id=work.about(work.ids.fresh()),
        kind=reading.kind.value,
        model=found.version,
        digest=reading.digest,
        packed=digest_of((kind, rows_of(kind, raw)) for kind, raw in packed.items()),
        categories=tuple(f"{name}={count}" for name, count in found.categories),
        kept_at=work.store.moment(),
        kept_by=work.actor.id,
        **said,
    )
    work.store.records.add(kept)
    for kind, raw in packed.items():
        lists.put(kept.id, kind, WIDTHS[kind], rows_of(kind, raw))
    return kept.id


@use_case(Action.KEEP_HASH_LIST, Topic.TIPS)
def withdraw_hash_list(work: Work, hash_list: str) -> str:
    """Let go of the hashes of a list, because a newer one came or it was sent back; that it was kept stays in the log."""
    _sits_there(work)
    found = work.store.records.one(HashList, work.about(hash_list))
    if found.withdrawn_on is not None:
        raise Conflict("conflict.hash_list_withdrawn")
    work.store.records.change(found, withdrawn_on=work.clock.today(), withdrawn_by=work.actor.id)
    work.store.records.tips.hash_lists.drop(found.id)
    return found.id


@use_case(Action.LIST_TIPS, recorded=False)
def list_hash_lists(work: Work) -> tuple[HashList, ...]:
    """Every list that is or was kept, the newest first; nothing for whoever has no seat at the intake."""
    return work.store.records.tips.hash_lists.kept() if is_near(work) else ()


@use_case(Action.LIST_TIPS, recorded=False)
def match_hashes(work: Work, texts: Iterable[str]) -> tuple[Known, ...]:
    """How many of the hashes among some texts stand on kept lists, by list and category; a hash that stands on two is told of both."""
    wanted = sorted(hashes_in(texts))[:MOST_ASKED]
    lists, found = work.store.records.tips.hash_lists, Counter[tuple[str, int, str]]()
    standing = {one.id: one for one in lists.kept() if one.withdrawn_on is None} if wanted and is_near(work) else {}
    for identity in standing:
        for kind, key in wanted:
            place = lists.place(identity, kind, key)
            if place is not None:
                found[identity, place, kind] += 1
    named = {identity: [entry.rpartition("=")[0] for entry in one.categories] for identity, one in standing.items()}
    # a file that is told by both kinds of hash is one file
    counts: dict[tuple[str, int], int] = {}
    for (identity, place, _), count in found.items():
        counts[identity, place] = max(count, counts.get((identity, place), 0))
    return tuple(Known(identity, named[identity][place], count) for (identity, place), count in sorted(counts.items()))


def _make_sense(found: HashReading, packed: Mapping[str, bytes]) -> None:
    """Invalid where the counts are not those of what came with them, or a name is longer than any: the reader was misled."""
    most = max(len(raw) // (WIDTHS[kind] + 1) for kind, raw in packed.items())
    counts = (found.records, found.hashes, found.contradictions, *(count for _, count in found.categories))
    names = (found.source, found.version, *(name for name, _ in found.categories))
    if len(packed) != len(found.packed) or found.hashes != most or not all(0 <= count <= RECORDS for count in counts):
        raise Invalid("unread.ended")
    if any(len(name) > LONGEST_LINE or not name.isprintable() for name in names):
        raise Invalid("unread.ended")


def _sits_there(work: Work) -> None:
    """Missing for whoever has no seat at the intake: she would keep what she cannot see."""
    if not is_near(work):
        raise Missing("missing.intake")
