"""The shape of the house: slices complete and named, files and functions small, rows written by their owner."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable

from tests.architecture.source import ROOT, Source, functions, slices, sources

LONGEST_FILE = 300
LONG_FUNCTION = 40
LONG_FUNCTIONS_PER_HUNDRED = 1
NO_SLICE = {"foundation"}
ABOVE_ACTIONS = {"pages", "api", "jobs", "commands", "forms", "documents", "exports"}


def too_long(modules: Iterable[Source]) -> list[str]:
    return [each.name for each in modules if each.text.count("\n") > LONGEST_FILE]


def long_functions(modules: Iterable[Source]) -> tuple[list[str], int]:
    """Functions over LONG_FUNCTION lines, and how many functions there are in all."""
    found = [(source, each) for source in modules for each in functions(source.tree)]
    long = [
        f"{source.name}:{each.lineno} {each.name}"
        for source, each in found
        if (each.end_lineno or each.lineno) - each.lineno + 1 > LONG_FUNCTION
    ]
    return long, len(found)


def written_by_strangers(modules: Iterable[Source]) -> list[str]:
    """Actions that import another slice's tables: a slice writes its own rows; others may join them in queries."""
    wrong = []
    for source in modules:
        for node in ast.walk(source.tree) if source.role == "actions" else ():
            if isinstance(node, ast.ImportFrom) and node.module:
                wrong += [f"{source.name}:{node.lineno} {name}" for name in _tables_of_others(source, node)]
    return wrong


def _tables_of_others(source: Source, node: ast.ImportFrom) -> list[str]:
    parts = (node.module or "").split(".")
    if parts[0] != "feedback" or len(parts) < 2 or parts[1] == source.slice:
        return []
    if len(parts) > 2:
        return [node.module or ""] if parts[2] == "tables" else []
    return [f"{node.module}.tables" for each in node.names if each.name == "tables"]


def sql_at_a_door(modules: Iterable[Source]) -> list[str]:
    """What doors, forms and papers import from the database library, save the type of a session."""
    return [
        f"{source.name}:{node.lineno} {name}"
        for source in modules
        if source.role in ABOVE_ACTIONS
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
        if name.startswith(("sqlalchemy", "flask_sqlalchemy")) and name != "sqlalchemy.orm.Session"
    ]


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return [f"{start}{each.name}" for each in node.names]


def contract(identifier: str) -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    found: dict[str, list[str]] = next(each for each in contracts if each["id"] == identifier)
    return found


def test_no_file_outgrows_comfort():
    assert too_long(sources()) == []


def test_functions_stay_small():
    long, count = long_functions(sources())
    assert len(long) * 100 <= count * LONG_FUNCTIONS_PER_HUNDRED, long


def test_a_slice_writes_its_own_rows_only():
    assert written_by_strangers(sources()) == []


def test_no_sql_at_a_door():
    assert sql_at_a_door(sources()) == []


def test_every_slice_is_held_to_the_order_inside():
    listed = {name.removeprefix("feedback.") for name in contract("slice")["containers"]}
    assert listed == set(slices()) - NO_SLICE


def test_every_slice_says_what_it_owns_and_which_words_it_defines():
    silent = [
        each.name
        for each in sources()
        if each.name.count("/") == 2
        and each.name.endswith("/__init__.py")
        and len(ast.get_docstring(each.tree) or "") < 60
    ]
    assert silent == []


def test_every_kind_of_row_has_its_line_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`(\w+)", glossary))
    rows = {
        node.name
        for source in sources()
        if source.role == "tables"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Base" for base in node.bases)
    }
    assert len(rows) > 20
    assert sorted(rows - words) == []


def test_every_decision_is_on_the_index_and_says_what_follows():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [path.name for path in pages if f"({path.name})" not in index] == []
    assert [path.name for path in pages if "Consequences" not in path.read_text(encoding="utf-8")] == []
    numbers = [path.name[:4] for path in pages]
    assert len(numbers) == len(set(numbers))


def test_the_guards_bite():
    long = Source("feedback/x/rules.py", "def f():\n" + "    a = 1\n" * 310)
    assert too_long([long]) == ["feedback/x/rules.py"]
    assert long_functions([long]) == (["feedback/x/rules.py:1 f"], 1)
    thief = Source(
        "feedback/x/actions/steal.py",
        "from feedback.y.tables import Row\nfrom feedback.y import tables\nfrom feedback.x.tables import Mine\n",
    )
    assert written_by_strangers([thief]) == [
        "feedback/x/actions/steal.py:1 feedback.y.tables",
        "feedback/x/actions/steal.py:2 feedback.y.tables",
    ]
    door = Source("feedback/x/jobs.py", "from sqlalchemy.orm import Session\nfrom sqlalchemy import select, text\n")
    assert sql_at_a_door([door]) == ["feedback/x/jobs.py:2 sqlalchemy.select", "feedback/x/jobs.py:2 sqlalchemy.text"]
