"""The forms of the tablets' pages: a new tablet, and what may be changed about one."""

from __future__ import annotations

from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from feedback.collection_points.rules.tablets import ASK_WORDS, NAME_LENGTH, REASON_LENGTH, Terms, read_terms
from feedback.foundation.forms import Form

FILL_IN = "Ô này còn trống. Xin điền vào."
TOO_LONG = "Dài quá. Xin rút gọn."
NOWHERE = "Không đặt cố định ở quầy nào"
PIN_KEYS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}


class TermsForm(Form):
    name = StringField("Tên máy", [DataRequired(FILL_IN), Length(max=NAME_LENGTH, message=TOO_LONG)])
    counter = SelectField("Đặt ở quầy")
    ask = SelectField("Máy hỏi gì trước khi chấm", choices=[SelectChoice(key, said) for key, said in ASK_WORDS.items()])

    def offer(self, counters: list[tuple[int, str]]) -> None:
        """The unit's counters to choose from."""
        self.counter.choices = [SelectChoice("", NOWHERE), *(SelectChoice(str(key), name) for key, name in counters)]

    def terms(self) -> Terms:
        """What was chosen, checked. Invalid says what does not go together."""
        counter = self.counter.data
        return read_terms(self.name.data or "", self.ask.data, int(counter) if counter else None)


class NewTabletForm(TermsForm):
    pin = StringField("Mã PIN của cán bộ (6 chữ số)", [DataRequired(FILL_IN)], render_kw=PIN_KEYS)


class ChangeForm(TermsForm):
    pin = StringField("Mã PIN mới (để trống: giữ mã cũ)", render_kw=PIN_KEYS)


class ReasonForm(Form):
    reason = StringField("Lý do", [DataRequired(FILL_IN), Length(max=REASON_LENGTH, message=TOO_LONG)])
