"""The list of settings and the code agree: what is asked for can be set, what can be set is asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module

from feedback.adjusting import ADJUSTABLE, KEPT_ELSEWHERE
from feedback.organisation.rules.adjustable import read_value, say_value, typed_value
from tests.architecture.source import Source, calls, dotted, sources


def asked_keys(source: Source) -> Iterator[str]:
    """The key of every `get_setting`, `find_setting` call: written out, or a name of the module."""
    module = None
    for call in calls(source.tree):
        if (dotted(call.func) or "").rpartition(".")[2] not in {"get_setting", "find_setting"} or len(call.args) < 3:
            continue
        key = call.args[2]
        if isinstance(key, ast.Constant):
            yield str(key.value)
        elif isinstance(key, ast.Name):
            module = module or import_module(
                source.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            )
            yield str(getattr(module, key.id))


def asked() -> set[str]:
    return {key for source in sources() if "organisation" not in source.name for key in asked_keys(source)}


def test_whatever_is_asked_for_can_be_set_somewhere():
    known = {each.key for each in ADJUSTABLE} | set(KEPT_ELSEWHERE)
    assert asked() - known == set()


def test_whatever_can_be_set_is_asked_for():
    assert {each.key for each in ADJUSTABLE} - asked() == set()


def test_the_guard_sees_a_key_that_nobody_can_set():
    wrong = Source("feedback/x.py", 'get_setting(session, None, "made.up", 3)\n')
    assert list(asked_keys(wrong)) == ["made.up"]


def test_every_default_could_have_been_typed_and_has_a_ground():
    for setting in ADJUSTABLE:
        assert setting.source
        assert say_value(setting, setting.default)
        if setting.default != "":
            assert read_value(setting, typed_value(setting, setting.default)) == setting.default
