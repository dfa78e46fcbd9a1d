"""Every command explains itself in Vietnamese, with an example that can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from feedback.cli import feedback
from feedback.foundation.files import ROOT
from tests.architecture.test_words import ENGLISH, OPTION

EXAMPLE = re.compile(r"^ +(?:\w+=\S+ )*feedback (.+?)(?: {2,}.*)?$", re.M)
CODE = re.compile(r"[A-ZĐ_]{3,}|\[[^\]]*\]|feedback [\w-]+|\S+\.\w+|\w+[-_]\w+|<[^>]*>")
"""Names of variables, files, commands and codes inside a help text: no words of a language."""


def commands() -> Iterator[tuple[str, click.Command]]:
    return ((name, command) for name, command in sorted(feedback.commands.items()) if not command.hidden)


def help_of(*path: str) -> str:
    done = CliRunner().invoke(feedback, [*path, "--help"], prog_name="feedback")
    assert done.exit_code == 0, done.output
    return done.output


def wrong_examples(text: str, known: set[str]) -> list[str]:
    """Examples that name no command of ours, or none at all where nothing could be read."""
    found = [shlex.split(each) for each in EXAMPLE.findall(text)]
    if not found:
        return ["no example"]
    return [
        " ".join(each) for each in found if next((word for word in each if not word.startswith("-")), "") not in known
    ]


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_explains_itself(name: str):
    text = help_of(name)
    assert "Ví dụ" in text
    assert wrong_examples(text, set(feedback.commands)) == []
    assert [found.group() for found in ENGLISH.finditer(CODE.sub(" ", OPTION.sub(" ", EXAMPLE.sub(" ", text))))] == []


def test_the_command_itself_explains_what_it_works_on():
    text = help_of()
    assert "Ví dụ" in text
    assert "--demo" in text
    assert wrong_examples(text, set(feedback.commands)) == []


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_option_says_what_it_is_for(name: str):
    silent = [
        option.opts[-1]
        for option in feedback.commands[name].params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []


def test_the_guard_bites():
    assert wrong_examples("Ví dụ:\n  feedback due --procedure 1\n  feedback dua x\n", {"due"}) == ["dua x"]
    assert wrong_examples("Không có ví dụ nào.", {"due"}) == ["no example"]


NAMED = re.compile(r"(?:\bbin/|[`(“])feedback ([a-z][a-z-]+)")
"""A command as the papers write it: `feedback qr …`, .venv/bin/feedback tls."""


def test_every_command_the_papers_name_is_there():
    papers = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {name for paper in papers for name in NAMED.findall(paper.read_text(encoding="utf-8"))}
    assert "stickers" in named
    assert named <= set(feedback.commands)
