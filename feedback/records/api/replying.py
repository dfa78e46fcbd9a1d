"""What the API answers, as one description for the reply and for its document."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from feedback.records.rules import Category, State


class Given(BaseModel):
    """What we answer with."""

    model_config = ConfigDict(frozen=True)


class ReasonGiven(Given):
    code: str = Field(description="Mã lý do, không đổi giữa các phiên bản.")
    message: str = Field(description="Câu giải thích để hiện cho người dùng.")


class RowGiven(Given):
    row: int = Field(description="Số thứ tự của dòng trong lô, từ 1.")
    code: str = Field(description="Mã hồ sơ đã đọc được.")
    outcome: str = Field(description="accepted: nhận; accepted_with_warning: nhận kèm cảnh báo; rejected: từ chối.")
    effect: str = Field(description="new: mới; changed: có thay đổi; unchanged: không đổi; rỗng khi bị từ chối.")
    reasons: list[ReasonGiven] = Field(description="Lý do từ chối, hoặc các cảnh báo.")


class CountsGiven(Given):
    accepted: int
    accepted_with_warning: int
    rejected: int
    changed: int
    unchanged: int


class BatchGiven(Given):
    """Kết quả của từng dòng. Dòng bị từ chối được giữ lại để xem và thử lại ở trang Nhập hồ sơ."""

    import_id: int = Field(description="Số của lần nhập.")
    as_of: str = Field(description="Dữ liệu được hiểu là đúng vào lúc này.")
    counts: CountsGiven
    rows: list[RowGiven]


class UnitRef(Given):
    code: str
    name: str
    inferred: bool = Field(description="Suy ra vì nguồn không ghi.")


class ProcedureRef(Given):
    code: str
    name: str


class PlaceRef(Given):
    code: str
    name: str


class BriefGiven(Given):
    """Một hồ sơ trong danh sách, không có dữ liệu cá nhân."""

    code: str
    procedure: ProcedureRef
    field: str = Field(description="Lĩnh vực.")
    receiving_unit: UnitRef
    solving_unit: UnitRef
    state: State
    status_text: str = Field(description="Trạng thái, chữ của nguồn.")
    received: str = Field(description="Ngày giờ, hoặc chỉ ngày khi nguồn không ghi giờ.")
    due: str | None = Field(description="Hẹn trả lần đầu, do nguồn ghi.")
    latest_due: str | None = Field(description="Hẹn trả sau cùng nguồn ghi.")
    computed_due: str | None = Field(description="Hạn tính từ thời hạn của thủ tục, để đối chiếu.")
    finished: str | None = Field(description="Có kết quả.")
    returned: str | None = Field(description="Trả kết quả.")
    standing: Category = Field(description="Trong hạn, quá hạn, trước hạn, đúng hạn, trễ hạn hoặc chưa tính.")


class ChangeGiven(Given):
    """Một điều nguồn nói khác đi; cả hai lần nói đều được giữ."""

    at: str = Field(description="Lúc hệ thống nhận được.")
    fact: str
    before: str | None
    after: str | None
    flags: list[str] = Field(description="Điều người kiểm tra nên xem.")
    source: str | None = Field(description="Tệp hoặc khóa API đã gửi.")


class SupplementGiven(Given):
    asked_at: str
    answered_at: str | None
    note: str
    told_at: str | None = Field(description="Lúc hệ thống nhận được; null khi chỉ suy ra giữa hai lần gửi.")


class StepGiven(Given):
    unit: PlaceRef
    received_at: str
    due_at: str | None
    handed_over_at: str | None


class RecordGiven(BriefGiven):
    """Một hồ sơ với những gì đã xảy ra."""

    effective_due: str | None = Field(description="Hạn đang có hiệu lực sau các lần tạm dừng.")
    unsettled: str = Field(
        description="Ngày nghỉ, năm chưa có thông báo mà hạn đi qua; rỗng khi mọi ngày đã chính thức."
    )
    why: list[str] = Field(description="Hạn được tính ra thế nào, từng dòng.")
    changes: list[ChangeGiven]
    supplements: list[SupplementGiven]
    steps: list[StepGiven]


class PageGiven(Given):
    next_cursor: int | None = Field(description="Gửi lại ở cursor để lấy trang sau; null là hết.")


class RecordsGiven(PageGiven):
    as_of: str = Field(description="Lúc trả lời; lần sau hỏi changed_since từ đây, lùi năm phút.")
    records: list[BriefGiven]


class UnitGiven(Given):
    code: str
    name: str
    level: str
    parent_code: str | None


class UnitsGiven(PageGiven):
    units: list[UnitGiven]


class ProcedureGiven(Given):
    code: str
    name: str
    field: str
    limit_kind: str
    limit_amount: int | None
    limit: str = Field(description="Thời hạn bằng lời.")


class ProceduresGiven(PageGiven):
    procedures: list[ProcedureGiven]


class ErrorGiven(Given):
    row: int | None = Field(None, description="Dòng trong lô, từ 1.")
    field: str = Field(description="Trường, như rows.applicant.phone.")
    message: str = Field(description="Sai gì và làm gì.")


class ProblemGiven(Given):
    """RFC 9457 (application/problem+json)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorGiven] | None = None
