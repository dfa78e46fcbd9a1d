"""The forms of the calendar: a year's notice, a swap, one day, a week of office hours, and the decision over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from feedback.foundation.errors import Invalid
from feedback.foundation.forms import Form
from feedback.working_calendar.rules import Week, parse_sessions, write_sessions
from feedback.working_calendar.rules.notices import (
    Paper,
    dropped,
    merged,
    read_days_off,
    read_swaps,
    swap,
    unswap,
)
from feedback.working_calendar.rules.proposals import STALE, CalendarChange, Proposal
from feedback.working_calendar.rules.reading import KINDS, CalendarLine, check_line, decode, read_calendar

FILL_IN = "Ô này còn trống. Xin điền vào."
TOO_LONG = "Dài quá. Xin rút gọn."
NO_DAY = "Ngày chưa đúng. Hãy chọn lại ngày."
CHOOSE = "Chưa chọn. Xin chọn tính lại hạn hoặc giữ ngày đã in."
WORKED = {"half_day", "ordinary_day"}
ONE_DAY_KINDS = ("holiday", "compensatory_day_off", "closed", "half_day", "ordinary_day")
SETTLED = {"official": "là văn bản chính thức", "provisional": "mới là dự kiến, chờ văn bản chính thức"}
SWAP_WAYS = {"swap": "hoán đổi hai ngày này", "unswap": "bỏ việc hoán đổi đã ghi trước đây"}
CHOICES = {"recompute": "Tính lại hạn", "keep": "Giữ ngày đã in"}
UNIT = "Mã đơn vị (để trống: áp dụng cho mọi đơn vị)"


def choices(words: Mapping[str, str]) -> list[SelectChoice]:
    """Value and label of each choice."""
    return [SelectChoice(value, label) for value, label in words.items()]


class PaperForm(Form):
    """The document a change rests on."""

    document_number = StringField("Số văn bản", [DataRequired(FILL_IN), Length(max=100, message=TOO_LONG)])
    document_day = DateField("Ngày văn bản", [DataRequired(NO_DAY)])
    source = StringField("Nơi ban hành, nơi đọc được", [DataRequired(FILL_IN), Length(max=300, message=TOO_LONG)])
    status = SelectField("Văn bản này", choices=choices(SETTLED))

    @property
    def paper(self) -> Paper:
        number = self.document_number.data.strip()
        words = f"{number} ngày {self.document_day.data:%d/%m/%Y} ({self.source.data.strip()})"
        return Paper(words, self.status.data == "official")

    def on_paper(self, title: str, lines: Iterable[CalendarLine], unit_id: int | None = None) -> Proposal:
        """These lines as a proposal resting on the document."""
        return Proposal(
            title=title,
            change=CalendarChange(unit_id, tuple((line.day, line) for line in lines)),
            document_number=self.document_number.data.strip(),
            document_day=self.document_day.data,
            source=self.paper.source,
            is_official=self.paper.is_official,
        )


class YearForm(PaperForm):
    year = IntegerField("Năm", [DataRequired(FILL_IN), NumberRange(2020, 2100, "Năm chưa đúng.")])
    file = FileField("Tệp CSV của năm (nếu có)")
    days_off = TextAreaField("Ngày nghỉ, mỗi dòng một ngày hoặc một khoảng", [Length(max=20_000, message=TOO_LONG)])
    swaps = TextAreaField("Hoán đổi, mỗi dòng một cặp", [Length(max=5_000, message=TOO_LONG)])

    def proposal(self, known: Iterable[CalendarLine]) -> Proposal:
        """The notice as a change. `known`: what is stored for everybody. Invalid says which line is wrong."""
        uploaded = self.file.data
        typed = uploaded is None or not uploaded.filename
        lines = self._typed() if typed else read_calendar(decode(uploaded.read(), uploaded.filename))
        wrong = sorted({line.day.year for line in lines} - {self.year.data})
        if wrong:
            raise Invalid(f"Có ngày của năm {wrong[0]} trong thông báo năm {self.year.data}. Xin xem lại năm.")
        if not lines:
            raise Invalid("Chưa có ngày nào. Hãy ghi ngày nghỉ, cặp hoán đổi, hoặc chọn tệp CSV của năm.")
        more = dropped(known, lines, self.paper) if self.paper.is_official else []
        return self.on_paper(f"Thông báo nghỉ năm {self.year.data}", merged(lines, more))

    def _typed(self) -> list[CalendarLine]:
        year, paper = self.year.data, self.paper
        return merged(
            read_days_off(self.days_off.data or "", year, paper), read_swaps(self.swaps.data or "", year, paper)
        )


class SwapForm(PaperForm):
    off = DateField("Nghỉ ngày", [DataRequired(NO_DAY)])
    worked = DateField("Làm bù ngày", [DataRequired(NO_DAY)])
    way = SelectField("Việc này", choices=choices(SWAP_WAYS))

    def proposal(self) -> Proposal:
        """The swap, or its end, as a change. Invalid where the weekdays do not fit."""
        off, worked = self.off.data, self.worked.data
        lines = (unswap if self.way.data == "unswap" else swap)(off, worked, self.paper)
        title = "Bỏ hoán đổi" if self.way.data == "unswap" else "Hoán đổi ngày làm việc"
        return self.on_paper(f"{title}: nghỉ {off:%d/%m/%Y}, làm bù {worked:%d/%m/%Y}", lines)


class OneDayForm(PaperForm):
    day = DateField("Ngày", [DataRequired(NO_DAY)])
    kind = SelectField("Loại ngày", choices=choices({kind: KINDS[kind] for kind in ONE_DAY_KINDS}))
    name = StringField("Tên gọi", [DataRequired(FILL_IN), Length(max=200, message=TOO_LONG)])
    sessions = StringField("Giờ làm việc riêng của ngày đó (nếu có)", [Length(max=100, message=TOO_LONG)])
    unit = StringField(UNIT, [Length(max=20, message=TOO_LONG)])

    def proposal(self, unit_id: int | None) -> Proposal:
        """The day as a change. Invalid says what does not fit together."""
        line = CalendarLine(
            day=self.day.data,
            kind=self.kind.data,
            name=self.name.data.strip(),
            is_working=self.kind.data in WORKED,
            sessions=(self.sessions.data or "").strip() or None,
            status=self.status.data,
            source=self.paper.source,
        )
        return self.on_paper(f"Ngày {line.day:%d/%m/%Y}: {line.name}", [check_line(line)], unit_id)


class WeekForm(PaperForm):
    """The whole week of a unit: an empty field is a closed day."""

    monday = StringField("Thứ Hai", [Length(max=100, message=TOO_LONG)])
    tuesday = StringField("Thứ Ba", [Length(max=100, message=TOO_LONG)])
    wednesday = StringField("Thứ Tư", [Length(max=100, message=TOO_LONG)])
    thursday = StringField("Thứ Năm", [Length(max=100, message=TOO_LONG)])
    friday = StringField("Thứ Sáu", [Length(max=100, message=TOO_LONG)])
    saturday = StringField("Thứ Bảy", [Length(max=100, message=TOO_LONG)])
    sunday = StringField("Chủ nhật", [Length(max=100, message=TOO_LONG)])
    valid_from = DateField("Áp dụng từ ngày", [DataRequired(NO_DAY)])

    @property
    def days(self) -> list[StringField]:
        """The seven fields, Monday first."""
        return [self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday]

    def proposal(self, place: str, week: Week, unit_id: int | None) -> Proposal:
        """The weekdays whose hours differ from `week`, what holds on that day now, as a change of this place."""
        wanted = [parse_sessions((field.data or "").replace("–", "-").strip()) for field in self.days]
        hours = tuple(
            (weekday, self.valid_from.data, write_sessions(sessions))
            for weekday, sessions in enumerate(wanted)
            if sessions != week[weekday]
        )
        said = self.on_paper(f"Giờ làm việc {place} từ {self.valid_from.data:%d/%m/%Y}", [], unit_id)
        return replace(said, change=CalendarChange(unit_id, (), hours))


class DecisionForm(Form):
    """What is decided over a preview: `proposal` and `stamp` are the preview's own."""

    proposal = HiddenField(validators=[DataRequired(STALE), Length(max=200_000, message=TOO_LONG)])
    stamp = HiddenField(validators=[DataRequired(STALE), Length(max=100, message=TOO_LONG)])
    choice = RadioField("Đối với hồ sơ đang chạy", choices=choices(CHOICES), validators=[InputRequired(CHOOSE)])
    reason = TextAreaField("Lý do quyết định (một câu)", [DataRequired(FILL_IN), Length(max=500, message=TOO_LONG)])
