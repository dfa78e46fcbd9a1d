"""click's own words, in Vietnamese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from feedback.foundation.command_words import SPEAKERS, WORDS, in_vietnamese

NEVER_SAID = re.compile(
    r"DeprecationWarning|Could not determine|No options defined|exactly one parameter|defined twice|Choice\(|"
    r"cannot use the same|must be an iterable|Invalid start character|Press any key|Unknown color|%\(prog\)s|len_type"
)
"""Sentences for programmers, and of features no command of ours uses."""


@click.group()
def office() -> None:
    """Văn phòng."""


@office.command()
@click.option("--level", type=click.Choice(["xa", "tinh"]), required=True, help="Cấp.")
@click.option("--count", type=int, default=1, show_default=True, help="Số lượng.")
@click.option("--name", help="Tên.")
@click.argument("file", type=click.Path(exists=True))
def load(level: str, count: int, name: str, file: str) -> None:
    """Nạp một tệp."""


in_vietnamese(office)


def said(*arguments: str) -> str:
    return CliRunner().invoke(office, arguments, prog_name="feedback").output


def test_help_is_in_vietnamese():
    assert said("--help").startswith("Cách dùng: feedback [TÙY CHỌN] LỆNH [THAM SỐ]…\n")
    text = said("load", "--help")
    for words in ("Tùy chọn:", "Hiện lời giải thích này rồi thôi.", "[mặc định: 1]", "[bắt buộc]", "SỐ NGUYÊN", "CHỮ"):
        assert words in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["laod"], "Không có lệnh 'laod'."),
        (["load", "--lever", "xa"], "Không có tùy chọn '--lever'."),
        (
            ["load", "--level", "huyen", "x"],
            "Giá trị của '--level' chưa đúng: 'huyen' không phải một trong 'xa', 'tinh'.",
        ),
        (["load", "--level"], "Tùy chọn '--level' cần một giá trị."),
        (["load", "--level", "xa"], "Thiếu tham số 'FILE'."),
        (["load", "--level", "xa", "không-có"], "'không-có' không có."),
        (["load", "--level", "xa", "--count", "ba", "x"], "'ba' không phải số nguyên."),
    ],
)
def test_a_slip_of_the_keyboard_is_explained_in_vietnamese(arguments: list[str], words: str):
    text = said(*arguments)
    assert text.splitlines()[-1].startswith("Chưa làm được: ")
    assert words in text


def sentences(module_file: str) -> list[str]:
    """Every sentence a module of click hands to gettext."""
    tree = ast.parse(Path(module_file).read_text(encoding="utf-8"))
    given = [
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return [each for each in given if not NEVER_SAID.search(each)]


def test_no_sentence_of_this_version_of_click_is_forgotten():
    asked = [sentence for module in SPEAKERS for sentence in sentences(str(module.__file__))]
    assert len(asked) > 40
    assert [sentence for sentence in asked if sentence not in WORDS] == []


def test_every_sentence_keeps_its_blanks():
    for english, vietnamese in WORDS.items():
        assert sorted(re.findall(r"\{\w+", english)) == sorted(re.findall(r"\{\w+", vietnamese)), english
