"""JSON and addresses checked against their shapes; what is wrong is said in Vietnamese, by row and field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from feedback.accounts.api import WrongShape
from feedback.foundation.text import clean
from feedback.foundation.words import number

MOST_ERRORS = 50
LONGEST_FIELD = 200
SAID: Mapping[str, str] = {
    "missing": "Thiếu trường này. Xin bổ sung.",
    "extra_forbidden": "Trường lạ, không có trong tài liệu. Xin bỏ hoặc sửa tên.",
    "string_type": "Phải là chữ trong ngoặc kép.",
    "string_unicode": "Có ký tự hỏng. Xin gửi chữ UTF-8 đúng.",
    "string_too_long": "Dài quá {max_length} ký tự. Xin rút gọn.",
    "string_too_short": "Để trống. Xin ghi hoặc bỏ trường này.",
    "list_type": "Phải là danh sách […].",
    "too_long": "Nhiều hơn {max_length} mục. Xin chia thành nhiều lần gửi.",
    "too_short": "Cần ít nhất {min_length} mục.",
    "model_type": "Phải là đối tượng {{…}}.",
    "model_attributes_type": "Phải là đối tượng {{…}}.",
    "dict_type": "Phải là đối tượng {{…}}.",
    "enum": "Chỉ nhận một trong các giá trị ghi trong tài liệu.",
    "int_type": "Phải là số nguyên không dấu.",
    "greater_than_equal": "Nhỏ hơn mức thấp nhất là {ge}.",
    "less_than_equal": "Lớn hơn mức cao nhất là {le}.",
    "moment": "Phải là ngày giờ có múi giờ của các năm 1990–2199, như 2026-11-20T08:15:00+07:00.",
}
TWICE = "Ghi nhiều lần. Xin chỉ ghi một lần."
OTHER = "Chưa đúng dạng ghi trong tài liệu (/api/v1/)."

Shape = TypeVar("Shape", bound=BaseModel)


def check(shape: type[Shape], value: Any) -> Shape:
    """The value as agreed. WrongShape lists what is wrong, at most fifty things."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        errors = [_said(each) for each in error.errors(include_url=False, include_input=False)[:MOST_ERRORS]]
        message = f"{error.error_count()} chỗ chưa đúng dạng; chưa có gì được ghi. Xin sửa từng chỗ nêu ở errors."
        raise WrongShape(message, errors) from error


def check_query(shape: type[Shape], asked: MultiDict[str, str]) -> Shape:
    """What stands after the question mark as agreed. WrongShape as well for a name given twice: nobody could say which
    of the two holds."""
    twice = [name for name, values in asked.lists() if len(values) > 1]
    if twice:
        errors = [{"field": clean(name)[:LONGEST_FIELD], "message": TWICE} for name in twice[:MOST_ERRORS]]
        raise WrongShape("Có tham số ghi nhiều lần. Xin sửa từng chỗ nêu ở errors.", errors)
    return check(shape, asked.to_dict())


def _said(error: Mapping[str, Any]) -> dict[str, Any]:
    place = list(error["loc"])
    row: dict[str, Any] = {}
    if len(place) > 1 and place[0] == "rows" and isinstance(place[1], int):
        row = {"row": place.pop(1) + 1}
    bounds = {name: number(value) if isinstance(value, int) else value for name, value in error.get("ctx", {}).items()}
    message = SAID.get(error["type"], OTHER).format_map(bounds)
    return {**row, "field": clean(".".join(str(each) for each in place))[:LONGEST_FIELD], "message": message}
