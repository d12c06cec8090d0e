"""Where a live vault must not lie: network drives, synced folders and removable media corrupt databases (security.md 3)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mdt.errors import Unavailable

VAULT_FILE = "desk.vault"
SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
    "box sync",
)
NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "sshfs",
    "fuse.sshfs",
    "fuse.rclone",
    "afpfs",
    "davfs",
    "fuse.davfs2",
    "9p",
    "glusterfs",
    "ceph",
)
_REMOVABLE, _REMOTE = 2, 4


def refuse_unfit(folder: Path) -> None:
    """Unavailable with the reason where a vault in ``folder`` would be at risk."""
    resolved = Path(os.path.realpath(folder))
    if any(part.casefold().startswith(SYNCED) for part in resolved.parts):
        raise Unavailable("unavailable.synced_folder")
    if sys.platform == "win32":
        drive = _windows_drive(resolved)
        if drive == _REMOTE or str(resolved).startswith("\\\\"):
            raise Unavailable("unavailable.network_drive")
        if drive == _REMOVABLE:
            raise Unavailable("unavailable.removable")
    elif _filesystem(resolved) in NETWORK:
        raise Unavailable("unavailable.network_drive")


def refuse_occupied(folder: Path) -> None:
    """Unavailable where ``folder`` is anything but new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unavailable("unavailable.folder_not_empty")


def _windows_drive(folder: Path) -> int:
    import ctypes

    return int(getattr(ctypes, "windll").kernel32.GetDriveTypeW(folder.anchor))  # noqa: B009 - absent where mypy runs


def _filesystem(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    best, kind = "", ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            if (folder == Path(point) or Path(point) in folder.parents) and len(point) >= len(best):
                best, kind = point, parts[2]
    return kind
