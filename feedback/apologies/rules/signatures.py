"""How a unit's notices are signed, and when a signed paper is accepted: right person, right unit, in time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from feedback.foundation.errors import Invalid
from feedback.foundation.words import day as day_words
from feedback.foundation.words import moment as moment_words


class SignatureWay(StrEnum):
    PAPER = "paper"
    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"
    UPLOAD = "upload"


WAY_WORDS: dict[str, str] = {
    SignatureWay.PAPER: "Ký tay trên giấy",
    SignatureWay.PKCS12: "Ký số ngay khi duyệt, khóa trong tệp .p12",
    SignatureWay.PKCS11: "Ký số ngay khi duyệt, khóa trong thiết bị cắm ở máy chủ",
    SignatureWay.UPLOAD: "Duyệt xong tải về, ký bằng công cụ khác rồi tải bản đã ký lên",
}
SIGNED_HERE = frozenset({SignatureWay.PKCS12, SignatureWay.PKCS11})
SECRET_WORDS = {SignatureWay.PKCS12: "Mật khẩu của khóa ký", SignatureWay.PKCS11: "Mã PIN của thiết bị ký số"}
AFTERWARDS = {
    SignatureWay.PAPER: "Việc in, ký và trao tại quầy đã giao cho bộ phận một cửa.",
    SignatureWay.PKCS12: "Phiếu đã ký số. Việc in và trao tại quầy đã giao cho bộ phận một cửa.",
    SignatureWay.PKCS11: "Phiếu đã ký số. Việc in và trao tại quầy đã giao cho bộ phận một cửa.",
    SignatureWay.UPLOAD: "Phiếu chưa gửi đi: hãy tải về, ký số rồi tải bản đã ký lên ở trang này.",
}
"""What the head reads after approving."""
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PrintedSigner:
    """Who stands below the notice: "" and () where the head signs himself; `seal_mm` room for a seal's picture."""

    way: SignatureWay = SignatureWay.PAPER
    name: str = ""
    lines: tuple[str, ...] = ()
    seal_mm: float = 0.0


BY_HEAD = PrintedSigner()


@dataclass(frozen=True, slots=True)
class Seen:
    """A signature found in a file: SHA-256 of its certificate, its holder, when it says it was made."""

    fingerprint: str
    holder: str
    signed_at: datetime | None


def check_accepted(
    seen: Sequence[Seen],
    problems: Sequence[str],
    *,
    own: Collection[str],
    seals: Collection[str],
    name: str,
    unit: str,
    since: datetime,
) -> Seen:
    """The signature of the person who has to sign; Invalid, with the reason, unless every signature may be there.

    `own` and `seals` are the certificates registered for that person at that unit, and for the unit's seal. Nothing
    signed before `since`, the approval, can be this paper.
    """
    if problems:
        raise Invalid(f"Bản ký số không được nhận. {' '.join(dict.fromkeys(problems))}")
    for each in seen:
        if each.fingerprint not in own and each.fingerprint not in seals:
            raise Invalid(
                f"Bản ký số không được nhận: chứng thư của {each.holder} không phải chứng thư đã đăng ký cho {name} "
                f"tại {unit}. Người ký phiếu phải ký bằng chứng thư của mình; chứng thư mới thì quản trị viên đăng ký."
            )
        if each.signed_at is not None and each.signed_at < since - CLOCKS_DIFFER:
            raise Invalid(
                f"Bản ký số không được nhận: giờ ký {moment_words(each.signed_at)} trước giờ duyệt phiếu. "
                "Hãy chỉnh đồng hồ máy ký rồi ký lại."
            )
    mine = [each for each in seen if each.fingerprint in own]
    if not mine:
        raise Invalid(f"Bản ký số không được nhận: mới có dấu của {unit}, chưa có chữ ký của {name}.")
    return mine[0]


def check_period(name: str, day: date, periods: Sequence[tuple[date, date | None]]) -> None:
    """Invalid unless that day, on which a delegate signed, lies in one of the delegation's periods (first, last day).

    The approval checked the day of the approval; a paper signed elsewhere is signed later, sometimes days later.
    """
    if any(first <= day and (last is None or day <= last) for first, last in periods):
        return
    raise Invalid(
        f"Bản ký số không được nhận: ủy quyền ký của {name} không có hiệu lực ngày ký {day_words(day)}. "
        "Có văn bản ủy quyền mới thì quản trị viên ghi ở trang Tổ chức, mục Ký phiếu; không có thì lập phiếu thu hồi."
    )
