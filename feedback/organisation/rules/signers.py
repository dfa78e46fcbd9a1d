"""Who signs for a unit on a day, and how that is written (NĐ 30/2020/NĐ-CP, phụ lục I, mục II.7).

The head signs in his own right. A delegate signs KT. (thay mặt người đứng đầu: a deputy), TL. (thừa lệnh) or TUQ. (thừa
ủy quyền), and only from the first to the last day of the document that says so. Whoever signs, the head answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from feedback.foundation.errors import Forbidden, Invalid
from feedback.foundation.text import clean
from feedback.foundation.words import day as day_words


class DelegationForm(StrEnum):
    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"


DELEGATION_WORDS: dict[str, str] = {
    DelegationForm.KT: "KT. – ký thay (cấp phó)",
    DelegationForm.TL: "TL. – thừa lệnh",
    DelegationForm.TUQ: "TUQ. – thừa ủy quyền",
}
PERSON, SEAL = "person", "seal"
PURPOSE_WORDS = {PERSON: "chữ ký của người ký", SEAL: "con dấu của cơ quan"}
SIGNATURE = "signature"
PICTURE_WORDS = {SIGNATURE: "hình chữ ký", SEAL: "hình con dấu"}


@dataclass(frozen=True, slots=True)
class Delegated:
    """A delegation as the rules see it; `valid_to` None: until further notice."""

    person_name: str
    login: str
    title: str
    form: DelegationForm
    on_behalf: str
    document: str
    valid_from: date
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: name, title, and for a delegate the lines above the name (“KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”)."""

    name: str
    title: str
    form_lines: tuple[str, ...] = ()
    document: str = ""


def same_person(first: str, second: str) -> bool:
    """Whether two names are written alike, whatever their case and blanks. Accents count: Hà is not Hạ."""
    return clean(first).casefold() == clean(second).casefold()


def form_lines(form: DelegationForm, on_behalf: str, title: str) -> tuple[str, str]:
    """“KT. CHỦ TỊCH” and below it the own title."""
    return f"{form}. {on_behalf.upper()}", title.upper()


def decide_signer(
    *, name: str, login: str, head_name: str, head_title: str, delegations: Sequence[Delegated], day: date
) -> Signer:
    """Who signs when this person decides on that day.

    The head, and whoever prepares in the head's name without any delegation of their own, sign as the head. Somebody
    with delegations of which none is in force that day is refused: Forbidden says from when to when they are.
    """
    if same_person(name, head_name):
        return Signer(head_name, head_title)
    mine = [each for each in delegations if _is_for(each, name, login)]
    for each in mine:
        if each.in_force(day):
            return Signer(
                each.person_name, each.title, form_lines(each.form, each.on_behalf, each.title), each.document
            )
    if mine:
        raise Forbidden(
            f"Ủy quyền ký của ông/bà không có hiệu lực ngày {day_words(day)}: {'; '.join(map(period_words, mine))}. "
            "Hãy trình người đứng đầu ký, hoặc đề nghị quản trị viên ghi văn bản ủy quyền mới."
        )
    return Signer(head_name, head_title)


def _is_for(delegation: Delegated, name: str, login: str) -> bool:
    """An account where the delegation names one, else the person's name."""
    return delegation.login == login if delegation.login else same_person(delegation.person_name, name)


def period_words(delegation: Delegated) -> str:
    until = f"đến hết {day_words(delegation.valid_to)}" if delegation.valid_to else "không ghi ngày hết"
    return f"{delegation.form}. từ {day_words(delegation.valid_from)} {until}"


def check_delegation(delegation: Delegated) -> Delegated:
    """The same, cleaned; Invalid says which field is missing or backwards."""
    made = Delegated(
        person_name=_written(delegation.person_name, "họ và tên người được ủy quyền"),
        login=clean(delegation.login).lower(),
        title=_written(delegation.title, "chức vụ của người được ủy quyền"),
        form=delegation.form,
        on_behalf=_written(delegation.on_behalf, "chức vụ của người đứng đầu, ví dụ Chủ tịch"),
        document=_written(delegation.document, "số, ngày của văn bản phân công hoặc ủy quyền"),
        valid_from=delegation.valid_from,
        valid_to=delegation.valid_to,
    )
    if made.valid_to is not None and made.valid_to < made.valid_from:
        raise Invalid("Ngày hết hiệu lực trước ngày bắt đầu. Sửa một trong hai ngày.")
    return made


def _written(text: str, what: str) -> str:
    text = clean(text)
    if not text or len(text) > 200:
        raise Invalid(f"Chưa ghi {what} (nhiều nhất 200 chữ).")
    return text
