"""Invented facts, so that a form can be looked at before any notice is printed on it."""

from datetime import datetime, timedelta

from feedback.apologies.rules.facts import Applicant, Decision, FaultFacts, NoticeFacts
from feedback.apologies.rules.form import Form
from feedback.apologies.rules.states import Kind
from feedback.records.rules import Stamp
from feedback.working_calendar.rules.days import LOCAL

KINDS = {"late": Kind.LATE, "fault": Kind.LOST_PAPERS, "withdrawal": Kind.WITHDRAWAL}
REASON = "Chưa nhận được kết quả trích lục của chi nhánh đăng ký đất đai, đã đôn đốc bằng văn bản."
REMEDY = "Đơn vị tự xin cấp lại bản sao giấy khai sinh và trao tận nhà trước ngày 27/11/2026."


def sample_facts(form: Form, paper: str, now: datetime) -> NoticeFacts:
    """A notice of the form's use, every name made up, marked as a sample."""
    day = timedelta(days=1)
    return NoticeFacts(
        number=1,
        year=now.astimezone(LOCAL).year,
        made_at=now,
        code="H00.00.00-000000-0001",
        procedure="Cấp bản sao trích lục hộ tịch",
        received=Stamp(now - 10 * day, True),
        due=Stamp(now, True),
        applicant=Applicant("Nguyễn Thị Mẫu", "000000000000"),
        decision=Decision("coordination", REASON, now + 5 * day, REMEDY),
        authority="Ủy ban nhân dân xã Mẫu Một",
        upper_line="Ủy ban nhân dân xã Mẫu Một",
        lower_line="Trung tâm Phục vụ hành chính công",
        place="Mẫu Một",
        head_name="Trần Văn Mẫu",
        head_title="Chủ tịch",
        survey_url="",
        paper=paper,
        is_sample=True,
        kind=KINDS[form.use],
        form=form.reference,
        faults=(
            FaultFacts(Kind.LOST_PAPERS, "bản sao giấy khai sinh nộp kèm hồ sơ"),
            FaultFacts(Kind.REPEATED_SUPPLEMENT, "yêu cầu bổ sung hai lần cùng một giấy tờ"),
        ),
        first_number=1,
        first_day=(now - 3 * day).astimezone(LOCAL).date(),
    )
