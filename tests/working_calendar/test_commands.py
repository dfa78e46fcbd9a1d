"""The commands of the calendar."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from feedback.working_calendar.commands import calendar, load_calendar

DAY = "2026-11-24,Ngày Văn hóa Việt Nam,holiday,0,,,official,NQ 28/2026/QH16\n"
HEADING = "date,name,kind,is_working_day,pair_date,sessions,status,source\n"


@pytest.fixture
def run(app):
    def invoke(command, *arguments):
        return CliRunner().invoke(command, [str(each) for each in arguments], obj=lambda: app.extensions["lang-nghe"])

    return invoke


def test_a_load_says_what_is_new_and_again_that_nothing_is(run):
    assert run(load_calendar).output.startswith("mới: 77\n")
    assert run(load_calendar).output == "giữ nguyên: 77\n"


def test_a_file_over_it_says_what_changed_in_words_and_in_json(run, tmp_path):
    run(load_calendar)
    file = tmp_path / "lich.csv"
    file.write_text("\ufeff" + HEADING + DAY, "utf-8")
    document = json.loads(run(load_calendar, file, "--json").stdout)
    assert document["changed"] == 1
    assert document["changes"][0]["differences"]["status"] == ["provisional", "official"]
    file.write_text(HEADING + DAY.replace("official", "provisional"), "utf-8")
    assert "tình trạng: official → provisional" in run(load_calendar, file).output


def test_a_file_in_another_encoding_is_refused_in_words(run, tmp_path):
    file = tmp_path / "lich.csv"
    file.write_bytes("Tết".encode("utf-16"))
    result = run(load_calendar, file)
    assert result.exit_code == 1
    assert "CSV UTF-8" in result.stderr


def test_the_loaded_years_and_the_days_of_one_are_shown(run):
    assert "Chưa nạp lịch năm nào" in run(calendar).output
    run(load_calendar)
    assert "2027  (tạm tính" in run(calendar).output
    said = run(calendar, "--year", 2026).output
    assert "thứ Bảy 22/08/2026     Làm bù               Làm bù (thay 31/08/2026)" in said
    assert "Ngày Văn hóa Việt Nam [dự kiến]" in said
    assert "Tạm tính" in run(calendar, "--year", 2027).output
    document = json.loads(run(calendar, "--year", 2026, "--json").stdout)
    assert (document["provisional"], len(document["days"])) == (False, 17)
    assert json.loads(run(calendar, "--json").stdout)["years"][0] == {"year": 2023, "provisional": False}


def test_a_year_not_loaded_is_refused(run):
    result = run(calendar, "--year", 2030)
    assert result.exit_code == 1
    assert "Chưa nạp lịch nghỉ năm 2030" in result.stderr
