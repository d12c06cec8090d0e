"""The one place where tips that were read meet the use case that records them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mdt.model.readings import TipReading
from mdt.work.desk import Desk

Recorder = Callable[[Desk, tuple[TipReading, ...]], tuple[str, ...]]
"""Records all of them or, where it raises, none; returns their ids. ``mdt.reading.recordable`` gives what each is recorded with."""
RECORD: Final[Recorder | None] = None
"""None as long as the desk keeps no ledger of tips: files are read and shown, and nothing is recorded."""
