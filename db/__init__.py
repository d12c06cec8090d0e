"""Keeping: the vault, its keys, its seals and its statements."""
