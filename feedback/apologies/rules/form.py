"""The form's words with a notice's facts filled in; what nobody knows becomes a dotted line."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from feedback.answers.rules.codes import shown_address
from feedback.apologies.rules.facts import FaultFacts, NoticeFacts, number_words
from feedback.apologies.rules.states import DATED, FAULTS, Kind
from feedback.records.rules import Stamp
from feedback.working_calendar.rules.days import LOCAL

DOTS = "…" * 9
LONG_DOTS = "…" * 24
SHORT_DOTS = "…" * 4
COMMUNE_KINDS = ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "thị xã ", "thành phố ", "tỉnh ")
"""Kinds of administrative unit: their authority is the Ủy ban nhân dân. Anything else is an agency and signs itself."""
SHORT_BODY, SHORT_TOP = 1150, 100
"""Letters below which a notice fills about four fifths of its page: no need to measure."""
INFORMATION_COPY = "BẢN THÔNG TIN – bản ký, đóng dấu nhận tại quầy"
SAMPLE = "DỮ LIỆU MẪU"


@dataclass(frozen=True, slots=True)
class Form:
    """A form as published: `body` are paragraphs with {names} to fill; `source` the rule it comes from.

    `use` is which papers it is for; `number` the form's own number there; `dated` the day of that rule; `edition` 0
    came with the program.
    """

    key: str
    title: str
    source: str
    to: str
    body: tuple[str, ...]
    signer: str
    signer_note: str
    use: str = "late"
    number: str = ""
    dated: date | None = None
    edition: int = 0

    @property
    def reference(self) -> str:
        """What a notice remembers it was printed from: the key, for a province's own form with its edition."""
        return f"{self.key}/{self.edition}" if self.edition else self.key


USE_WORDS = {
    "late": "phiếu xin lỗi vì trả kết quả trễ hẹn",
    "fault": "thư xin lỗi vì lỗi khác (mất, hỏng giấy tờ, kết quả sai, bổ sung quá một lần)",
    "withdrawal": "phiếu thu hồi",
}


def use_of(kind: Kind) -> str:
    """Which form a notice of that kind is printed on."""
    if kind in DATED:
        return "late"
    return "fault" if kind in FAULTS else "withdrawal"


FAULT_WORDS = {
    Kind.LOST_PAPERS: "làm mất, thất lạc giấy tờ trong hồ sơ",
    Kind.DAMAGED_PAPERS: "làm hư hỏng giấy tờ trong hồ sơ",
    Kind.WRONG_RESULT: "kết quả đã trả có sai sót",
    Kind.REPEATED_SUPPLEMENT: "yêu cầu bổ sung hồ sơ quá một lần",
}
"""How the letter calls a fault."""


def is_administrative(name: str) -> bool:
    """Whether “Xã Hải Lăng” and not “Chi nhánh Văn phòng đăng ký đất đai”."""
    return name.lower().startswith(COMMUNE_KINDS)


def signing_name(name: str) -> str:
    """How a unit calls itself in a sentence: “Ủy ban nhân dân xã Hải Lăng”, agencies by their own name."""
    return f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}" if is_administrative(name) else name


def short_name(name: str) -> str:
    """“Hải Lăng” of “Xã Hải Lăng”; other names as they are."""
    for kind in COMMUNE_KINDS:
        if name.lower().startswith(kind):
            return name[len(kind) :]
    return name


def place_of(name: str, parent: str) -> str:
    """The place written before the date: the commune's own name, or for an agency that of the unit above it."""
    if is_administrative(name):
        return short_name(name)
    return short_name(parent) if parent and is_administrative(parent) else ""


def day_words(day: date) -> str:
    """20 tháng 11 năm 2026, with a leading nought below ten and in January and February (NĐ 30/2020, phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"{day.day:02d} tháng {month} năm {day.year}"


def _time_words(stamp: Stamp | None) -> str:
    if stamp is None or not stamp.has_time:
        return f"{SHORT_DOTS} giờ {SHORT_DOTS}"
    local = stamp.at.astimezone(LOCAL)
    return f"{local.hour} giờ {local.minute:02d}"


def fill(form: Form, facts: NoticeFacts, *, information_copy: bool = False) -> dict[str, Any]:
    """What the template sets: plain strings in reading order."""
    names = _names(facts)
    made = day_words(facts.made_at.astimezone(LOCAL).date())
    body = [each.format(**names) for each in form.body]
    top = (facts.upper_line, facts.lower_line, facts.applicant.name)
    return {
        "paper": facts.paper,
        "short": sum(map(len, body)) <= SHORT_BODY and sum(map(len, top)) <= SHORT_TOP and not information_copy,
        "title": form.title,
        "upper": facts.upper_line.upper(),
        "lower": facts.lower_line.upper(),
        "number": f"Số: {number_words(facts.number)}",
        "date": f"{facts.place or DOTS[:6]}, ngày {made}",
        "to": form.to.format(**names),
        "body": body,
        "signer": facts.signer.lines[0] if facts.signer.lines else form.signer,
        "signer_note": form.signer_note,
        "signer_title": facts.signer.lines[1] if facts.signer.lines else facts.head_title.upper(),
        "signer_name": facts.signer.name or facts.head_name,
        "seal_mm": facts.signer.seal_mm,
        "copy": INFORMATION_COPY if information_copy else "",
        "sample": SAMPLE if facts.is_sample else "",
        "survey": facts.survey_url,
        "survey_words": shown_address(facts.survey_url),
        "source": form.source,
    }


def _procedure_name(name: str) -> str:
    """Without its own “Thủ tục”: the form says “thủ tục hành chính” before it."""
    if not name.lower().startswith("thủ tục "):
        return name
    rest = name[len("thủ tục ") :].lstrip()
    return rest[:1].upper() + rest[1:]


def _names(facts: NoticeFacts) -> dict[str, str]:
    authority = facts.authority or DOTS
    return {
        "applicant": facts.applicant.name or LONG_DOTS,
        "identity": facts.applicant.identity or DOTS,
        "authority": authority,
        "Authority": authority[:1].upper() + authority[1:],
        "procedure": _procedure_name(facts.procedure) or LONG_DOTS,
        "code": facts.code or DOTS,
        "received_day": day_words(facts.received.day),
        "due_time": _time_words(facts.due),
        "due_day": day_words(facts.due.day) if facts.due else DOTS,
        "reason": facts.decision.reason_text or LONG_DOTS,
        "new_day": _local_day_words(facts.decision.new_due),
        "faults": fault_words(facts.faults) or LONG_DOTS,
        "remedy": facts.decision.remedy or LONG_DOTS,
        "first_number": number_words(facts.first_number) if facts.first_number else DOTS,
        "first_day": day_words(facts.first_day) if facts.first_day else DOTS,
    }


NAMES: dict[str, str] = {
    "applicant": "tên người nộp",
    "identity": "số định danh",
    "authority": "tên đơn vị, chữ đầu thường",
    "Authority": "tên đơn vị, chữ đầu hoa",
    "procedure": "tên thủ tục",
    "code": "mã số hồ sơ",
    "received_day": "ngày tiếp nhận",
    "due_time": "giờ hẹn trả",
    "due_day": "ngày hẹn trả",
    "reason": "lý do",
    "new_day": "ngày hẹn trả mới",
    "faults": "các lỗi phải xin lỗi",
    "remedy": "biện pháp khắc phục",
    "first_number": "số của phiếu bị thu hồi",
    "first_day": "ngày của phiếu bị thu hồi",
}
"""Every {name} a form may use, and what is put there."""


def fault_words(faults: tuple[FaultFacts, ...]) -> str:
    """One fault as a clause, several numbered: one letter names them all (QĐ 1198/QĐ-UBND Tân An, one per file)."""
    told = [f"{FAULT_WORDS[each.kind]}: {each.happened.rstrip('.')}" for each in faults]
    if len(told) < 2:
        return "".join(told)
    return "; ".join(f"({number}) {each}" for number, each in enumerate(told, start=1))


def _local_day_words(at: datetime | None) -> str:
    return day_words(at.astimezone(LOCAL).date()) if at is not None else DOTS
