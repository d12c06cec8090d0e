"""Reads files that somebody sent: tips and hash lists, told apart by their content; ``mdt.reading.apart`` does it in a bound process."""

from __future__ import annotations
