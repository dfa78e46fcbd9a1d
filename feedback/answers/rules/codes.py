"""One-time codes: how their tokens look, what of a token is kept, how long it is good, what its answer may remember."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from feedback.collection_points.rules import ALPHABET, read_token
from feedback.foundation.errors import Invalid
from feedback.records.rules import Category

LENGTH = 13
"""62 bits: a thousand guesses a second among a hundred thousand good codes would find one in twenty years."""
GROUPS = (4, 4, 5)
RANDOM_BYTES = 24
DAYS = 60
"""How long a code is good after its day, unless the unit's setting says otherwise: the longest ordinary time limits
(30 to 45 working days in land matters) end before."""
FARTHEST = timedelta(days=60)
HASH_KEY, APOLOGY_KEY = "one-time-code", "apology-code"
"""Purposes of the two keys drawn from the key file."""
CODE_MARK = "@@ma@@"
"""Stands in a rendered page where the code's own token goes."""


class Kind(StrEnum):
    """A sticker knows unit and day; the code of an apology knows its file until it is used."""

    STICKER = "sticker"
    APOLOGY = "apology"


class Stage(StrEnum):
    """When in a file's life the paper with the code was handed over."""

    ON_RECEIPT = "on_receipt"
    AFTER_APOLOGY = "after_apology"


class Lateness(StrEnum):
    """How the file stood when its code was used."""

    ON_TIME = "on_time"
    LATE = "late"
    LATE_APOLOGISED = "late_apologised"


STAGE_OF = {Kind.STICKER: Stage.ON_RECEIPT, Kind.APOLOGY: Stage.AFTER_APOLOGY}
PAPERS = {Kind.STICKER: "Mã trên giấy hẹn", Kind.APOLOGY: "Mã trên phiếu xin lỗi"}
IN_TIME = frozenset({Category.DONE_EARLY, Category.DONE_ON_TIME, Category.OPEN_IN_TIME})
OVER_TIME = frozenset({Category.DONE_LATE, Category.OPEN_OVERDUE})


@dataclass(frozen=True, slots=True)
class CodePlace:
    """What a code stands for on the citizen's pages, as a counter's point does there.

    Codes of one unit and kind are equal, so that they share the rendered pages; the token is put in on the way out.
    """

    kind: Kind
    unit_id: int
    unit_name: str
    is_sample: bool
    token: str = field(compare=False)
    used: bool = field(compare=False)
    expires_on: date = field(compare=False)

    @property
    def path(self) -> str:
        return f"/h/{CODE_MARK}"

    @property
    def counter_id(self) -> None:
        """No counter is known: the paper may have been handed over anywhere in the unit."""
        return

    @property
    def counter_name(self) -> str:
        return PAPERS[self.kind]

    @property
    def revoked_at(self) -> None:
        return

    def is_good(self, day: date) -> bool:
        return day <= self.expires_on


def token_from(randomness: bytes) -> str:
    """The token drawn from at least sixteen bytes: thirteen letters without vowels and without lookalikes."""
    number = int.from_bytes(randomness, "big")
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def read_code(typed: str) -> str | None:
    """A typed token as it was drawn: any case, with or without dashes and blanks. None: it cannot be one of ours."""
    token = read_token(typed)
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else None


def shown_code(token: str) -> str:
    """In groups, as printed: kmqb-27xd-9ftw4."""
    ends = [sum(GROUPS[: i + 1]) for i in range(len(GROUPS))]
    return "-".join(token[end - size : end] for end, size in zip(ends, GROUPS, strict=True))


def code_address(base_url: str, token: str) -> str:
    """The address in the QR code; `base_url` without a slash at the end."""
    return f"{base_url}/h/{token}"


def shown_address(address: str) -> str:
    """A code's address in words: without the scheme, its token in groups. Other addresses only lose the scheme."""
    short = address.removeprefix("https://").removeprefix("http://")
    front, slash, token = short.rpartition("/h/")
    return f"{front}{slash}{shown_code(token)}" if slash and read_code(token) else short


def hash_of(secret: bytes, token: str) -> str:
    """All that is kept of a token: worthless without the key file, which never lies in the database."""
    return hmac.digest(secret, token.encode(), "sha256").hex()


def apology_token(secret: bytes, *, notice_id: int, created_at: datetime) -> str:
    """The token of a notice: the same however often its paper is set. The moment tells apart two notices that bear one
    number because an old backup was restored between them.
    """
    moment = created_at.astimezone(UTC).isoformat()
    return token_from(hmac.digest(secret, f"{notice_id}/{moment}".encode(), "sha256"))


def last_day(day: date, days: int) -> date:
    return day + timedelta(days=max(days, 1))


def check_day(day: date, today: date) -> None:
    """Stickers are printed for days about now. Invalid for another: a slip of the pen makes codes that are over."""
    if abs(day - today) > FARTHEST:
        raise Invalid("Ngày của nhãn phải trong khoảng 60 ngày trước hoặc sau hôm nay. Xin chọn lại ngày.")


def lateness_of(category: Category, *, apologised: bool) -> Lateness | None:
    """The class an answer may remember of its file; None where no due date was running."""
    if category in IN_TIME:
        return Lateness.ON_TIME
    if category in OVER_TIME:
        return Lateness.LATE_APOLOGISED if apologised else Lateness.LATE
    return None
