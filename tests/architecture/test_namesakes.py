"""Tests mirror the code: feedback/records/rules.py ↔ tests/records/test_rules.py."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.architecture.source import ROOT, Source, sources

SHOWN_ELSEWHERE = {"tables", "schema", "permissions"}
"""Declarations only: test_migrations builds, compares and takes back every table on both databases; test_permissions
asks of every permission who has it and what asks for it."""


def only_declares(source: Source) -> bool:
    """A docstring, imports and names of them: nothing that could be wrong by itself."""
    return all(isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign) for node in source.tree.body)


def namesake(source: Source) -> Path:
    path = Path(source.name)
    stem = path.parent.name if path.stem == "__init__" else path.stem.strip("_")
    folder = Path("tests", *path.parent.parts[1:])
    return (folder.parent if path.stem == "__init__" else folder) / f"test_{stem}.py"


def without_namesake(modules: Iterable[Source], exists: Callable[[Path], bool]) -> list[str]:
    """Modules whose test is not where the reader looks: `module → test`."""
    return [
        f"{source.name} → {namesake(source)}"
        for source in modules
        if Path(source.name).stem not in SHOWN_ELSEWHERE and source.role not in SHOWN_ELSEWHERE
        if not (Path(source.name).stem == "__init__" and only_declares(source))
        if not exists(namesake(source))
    ]


def holds_tests(path: Path) -> bool:
    file = ROOT / path
    return file.exists() and "def test_" in file.read_text(encoding="utf-8")


def test_every_module_has_its_namesake():
    assert len(sources()) > 100
    assert without_namesake(sources(), holds_tests) == []


def test_the_guard_bites():
    wrong = [
        Source("feedback/x/rules/limits.py", "A = 1\n"),
        Source("feedback/x/__init__.py", '"""Words."""\n'),
        Source("feedback/x/tables.py", "class X: ...\n"),
        Source("feedback/x/rules/__init__.py", "def decide(): ...\n"),
    ]
    assert without_namesake(wrong, lambda _: False) == [
        "feedback/x/rules/limits.py → tests/x/rules/test_limits.py",
        "feedback/x/rules/__init__.py → tests/x/test_rules.py",
    ]
    assert without_namesake(wrong, lambda _: True) == []
