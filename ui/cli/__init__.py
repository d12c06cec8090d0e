"""The command line and the composition root: the only place that knows both the people's side and the vault's."""

from __future__ import annotations

import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from mdt.catalogue.sentences import sentence
from mdt.catalogue.words import LANGUAGES, Words
from mdt.errors import DeskError, Refused
from mdt.reading import WORD
from ui.cli.grammar import desk_folder, grammar, program_version
from ui.cli.memory import shut_memory
from ui.cli.world import World, language_named

DONE, FAILED, MISUSED, REFUSED = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None, world: World | None = None) -> int:
    """Run one command; 0 done, 1 with one sentence on stderr, 2 wrong usage (argparse leaves with it by itself), 3 refused."""
    if world is None and sys.argv[1:] == [WORD]:
        from mdt.reading.child import main as read_apart

        return read_apart()
    for stream in (sys.stdout, sys.stderr):
        _speak_every_script(stream)
    language = language_named(os.environ if world is None else world.environ)
    if language not in LANGUAGES:
        (sys.stderr if world is None else world.err).write(
            Words("en")("usage.language", given=language, languages=", ".join(LANGUAGES)) + "\n"
        )
        return MISUSED
    given = grammar(Words(language)).parse_args(argv)
    if world is None:
        shut_memory()
    here = world or World()
    try:
        return _run(given, here)
    except DeskError as fault:
        here.complain(sentence(here.words, fault))
        return REFUSED if isinstance(fault, Refused) else FAILED
    except (KeyboardInterrupt, BrokenPipeError):
        return FAILED
    except Exception as bug:
        from db.faults import named

        word = named(bug) if isinstance(bug, OSError) else None
        here.complain(sentence(here.words, word) if word else crash_notice(bug))
        return FAILED


def _run(given: Namespace, world: World) -> int:
    if given.command is None:
        from ui.cli.screen import show_window

        return show_window(desk_folder(given), world)
    from ui.cli.acts import run

    return run(given, world)


def crash_notice(bug: BaseException) -> str:
    """A bug without a word of anybody's: version, kind of fault, where in the program."""
    place = traceback.extract_tb(bug.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"mdt-desk {program_version()} met a fault of its own: {type(bug).__name__} at {where}. What was saved before is safe."


def _speak_every_script(stream: TextIO) -> None:
    # Windows consoles and pipes default to an encoding without Urdu
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
