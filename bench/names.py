"""Names for many people, as they are borne in Pakistan: few by most, most by few."""

from __future__ import annotations

import tomllib
from random import Random
from typing import Any

import resources


class Names:
    """Pakistani names of one to three words, from the spellings that ship with the program, some borne by many."""

    def __init__(self, chance: Random) -> None:
        listed = tomllib.loads(resources.text("catalogue/name_variants.toml"))
        groups = [group for part in ("group", "unseen") for group in listed[part]]
        self._given = [group for group in groups if group["kind"] == "given"]
        self._family = [group for group in groups if group["kind"] == "surname"]
        self._chance = chance

    def made(self) -> tuple[str, str]:
        """One name, Roman and Urdu; one in four is a Muhammad, one in twenty a Muhammad Ali."""
        draw, pick = self._chance, self._chance.random()
        if pick < 0.05:
            parts = [self._given[0], self._given[2]]
        else:
            parts = [self._frequent(self._given)]
            parts += [self._frequent(self._family)] if draw.random() < 0.7 else []
            parts = [self._given[0], *parts] if pick < 0.25 else parts
            parts += [self._frequent(self._given)] if len(parts) < 3 and draw.random() < 0.25 else []
        return " ".join(draw.choice(part["roman"]) for part in parts), " ".join(draw.choice(part["urdu"]) for part in parts)

    def _frequent(self, groups: list[Any]) -> Any:
        return groups[int(len(groups) * self._chance.random() ** 2)]
