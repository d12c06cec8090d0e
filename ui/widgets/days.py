"""Dates in words, for the screen."""

from __future__ import annotations

from mdt.catalogue.days import long_day, moment, short_day

__all__ = ["long_day", "moment", "short_day"]
