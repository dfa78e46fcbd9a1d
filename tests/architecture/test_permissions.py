"""Permissions: each a word of its slice, given to somebody, asked for by something; the menu shows only open doors."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flask import Flask

from feedback.foundation.access import ACCESS
from feedback.web import MENU, ROLE_PERMISSIONS
from tests.architecture.source import Source, calls, dotted, sources

EVERYBODY = "signed-in"
"""Not given by a role: whoever signed in has it."""


def defined(modules: Iterable[Source]) -> dict[str, tuple[str, str]]:
    """Word → (slice, name of the constant)."""
    return {
        str(ast.literal_eval(node.value.args[0])): (source.slice, dotted(node.targets[0]))
        for source in modules
        for node in source.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and dotted(node.value.func) == "Permission"
    }


def never_asked_for(modules: Iterable[Source]) -> list[str]:
    """Constants that nothing but their definition, imports and the table of roles ever names."""
    modules = list(modules)
    asked = {
        node.id
        for source in modules
        if source.name != "feedback/web.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    asked |= {node.attr for source in modules for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
    return sorted(name for _, name in defined(modules).values() if name not in asked)


def definitions(modules: Iterable[Source]) -> int:
    return sum(dotted(call.func) == "Permission" for source in modules for call in calls(source.tree))


def test_every_permission_is_a_word_of_its_own_slice_and_defined_once():
    found = defined(sources())
    assert len(found) == definitions(sources()) > 15
    assert [
        word for word, (slice_, _) in found.items() if word != EVERYBODY and not word.startswith(f"{slice_}.")
    ] == []


def test_every_permission_is_given_to_some_role():
    given = frozenset().union(*ROLE_PERMISSIONS.values())
    assert sorted(set(defined(sources())) - given - {EVERYBODY}) == []


def test_every_permission_is_asked_for_somewhere():
    assert never_asked_for(sources()) == []


def test_the_menu_leads_only_where_its_reader_may_enter(app: Flask):
    for label, endpoint, needed in MENU:
        asked = getattr(app.view_functions[endpoint], ACCESS)
        assert set(needed) <= set(asked), label


def test_the_guard_bites():
    code = [
        Source("feedback/x/rules.py", 'SEE = Permission("x.see")\nSIGN = Permission("x.sign")\n'),
        Source("feedback/x/pages.py", "from feedback.x.rules import SEE, SIGN\n\n@allow(SEE)\ndef page(): ...\n"),
    ]
    assert defined(code) == {"x.see": ("x", "SEE"), "x.sign": ("x", "SIGN")}
    assert never_asked_for(code) == ["SIGN"]
