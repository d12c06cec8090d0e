"""Pictures of every page: each page of the program is in them for somebody, none is empty, and a window that is too large is cut."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from mdt.catalogue.words import Words
from mdt.model.staff import Role
from mdt.policy.grants import GRANTS
from tests.make import surroundings
from tests.ui.invented import Made
from tests.ui.screen import left_over
from ui.cli import shots
from ui.cli.album import Album, Pictures
from ui.cli.shots import MORE, NEEDS, take_pictures
from ui.cli.world import World
from ui.contents import PAGES
from ui.widgets.case_tabs import TABS

OPENING_KEYS = frozenset(shots.OPENING)
FIRST = "investigator"
DOOR = {"first_run", "member_code", "sign_in", "code_needed", "join"}


def taken(demo: Made, workshop: Path, wanted: Pictures, *roles: str) -> tuple[dict[str, QImage], str]:
    """The pictures of these roles by name, and what was said about them."""
    workshop = workshop / f"behind {wanted.folder.name}"
    shutil.copytree(demo.folder, workshop / "desk")
    out = io.StringIO()
    assert take_pictures(wanted, workshop, [demo.members[role] for role in roles], World(surroundings(), out)) == 0
    assert left_over() == []
    return {path.stem: QImage(str(path)) for path in wanted.folder.iterdir()}, out.getvalue()


def shown(pictures: dict[str, QImage]) -> set[str]:
    return {name.removesuffix("-en-light") for name in pictures}


def of_page(names: set[str], role: str, page: str) -> bool:
    """Whether a page was taken, by itself or section by section."""
    return any(name == f"{role}-{page}" or name.startswith(f"{role}-{page}-") for name in names)


def colours(picture: QImage) -> int:
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 13) for y in range(0, picture.height(), 7)})


def test_every_page_is_there_for_whoever_may_open_it(qapp: QObject, demo: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shots, "SETTLED_MS", 20)
    pictures, said = taken(demo, tmp_path, Pictures(tmp_path / "album", (1366, 768), "en", ("light",)), FIRST)
    assert f"{len(pictures)} pictures" in said
    names = shown(pictures)
    assert {name.removeprefix("door-") for name in names if name.startswith("door-")} >= DOOR
    hers = {page for page in PAGES if not NEEDS[page] or NEEDS[page] & GRANTS[Role(FIRST)].keys()}
    assert {page for page in PAGES if of_page(names, FIRST, page)} == hers
    assert {*(f"case-{tab}" for tab in TABS), "case-people-revealed", "search-hits", "new_case-errors", "hidden"} <= {
        name.removeprefix(f"{FIRST}-") for name in names
    }
    monkeypatch.setattr(shots, "PAGES", {page: made for page, made in PAGES.items() if page not in hers})
    others = [role for role in demo.members if role != FIRST]
    more, _ = taken(demo, tmp_path, Pictures(tmp_path / "more", (1366, 768), "en", ("light",)), *others)
    for page in PAGES.keys() - hers:
        assert any(of_page(shown(more), role, page) for role in others), page
    for role in others:
        assert all(NEEDS[page] & GRANTS[Role(role)].keys() for page in PAGES.keys() - hers if of_page(shown(more), role, page)), role
    for name, picture in {**pictures, **more}.items():
        assert (picture.width(), picture.height()) == (1366, 768)
        assert colours(picture) >= 4, name
    assert colours(more["prosecutor-print-en-light"]) > 20
    assert Words("en").keys() >= OPENING_KEYS


def test_the_same_page_differs_by_language_and_theme(qapp: QObject, demo: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shots, "PAGES", {"settings": PAGES["settings"]})
    pictures, _ = taken(demo, tmp_path, Pictures(tmp_path / "album", (1366, 768), "ur", ("light", "dark")), "social_welfare")
    light, dark = pictures["social_welfare-settings-ur-light"], pictures["social_welfare-settings-ur-dark"]
    assert light.pixelColor(1300, 400).lightness() > 200
    assert dark.pixelColor(1300, 400).lightness() < 60
    assert len(pictures) == 2 * (len(DOOR) + len({"settings", "hidden"}))


def test_a_window_that_is_larger_than_the_screen_is_cut_and_that_is_said(
    qapp: QObject, demo: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shots, "PAGES", {"cases": PAGES["cases"]})
    pictures, said = taken(demo, tmp_path, Pictures(tmp_path / "album", (300, 200), "ur", ("light",)), "investigator")
    assert {(picture.width(), picture.height()) for picture in pictures.values()} == {(300, 200)}
    assert "larger than the screen" in said
    rail = pictures["investigator-cases-ur-light"]
    assert colours(rail) > 3, "where Urdu starts to be read there is the rail"


def test_twice_as_large_leaves_half_the_room() -> None:
    assert Album(Pictures(Path(), (1366, 768), "en", ("light",), 2)).room() == (683, 384)
    assert Album(Pictures(Path(), (1366, 768), "en", ("light",))).room() == (1366, 768)


def test_what_is_shown_beside_belongs_to_pages_that_are() -> None:
    assert MORE.keys() <= PAGES.keys()
