"""The base of every form: what the form library says of its own accord is said in Vietnamese."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm

from feedback.foundation.errors import Invalid

SAID = {
    "Not a valid choice.": "Chưa chọn đúng. Xin chọn một mục trong danh sách.",
    "Not a valid date value.": "Ngày chưa đúng. Xin chọn lại ngày.",
    "Not a valid datetime value.": "Thời điểm chưa đúng. Xin chọn lại.",
    "Not a valid integer value.": "Đây phải là một số nguyên.",
    "This field is required.": "Ô này còn trống. Xin điền vào.",
}
ANYTHING_ELSE = "Giá trị chưa đúng. Xin chọn hoặc nhập lại."


class Vietnamese:
    """The library's messages; one it may learn later is said in general words, never in English."""

    def gettext(self, message: str) -> str:
        return SAID.get(message, message if not message.isascii() else ANYTHING_ELSE)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]
    """A form of the staff pages: with its key against forgery, and messages in Vietnamese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> Vietnamese:
            return Vietnamese()


def uploaded(field: str = "tep") -> bytes:
    """The content of the file sent in this field. Invalid when none, or an empty one, was sent."""
    sent = request.files.get(field)
    content = sent.read() if sent is not None else b""
    if not content:
        raise Invalid("Chưa chọn tệp. Hãy chọn tệp rồi gửi lại.")
    return content
