"""What officers and heads send: reason and new date, the morning list."""

from dataclasses import dataclass
from datetime import date, datetime, time

from werkzeug.datastructures import ImmutableMultiDict

from feedback.apologies.rules import DATED, FAULTS, Decision, Kind
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
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TakingBack:
    """The withdrawal's form as it was typed, and why it was refused."""

    why: str = ""
    error: str = ""


NOT_TYPED = TakingBack()


def typed(form: Form) -> Typed:
    return Typed(
        form.get("nhom", ""),
        form.get("ly_do", ""),
        form.get("ngay", ""),
        form.get("gio", ""),
        form.get("khac_phuc", ""),
    )


def stored(decision_class: str, text: str, new_due: datetime | None, remedy: str = "") -> Typed:
    """The form filled from what is stored."""
    local = to_local(new_due) if new_due is not None else None
    return Typed(decision_class, text, f"{local:%Y-%m-%d}" if local else "", f"{local:%H:%M}" if local else "", remedy)


def read_decision(values: Typed, kind: Kind = Kind.LATE) -> Decision:
    """What the paper of that kind needs: reason and new moment, or remedy. Invalid for a date that cannot be read."""
    if kind not in DATED:
        return Decision(values.reason_class, values.reason_text, remedy=values.remedy)
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


@dataclass(frozen=True, slots=True)
class Ticked:
    """A notice ticked on the batch page, with the version whose reason was shown there."""

    notice_id: int
    version: int


def read_ticked(form: Form) -> list[Ticked]:
    """What was ticked, in order, each once. Invalid when nothing is, or when the page did not say what it had shown."""
    ids = list(dict.fromkeys(read_ids(form, "duyet")))
    if not ids:
        raise Invalid("Chưa đánh dấu phiếu nào. Hãy đọc lý do rồi đánh dấu từng phiếu đồng ý duyệt.")
    versions = {each: whole(form.get(f"ban_{each}", "")) for each in ids}
    ticked = [Ticked(each, version) for each, version in versions.items() if version is not None]
    if len(ticked) < len(ids):
        raise Invalid("Trang gửi lên thiếu số bản của phiếu đã hiện. Hãy tải lại trang, đọc lý do rồi đánh dấu lại.")
    return ticked


def read_fault(form: Form) -> Kind:
    value = form.get("loi", "")
    if value not in {kind.value for kind in FAULTS}:
        raise Invalid("Chưa chọn lỗi. Hãy chọn một trong các lỗi của danh sách.")
    return Kind(value)
