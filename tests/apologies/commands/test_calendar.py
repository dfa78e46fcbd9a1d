"""A change of the calendar by command: the same preview, decision and refusals as on the page."""

from __future__ import annotations

import json

import pytest
import time_machine
from click.testing import CliRunner

from feedback.apologies.commands.calendar import decide_calendar, preview_calendar
from tests.records import calendar_world as world_of
from tests.records.calendar_world import REASON, golden

SWAP = ["--swap", "2026-11-23", "2026-11-28", "--source", "9999/TB-BNV"]


@pytest.fixture
def files(store):
    with time_machine.travel(world_of.TODAY, tick=False):
        yield store.database.run(world_of.build)


def call(store, command, *arguments):
    return CliRunner().invoke(command, arguments, obj=lambda: store)


def stamp(store, *what):
    return json.loads(call(store, preview_calendar, *what, "--json").stdout)["stamp"]


def decide(store, *what, choice="recompute", mark=None):
    by = ["--by", "Nguyễn Văn Mẫu", "--reason", REASON, "--stamp", mark or stamp(store, *what)]
    return call(store, decide_calendar, *what, "--choice", choice, *by)


def dues(store, files):
    with store.database.read() as session:
        return world_of.dues(session, files)


def test_a_swap_is_previewed_decided_and_taken_back(store, files):
    shown = call(store, preview_calendar, *SWAP).output
    assert "6 hồ sơ dời hạn tính được" in shown
    assert "thứ Hai 23/11/2026: làm việc bình thường → nghỉ" in shown
    assert dues(store, files) == golden("reference")
    done = decide(store, *SWAP)
    assert "tính lại hạn: 6 hồ sơ, 0 người được báo lại" in done.output
    assert dues(store, files) == golden("swapped")
    back = ["--unswap", "2026-11-23", "2026-11-28"]
    assert json.loads(decide(store, *back, "--json", choice="keep").stdout)["files"] == 6
    assert dues(store, files) == golden("swapped")


def test_a_file_of_the_year_is_decided(store, files, tmp_path):
    path = tmp_path / "lich.csv"
    path.write_text(
        "date,name,kind,is_working_day,status,source\n2026-11-24,Làm việc,ordinary_day,1,official,CV 1\n", "utf-8"
    )
    assert decide(store, str(path)).exit_code == 0
    assert dues(store, files)["one day"] == "2026-11-23T16:00"
    assert dues(store, files)["16 hours"] == "2026-11-24T16:00"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ([], "đúng một thứ"),
        ([*SWAP, "--unswap", "2026-11-23", "2026-11-28"], "đúng một thứ"),
        (["--swap", "2026-11-22", "2026-11-28"], "nghỉ hằng tuần rồi"),
        (["--unit", "00000", *SWAP], "00000"),
    ],
)
def test_what_cannot_be_is_refused(store, files, what, said):
    refused = call(store, preview_calendar, *what)
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_preview_of_another_calendar_is_refused(store, files):
    old = stamp(store, *SWAP)
    decide(store, *SWAP)
    refused = decide(store, "--unswap", "2026-11-23", "2026-11-28", mark=old)
    assert refused.exit_code == 1
    assert "xem trước lại" in refused.output
    assert "không có ngày nào" in call(store, preview_calendar, *SWAP).output
