"""Lists the mutants of modules, one a line in JSON; run by ``bench.mutants`` in an environment of its own, where cosmic-ray is.

All of cosmic-ray's operators that need no arguments, and one of our own: an entry of a table of the module is taken out. Left out is
what stands in a type hint (never evaluated here), what does not compile, and what compiles to the same program.
"""

from __future__ import annotations

import ast
import json
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

Place = tuple[int, int]
TABLES = (ast.Dict, ast.Set, ast.List, ast.Tuple)


def hints(tree: ast.Module) -> list[tuple[Place, Place]]:
    """Where the type hints stand."""
    found = [getattr(node, part, None) for node in ast.walk(tree) for part in ("annotation", "returns")]
    return [((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)) for node in found if node]


def of_cosmic_ray(source: str) -> Iterator[tuple[str, int, str, str]]:
    """Operator, line, what it became (empty: see the line) and whole source of each mutant that cosmic-ray makes outside type hints."""
    tree, hinted = get_ast(source), hints(ast.parse(source))
    for name in operator_names():
        kind = get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
        for number, (begin, end) in enumerate(places):
            if not any(first <= begin and end <= last for first, last in hinted):
                with suppress(AttributeError):  # it cannot write over a dotted name behind ``except``
                    yield name.partition("/")[2], begin[0], "", mutate_code(source, operator, number)


def of_tables(source: str) -> Iterator[tuple[str, int, str, str]]:
    """The same for each entry of a table that the module keeps; what stands between square brackets behind a name is no table."""
    tree = ast.parse(source)
    for place, statement in enumerate(tree.body):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            for number, table in enumerate(_tables(statement)):
                for at, entry in enumerate(getattr(table, "elts", None) or getattr(table, "keys", [])):
                    other = deepcopy(tree)
                    _take_out(_tables(other.body[place])[number], at)
                    yield "EntryTakenOut", (entry or table).lineno, f"without {ast.unparse(entry or table)}", ast.unparse(other)


def _tables(statement: ast.stmt) -> list[ast.expr]:
    inner = {id(node) for part in ast.walk(statement) if isinstance(part, ast.Subscript) for node in ast.walk(part)}
    value = getattr(statement, "value", None)
    return [node for node in ast.walk(value) if isinstance(node, TABLES) and id(node) not in inner] if value else []


def _take_out(table: ast.expr, at: int) -> None:
    for part in ("elts", "keys", "values"):
        if hasattr(table, part):
            del getattr(table, part)[at]


def mutants(module: str) -> Iterator[dict[str, str | int]]:
    """Each mutant of a module: what changed, where, and its whole source."""
    source = Path(module).read_text("utf-8")
    whole, seen = ast.dump(ast.parse(source)), set()
    for operator, line, now, changed in (*of_cosmic_ray(source), *of_tables(source)):
        try:
            told = ast.dump(ast.parse(changed))
            compile(changed, module, "exec")
        except SyntaxError:
            continue
        if told != whole and told not in seen:
            seen.add(told)
            was, now = source.splitlines()[line - 1].strip(), now or changed.splitlines()[line - 1].strip()
            yield {"module": module, "operator": operator, "line": line, "was": was, "now": now, "source": changed}


warnings.simplefilter("ignore", SyntaxWarning)
for path in sys.argv[1:]:
    for mutant in mutants(path):
        print(json.dumps(mutant))
