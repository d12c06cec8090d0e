"""The only place that turns faults of the driver and the disk into words the desk can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2

from mdt.errors import Conflict, DeskError, Refused, Unavailable

_BY_TEXT = (
    ("disk is full", "unavailable.disk_full"),
    ("readonly", "unavailable.read_only"),
    ("read-only", "unavailable.read_only"),
    ("is locked", "unavailable.in_use"),
    ("not a database", "unavailable.damaged"),
    ("malformed", "unavailable.damaged"),
    ("unable to open", "unavailable.disk_fault"),
    ("disk i/o error", "unavailable.disk_fault"),
    ("closed database", "unavailable.disk_fault"),
)
_BY_NUMBER = {28: "unavailable.disk_full", 122: "unavailable.disk_full", 30: "unavailable.read_only"}
"""No space, quota used up, read-only file system."""


def named(fault: BaseException) -> DeskError | None:
    """The desk's word for a driver's or system's fault, or None where it is a bug."""
    words = str(fault).casefold()
    if isinstance(fault, IntegrityError | dbapi2.IntegrityError):
        if "requester_is_not_approver" in words:
            return Refused("refused.own_request")
        return Conflict("conflict.exists") if "unique" in words else None
    if isinstance(fault, DBAPIError | dbapi2.Error):
        return next((Unavailable(key) for text, key in _BY_TEXT if text in words), None)
    if isinstance(fault, MemoryError):
        # the cipher's answer for every page after one that it could not open: the connection is spent
        return Unavailable("unavailable.damaged")
    if isinstance(fault, PermissionError):
        return Unavailable("unavailable.read_only")
    if isinstance(fault, OSError):
        return Unavailable(_BY_NUMBER.get(fault.errno or 0, "unavailable.disk_fault"))
    return None


@contextmanager
def faults_named() -> Iterator[None]:
    """Raise the desk's error in place of the driver's; bugs pass through as they are."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError, MemoryError) as fault:
        word = named(fault)
        if word is None:
            raise
        raise word from fault
