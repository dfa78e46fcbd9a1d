"""Whether the database is the one this installation last worked on."""

from datetime import datetime, timedelta

COUNT_AGAIN = timedelta(hours=1)
"""The number also grows while nothing leaves: what was typed in since a copy was taken must not go unnoticed."""
BEHIND = "Cơ sở dữ liệu cũ hơn lần làm việc cuối của máy này (đã khôi phục từ bản sao)."
STRANGE = "Cơ sở dữ liệu được đưa từ máy khác sang, hoặc tệp so-thu-tu.txt bị mất."
OLDER = "Cơ sở dữ liệu thuộc bản phần mềm cũ hơn lần làm việc cuối của máy này (đã khôi phục từ bản sao)."


def why_closed(inside: int | None, outside: int | None) -> str:
    """Why nothing may leave; "" when all is as it should be. `inside` None: this database has never counted."""
    if inside is None:
        return OLDER if outside is not None else ""
    if outside is None:
        # The first number is written inside first: a machine that stopped right there is not a restored one.
        return STRANGE if inside > 1 else ""
    return BEHIND if outside > inside else ""


def is_time(counted_at: datetime, now: datetime) -> bool:
    """Whether the number is to grow although nothing leaves; also after the clock was set back."""
    return abs(now - counted_at) >= COUNT_AGAIN
