"""What a disk may hold after the power went: a trace of changes and syncs, cut anywhere, the unsynced lost, torn or out of order.

Strict: a name lives only once its folder was synced, content only once its file was; a rename is whole or did not happen.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bench.shim import Event

SECTOR = 512
VARIANTS = ("nothing", "names", "all", "some", "torn")
"""What is left of the unsynced: nothing; the names without their content; all of it; some of it; some of it, torn at sectors."""
GONE_AT_BOOT = "-shm"


@dataclass(slots=True, eq=False)
class File:
    """A file: what is safe of it and what was changed since."""

    safe: bytearray = field(default_factory=bytearray)
    loose: list[Event] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Folder:
    """A folder: only itself; what is in it is told by the names."""


Node = File | Folder


@dataclass(slots=True)
class Naming:
    """A change of names, made of steps (folder, name, node or None) that come together; safe once one of its folders was synced."""

    steps: tuple[tuple[Folder, str, Node | None], ...]
    safe: bool = False


class Disk:
    """The folder ``root`` as it was, then as a trace changes it."""

    def __init__(self, root: Path) -> None:
        self._root = PurePosixPath(root)
        self._top = Folder()
        self._names: dict[Folder, dict[str, Node]] = {self._top: {}}
        self._inodes: dict[int, Node] = {root.stat().st_ino: self._top}
        self._first: dict[Folder, dict[str, Node]] = {}
        self._changes: list[Naming] = []
        self.said: list[str] = []
        for path in sorted(root.rglob("*")):
            self._know(path)
        self._first = {folder: dict(names) for folder, names in self._names.items()}

    def _know(self, path: Path) -> None:
        node: Node = Folder() if path.is_dir() else File(bytearray(path.read_bytes()))
        self._inodes[path.stat().st_ino] = node
        self._put(self._steps(path.as_posix(), node))

    def take(self, event: Event) -> None:
        """One more event of the trace."""
        if event.kind == "!":
            self.said.append(event.first.decode())
        elif event.kind in "wt":
            node = self._inodes[event.inode]
            assert isinstance(node, File)
            node.loose.append(event)
        elif event.kind == "s":
            self._sync(self._inodes[event.inode])
        elif event.kind in "cm":
            node = File() if event.kind == "c" else Folder()
            self._inodes[event.inode] = node
            self._change(self._steps(event.first.decode(), node))
        else:
            old = event.first.decode()
            moved = self._steps(event.second.decode(), self._found(old)) if event.kind == "r" else ()
            self._change((*self._steps(old, None), *moved))

    def after(self, variant: str, chance: random.Random) -> dict[str, bytes | None]:
        """What is found at the next boot: files and folders (None) by their path below the root."""
        loose = [change for change in self._changes if not change.safe]
        keep = {"nothing": 0, "names": len(loose), "all": len(loose)}.get(variant, chance.randint(0, len(loose)))
        kept = {id(change) for change in loose[:keep]}
        names = {folder: dict(inside) for folder, inside in self._first.items()}
        for change in self._changes:
            if change.safe or id(change) in kept:
                _apply(names, change.steps)
        return dict(self._walk(names, self._top, "", variant, chance))

    def _walk(
        self, names: dict[Folder, dict[str, Node]], folder: Folder, above: str, variant: str, chance: random.Random
    ) -> Iterator[tuple[str, bytes | None]]:
        for name, node in sorted(names.get(folder, {}).items()):
            if isinstance(node, Folder):
                yield above + name, None
                yield from self._walk(names, node, f"{above}{name}/", variant, chance)
            elif not name.endswith(GONE_AT_BOOT):
                yield above + name, left_of(node, variant, chance)

    def _sync(self, node: Node) -> None:
        if isinstance(node, File):
            for event in node.loose:
                write(node.safe, event)
            node.loose.clear()
        else:
            for change in self._changes:
                change.safe = change.safe or any(folder is node for folder, _, _ in change.steps)

    def _change(self, steps: tuple[tuple[Folder, str, Node | None], ...]) -> None:
        self._changes.append(Naming(steps))
        self._put(steps)

    def _put(self, steps: tuple[tuple[Folder, str, Node | None], ...]) -> None:
        _apply(self._names, steps)

    def _steps(self, path: str, node: Node | None) -> tuple[tuple[Folder, str, Node | None], ...]:
        folder = self._found(str(PurePosixPath(path).parent))
        assert isinstance(folder, Folder)
        return ((folder, PurePosixPath(path).name, node),)

    def _found(self, path: str) -> Node:
        node: Node = self._top
        for part in PurePosixPath(path).relative_to(self._root).parts:
            assert isinstance(node, Folder)
            node = self._names[node][part]
        return node


def _apply(names: dict[Folder, dict[str, Node]], steps: Sequence[tuple[Folder, str, Node | None]]) -> None:
    for folder, name, node in steps:
        inside = names.setdefault(folder, {})
        if node is None:
            inside.pop(name, None)
        else:
            inside[name] = node
            if isinstance(node, Folder):
                names.setdefault(node, {})


def write(body: bytearray, event: Event) -> None:
    """Let a write or a cut take place."""
    end = event.at + len(event.first) if event.kind == "w" else event.at
    if event.kind == "t":
        del body[end:]
    if len(body) < end:
        body.extend(bytes(end - len(body)))
    body[event.at : end] = event.first


def left_of(file: File, variant: str, chance: random.Random) -> bytes:
    """A file's content at the next boot."""
    body = bytearray(file.safe)
    for event in file.loose:
        if variant == "torn" and event.kind == "w":
            for at in range(0, len(event.first), SECTOR):
                if chance.random() < 0.5:
                    write(body, Event("w", 0, event.at + at, event.first[at : at + SECTOR], b""))
        elif variant == "all" or (variant in ("some", "torn") and chance.random() < 0.5):
            write(body, event)
    return bytes(body)


def mark_of(found: dict[str, bytes | None], said: Sequence[str]) -> bytes:
    """What tells one outcome from another, so that none is judged twice."""
    mark = hashlib.sha256(repr(said).encode())
    for path, body in found.items():
        mark.update(path.encode() + b"\0" + (b"folder" if body is None else hashlib.sha256(body).digest()))
    return mark.digest()


def lay_out(found: dict[str, bytes | None], place: Path) -> None:
    """Make these files and folders below ``place``."""
    place.mkdir()
    for path, body in found.items():
        (place / path).mkdir() if body is None else (place / path).write_bytes(body)
