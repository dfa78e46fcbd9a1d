"""The forms of the staff pages of answers."""

from __future__ import annotations

from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from feedback.foundation.forms import Form

MOST_SHEETS = 10


class StickerForm(Form):
    """Which unit's labels, for which day, how many sheets."""

    unit = SelectField("Đơn vị", coerce=int, validators=[InputRequired("Xin chọn đơn vị.")])
    day = DateField("Phát trong ngày", validators=[InputRequired("Xin chọn ngày.")])
    sheets = IntegerField(
        "Số tờ (24 nhãn một tờ)",
        validators=[
            InputRequired("Xin ghi số tờ."),
            NumberRange(1, MOST_SHEETS, f"Mỗi lần in được từ 1 đến {MOST_SHEETS} tờ."),
        ],
    )
