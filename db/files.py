"""Files and folders that are either whole or not there, for their owner alone: written beside, synced, renamed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import Final

OWN: Final = 0o600
"""Nobody else of this computer reads or writes what the desk keeps; where it runs on Windows the folder's rule says so."""


def new_file(path: Path) -> BufferedWriter:
    """A new file that only its owner may read; FileExistsError where there is one."""
    return open(path, "xb", opener=_owned)


def write_whole(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Replace ``path`` by ``content``, the old or the new and never a part; not ``sync``: a power cut may lose it."""
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb", opener=_owned) as out:
        out.write(content)
        out.flush()
        if sync:
            os.fsync(out.fileno())
    beside.chmod(OWN)
    os.replace(beside, path)
    if sync:
        sync_folder(path.parent)


@contextmanager
def whole_folder(folder: Path, ending: str) -> Iterator[Path]:
    """A folder to be filled beside ``folder`` (new or empty), which takes its place when all in it is safe; a cut or fault leaves none."""
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.{ending}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside.mkdir(0o700)
    try:
        yield beside
        for file in sorted(beside.iterdir()):
            sync_file(file)
        sync_folder(beside)
        if folder.exists():
            folder.rmdir()
        os.replace(beside, folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    with open(path, "rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut (Windows does so by itself)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _owned(path: str, flags: int) -> int:
    return os.open(path, flags, OWN)
