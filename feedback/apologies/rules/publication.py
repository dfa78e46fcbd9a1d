"""What the public list may show, so that nobody finds a citizen in it."""

from dataclasses import dataclass

from feedback.answers.rules.masking import EMAIL, IDENTITY, PHONE, mask
from feedback.foundation.errors import Invalid
from feedback.foundation.text import fold

TELLING = (PHONE, IDENTITY, EMAIL)
"""What says who it is about to whoever reads on. Codes of files and of papers may stand in a reason."""


@dataclass(frozen=True, slots=True)
class SensitiveFields:
    """Folded names of fields, and phrases in a procedure's name, that appear as counts only."""

    fields: frozenset[str]
    phrases: tuple[str, ...]


def is_sensitive(field: str, procedure: str, sensitive: SensitiveFields) -> bool:
    """Whether an apology of this field and procedure is only counted: the row itself could point at a family."""
    folded, name = fold(field), fold(procedure)
    if any(each in folded for each in sensitive.fields):
        return True
    return any(phrase in name or phrase in folded for phrase in sensitive.phrases)


def refuse_numbers_of_people(text: str) -> None:
    """Invalid where a reason holds somebody's telephone or identity number or e-mail address.

    Reasons are kept in the open: in the journal, in lists of the upper level, in letters of other people's files.
    """
    masked = mask(text)
    found = [word.strip("[]") for word in TELLING if masked.count(word) > text.count(word)]
    if found:
        raise Invalid(
            f"Lý do có {', '.join(found)} của một người. Xin viết lại không ghi số hay địa chỉ ấy: lý do được lưu "
            "trong nhật ký và nhiều người đọc được."
        )
