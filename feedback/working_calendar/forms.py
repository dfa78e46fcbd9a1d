"""The forms of the calendar page: one day, one weekday's hours."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from feedback.foundation.forms import Form
from feedback.foundation.words import WEEKDAYS
from feedback.working_calendar.rules.reading import KINDS, STATUSES, CalendarLine

FILL_IN = "Ô này còn trống. Xin điền vào."
TOO_LONG = "Dài quá. Xin rút gọn."
NO_DAY = "Ngày chưa đúng. Hãy chọn lại ngày."
WORKED = {"makeup_working_day", "half_day", "ordinary_day"}
UNIT = "Mã đơn vị (để trống: áp dụng cho mọi đơn vị)"


def choices(words: Mapping[str, str]) -> list[SelectChoice]:
    """Value and label of each choice."""
    return [SelectChoice(value, label) for value, label in words.items()]


class DayForm(Form):
    day = DateField("Ngày", [DataRequired(NO_DAY)])
    kind = SelectField("Loại ngày", choices=choices(KINDS))
    name = StringField("Tên gọi", [DataRequired(FILL_IN), Length(max=200, message=TOO_LONG)])
    sessions = StringField("Giờ làm việc riêng của ngày đó (nếu có)", [Length(max=100, message=TOO_LONG)])
    pair_date = DateField("Đổi với ngày (nếu là hoán đổi hoặc làm bù)", [Optional()])
    status = SelectField("Tình trạng", choices=choices(STATUSES))
    source = StringField("Căn cứ (số, ngày văn bản)", [DataRequired(FILL_IN), Length(max=500, message=TOO_LONG)])
    unit = StringField(UNIT, [Length(max=20, message=TOO_LONG)])

    def line(self) -> CalendarLine:
        """The day as the rules take it."""
        return CalendarLine(
            day=self.day.data,
            kind=self.kind.data,
            name=self.name.data.strip(),
            is_working=self.kind.data in WORKED,
            sessions=(self.sessions.data or "").strip() or None,
            pair_date=self.pair_date.data,
            status=self.status.data,
            source=self.source.data.strip(),
        )


class HoursForm(Form):
    weekday = SelectField("Thứ", choices=choices({str(number): name for number, name in enumerate(WEEKDAYS)}))
    sessions = StringField("Giờ làm việc (để trống: đóng cửa)", [Length(max=100, message=TOO_LONG)])
    valid_from = DateField("Áp dụng từ ngày (để trống: từ trước tới nay)", [Optional()])
    source = StringField("Căn cứ (số, ngày văn bản)", [DataRequired(FILL_IN), Length(max=500, message=TOO_LONG)])
    unit = StringField(UNIT, [Length(max=20, message=TOO_LONG)])
