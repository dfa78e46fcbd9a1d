"""The form's words with a notice's facts filled in; what nobody knows becomes a dotted line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.answers.rules.codes import shown_address
from feedback.apologies.rules.facts import NoticeFacts, number_words
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
    """A form as published: `body` are paragraphs with {names} to fill; `source` the rule it comes from."""

    key: str
    title: str
    source: str
    to: str
    body: tuple[str, ...]
    signer: str
    signer_note: str


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


def _time_words(stamp: Stamp) -> str:
    if not stamp.has_time:
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
        "signer": form.signer,
        "signer_note": form.signer_note,
        "signer_title": facts.head_title.upper(),
        "signer_name": facts.head_name,
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
        "due_day": day_words(facts.due.day),
        "reason": facts.decision.reason_text or LONG_DOTS,
        "new_day": day_words(facts.decision.new_due.astimezone(LOCAL).date()),
    }
