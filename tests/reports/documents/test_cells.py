from feedback.reports.documents.cells import count, interval_of, percent, value_of
from feedback.reports.rules.numbers import Figure
from feedback.scoring.rules.shares import Standing


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert count(12345).text == "12.345"
    assert percent(87.64).text == "87,64 %"
    assert percent(None).text == "không có"


def test_a_hidden_share_is_words_and_no_number() -> None:
    hidden = Figure(n=9, standing=Standing.HIDDEN)
    assert (value_of(hidden).text, value_of(hidden).value) == ("chưa đủ mẫu", None)
    assert interval_of(hidden).text == "–"


def test_a_withheld_share_is_not_called_a_small_sample() -> None:
    assert value_of(Figure(n=98, standing=Standing.WITHHELD)).text == "giữ kín"


def test_a_whole_hundred_never_stands_without_its_interval() -> None:
    full = Figure(n=30, standing=Standing.JUDGED, part=30, percent=100.0, low=88.65, high=100.0)
    assert (value_of(full).text, interval_of(full).text) == ("100,00 %", "88,7 – 100,0 %")
