"""How the screen of a workstation looks and behaves, as it was chosen there; nothing about anybody is in it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from mdt.catalogue.words import LANGUAGES

THEMES = ("light", "dark")
MOST_MINUTES = 10
"""A desk never stands open for longer than this."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Language and theme, after how many minutes it locks (0: as the catalogue says), and whether the system may take pictures of it."""

    language: str = "en"
    theme: str = "light"
    minutes: int = 0
    pictures: bool = False


def kept_looks(path: Path, language: str) -> Looks:
    """What was chosen on this workstation; ``language`` and the usual where none or nonsense was kept."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        looks = Looks(str(kept["language"]), str(kept["theme"]), int(kept.get("minutes", 0)), kept.get("pictures") is True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Looks(language)
    return looks if looks.language in LANGUAGES and looks.theme in THEMES and 0 <= looks.minutes <= MOST_MINUTES else Looks(language)


def keep_looks(path: Path, looks: Looks) -> None:
    """Remember it for this workstation."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(looks)), encoding="utf-8")
