"""docs/mutants.md: what came of the mutants of each module, and why each that stayed may stay; what is said there is kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

BAR = 0.9
_ROW = re.compile(r"^\| \d+ \| `` (.*) `` \| `` (.*) `` \| (.*) \|$", re.MULTILINE)
_PART = re.compile(r"^### `(\S+)`: .*\n(?:\n?\|.*)*", re.MULTILINE)
_SUM = re.compile(r": (\d+) mutants, (\d+) killed, (\d+) of them by time,")


@dataclass(frozen=True)
class Ended:
    """How one mutant ended."""

    module: str
    operator: str
    line: int
    was: str
    now: str
    how: str


def write_page(page: Path, ended: list[Ended]) -> list[float]:
    """Put the modules that were run into the page, the others stay; the share of killed ones of each module that was run."""
    text = page.read_text("utf-8")
    parts = {found[1]: found[0].strip() for found in _PART.finditer(text)}
    for module in dict.fromkeys(one.module for one in ended):
        parts[module] = _part(module, [one for one in ended if one.module == module], parts.get(module, ""))
    sums = {module: [*map(int, _SUM.search(part).groups())] for module, part in parts.items()}  # type: ignore[union-attr]
    sums["all"] = [sum(column) for column in zip(*sums.values(), strict=True)]
    table = ["| module | mutants | killed | by time | stayed | killed, % |", "|---|---|---|---|---|---|"]
    for module, (count, killed, late) in sums.items():
        table.append(f"| {module} | {count} | {killed} | {late} | {count - killed} | {100 * killed / count:.1f} |")
    head = text.partition("| module |")[0]
    page.write_text(head + "\n".join(table) + "\n\n## What stayed\n\n" + "\n\n".join(parts.values()) + "\n", "utf-8")
    return [sums[one][1] / sums[one][0] for one in {one.module for one in ended}]


def _part(module: str, ended: list[Ended], before: str) -> str:
    whys = {(was, now): why for was, now, why in _ROW.findall(before)}
    how, stayed = Counter(one.how for one in ended), [one for one in ended if one.how == "survived"]
    killed = how["killed"] + how["timed out"]
    lines = [f"### `{module}`: {len(ended)} mutants, {killed} killed, {how['timed out']} of them by time, {len(stayed)} stayed", ""]
    lines += ["| line | was | became | why |", "|---|---|---|---|"] if stayed else []
    for one in stayed:
        said = _shown(one.was), _shown(one.now)
        lines.append(f"| {one.line} | `` {said[0]} `` | `` {said[1]} `` | {whys.get(said, 'not looked at yet')} |")
    return "\n".join(lines).strip()


def _shown(code: str) -> str:
    return code.replace("|", "\\|")
