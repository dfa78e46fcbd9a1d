"""A reason says what delayed the file, or it is none."""

import unicodedata

import pytest

from feedback.apologies.rules import REASON_WORDS, ReasonClass, check_reason
from feedback.apologies.rules.reasons import LONGEST
from feedback.foundation.errors import Invalid


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
