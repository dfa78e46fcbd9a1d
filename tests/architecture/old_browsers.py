"""A small reader of style sheets and pages, and what in them a browser of 2015 would not know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

KNOWN: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CSS, HTML = KNOWN["css"], KNOWN["html"]

COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
FUNCTION = re.compile(r"([a-z-]+)\(", re.I)
NUMBER = re.compile(r"(?<![\w#.-])[-+]?(?:\d+\.?\d*|\.\d+)(%|[a-z]+)?", re.I)
PSEUDO = re.compile(r"::?([a-z-]+)", re.I)
FEATURE = re.compile(r"\(\s*([a-z-]+)", re.I)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.S)
SHOWN = re.compile(r"\{\{.*?\}\}", re.S)


@dataclass
class Rule:
    """`a:hover { color: red }`, or a block such as `@media (…) { … }` with rules inside."""

    prelude: str
    declarations: list[tuple[str, str]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def read_css(text: str) -> list[Rule]:
    """The rules of a style sheet. ValueError when its braces do not match."""
    text = STRING.sub('""', COMMENT.sub(" ", text))
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    if depth:
        raise ValueError("a brace has no other half")
    return _rules(text)[0]


def _rules(text: str) -> tuple[list[Rule], str]:
    """Rules up to the closing brace that is not theirs, and what follows it."""
    found: list[Rule] = []
    while True:
        start, end = text.find("{"), text.find("}")
        if start < 0 or (0 <= end < start):
            return found, text[end + 1 :] if end >= 0 else text
        rule = Rule(" ".join(text[:start].split()))
        text = text[start + 1 :]
        inner, close = text.find("{"), text.find("}")
        if 0 <= inner < close:
            rule.rules, text = _rules(text)
        else:
            rule.declarations = [_declaration(each) for each in text[:close].split(";") if each.strip()]
            text = text[close + 1 :]
        found.append(rule)


def _declaration(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name.strip().lower(), value.strip().lower()


def too_new_in_css(text: str) -> list[str]:
    """What of a style sheet Chrome 44 would not know and the page could not spare."""
    return [problem for rule in read_css(text) for problem in _of_rule(rule)]


def _of_rule(rule: Rule) -> Iterator[str]:
    if not rule.prelude.startswith("@"):
        yield from _of_selector(rule.prelude)
        yield from _of_declarations(rule)
        yield from (f"{rule.prelude}: nesting" for _ in rule.rules[:1])
        return
    name = re.split(r"[\s(]", rule.prelude[1:], maxsplit=1)[0]
    if name not in CSS["at_rules"]:
        yield f"@{name}"
    if name == "supports":
        return  # an old browser passes over what it does not support
    features = set(FEATURE.findall(rule.prelude))
    yield from (f"@media ({each})" for each in sorted(features - {*CSS["media"], *CSS["enhancements"]["media"]}))
    yield from (problem for inner in rule.rules for problem in _of_rule(inner))


def _of_selector(selector: str) -> Iterator[str]:
    """A pseudo-class it does not know makes it drop the whole rule."""
    yield from (f"{selector}: :{each}" for each in PSEUDO.findall(selector) if each not in CSS["pseudo"])


def _of_declarations(rule: Rule) -> Iterator[str]:
    fallen_back: set[str] = set()
    for name, value in rule.declarations:
        problem = _of_declaration(name, value)
        if problem is None:
            fallen_back.add(name)
        elif name not in fallen_back:
            yield f"{rule.prelude}: {problem}"


def _of_declaration(name: str, value: str) -> str | None:
    if name in CSS["enhancements"]["properties"]:
        return None
    if name not in CSS["properties"]:
        return name
    for function in FUNCTION.findall(value):
        if function not in CSS["functions"]:
            return f"{name}: {function}()"
    for unit in NUMBER.findall(value):
        if unit and unit not in CSS["units"]:
            return f"{name}: {unit}"
    words = set(re.findall(r"(?<![#\w.-])[a-z][a-z-]*(?![\w(.-])", value)) - {"important"}
    offered = CSS["keywords"].get(name)
    odd = sorted(words - set(offered)) if offered and not FUNCTION.search(value) else []
    return f"{name}: {odd[0]}" if odd else None


class _Page(HTMLParser):
    """Collects what of a page Chrome 44 would not know."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in HTML["tags"]:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            if not _is_known(name):
                self.found.append(f"<{tag} {name}>")
            elif tag == "input" and name == "type" and value not in HTML["input_types"]:
                self.found.append(f"<input type={value}>")
            elif tag == "link" and name == "rel" and value not in HTML["rel"]:
                self.found.append(f"<link rel={value}>")


def _is_known(attribute: str) -> bool:
    return attribute.startswith("aria-") or attribute in HTML["attributes"] or attribute in HTML["enhancements"]


def too_new_in_page(text: str) -> list[str]:
    """What of a page (or of a template's own markup) Chrome 44 would not know and the page could not spare."""
    page = _Page()
    page.feed(SHOWN.sub("x", JINJA.sub(" ", text)))
    page.close()
    return page.found
