from __future__ import annotations

from feedback.records.commands.large import bar_line
from feedback.records.queries import Progress
from feedback.records.rules.progress import Phase


def test_the_bar_says_how_far_it_is_and_how_long_it_takes():
    progress = Progress(1, "a.csv", Phase.READ, 310_000, 0.25, 750, {}, "")
    assert bar_line(progress) == (
        "[#######-----------------------] 25 % Đang đọc và kiểm tra từng dòng: 310.000 dòng, còn khoảng 12 phút"
    )
