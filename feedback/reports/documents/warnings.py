"""The morning's letter: how many files are overdue, owe an apology today, fall due soon; and the first of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feedback.foundation import words
from feedback.records.queries import Group
from feedback.records.rules import LATENESS_WORDS, Lateness
from feedback.records.rules.wording import say_stamp
from feedback.reports.documents.html import Letter, templates

MOST = 20
"""Lines of a group in a letter; the page has them all."""
TITLES = {
    Lateness.OVERDUE: "Đã quá hạn",
    Lateness.APOLOGY_DUE: "Phải gửi phiếu xin lỗi trong hôm nay",
    Lateness.DUE_SOON: LATENESS_WORDS[Lateness.DUE_SOON],
}
ELSEWHERE = "Nhận ở đây, nơi khác giải quyết"
TITLES_ELSEWHERE = {
    Lateness.OVERDUE: "đã quá hạn",
    Lateness.APOLOGY_DUE: "nơi giải quyết phải gửi phiếu xin lỗi trong hôm nay",
    Lateness.DUE_SOON: "sắp đến hạn",
}


def warnings_letter(
    groups: Sequence[Group],
    elsewhere: Sequence[Group] = (),
    *,
    names: Sequence[str],
    now: datetime,
    link: str,
    sample: bool,
) -> Letter:
    """Codes, procedures and times alone: nobody's name or address leaves by mail.

    `elsewhere`: files received by the reader's units that others solve; only what there is of them is told.
    """
    counts = {group.kind: group.total for group in groups}
    parts = (
        (counts[Lateness.OVERDUE], "quá hạn"),
        (counts[Lateness.APOLOGY_DUE], "phải gửi phiếu xin lỗi"),
        (counts[Lateness.DUE_SOON], "sắp đến hạn"),
        (sum(group.total for group in elsewhere), "nhận ở đây, nơi khác giải quyết"),
    )
    told = ", ".join(f"{number} {what}" for number, what in parts if number)
    data = {
        "groups": [
            *((TITLES[group.kind], group) for group in groups),
            *((f"{ELSEWHERE}: {TITLES_ELSEWHERE[group.kind]}", group) for group in elsewhere if group.total),
        ],
        "name": names[0] if len(names) == 1 else "",
        "moment": words.moment(now),
        "link": link,
        "sample": sample,
        "say": words.moment,
        "due": say_stamp,
    }
    return Letter(
        subject=f"{'[DỮ LIỆU MẪU] ' if sample else ''}Hồ sơ sáng {words.day(now)}: {told}",
        html=templates().get_template("mail/warnings.html").render(data),
        text=templates().get_template("mail/warnings.txt").render(data),
    )
