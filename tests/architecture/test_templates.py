"""Every template is rendered or included somewhere, and none carries a script, a style or a form without its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask import Flask

from tests.architecture.source import Source, sources, strings, templates

REFERENCE = re.compile(r"""["']([\w./-]+\.(?:html|txt|typ|svg))["']""")
FORBIDDEN = {
    "a script inside the page": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a style inside the page": re.compile(r"<style|\sstyle\s*=", re.I),
    "a handler inside the page": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
}
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']?post.*?</form>", re.I | re.S)
KEY = re.compile(r"csrf_token|hidden_tag")
WITHOUT_COOKIE = ("answers/",)
"""The citizen's survey has no cookie and no session; its own hidden key does that work (exempt, declared in web)."""


def unused(texts: Mapping[str, str], modules: Iterable[Source]) -> list[str]:
    """Templates that no module and no other template names.

    A slice may name its own by the file's name or stem alone; documents are shared and asked for by their stem.
    """
    named = {(source.slice, str(node.value)) for source in modules for node in strings(source.tree)}
    included = {found for name, text in texts.items() for found in REFERENCE.findall(text) if found != name}
    return sorted(name for name in texts if name not in included and not _asked_for(name, named))


def _asked_for(name: str, named: set[tuple[str, str]]) -> bool:
    folder, _, tail = name.rpartition("/")
    bare = {tail, tail.rpartition(".")[0]}
    return any(word == name or (word in bare and (folder in {slice_, "documents"})) for slice_, word in named)


def missing(texts: Mapping[str, str], modules: Iterable[Source]) -> list[str]:
    """Names of pages that a module renders and that are not there."""
    return sorted(
        f"{source.name}:{node.lineno} {node.value!s}"
        for source in modules
        for node in strings(source.tree)
        if re.fullmatch(r"[\w-]+/[\w./-]+\.html", str(node.value)) and node.value not in texts
    )


TEST_MATERIAL = {"documents/probe.typ"}
"""A page that the tests of the typesetter print."""

STANDS_ALONE = {"reports/file.html"}
"""Saved and opened as a file of its own, far from our style sheet; no policy holds there."""

OWN_DRAWING = {"reports/_edition.html"}
"""Shows a drawing that our own code makes, escaped piece by piece where it is made."""


def inside(texts: Mapping[str, str]) -> list[str]:
    """What a strict Content-Security-Policy would block or escaping would miss."""
    return [
        f"{name}: {what}"
        for name, text in texts.items()
        if name.endswith(".html")
        for what, pattern in FORBIDDEN.items()
        if pattern.search(text)
    ]


def unguarded_forms(texts: Mapping[str, str]) -> list[str]:
    """Pages with a POST form that carries no key against forged requests."""
    return [
        name
        for name, text in texts.items()
        if name.endswith(".html") and not name.startswith(WITHOUT_COOKIE)
        if any(not KEY.search(form) for form in POST_FORM.findall(text))
    ]


def test_every_template_is_rendered_or_included_somewhere():
    assert len(templates()) > 20
    assert unused(templates(), sources()) == sorted(TEST_MATERIAL)


def test_every_page_that_is_rendered_is_there():
    assert missing(templates(), sources()) == []


def test_every_page_can_be_compiled(app: Flask):
    for name in templates():
        if name.endswith((".html", ".txt")):
            app.jinja_env.get_template(name)


def test_no_script_no_style_nothing_unescaped_inside_a_page():
    pages = {name: text for name, text in templates().items() if not name.startswith("mail/")}
    found = inside({name: text for name, text in pages.items() if name not in STANDS_ALONE})
    assert found == [f"{name}: text that is not escaped" for name in OWN_DRAWING]


def test_every_post_form_carries_its_key():
    assert unguarded_forms(templates()) == []


def test_the_guards_bite():
    texts = {
        "x/a.html": '{% include "x/b.html" %}<form method="post"></form><p onclick="f()" style="a:b">{{ a|safe }}',
        "x/b.html": '<script src="/static/a.js"></script><form method="post">{{ csrf_token() }}</form>',
        "x/c.html": "<script>f()</script><style>p{}</style>",
        "documents/d.typ": "",
    }
    code = [Source("feedback/x/pages.py", 'f("x/a.html"); g("x/gone.html")')]
    assert unused(texts, code) == ["documents/d.typ", "x/c.html"]
    assert unused(texts, [Source("feedback/x/documents.py", 'compile_pdf("d"); f("c.html")')]) == ["x/a.html"]
    assert unused(texts, [Source("feedback/y/pages.py", 'f("c.html")')]) == ["documents/d.typ", "x/a.html", "x/c.html"]
    assert missing(texts, code) == ["feedback/x/pages.py:1 x/gone.html"]
    assert inside(texts) == [
        "x/a.html: a style inside the page",
        "x/a.html: a handler inside the page",
        "x/a.html: text that is not escaped",
        "x/c.html: a script inside the page",
        "x/c.html: a style inside the page",
    ]
    assert unguarded_forms(texts) == ["x/a.html"]
