"""A test makes the website anew; what every one of them would compile alike is compiled once a process.

Two thirds of making it were Werkzeug building the same 180 addresses, and a page's first view is Jinja compiling its
template. Neither depends on the test; `tests/reliability` starts the website whole, as it always does.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class _Compiled(BytecodeCache):
    """Compiled templates by name and content."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.load_bytecode(BytesIO(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_TEMPLATES = _Compiled()
_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_build: Callable[[Rule, bool], Callable[..., tuple[str, str]]] = Rule._compile_builder


def _build_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """The same function for the same address: it gets its rule as its first argument and keeps nothing."""
    key = (rule.rule, append_unknown, tuple(rule._trace), repr(rule.defaults))
    if key not in _builders:
        _builders[key] = _build(rule, append_unknown)
    return _builders[key]


def compile_once() -> None:
    """For the whole process."""
    Rule._compile_builder = _build_once  # type: ignore[method-assign, assignment]


def remember_templates(app: Flask) -> None:
    app.jinja_env.bytecode_cache = _TEMPLATES
