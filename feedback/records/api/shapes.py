"""What programs send and get, said once: pydantic checks by it, and the OpenAPI document shows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from feedback.foundation.text import whole
from feedback.records.rules import Role, State
from feedback.records.rules.stamps import YEARS

MOST_ROWS = 1_000
MOST_LISTED = 200
MOST_REFERENCE = 1_000
EXAMPLE_MOMENT = "2026-11-20T08:15:00+07:00"

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})")


def read_moment(value: Any) -> datetime:
    """A moment with its offset, as RFC 3339 writes it, of a year a register may speak of. A leap second is the second
    before it."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value.upper().replace(":60", ":59")).astimezone(UTC)
        except (ValueError, OverflowError):
            moment = datetime.min.replace(tzinfo=UTC)
        if moment.year in YEARS:
            return moment
    raise PydanticCustomError("moment", "moment")


def read_whole(value: Any) -> Any:
    """Digits in an address as a number; everything else as it is, to be refused."""
    return whole(value) if isinstance(value, str) and whole(value) is not None else value


Moment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [EXAMPLE_MOMENT]}),
]
Text = Annotated[str, Field(max_length=500)]
Name = Annotated[str, Field(max_length=1_000)]
When = Annotated[
    str,
    Field(
        max_length=60,
        description="Ngày hoặc ngày giờ: 2026-11-20T08:15:00+07:00, 2026-11-20, 20/11/2026 08:15. "
        "Không ghi múi giờ thì hiểu là giờ Việt Nam.",
        examples=[EXAMPLE_MOMENT],
    ),
]
Cursor = Annotated[
    int,
    Field(ge=0, le=2**31 - 1, description="Giá trị next_cursor của trang trước; trang đầu bỏ trống."),
    BeforeValidator(read_whole),
]


class Sent(BaseModel):
    """JSON as agreed: right types, nothing that nobody knows."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, validate_default=False)


class ApplicantSent(Sent):
    """Dữ liệu cá nhân của người nộp: được mã hóa ngay khi nhận, không bao giờ trả lại qua API."""

    name: Text | None = Field(None, description="Họ tên hoặc tên tổ chức.")
    address: Text | None = Field(None, description="Địa chỉ.")
    phone: Text | None = Field(None, description="Số điện thoại.")
    email: Text | None = Field(None, description="Thư điện tử.")
    identity: Text | None = Field(None, description="Số định danh.")


class SupplementSent(Sent):
    """Một lần yêu cầu bổ sung hồ sơ."""

    asked_at: Moment = Field(description="Lúc yêu cầu.")
    answered_at: Moment | None = Field(None, description="Lúc bổ sung xong; chưa xong thì bỏ trống.")
    note: Text = Field("", description="Cần bổ sung giấy tờ gì; không ghi dữ liệu cá nhân.")


class StepSent(Sent):
    """Một bước giải quyết ở một cơ quan (phiếu kiểm soát)."""

    unit: Text = Field(description="Tên hoặc mã đơn vị.")
    received_at: Moment = Field(description="Lúc cơ quan nhận.")
    due_at: Moment | None = Field(None, description="Hạn của bước.")
    handed_over_at: Moment | None = Field(None, description="Lúc giao cho bước sau.")


class RowSent(Sent):
    """Một hồ sơ. Trường không biết thì bỏ trống; quy tắc nhận giống hệt khi nhập từ bảng tính."""

    code: Text | None = Field(None, description="Mã hồ sơ.", examples=["H50.41.01-261120-0001"])
    procedure_code: Text | None = Field(None, description="Mã thủ tục hành chính.", examples=["1.004873"])
    procedure_name: Name | None = Field(None, description="Tên thủ tục, dùng khi không có mã.")
    received: When | None = Field(None, description="Tiếp nhận lúc.")
    due: When | None = Field(None, description="Hẹn trả.")
    result: When | None = Field(None, description="Có kết quả.")
    returned: When | None = Field(None, description="Trả kết quả.")
    status: Text | None = Field(None, description="Trạng thái, đúng chữ của phần mềm một cửa.")
    receiving_unit: Text | None = Field(None, description="Đơn vị tiếp nhận: tên hoặc mã.")
    solving_unit: Text | None = Field(None, description="Cơ quan giải quyết: tên hoặc mã.")
    applicant: ApplicantSent | None = Field(None, description="Người nộp.")
    supplements: list[SupplementSent] = Field([], max_length=20, description="Các lần yêu cầu bổ sung.")
    steps: list[StepSent] = Field([], max_length=20, description="Các bước giải quyết.")

    def texts(self) -> dict[Role, str]:
        """The cells of the row, by role."""
        own = {role: getattr(self, name) or "" for role, name in _FIELDS.items()}
        whose = self.applicant or ApplicantSent()
        return own | {role: getattr(whose, name) or "" for role, name in _WHOSE.items()}


_FIELDS = {
    Role.CODE: "code",
    Role.PROCEDURE_CODE: "procedure_code",
    Role.PROCEDURE_NAME: "procedure_name",
    Role.RECEIVED: "received",
    Role.DUE: "due",
    Role.RESULT: "result",
    Role.RETURNED: "returned",
    Role.STATUS: "status",
    Role.RECEIVING_UNIT: "receiving_unit",
    Role.SOLVING_UNIT: "solving_unit",
}
_WHOSE = {
    Role.APPLICANT: "name",
    Role.ADDRESS: "address",
    Role.PHONE: "phone",
    Role.EMAIL: "email",
    Role.IDENTITY: "identity",
}


class BatchSent(Sent):
    """Một lô từ 1 đến 1.000 hồ sơ."""

    rows: list[RowSent] = Field(min_length=1, max_length=MOST_ROWS, description="Các hồ sơ, đánh số từ 1.")
    as_of: Moment | None = Field(None, description="Dữ liệu đúng vào lúc nào; bỏ trống là lúc nhận.")
    unit: UnitCode | None = Field(None, description="Mã đơn vị cho những dòng không ghi đơn vị.")


UnitCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$", examples=["19702"])]
BatchSent.model_rebuild()


class Query(Sent):
    """What stands after the question mark: numbers arrive as digits."""


class RecordsQuery(Query):
    unit: UnitCode | None = Field(None, description="Chỉ hồ sơ của đơn vị này và cấp dưới (mã đơn vị).")
    state: Annotated[State, Field(strict=False)] | None = Field(None, description="Chỉ hồ sơ ở trạng thái này.")
    changed_since: Moment | None = Field(
        None, description="Chỉ hồ sơ mới có hoặc có thay đổi từ lúc này. Nên lùi năm phút so với lần hỏi trước."
    )
    cursor: Cursor = 0
    limit: Annotated[
        int, Field(ge=1, le=MOST_LISTED, description="Số hồ sơ một trang."), BeforeValidator(read_whole)
    ] = 50


class ReferenceQuery(Query):
    cursor: Cursor = 0
    limit: Annotated[
        int, Field(ge=1, le=MOST_REFERENCE, description="Số mục một trang."), BeforeValidator(read_whole)
    ] = MOST_REFERENCE
