"""The forms of sign-in, of accounts and of the workbook; messages in Vietnamese, one field a question."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    HiddenField,
    IntegerField,
    PasswordField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from feedback.accounts.rules import ROLE_WORDS
from feedback.accounts.rules.api_keys import (
    DEFAULT_DAILY_ROWS,
    DEFAULT_DAYS,
    LONGEST_NAME,
    MOST_DAILY_ROWS,
    MOST_DAYS,
    VERB_WORDS,
    Verb,
)
from feedback.foundation.forms import Form

FILL_IN = "Ô này còn trống. Xin điền vào."
TOO_LONG = "Dài quá. Xin rút gọn."
CURRENT = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password", "aria-describedby": "mat-khau-goi-y"}


class SignInForm(Form):
    login = StringField(
        "Tên đăng nhập",
        [DataRequired(FILL_IN), Length(max=120, message=TOO_LONG)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField("Mật khẩu", [DataRequired(FILL_IN), Length(max=512, message=TOO_LONG)], render_kw=CURRENT)
    next = HiddenField()


class OwnPasswordForm(Form):
    current = PasswordField("Mật khẩu đang dùng", [DataRequired(FILL_IN)], render_kw=CURRENT)
    new = PasswordField("Mật khẩu mới", [DataRequired(FILL_IN)], render_kw=NEW)
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [DataRequired(FILL_IN), EqualTo("new", "Hai lần nhập mật khẩu mới khác nhau. Xin nhập lại.")],
        render_kw=NEW,
    )


class PersonForm(Form):
    login = StringField(
        "Tên đăng nhập", [DataRequired(FILL_IN), Length(max=60, message=TOO_LONG)], render_kw={"autocapitalize": "none"}
    )
    person_name = StringField("Họ và tên", [DataRequired(FILL_IN), Length(max=200, message=TOO_LONG)])
    email = StringField(
        "Thư điện tử (nếu có)",
        [Optional(), Email("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@quangtri.gov.vn.")],
        render_kw={"type": "email"},
    )


class FirstForm(PersonForm):
    code = StringField(
        "Mã khởi tạo",
        [DataRequired(FILL_IN)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"},
    )
    new = PasswordField("Mật khẩu", [DataRequired(FILL_IN)], render_kw=NEW)
    again = PasswordField(
        "Nhập lại mật khẩu",
        [DataRequired(FILL_IN), EqualTo("new", "Hai lần nhập mật khẩu khác nhau. Xin nhập lại.")],
        render_kw=NEW,
    )


class GrantForm(Form):
    role = SelectField(
        "Vai trò",
        choices=[SelectChoice(role.value, words) for role, words in ROLE_WORDS.items()],
        invalid_choice_message="Không có vai trò này. Xin chọn một vai trò trong danh sách.",
    )
    unit = StringField("Mã đơn vị", [Optional()], render_kw={"list": "cac-don-vi"})
    area = StringField("Mã địa bàn", [Optional()], render_kw={"list": "cac-dia-ban"})


class WorkbookForm(Form):
    file = FileField(
        "File tổ chức (.xlsx)",
        [FileRequired("Chưa chọn tệp. Xin chọn tệp .xlsx đã điền theo mẫu.")],
        render_kw={"accept": ".xlsx"},
    )


class ConfirmForm(Form):
    """Which uploaded file, and what was shown of it: confirming does exactly that or nothing."""

    digest = HiddenField(validators=[DataRequired(FILL_IN)])
    fingerprint = HiddenField(validators=[DataRequired(FILL_IN)])
    name = HiddenField()


class ApiKeyForm(Form):
    """A key for a program; the limits of its numbers are those of the rules."""

    name = StringField(
        "Phần mềm nào dùng khóa này", [DataRequired(FILL_IN), Length(max=LONGEST_NAME, message=TOO_LONG)]
    )
    unit = StringField("Mã đơn vị", [Optional()], render_kw={"list": "cac-don-vi"})
    verbs = SelectMultipleField(
        "Được làm",
        choices=[SelectChoice(verb.value, words) for verb, words in VERB_WORDS.items()],
        default=[Verb.WRITE.value],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = IntegerField(
        "Dùng được trong bao nhiêu ngày",
        [InputRequired(FILL_IN), NumberRange(1, MOST_DAYS, f"Số ngày từ 1 đến {MOST_DAYS}.")],
        default=DEFAULT_DAYS,
    )
    daily_rows = IntegerField(
        "Nhiều nhất bao nhiêu dòng mỗi ngày",
        [InputRequired(FILL_IN), NumberRange(1, MOST_DAILY_ROWS, f"Số dòng từ 1 đến {MOST_DAILY_ROWS}.")],
        default=DEFAULT_DAILY_ROWS,
    )
    networks = TextAreaField("Chỉ nhận từ các dải mạng (nếu cần)", [Optional(), Length(max=1_000, message=TOO_LONG)])
