"""Hash lists as tests keep them: read from bytes in the test's own process."""

from __future__ import annotations

from mdt.reading.whole import read_bytes
from mdt.work import hash_lists
from tests.make import Seats
from tests.mdt.reading.samples import LIST


def kept_list(seats: Seats, raw: bytes = LIST, user: str = "investigator") -> str:
    """A list that is kept; its id."""
    return seats.do(user, hash_lists.keep_hash_list, None, read_bytes(raw))
