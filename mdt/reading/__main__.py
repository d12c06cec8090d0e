"""Runs the process that reads: ``python -m mdt.reading``."""

from __future__ import annotations

import sys

from mdt.reading.child import main

if __name__ == "__main__":
    sys.exit(main())
