"""The project's own files as the guards read them: text, syntax trees, slices."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "feedback"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True)
class Source:
    """One Python file: `name` is its path from the project's root."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def module(self) -> str:
        return self.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def slice(self) -> str:
        """`records` for feedback/records/…; the file's own stem at the top of the package."""
        parts = Path(self.name).parts
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""

    @property
    def role(self) -> str:
        """`actions` for feedback/records/actions.py and for every file of feedback/records/actions/."""
        parts = Path(self.name).parts
        return parts[2].removesuffix(".py") if len(parts) > 2 else ""


@lru_cache
def sources() -> tuple[Source, ...]:
    """Every module of the product, in order of name."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def slices() -> list[str]:
    """Names of the folders directly under the package that hold modules."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@lru_cache
def templates() -> dict[str, str]:
    """Every template by its name as rendered, with its text."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in {".html", ".txt", ".typ", ".svg"} and "fonts" not in path.parts
    }


def kept_files() -> list[str]:
    """Every file under version control, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if (ROOT / name).is_file()]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in the tree."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> str:
    """`session.execute` for an attribute chain; calls and subscripts inside it count as `()`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "()"


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every literal text in the tree, docstrings too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
