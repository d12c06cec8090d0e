"""This workstation's part of a member's key: 32 bytes in the operating system's keyring, where there is one that works."""

from __future__ import annotations

import base64
import os
from typing import Protocol

SERVICE = "MDT Desk"
SECRET = 32


class Workstation(Protocol):
    """Where the workstation's secret of a slot is kept."""

    def recall(self, slot: str) -> bytes | None:
        """The 32-byte secret, or None where there is none or it is not to be had."""
        ...

    def remember(self, slot: str) -> bytes | None:
        """Make, keep and read back a new secret; None where nothing was kept."""
        ...

    def is_there(self) -> bool:
        """Whether it can be expected to keep one."""
        ...


class Keyring:
    """The operating system's keyring; any fault of it counts as 'no secret here', since the member code opens the slot too."""

    def recall(self, slot: str) -> bytes | None:
        """The secret of a slot on this workstation, or None."""
        import keyring

        try:
            kept = keyring.get_password(SERVICE, slot)
            secret = base64.b64decode(kept, validate=True) if kept else b""
        except Exception:  # backends raise errors of their own libraries, too
            return None
        return secret if len(secret) == SECRET else None

    def remember(self, slot: str) -> bytes | None:
        """A new secret for a slot, read back before it is trusted."""
        import keyring

        secret = os.urandom(SECRET)
        try:
            keyring.set_password(SERVICE, slot, base64.b64encode(secret).decode())
        except Exception:  # as above
            return None
        return secret if self.recall(slot) == secret else None

    def is_there(self) -> bool:
        """Whether the system offers a keyring at all."""
        import keyring

        try:
            return bool(keyring.get_keyring().priority > 0)
        except Exception:  # as above
            return False


class NoKeyring:
    """A workstation that keeps nothing: demonstration desks and machines without a keyring ask for the member code."""

    def recall(self, slot: str) -> bytes | None:
        """Nothing."""
        return None

    def remember(self, slot: str) -> bytes | None:
        """Nothing."""
        return None

    def is_there(self) -> bool:
        """No."""
        return False
