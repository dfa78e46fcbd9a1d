"""Twenty notices as they may come: long names, missing data, agencies, both papers. Every name is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from feedback.apologies.rules import Applicant, Decision, NoticeFacts
from feedback.records.rules import stamp

MADE = datetime(2026, 11, 20, 3, 5, tzinfo=UTC)
LONG_PROCEDURE = (
    "Thủ tục cấp giấy phép xây dựng mới, giấy phép sửa chữa, cải tạo, giấy phép di dời đối với công trình cấp III, "
    "cấp IV (công trình Không theo tuyến/Theo tuyến trong đô thị/Tín ngưỡng, tôn giáo/Tượng đài, tranh hoành tráng/"
    "Theo giai đoạn cho công trình không theo tuyến/Theo giai đoạn cho công trình theo tuyến trong đô thị/Dự án) "
    "và nhà ở riêng lẻ"
)
REASON = (
    "Chưa nhận được kết quả trích lục bản đồ địa chính của chi nhánh văn phòng đăng ký đất đai; đơn vị đã có văn bản "
    "đôn đốc ngày 16/11/2026 và được hẹn trả lời trong tuần này."
)
PLAIN = NoticeFacts(
    number=1,
    year=2026,
    made_at=MADE,
    code="H50.41.01-261102-0012",
    procedure="Đăng ký khai tử",
    received=stamp(date(2026, 11, 2), time(8, 5)),
    due=stamp(date(2026, 11, 23), time(16, 10)),
    applicant=Applicant("Nguyễn Thị Mẫu", "045000000001", "mau@example.vn"),
    decision=Decision("coordination", REASON, datetime(2026, 11, 30, 9, 0, tzinfo=UTC)),
    authority="Ủy ban nhân dân xã Mẫu Một",
    upper_line="Ủy ban nhân dân xã Mẫu Một",
    lower_line="Trung tâm Phục vụ hành chính công",
    place="Mẫu Một",
    head_name="Trần Văn Mẫu",
    head_title="Chủ tịch",
    survey_url="https://danhgia.example.gov.vn/h/7kmp2xqw9ftb4",
    paper="A4",
    is_sample=False,
)
LONG_HEAD = "Công tằng Tôn nữ Nguyễn Phúc Bảo Thụy Quỳnh Như"
COMPANY = "Công ty Trách nhiệm hữu hạn một thành viên Thương mại, Dịch vụ và Xây dựng tổng hợp Trường Sơn – Mẫu Hai"
BRANCH = "Chi nhánh Văn phòng đăng ký đất đai khu vực Mẫu Bảy – Mẫu Tám"


def notices() -> dict[str, NoticeFacts]:
    """Case name → notice."""
    nobody = Applicant()
    agency = replace(
        PLAIN,
        authority=BRANCH,
        upper_line="Sở Nông nghiệp và Môi trường tỉnh Quảng Mẫu",
        lower_line=BRANCH,
        place="Quảng Mẫu",
        head_title="Giám đốc Chi nhánh",
        procedure="Đăng ký biến động đối với trường hợp chuyển nhượng quyền sử dụng đất, tài sản gắn liền với đất",
    )
    cases = {
        "plain": PLAIN,
        "organisation": replace(PLAIN, applicant=Applicant(COMPANY, "3200000001")),
        "long-procedure": replace(PLAIN, procedure=LONG_PROCEDURE, number=12),
        "no-applicant": replace(PLAIN, applicant=nobody),
        "no-identity": replace(PLAIN, applicant=Applicant("Hồ Văn Mẫu")),
        "due-without-hour": replace(PLAIN, due=stamp(date(2026, 11, 23))),
        "no-head": replace(PLAIN, head_name="", head_title=""),
        "long-head": replace(PLAIN, head_name=LONG_HEAD, head_title="Phó Chủ tịch phụ trách"),
        "no-place": replace(PLAIN, place=""),
        "no-survey": replace(PLAIN, survey_url=""),
        "agency": agency,
        "long-reason": replace(PLAIN, decision=replace(PLAIN.decision, reason_text=(REASON + " ") * 3)),
        "special-zone": replace(
            PLAIN,
            authority="Ủy ban nhân dân đặc khu Cồn Mẫu",
            upper_line="Ủy ban nhân dân đặc khu Cồn Mẫu",
            lower_line="Bộ phận Tiếp nhận và Trả kết quả",
            place="Cồn Mẫu",
            number=7,
        ),
        "january": replace(PLAIN, made_at=datetime(2027, 1, 4, 2, 0, tzinfo=UTC), number=1, year=2027),
        "number-137": replace(PLAIN, number=137),
        "emoji-and-foreign": replace(PLAIN, applicant=Applicant("Nguyễn 😀 Mẫu ★ 王", "—")),
        "markup": replace(PLAIN, applicant=Applicant('#panic("x") *đậm* $x$ @a', "_gạch_ // hết")),
        "everything-missing": replace(
            PLAIN,
            applicant=nobody,
            procedure="",
            code="",
            authority="",
            place="",
            head_name="",
            head_title="",
            survey_url="",
        ),
        "sample": replace(PLAIN, is_sample=True),
        "long-everything": replace(
            agency,
            applicant=Applicant(COMPANY, "3200000001-001"),
            procedure=LONG_PROCEDURE,
            head_name=LONG_HEAD,
            decision=replace(PLAIN.decision, reason_text=(REASON + " ") * 2),
        ),
    }
    return cases | {f"{name}-a5": replace(facts, paper="A5") for name, facts in cases.items()}
