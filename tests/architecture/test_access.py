"""Every page states its access; only POST changes things."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flask import Flask

from feedback.foundation.access import ACCESS, public
from tests.architecture.source import Source, calls, dotted, functions, sources

DOORS = {"pages", "api"}
READING = {"GET", "HEAD", "OPTIONS"}


def views_without_access(app: Flask) -> list[str]:
    """Endpoints whose view carries neither `@allow(…)` nor `@public`; the style sheet's folder is Flask's own."""
    return sorted(
        {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static" and not getattr(app.view_functions[rule.endpoint], ACCESS, None)
        }
    )


def _methods(view: ast.FunctionDef) -> set[str] | None:
    """The methods a view answers to, from its route decorators; None for a function that is no view."""
    found: set[str] = set()
    for decorator in view.decorator_list:
        if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
            continue
        if decorator.func.attr in {"get", "post", "put", "delete", "patch"} and _has_path(decorator):
            found.add(decorator.func.attr.upper())
        elif decorator.func.attr == "route":
            given = next((word.value for word in decorator.keywords if word.arg == "methods"), None)
            found |= set(ast.literal_eval(given)) if given is not None else {"GET"}
    return found or None


def _has_path(decorator: ast.Call) -> bool:
    return bool(decorator.args) and isinstance(decorator.args[0], ast.Constant)


def _changes(function: ast.FunctionDef, by_name: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    """Whether the function runs a work, itself or through helpers of the same file."""
    if function.name in seen:
        return False
    seen.add(function.name)
    for call in calls(function):
        name = dotted(call.func)
        if name.endswith(".run"):
            return True
        if name in by_name and _changes(by_name[name], by_name, seen):
            return True
    return False


def views_that_change_on_get(modules: Iterable[Source]) -> list[str]:
    """Views that answer GET alone and yet run a work: `file:line name`."""
    wrong = []
    for source in modules:
        by_name = {each.name: each for each in functions(source.tree)}
        for view in by_name.values():
            methods = _methods(view)
            if methods is not None and methods <= READING and _changes(view, by_name, set()):
                wrong.append(f"{source.name}:{view.lineno} {view.name}")
    return wrong


def test_every_page_states_who_may_enter(app: Flask):
    assert len(list(app.url_map.iter_rules())) > 20
    assert views_without_access(app) == []


def test_only_post_changes_things():
    doors = [each for each in sources() if each.role in DOORS]
    assert len(doors) > 5
    assert views_that_change_on_get(doors) == []


def test_the_access_guard_bites():
    app = Flask("wrong")
    app.add_url_rule("/open", "open", lambda: "anybody?")
    app.add_url_rule("/said", "said", public(lambda: "anybody"))
    assert views_without_access(app) == ["open"]


def test_the_get_guard_bites_also_through_a_helper():
    wrong = Source(
        "feedback/x/pages.py",
        '@pages.get("/a")\n@public\ndef a():\n    return _b()\n\n'
        "def _b():\n    return current().run(lambda session: 1)\n\n"
        '@pages.route("/c", methods=["POST"])\ndef c():\n    return _b()\n\n'
        '@pages.route("/d")\ndef d():\n    return current().run(work)\n',
    )
    assert views_that_change_on_get([wrong]) == ["feedback/x/pages.py:3 a", "feedback/x/pages.py:14 d"]
