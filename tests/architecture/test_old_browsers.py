"""Survey pages hold nothing newer than Chrome 44 that they would break without: a list as data, with reasons."""

from __future__ import annotations

import re

import pytest

from tests.architecture.old_browsers import KNOWN, read_css, too_new_in_css, too_new_in_page
from tests.architecture.source import PACKAGE, templates

LAYOUT = "answers/_survey.html"
NAMED = re.compile(r"""["'](answers/[\w-]+\.html)["']""")
EXTENDS = re.compile(r"""\{% extends ["']([\w/-]+\.html)["']""")
STYLE = PACKAGE / "static" / "survey.css"


def citizens_templates() -> dict[str, str]:
    """Every template in the survey's own layout, and what those include."""
    known = templates()

    def is_citizens(name: str) -> bool:
        above = EXTENDS.search(known[name])
        return name == LAYOUT or (above is not None and is_citizens(above[1]))

    pages = {name for name in known if is_citizens(name)}
    pages |= {part for name in pages for part in NAMED.findall(known[name])}
    return {name: known[name] for name in sorted(pages)}


def test_the_style_sheet_is_older_than_the_telephones():
    text = STYLE.read_text(encoding="utf-8")
    assert sum(len(rule.declarations) + len(rule.rules) for rule in read_css(text)) > 150
    assert too_new_in_css(text) == []


def test_the_pages_are_older_than_the_telephones():
    pages = citizens_templates()
    assert len(pages) >= 12
    assert {name: found for name, text in pages.items() if (found := too_new_in_page(text))} == {}


def test_every_enhancement_says_why_a_page_is_whole_without_it_and_is_used():
    css, html = KNOWN["css"]["enhancements"], KNOWN["html"]["enhancements"]
    reasons = {**css["properties"], **css["media"], **html}
    used = STYLE.read_text(encoding="utf-8") + "".join(citizens_templates().values())
    assert [name for name, reason in reasons.items() if len(reason) < 20 or name not in used] == []


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("a { display: grid }", ["a: display: grid"]),
        (".row { gap: 4px }", [".row: gap"]),
        (":root { --green: #0b5a52 } a { color: var(--green) }", [":root: :root", ":root: --green", "a: color: var()"]),
        ("a { width: min(10px, 5%) }", ["a: width: min()"]),
        ("a { font-size: clamp(1rem, 2vw, 3rem) }", ["a: font-size: clamp()"]),
        ("a { margin-inline-start: 1px; inset: 0 }", ["a: margin-inline-start", "a: inset"]),
        ("a:is(.b) { color: red }", ["a:is(.b): :is"]),
        (
            "p:has(a), b:focus-visible { color: red }",
            ["p:has(a), b:focus-visible: :has", "p:has(a), b:focus-visible: :focus-visible"],
        ),
        ("a { position: sticky }", ["a: position: sticky"]),
        ("a { height: 100dvh }", ["a: height: dvh"]),
        ("a { width: fit-content }", ["a: width: fit-content"]),
        ("@layer a { b { color: red } }", ["@layer"]),
        ("@media (prefers-color-scheme: dark) { a { color: red } }", ["@media (prefers-color-scheme)"]),
        ("@media (min-width: 40em) { a { aspect-ratio: 1 } }", ["a: aspect-ratio"]),
        ("a { b { color: red } }", ["a: nesting"]),
    ],
)
def test_the_guard_bites_on_a_style_sheet(style: str, found: list[str]):
    assert too_new_in_css(style) == found


@pytest.mark.parametrize(
    "style",
    [
        "a { width: 70%; width: min(70%, 10px) }",
        "@supports (display: grid) { a { display: grid; gap: 1px } }",
        'a { font-family: system-ui, "Noto Sans"; margin: 0 -6px .5rem; color: #0b5a52 }',
        "a { width: calc(100% - 66px); clip: rect(0 0 0 0) }",
        "@media print { a:hover, b::before { display: none } }",
    ],
)
def test_what_falls_back_is_welcome(style: str):
    assert too_new_in_css(style) == []


def test_a_fallback_must_come_first():
    assert too_new_in_css("a { width: min(70%, 10px); width: 70% }") == ["a: width: min()"]


@pytest.mark.parametrize("style", ["a { color: red", "a { color: red } }", "@media print { a { color: red }"])
def test_a_broken_style_sheet_is_noticed(style: str):
    with pytest.raises(ValueError, match="brace"):
        read_css(style)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<dialog open>", ["<dialog>", "<dialog open>"]),
        ('<img src="a.webp" loading="lazy">', ["<img>", "<img loading>"]),
        ('<script type="module" src="a.js"></script>', ["<script>"]),
        ('<input type="date" inputmode="numeric">', ["<input type=date>", "<input inputmode>"]),
        ('<link rel="modulepreload" href="a.js">', ["<link rel=modulepreload>"]),
        ("<details><summary>x</summary></details>", ["<details>", "<summary>"]),
        ("<p popover inert>", ["<p popover>", "<p inert>"]),
        (
            '<form enctype="x">{% if a %}<button formaction="{{ b }}">{% endif %}',
            ["<form enctype>", "<button formaction>"],
        ),
    ],
)
def test_the_guard_bites_on_a_page(page: str, found: list[str]):
    assert too_new_in_page(page) == found


def test_a_plain_page_is_welcome():
    assert too_new_in_page('<!doctype html><p class="{{ a }}" aria-hidden="true">{# <dialog> #}{{ "<x>" }}</p>') == []
