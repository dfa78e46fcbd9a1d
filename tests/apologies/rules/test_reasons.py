"""A reason says what delayed the file, or it is none."""

import unicodedata

import pytest

from feedback.apologies.rules import REASON_WORDS, ReasonClass, check_reason
from feedback.apologies.rules.reasons import LONGEST, check_remedy, is_vague
from feedback.foundation.errors import Invalid
from feedback.foundation.text import fold
from tests.apologies.rules.vague import HELD_OUT_HONEST, HELD_OUT_VAGUE, HONEST, VAGUE


def test_a_reason_names_nobodys_telephone() -> None:
    with pytest.raises(Invalid, match="số điện thoại"):
        check_reason("Chưa liên hệ được với chủ hộ liền kề qua số 0912 345 678 để ký giáp ranh thửa đất.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Vì lý do khách quan",
        "vì lý do khách quan.",
        "Do lý do khách quan, kính mong ông bà thông cảm!",
        "VÌ LÝ DO KHÁCH QUAN nên hồ sơ bị chậm",
        "Do công việc nhiều, mong ông/bà thông cảm",
        "Hồ sơ trễ hạn",
        "a a a a a a a a a a",
        "chậm chậm chậm chậm chậm chậm chậm",
        "...... ------ ,,,,,, !!!!!!",
    ],
)
def test_a_vague_reason_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="chưa rõ"):
        check_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chưa nhận được kết quả trích lục của chi nhánh đăng ký đất đai.",
        "Máy chủ phần mềm một cửa hỏng từ ngày 18/11 đến 19/11",
        "Vì lý do khách quan: mưa lũ làm sạt đường vào thôn nên chưa đo đạc được thửa đất",
    ],
)
def test_a_sentence_that_names_the_cause_is_taken_and_ends_with_a_stop(text: str) -> None:
    assert check_reason(text) == (text if text.endswith(".") else f"{text}.")


def test_a_reason_is_stored_composed_and_on_one_line() -> None:
    text = unicodedata.normalize("NFD", "Chưa nhận được kết quả\r\ntrích lục của chi nhánh.")
    assert check_reason(text) == "Chưa nhận được kết quả trích lục của chi nhánh."


def test_a_reason_longer_than_the_paper_takes_is_refused() -> None:
    with pytest.raises(Invalid, match="dài quá"):
        check_reason("Chưa nhận được kết quả trích lục của chi nhánh. " * (LONGEST // 40))


def test_every_class_has_its_words() -> None:
    assert set(REASON_WORDS) == set(ReasonClass)


def test_no_vague_reason_of_the_table_is_taken() -> None:
    assert len(VAGUE) >= 60
    assert [text for text in VAGUE if not is_vague(text)] == []


def test_no_honest_reason_of_the_table_is_refused() -> None:
    assert len(HONEST) >= 60
    assert [text for text in HONEST if is_vague(text)] == []


def test_reasons_nobody_looked_at_while_the_words_were_chosen_fare_not_worse_than_measured() -> None:
    """A check of words cannot know everything: it must not refuse honest people, and the head reads what it lets by."""
    assert sum(map(is_vague, HELD_OUT_VAGUE)) >= 6
    assert sum(map(is_vague, HELD_OUT_HONEST)) == 0


@pytest.mark.parametrize("text", HONEST[:20])
def test_a_reason_typed_without_marks_or_in_capitals_is_judged_alike(text: str) -> None:
    assert not is_vague(fold(text))
    assert not is_vague(text.upper())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "chưa rõ"),
        ("Đơn vị sẽ xem xét giải quyết trước 27/11/2026.", "chưa rõ"),
        ("Đơn vị tự xin cấp lại bản sao giấy khai sinh và trao tại nhà.", "chưa có ngày"),
        ("Đơn vị tự xin cấp lại bản sao giấy khai sinh trước 45/11.", "chưa có ngày"),
        ("Cấp lại bản sao giấy khai sinh trước 27/11. " * 20, "dài quá"),
    ],
)
def test_a_remedy_says_what_is_done_and_by_which_day(text: str, wrong: str) -> None:
    with pytest.raises(Invalid, match=wrong):
        check_remedy(text)


@pytest.mark.parametrize("day", ["27/11/2026", "27/11", "ngày 27 tháng 11 năm 2026", "27-11-2026", "5.12"])
def test_a_remedy_with_a_day_is_taken(day: str) -> None:
    text = f"Đơn vị tự xin cấp lại bản sao giấy khai sinh và trao tại nhà trước {day}"
    assert check_remedy(text) == f"{text}."
