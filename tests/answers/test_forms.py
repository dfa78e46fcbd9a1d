"""The form of the sticker page says in Vietnamese what is missing."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from feedback.answers.forms import StickerForm


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"unit": "9", "day": "2026-11-20", "sheets": "1"}, "Chưa chọn đúng. Xin chọn một mục trong danh sách."),
        ({"unit": "1", "day": "20/11/2026", "sheets": "1"}, "Ngày chưa đúng. Xin chọn lại ngày."),
        ({"unit": "1", "day": "2026-11-20", "sheets": "11"}, "Mỗi lần in được từ 1 đến 10 tờ."),
        ({"unit": "1", "day": "2026-11-20", "sheets": "một"}, "Đây phải là một số nguyên."),
    ],
)
def test_each_mistake_is_said(app: Flask, sent: dict[str, str], said: str):
    with app.test_request_context(method="POST"):
        form = StickerForm(MultiDict(sent))
        form.unit.choices = [(1, "Xã Mẫu")]
        assert not form.validate()
        assert said in [problem for problems in form.errors.values() for problem in problems]
