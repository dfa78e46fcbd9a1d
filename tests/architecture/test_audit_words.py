"""Every deed that is noted, and every detail of it, has Vietnamese words for whoever reads the audit trail."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from feedback.apologies.rules import DATED
from feedback.reports.documents.verbs import DETAILS, OBJECTS, UNSAID, VERBS
from tests.architecture.source import Source, calls, dotted, sources, strings

NOTING = {"note", "_note", "note_account", "note_deed", "note_notice"}
VERB = re.compile(r"[a-z_]+\.[a-z_]+")


def noting_calls(modules: Iterable[Source]) -> Iterator[ast.Call]:
    for source in modules:
        if source.slice not in {"audit", "records"} or source.name.startswith("feedback/records/actions/"):
            yield from (call for call in calls(source.tree) if dotted(call.func) in NOTING)


def parts(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(word.value for word in call.keywords)]


def noted_verbs(modules: Iterable[Source]) -> set[str]:
    """Every verb written out in a noting call; one made with the kind of an apology stands for both of lateness."""
    found: set[str] = set()
    for call in noting_calls(modules):
        for part in parts(call):
            if isinstance(part, ast.JoinedStr) and ast.unparse(part) == "f'apology.{kind}'":
                found |= {f"apology.{kind}" for kind in DATED}
            elif isinstance(part, ast.Constant | ast.IfExp):
                found |= {text.value for text in strings(part) if VERB.fullmatch(str(text.value))}
    return found


def noted_details(modules: Iterable[Source]) -> set[str]:
    """Keys of the details that are written out as a dictionary."""
    dictionaries = (part for call in noting_calls(modules) for part in parts(call) if isinstance(part, ast.Dict))
    return {str(key.value) for each in dictionaries for key in each.keys if isinstance(key, ast.Constant)}


def noted_objects(modules: Iterable[Source]) -> set[str]:
    words = (word for call in noting_calls(modules) for word in call.keywords if word.arg == "object_kind")
    return {str(word.value.value) for word in words if isinstance(word.value, ast.Constant)}


def test_every_deed_noted_has_words_and_every_word_its_deed() -> None:
    assert noted_verbs(sources()) == set(VERBS)


def test_every_detail_noted_has_words() -> None:
    assert noted_details(sources()) - set(DETAILS) - UNSAID == set()


def test_every_kind_of_object_noted_has_words() -> None:
    assert noted_objects(sources()) - set(OBJECTS) == set()


def test_the_guard_bites() -> None:
    """Planted: a deed, an object and a detail nobody has named."""
    code = 'note(session, verb="apology.lose", object_kind="wallet", detail={"depth": 1})\n'
    planted = [Source("feedback/apologies/actions/new.py", code)]
    assert noted_verbs(planted) == {"apology.lose"}
    assert noted_objects(planted) == {"wallet"}
    assert noted_details(planted) == {"depth"}
