"""What may be said of one officer, and what an onlooker with two looks cannot learn."""

from __future__ import annotations

from feedback.reports.rules.officers import ENOUGH, OfficerLine, Person, line_of, lines_of
from feedback.scoring.rules.shares import Share

AN = Person(1, "Trần Văn An", "Chuyên viên")


def test_under_thirty_answers_nothing_is_said_not_even_how_many():
    for n in (0, 1, 29):
        assert line_of(AN, Share(n, n)) == OfficerLine("Trần Văn An", "Chuyên viên")
    assert ENOUGH == 30


def test_from_thirty_on_a_rounded_share_with_its_interval():
    assert line_of(AN, Share(27, 30)) == OfficerLine("Trần Văn An", "Chuyên viên", 30, 90, 74, 97)
    assert line_of(AN, Share(0, 30)).low == 0
    assert line_of(AN, Share(30, 30)).high == 100


def test_one_more_answer_is_not_seen():
    """Among larger numbers most single answers change nothing that is shown; none can be read for certain."""
    for n in (100, 153, 246):
        before = line_of(AN, Share(n * 8 // 10, n))
        good, bad = line_of(AN, Share(n * 8 // 10 + 1, n + 1)), line_of(AN, Share(n * 8 // 10, n + 1))
        assert good.at_least == bad.at_least == before.at_least
        assert good == before or bad == before


def test_officers_stand_by_given_name_and_never_by_merit():
    people = [
        Person(1, "Nguyễn Thị Yến", ""),
        Person(2, "Đặng Văn Bình", ""),
        Person(3, "Lê Ánh", ""),
        Person(4, "", ""),
    ]
    shares = {1: Share(60, 60), 2: Share(1, 60)}
    assert [line.name for line in lines_of(people, shares)] == ["", "Lê Ánh", "Đặng Văn Bình", "Nguyễn Thị Yến"]
    assert [line.percent for line in lines_of(people, shares)] == [None, None, 2, 100]
