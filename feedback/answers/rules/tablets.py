"""An answer as a tablet sends it: read strictly, its moment corrected, its identity drawn from its own id."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, StringConstraints, ValidationError

from feedback.answers.rules.keys import SheetKey, receipt_for, sheet_id
from feedback.answers.rules.sheets import Flag, Value, check_sheet

LARGEST = 2**31 - 1
LAST_MS = 253_402_300_799_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_WRONG = timedelta(minutes=10)
LATE = timedelta(days=7)
TOO_LONG_AGO = timedelta(days=366)
ITEMS_AT_MOST = 60
MARK = 16
ID_LENGTH = 64

Number = Annotated[int, Field(ge=1, le=LARGEST)]


class ReceiptState(StrEnum):
    """What became of an answer that arrived. `REFUSED` only by a person's decision."""

    COUNTED = "counted"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why an answer is kept apart instead of being counted."""

    REVOKED = "revoked"
    CLONE = "clone"
    SHAPE = "shape"
    VERSION = "version"
    ITEMS = "items"
    TIME = "time"


REASON_WORDS = {
    Reason.REVOKED: "đến sau khi máy bị thu hồi",
    Reason.CLONE: "trùng số thứ tự với phiếu khác của máy",
    Reason.SHAPE: "không đúng dạng",
    Reason.VERSION: "không rõ bản phiếu hỏi",
    Reason.ITEMS: "câu trả lời không có trong phiếu hỏi",
    Reason.TIME: "thời điểm không tin được",
}


class TabletAnswer(BaseModel):
    """One answer, of exactly this shape."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: Annotated[UUID, Field(strict=False)]
    seq: Number
    at: Annotated[int, Field(ge=0, le=LAST_MS)]
    version_id: Number
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}$")]
    overall: Annotated[int, Field(ge=1, le=5)]
    items: Annotated[dict[str, StrictStr | StrictInt], Field(max_length=ITEMS_AT_MOST)]
    counter: Number | None = None
    officer: Number | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """One element of a request. `answer` is None when it has not the agreed shape; `raw` is what came."""

    raw: Any
    answer: TabletAnswer | None
    key: SheetKey
    seq: int

    @property
    def echo(self) -> dict[str, Any]:
        """What the tablet knows the answer by."""
        if self.answer is not None:
            return {"id": str(self.answer.id), "seq": self.answer.seq}
        known = self.raw if isinstance(self.raw, Mapping) else {}
        return {name: _short(known.get(name)) for name in ("id", "seq")}


@dataclass(frozen=True, slots=True)
class Observed:
    """When an answer was given, and what is to be asked about that."""

    at: datetime
    flags: tuple[str, ...]


def arrived(raw: Any) -> Arrived:
    """Read one element. One that cannot be read is known by its content, so that its resend is the same."""
    text = canonical(raw)
    try:
        # As JSON: there a UUID is a text and a number is no text, whatever Python would make of them.
        answer = TabletAnswer.model_validate_json(text)
    except ValidationError:
        return Arrived(raw, None, SheetKey(b"shape" + hashlib.sha256(text.encode()).digest(), EPOCH), _number_in(raw))
    return Arrived(raw, answer, key_of(answer.id), answer.seq)


def _number_in(raw: Any) -> int:
    """The number of an answer that is otherwise unreadable; 0 when even that is none."""
    number = raw.get("seq") if isinstance(raw, Mapping) else None
    return number if type(number) is int and 0 < number <= LARGEST else 0


def _short(value: Any) -> Any:
    """A text or number to be known by again; nothing longer than anybody would call an id."""
    return value if isinstance(value, str | int) and len(str(value)) <= ID_LENGTH else None


def canonical(raw: Any) -> str:
    """The element as one exact text."""
    return json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def key_of(answer_id: UUID) -> SheetKey:
    """The sheet's key: the same answer is the same sheet, also after the tablet was enrolled anew."""
    return SheetKey(b"tablet" + answer_id.bytes, EPOCH)


def mark_of(secret: bytes, key: SheetKey) -> bytes:
    """What the books keep to know a resend from a clone. It leads neither to the sheet nor to its receipt."""
    return hmac.digest(secret, b"mark" + key.nonce, "sha256")[:MARK]


def quarantine_id(secret: bytes, key: SheetKey) -> UUID:
    """The row an answer is kept apart under: not its sheet's, so that neither leads to the other."""
    return UUID(bytes=hmac.digest(secret, b"apart" + key.nonce, "sha256")[:16])


def identity(secret: bytes, key: SheetKey) -> tuple[UUID, str]:
    """The sheet's id and its receipt."""
    return sheet_id(secret, key), receipt_for(secret, key)


def observed(at: int, offset: int, now: datetime) -> Observed | None:
    """The moment by our clock, never after now; None when no clock can have meant it. Both numbers in milliseconds."""
    ahead = at + offset - (now - EPOCH) // timedelta(milliseconds=1)
    if -ahead > TOO_LONG_AGO // timedelta(milliseconds=1):
        return None
    wrong = CLOCK_WRONG // timedelta(milliseconds=1)
    flags: tuple[str, ...] = (Flag.CLOCK_CORRECTED,) if abs(offset) > wrong or ahead > wrong else ()
    moment = now + timedelta(milliseconds=min(ahead, 0))
    if now - moment > LATE:
        flags += (Flag.LATE_ARRIVAL,)
    return Observed(moment, flags)


def check_items(table: Mapping[str, Mapping[str, Value]], items: Mapping[str, str | int]) -> dict[str, Value] | None:
    """The answers as stored; None when one is not in the questionnaire. Stricter than a form: the app knows its own."""
    if any(str(value) not in table.get(key, {}) for key, value in items.items()):
        return None
    return check_sheet(table, ((key, str(value)) for key, value in items.items()))
