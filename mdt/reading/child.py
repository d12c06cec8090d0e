"""The process that reads: a file on its standard input, a reading or a refusal as JSON on its standard output, and nothing else."""

from __future__ import annotations

import sys
from typing import BinaryIO

from mdt.errors import Invalid
from mdt.reading import wire
from mdt.reading.fence import fenced
from mdt.reading.whole import read


def main() -> int:
    """Read what stands on standard input."""
    import phonenumbers  # noqa: F401 - taken in before the bounds are up

    told = answer_of(sys.stdin.buffer) if fenced() else wire.refusal(Invalid("unread.no_fence"))
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    return 0


def answer_of(source: BinaryIO) -> bytes:
    """What there is to say of a file; never raises for what is in it."""
    try:
        return wire.written(read(source))
    except Invalid as fault:
        return wire.refusal(fault)
    except MemoryError:
        pass
    return wire.refusal(Invalid("unread.much"))
