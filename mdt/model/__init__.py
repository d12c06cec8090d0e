"""Frozen records of the trade and the rules that need no store."""
