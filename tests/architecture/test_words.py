"""What people read is Vietnamese, and nothing names one person's machine."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable, Mapping

from tests.architecture.source import ROOT, Source, calls, dotted, kept_files, sources, strings, templates

ENGLISH = re.compile(
    r"\b(the|and|with|this|please|required|invalid|error|errors|submit|save|saved|cancel|delete|deleted|remove|edit|update|"
    r"updated|search|password|username|login|logout|sign in|sign out|back|next|previous|loading|failed|success|"
    r"not found|unknown|missing|upload|download|choose|select|yes|none|total|name|date|status|report|record|records|"
    r"unit|units|apology|counter|settings|welcome|warning|field|must be|true|false)\b",
    re.I,
)
MACHINE = re.compile(r"(?<![\w.<>*])/(?:home|Users|root|work|mnt)/[a-z]|[a-z]:\\Users", re.I)
REGISTRY = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs)\.", re.I)
IN_ENGLISH = re.compile(
    r"\{% if t\.lang == \"en\" %\}.*?\{% (?:else|endif) %\}|<(section|a)\b[^>]*\slang=\"en\"[^>]*>.*?</\1>", re.S
)
"""What a citizen who asked for English is shown on purpose, and what says of itself that it is English."""

OPTION = re.compile(r"--[a-z][\w-]*")
AS_TYPED = re.compile(r"<(code|kbd|pre)\b.*?</\1>", re.S)
"""Names of columns, files and commands, as they are typed."""

TAG = re.compile(r"<[^>]+>")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
SPOKEN = {
    "Refused",
    "Invalid",
    "NotFound",
    "Gone",
    "Forbidden",
    "Conflict",
    "Busy",
    "flash",
    "click.echo",
    "click.option",
}
TEXT_FILES = {".py", ".md", ".toml", ".html", ".typ", ".txt", ".csv", ".json", ".css", ".js", ".svg", ".lock", ""}


def english_on_pages(texts: Mapping[str, str]) -> list[str]:
    """English words in what a page shows, by template."""
    return [
        f"{name}: {found.group()}"
        for name, text in texts.items()
        if name.endswith(".html")
        for found in ENGLISH.finditer(_shown(text))
    ]


def _shown(text: str) -> str:
    """What of a template is its own words for the reader."""
    for pattern in (IN_ENGLISH, JINJA, AS_TYPED, TAG, re.compile(r"&\w+;")):
        text = pattern.sub(" ", text)
    return text


def english_said(modules: Iterable[Source]) -> list[str]:
    """English words in refusals, messages and help of commands."""
    said = []
    for source in modules:
        for call in calls(source.tree):
            if dotted(call.func) not in SPOKEN and dotted(call.func).rpartition(".")[2] not in SPOKEN:
                continue
            for text in _spoken(call):
                said += [
                    f"{source.name}:{call.lineno} {found.group()}" for found in ENGLISH.finditer(OPTION.sub(" ", text))
                ]
    return said


def _spoken(call: ast.Call) -> list[str]:
    """The sentences of a call: its first argument, and `help` of an option; pieces inside {…} are code."""
    if dotted(call.func) == "click.option":
        heard: list[ast.expr] = [word.value for word in call.keywords if word.arg == "help"]
    else:
        heard = call.args[:1]
    return [
        str(node.value)
        for each in heard
        if isinstance(each, ast.Constant | ast.JoinedStr | ast.BinOp)
        for node in _top(each)
    ]


def _top(node: ast.expr) -> Iterable[ast.Constant]:
    if isinstance(node, ast.JoinedStr):
        return [part for part in node.values if isinstance(part, ast.Constant)]
    return list(strings(node))


def unnormalised(files: Mapping[str, str]) -> list[str]:
    """Files of ours whose Vietnamese is not composed (NFC): it would not be found by a search."""
    return [name for name, text in files.items() if not unicodedata.is_normalized("NFC", text)]


def named_places(files: Mapping[str, str]) -> list[str]:
    """Paths of somebody's machine and addresses of package registries."""
    return [
        f"{name}: {found.group()}"
        for name, text in files.items()
        for pattern in (MACHINE, REGISTRY)
        for found in pattern.finditer(text)
    ]


def kept_texts() -> dict[str, str]:
    guard = "tests/architecture/test_words.py"
    return {
        name: (ROOT / name).read_text(encoding="utf-8", errors="replace")
        for name in kept_files()
        if (ROOT / name).suffix in TEXT_FILES and name != guard
    }


def test_pages_are_in_vietnamese():
    assert english_on_pages(templates()) == []


def test_messages_are_in_vietnamese():
    assert english_said(sources()) == []


def test_no_file_names_one_machine_or_a_registry():
    files = kept_texts()
    assert len(files) > 200
    assert named_places(files) == []


def test_our_vietnamese_is_composed():
    code = {
        name: text for name, text in kept_texts().items() if name.endswith((".py", ".md", ".html", ".typ", ".toml"))
    }
    assert unnormalised(code) == []


def test_the_guards_bite():
    both = '{% if t.lang == "en" %}<b>Back</b>{% else %}<p>Lưu lại</p>{% endif %}'
    both += '<section id="e" lang="en"><p>Download</p></section>'
    pages = {"x/a.html": '<p class="error">{{ name }}</p><button>Save</button>' + both}
    assert english_on_pages(pages) == ["x/a.html: Save"]
    code = Source("feedback/x/actions.py", 'raise Invalid(f"Không có {name}: missing --unit")\nlog.info("the end")\n')
    assert english_said([code]) == ["feedback/x/actions.py:1 missing"]
    wrong = {"a.md": "see /home/an/x and " + "https://files.pythonhosted.org/x", "b.md": "GET /q/abc, /var/lib"}
    assert named_places(wrong) == ["a.md: /home/a", "a.md: https://files.pythonhosted."]
    assert unnormalised({"a.py": "e\u0302\u0301", "b.py": "ế"}) == ["a.py"]
