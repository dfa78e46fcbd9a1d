from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.spreadsheets.cells import Merge
from feedback.records.rules import DEFAULT_CODE_PATTERN, Role, State
from feedback.records.rules.guessing import cover, look
from feedback.records.rules.mappings import ColumnMapping
from feedback.records.rules.stamps import DateOrder
from tests.records.rules.samples import CATALOGUE, MARRIAGE, row

PATTERN = re.compile(DEFAULT_CODE_PATTERN)
TITLES = ("TT", "Số BN", "Việc", "Công dân", "ĐT nhà", "Nộp", "Phải trả", "Xong", "TTHS")
FILE = ("H50.41.03-260705-0001", MARRIAGE.name, "Nguyễn Thị Thử", "0900000003", "05/07/2026 08:30", "08/07/2026")


def sheet(*, titles=TITLES, order="{0}/{1}/2026"):
    days = [order.format("05", "07"), order.format("25", "08")]
    return [
        row(1, "ỦY BAN NHÂN DÂN XÃ MẪU"),
        row(3, *titles),
        *(
            row(at, str(at - 3), f"H50.41.03-26070{at}-000{at}", MARRIAGE.name, f"Nguyễn Thị Thử {'Ba'[: at - 3]}",
                f"090000000{at}", day, day, day, status)
            for at, day, status in zip((4, 5), days, ("Đang xử lý", "Bước 3/5"), strict=True)
        ),
    ]  # fmt: skip


def seen(rows, **more):
    found = look(rows, more.pop("merges", ()), CATALOGUE, PATTERN, **more)
    assert found is not None
    return found


def test_columns_nobody_knows_are_guessed_by_what_stands_in_them():
    found = seen(sheet())
    assert (found.row, found.rows) == (3, 1)
    assert {column.title: column.role for column in found.columns} == {
        "TT": Role.NUMBER,
        "Số BN": Role.CODE,
        "Việc": Role.PROCEDURE_NAME,
        "Công dân": Role.APPLICANT,
        "ĐT nhà": Role.PHONE,
        "Nộp": Role.RECEIVED,
        "Phải trả": Role.DUE,
        "Xong": Role.RESULT,
        "TTHS": Role.STATUS,
    }
    assert found.statuses == (("Bước 3/5", None),), "words we know are not asked for"


def test_of_two_columns_of_one_role_the_files_own_is_proposed():
    found = seen(
        sheet(titles=("TT", "Số BN", "Việc", "Người nộp", "ĐT nhà", "Nộp", "Hạn xử lý", "Ngày hẹn trả", "TTHS"))
    )
    roles = {column.title: column.role for column in found.columns}
    assert (roles["Ngày hẹn trả"], roles["Hạn xử lý"]) == (Role.DUE, Role.RESULT)


def test_samples_cover_what_is_personal_and_show_what_is_not():
    samples = {column.title: column.samples for column in seen(sheet()).columns}
    assert samples["Số BN"][0] == "H50.41.03-260704-0004"
    assert samples["Nộp"] == ("05/07/2026", "25/08/2026")
    assert samples["Công dân"][0].startswith("N•••••")
    assert samples["ĐT nhà"][0] == "••••••••04"
    everything = " ".join(text for texts in samples.values() for text in texts)
    assert "Nguyễn" not in everything


@pytest.mark.parametrize(
    ("order", "guessed"),
    [
        ("{0}/{1}/2026", DateOrder.DAY_FIRST),
        ("{1}/{0}/2026", DateOrder.MONTH_FIRST),
        ("2026-{1}-{0}", DateOrder.DAY_FIRST),
    ],
)
def test_a_second_number_above_twelve_says_that_months_come_first(order, guessed):
    assert seen(sheet(order=order)).order is guessed


def test_what_was_said_before_comes_before_every_guess():
    said = {"so bn": Role.CODE, "nop": Role.DUE}
    told = ColumnMapping("X", said, order=DateOrder.MONTH_FIRST, statuses={"buoc 3/5": State.AWAITING})
    found = seen(sheet(), mapping=told)
    assert found.roles == said
    assert found.order is DateOrder.MONTH_FIRST
    assert seen(sheet(), mapping=ColumnMapping("X", {"tths": Role.STATUS}, statuses=told.statuses)).statuses == (
        ("Bước 3/5", State.AWAITING),
    )


def test_two_rows_of_titles_are_noticed_and_may_be_chosen():
    rows = [
        row(1, "Số BN", "Việc", "Ngày"),
        row(2, None, None, "Nộp", "Phải trả"),
        row(3, "H50.41.03-260705-0001", MARRIAGE.name, "05/07/2026", "08/07/2026"),
    ]
    found = seen(rows, merges=[Merge(1, 3, 1, 4)])
    assert (found.rows, found.titles) == (2, ("Số BN", "Việc", "Ngày Nộp", "Ngày Phải trả"))
    assert seen(rows, row=1, depth=1).titles == ("Số BN", "Việc", "Ngày")


def test_a_row_of_data_holds_no_titles_and_a_list_of_nothing_neither():
    assert look(sheet(), (), CATALOGUE, PATTERN, row=4) is None
    assert look([], (), CATALOGUE, PATTERN) is None
    assert look([row(1, "a", "b"), row(2, "c", "d")], (), CATALOGUE, PATTERN) is None


@given(st.text())
def test_a_covered_text_is_as_long_and_shows_no_word(text):
    covered = cover(text)
    assert len(covered) == len(text)
    for word in re.findall(r"[^\W\d_]{3,}", text):
        assert word not in covered
