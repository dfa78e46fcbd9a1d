from decimal import Decimal
from fractions import Fraction

from feedback.scoring.rules import rates
from feedback.scoring.rules.rates import OnTime


def test_units_put_together_add_their_files() -> None:
    assert OnTime(1, 2, 3, 4) + OnTime(10, 20, 30, 40) == OnTime(11, 22, 33, 44)


def test_without_counted_files_there_is_no_on_time_rate() -> None:
    assert OnTime(0, 0, 0, 0).percent is None
    assert OnTime(0, 3, 0, 0).percent_of_done is None


def test_late_files_are_those_done_late_and_those_open_past_their_time() -> None:
    assert OnTime(5, 5, 2, 3).late == 5
    assert OnTime(5, 5, 2, 3).percent == Decimal("66.67")


def test_a_rate_at_its_target_earns_all_and_none_earns_nothing() -> None:
    assert rates.points_for(Fraction(80), 80, 2) == 2
    assert rates.points_for(None, 80, 2) is None
    assert rates.points_for(Fraction(72), 80, 2) == Decimal("1.8")


def test_no_files_no_satisfaction_rate() -> None:
    assert rates.handling_satisfaction(files=0, overdue=0, disliked=0) is None
    assert rates.share_of_max(Fraction(95), 90) == 1


def test_the_title_of_the_rate_is_the_one_agreed_on() -> None:
    assert rates.ON_TIME_TITLE == "theo cách tính 766 mục 2.1, gồm hồ sơ bổ sung, rút, từ chối, dừng khi biết lúc nào"
