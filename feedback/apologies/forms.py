"""What officers and heads send: reason and new date, the morning list."""

from dataclasses import dataclass
from datetime import date, datetime, time

from werkzeug.datastructures import ImmutableMultiDict

from feedback.apologies.rules import Decision
from feedback.foundation.clock import at_local, to_local
from feedback.foundation.errors import Invalid
from feedback.foundation.text import whole

Form = ImmutableMultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """The decision form as it was typed, so that a refusal never loses a sentence."""

    reason_class: str = ""
    reason_text: str = ""
    day: str = ""
    at: str = ""


def typed(form: Form) -> Typed:
    return Typed(form.get("nhom", ""), form.get("ly_do", ""), form.get("ngay", ""), form.get("gio", ""))


def stored(decision_class: str, text: str, new_due: datetime | None) -> Typed:
    """The form filled from what is stored."""
    local = to_local(new_due) if new_due is not None else None
    return Typed(decision_class, text, f"{local:%Y-%m-%d}" if local else "", f"{local:%H:%M}" if local else "")


def read_decision(values: Typed) -> Decision:
    """Reason and new moment. Invalid when the date or the hour cannot be read."""
    try:
        day = date.fromisoformat(values.day.strip())
    except ValueError as error:
        raise Invalid("Chưa chọn ngày hẹn mới. Hãy chọn ngày trả kết quả.") from error
    try:
        at = time.fromisoformat(values.at.strip())
    except ValueError as error:
        raise Invalid("Chưa ghi giờ hẹn mới. Hãy ghi giờ trong giờ làm việc, ví dụ 16:00.") from error
    return Decision(values.reason_class, values.reason_text, at_local(day, at))


def read_version(form: Form) -> int:
    version = whole(form.get("ban", ""))
    if version is None:
        raise Invalid("Trang gửi lên thiếu số bản của phiếu. Hãy tải lại trang rồi làm lại.")
    return version


def read_ids(form: Form, name: str) -> list[int]:
    """The file numbers sent under that name; anything else is left out."""
    numbers = (whole(each) for each in form.getlist(name))
    return [number for number in numbers if number is not None]


def read_unit(form: Form) -> int:
    unit_id = whole(form.get("don_vi", ""))
    if unit_id is None:
        raise Invalid("Trang gửi lên thiếu đơn vị. Hãy tải lại trang rồi làm lại.")
    return unit_id
