"""`feedback comments` shows what the rules do, row by row, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedback.answers.commands.comments import comments
from tests.answers.samples import hand_written


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(comments, [str(path), *options])


def a_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "loi-nhan.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_each_row_is_told_in_order_without_the_raw_words(tmp_path: Path, encoding: str):
    path = a_file(tmp_path, 'id,text\r\n1,"gọi tôi 0900000001,\nChị Hường"\r\n2,đòi phong bì\r\n', encoding)
    result = run(path, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == [
        {
            "row": 1,
            "masked": "gọi tôi [số điện thoại],\nChị Hường",
            "topics": ["khac"],
            "marks": [[29, 34, "name"]],
            "serious": [],
        },
        {"row": 2, "masked": "đòi phong bì", "topics": ["tieu_cuc"], "marks": [], "serious": ["nhung_nhieu"]},
    ]
    assert "0900000001" not in result.stdout


def test_semicolons_are_read_too_and_an_empty_file_is_an_empty_list(tmp_path: Path):
    assert json.loads(run(a_file(tmp_path, "text;x\nchậm quá;1\n"), "--json").stdout)[0]["topics"] == ["thoi_gian"]
    assert json.loads(run(a_file(tmp_path, "text\n"), "--json").stdout) == []


def test_without_json_people_can_read_it(tmp_path: Path):
    result = run(a_file(tmp_path, "text\nchậm quá\nđòi phong bì 0900000001\n"))
    assert "1 có chỗ được che" in result.stdout
    assert "NGHIÊM TRỌNG" in result.stdout
    assert "2 lời nhắn" in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("noi dung\nchậm\n", "có cột “text”; tệp này có: noi dung"),
        ("", "có cột “text”; tệp này có: không gì"),
        ("id,text\n1,a\n2\n", "Dòng 3: thiếu cột “text”"),
        ('text\n"a"b\n', "Dòng 2: không đọc được"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: str, said: str):
    result = run(a_file(tmp_path, content), "--json")
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_another_encoding_is_named_with_its_line(tmp_path: Path):
    path = tmp_path / "cu.csv"
    path.write_bytes(b"text\nok\ncham qu\xe1\n")
    result = run(path, "--json")
    assert result.exit_code == 1
    assert "không phải UTF-8 (dòng 3)" in result.stderr


def test_the_hand_written_file_is_read_whole():
    path = Path(__file__).parent.parent / "data" / "comments_dev.csv"
    assert len(json.loads(run(path, "--json").stdout)) == len(hand_written())
