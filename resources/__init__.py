"""The only loader of files that ship with the program."""

from __future__ import annotations

from importlib.resources import files


def data(name: str) -> bytes:
    """Bytes of the shipped file ``name`` (a path below resources, with forward slashes)."""
    return files(__name__).joinpath(name).read_bytes()


def text(name: str) -> str:
    """Text of the shipped UTF-8 file ``name``."""
    return data(name).decode("utf-8")


def names(folder: str, ending: str) -> tuple[str, ...]:
    """Names of the shipped files directly in ``folder`` that end with ``ending``, sorted."""
    return tuple(sorted(entry.name for entry in files(__name__).joinpath(folder).iterdir() if entry.name.endswith(ending)))
