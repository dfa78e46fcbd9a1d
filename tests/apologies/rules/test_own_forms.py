"""A province's own wording: read back as written, refused with the word that is wrong."""

from string import Formatter

import pytest

from feedback.apologies.queries.forms import forms
from feedback.apologies.rules import Form
from feedback.apologies.rules.form import NAMES
from feedback.apologies.rules.own_forms import LARGEST, read_form, write_form
from feedback.foundation.errors import Invalid

GOOD = """
key = "quang-mau-2026"
use = "late"
dated = 2026-03-01
title = "PHIẾU XIN LỖI"
source = "Quyết định 01/2026/QĐ-UBND tỉnh Quảng Mẫu"
to = "Kính gửi: {applicant}"
body = [
  "Lý do: {reason}",
  "{Authority} sẽ trả kết quả vào ngày {new_day}./.",
]
signer = "THỦ TRƯỞNG ĐƠN VỊ"
"""


def test_a_form_is_read_with_its_source_and_day() -> None:
    form = read_form(GOOD)
    assert (form.key, form.use, form.edition, form.reference) == ("quang-mau-2026", "late", 0, "quang-mau-2026")
    assert form.body[0] == "Lý do: {reason}"
    assert form.dated is not None


@pytest.mark.parametrize("form", [form for form in forms().values() if form.dated], ids=lambda form: form.key)
def test_a_form_that_came_with_the_program_can_be_taken_out_changed_and_put_back(form: Form) -> None:
    assert read_form(write_form(form)) == form


def test_every_name_the_program_fills_is_a_name_a_form_may_use() -> None:
    used = {
        name
        for form in forms().values()
        for text in (form.to, *form.body)
        for _, name, _, _ in Formatter().parse(text)
        if name
    }
    assert used <= set(NAMES)


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("{reason}", "{ly_do}", r"chỗ điền không có: \{ly_do\}"),
        ("{reason}", "{reason.__class__}", "viết chưa đúng"),
        ("{reason}", "{reason!r}", "viết chưa đúng"),
        ("{reason}", "{reason:>900000000}", "viết chưa đúng"),
        ("{reason}", "{0}", "viết chưa đúng"),
        ("{reason}", "{reason", "chưa khép đúng"),
        ("{new_day}", "…", r"thiếu chỗ điền bắt buộc: \{new_day\}"),
        ('source = "Quyết định 01/2026/QĐ-UBND tỉnh Quảng Mẫu"', "", "“source”"),
        ("dated = 2026-03-01", 'dated = "2026-03-01"', "“dated”"),
        ("dated = 2026-03-01", "dated = 2026-03-01T08:00:00", "“dated”"),
        ('use = "late"', 'use = "khac"', "“use”"),
        ('key = "quang-mau-2026"', 'key = "Quảng Mẫu"', "“key”"),
        ('key = "quang-mau-2026"', 'key = "../../etc"', "“key”"),
        ('title = "PHIẾU XIN LỖI"', "title = 3", "“title”"),
        ('title = "PHIẾU XIN LỖI"', f'title = "{"A" * 201}"', "dài quá 200"),
        ('signer = "THỦ TRƯỞNG ĐƠN VỊ"', 'signer = "X"\nmau = "đỏ"', "mục lạ: mau"),
        ('  "Lý do: {reason}",\n', "", "từ 2 đến"),
        ('"Lý do: {reason}"', "12", "“body”"),
        ("body = [", "body = ", r"viết chưa đúng cách \(sai ở dòng \d+\)"),
        ("body = [", "[", r"viết chưa đúng cách \(sai ở dòng \d+\)"),
    ],
)
def test_what_is_wrong_in_a_form_is_told_in_vietnamese(before: str, after: str, wrong: str) -> None:
    assert before in GOOD
    with pytest.raises(Invalid, match=wrong):
        read_form(GOOD.replace(before, after, 1))


def test_a_text_too_large_for_a_form_is_not_even_parsed() -> None:
    with pytest.raises(Invalid, match="dài quá"):
        read_form("#" * (LARGEST + 1))


def test_a_form_that_stops_half_way_is_said_to_stop_there() -> None:
    with pytest.raises(Invalid, match="dừng giữa chừng ở cuối tệp"):
        read_form("body = [")
