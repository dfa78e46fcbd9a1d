"""The forms of the catalogue page: a file to look at first, then the same text to store."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from feedback.foundation.forms import Form


class FileForm(Form):
    file = FileField("Tệp CSV danh mục thủ tục", [FileRequired("Chưa chọn tệp. Xin chọn tệp CSV.")])


class ConfirmForm(Form):
    """Carries the previewed file, packed."""

    packed = HiddenField()
