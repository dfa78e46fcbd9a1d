"""The figures of docs/comments.md: `python -m tests.answers.measured_comments` prints them as they are now."""

from __future__ import annotations

import sys

from feedback.answers.rules.names import ADDRESS, NAME
from feedback.scoring.rules.shares import wilson
from tests.answers import generated_comments, generated_names
from tests.answers.generated_comments import HELD_OUT_SEED, SECRETS, Measured
from tests.answers.measured_topics import Counts, macro_f1, micro, per_topic
from tests.answers.samples import hand_written

KINDS = {
    "phone": "số điện thoại",
    "identity": "số giấy tờ (CCCD, CMND, hộ chiếu)",
    "email": "thư điện tử",
    "file_code": "mã hồ sơ",
    "account": "số tài khoản",
    "plate": "biển số xe",
    NAME: "tên người (đánh dấu)",
    ADDRESS: "địa chỉ (đánh dấu)",
}


def share(part: int, n: int) -> str:
    """0,998 (0,993–1,000)"""
    interval = wilson(part, n)
    figures = (part / max(n, 1), interval.low, interval.high)
    value, low, high = (f"{each:.3f}".replace(".", ",") for each in figures)
    return f"{value} ({low}–{high})"


def masking_line(measured: Measured) -> str:
    recall = share(measured.found, measured.n)
    precision = share(measured.found, measured.found + measured.false)
    return f"| {KINDS[measured.kind]} | {measured.n} | {recall} | {precision} |"


def masking_table(seed: int = HELD_OUT_SEED) -> list[str]:
    found = [generated_comments.measure(kind, seed) for kind in SECRETS]
    found += [generated_names.measure(kind, seed) for kind in (NAME, ADDRESS)]
    return ["| Loại | Mẫu | Độ phủ | Độ chính xác |", "|---|---|---|---|", *map(masking_line, found)]


def topic_line(topic: str, counts: Counts) -> str:
    precision = share(counts.right, counts.right + counts.wrong)
    recall = share(counts.right, counts.right + counts.missed)
    return f"| {topic} | {counts.right + counts.missed} | {precision} | {recall} | {counts.f1:.2f} |".replace(
        f"{counts.f1:.2f}", f"{counts.f1:.2f}".replace(".", ",")
    )


def topic_table(name: str) -> list[str]:
    found = per_topic(hand_written(name))
    lines = [topic_line(f"`{topic}`", counts) for topic, counts in found.items()]
    macro = f"{macro_f1(found):.2f}".replace(".", ",")
    heading = ["| Chủ đề | Dòng | Độ chính xác | Độ phủ | F1 |", "|---|---|---|---|---|"]
    return [*heading, *lines, topic_line("tất cả (vi mô)", micro(found)), f"| trung bình các chủ đề | | | | {macro} |"]


def tables() -> str:
    names = ("comments_unseen.csv", "comments_dev.csv", "comments_fresh.csv")
    parts = [masking_table(), *(topic_table(name) for name in names)]
    return "\n\n".join("\n".join(part) for part in parts)


if __name__ == "__main__":
    sys.stdout.write(f"{tables()}\n")
