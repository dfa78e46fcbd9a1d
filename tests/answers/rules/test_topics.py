"""Topics by phrases: what is measured stands in docs/comments.md; here it may not get worse unseen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answers.rules.topics import OTHER, TOPIC_WORDS, find_topics
from tests.answers.measured_topics import micro, per_topic
from tests.answers.samples import hand_written


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Không phải chờ lâu, đến là được làm ngay.", ["thoi_gian", "khen"]),
        ("Răng mà lâu rứa hè", ["thoi_gian"]),
        ("thai do chua tot", ["thai_do"]),
        ("Cải cách thủ tục hay thật, trước 3 tờ giờ 7 tờ", ["thu_tuc"]),
        ("raats hafi lofng", ["khen"]),
        ("👍👍", ["khen"]),
        ("...", [OTHER]),
        ("giá bao nhiêu", ["phi_le_phi"]),
        ("người già", [OTHER]),
    ],
)
def test_a_comment_is_about(text: str, topics: list[str]):
    assert find_topics(text) == topics


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Cán bộ yêu cầu nộp sổ hộ khẩu", "khen"),
        ("Cán bộ không nhận hồ sơ", "khen"),
        ("Cán bộ giải thích vòng vo", "khen"),
        ("Chuẩn bị hồ sơ mất hai tháng", "khen"),
        ("Chính sách hỗ trợ hộ nghèo nay ra sao", "khen"),
        ("Theo quy định phải mấy ngày", "khen"),
        ("theo quy dinh la may ngay", "khen"),
        ("Đóng tiền ở quầy mấy", "khen"),
        ("cho hoi dong tien o quay may", "khen"),
        ("trung tam phuc vu hanh chinh cong o dau", "khen"),
        ("Xin vui lòng cho biết khi nào có", "khen"),
        ("Giới thiệu sang công an", "khen"),
        ("Không khí ồn quá", "khen"),
        ("Văn phòng đăng ký đất đai chi nhánh ở xa", "thoi_gian"),
        ("Lên lầu hai gặp ai", "thoi_gian"),
        ("Thủ tục thì rõ ràng", "thoi_gian"),
        ("Mấy chú ở đây hiền", "truc_tuyen"),
        ("Tới nộp hồ sơ từ sáng", "truc_tuyen"),
        ("Thu hồ sơ buổi sáng", "phi_le_phi"),
        ("Mấy cụ già đứng ngoài sân", "co_so_vat_chat"),
        ("Chỉ có mỗi một người", "tieu_cuc"),
        ("Bộ phận Một cửa đóng cửa sớm", "thu_tuc"),
        ("Không biết chữ mà bắt tự viết đơn", "khen"),
        ("Mã biên nhận chưa tra được", "thoi_gian"),
        ("Để làm gì mà nhiều bản thế", "thu_tuc"),
    ],
)
def test_a_word_that_only_sounds_alike_is_no_topic(text: str, wrong: str):
    assert wrong not in find_topics(text)


def test_the_topics_are_those_of_the_hand_written_comments():
    assert {topic for row in hand_written() for topic in row["topics"].split(";")} == set(TOPIC_WORDS)


@pytest.mark.parametrize(
    ("name", "least"), [("comments_dev.csv", 0.9), ("comments_fresh.csv", 0.9), ("comments_unseen.csv", 0.6)]
)
def test_hand_written_comments_are_tagged_as_well_as_measured(name: str, least: float):
    counts = per_topic(hand_written(name))
    assert micro(counts).f1 >= least


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_comment_has_a_topic(text: str):
    topics = find_topics(text)
    assert topics
    assert set(topics) <= set(TOPIC_WORDS)
    assert (OTHER in topics) == (topics == [OTHER])


@pytest.mark.parametrize("piece", ["khong ", "lau ", "hen ~ ", "cho 1 ", "a ", "nhận ", "k k ", "ởởở"])
def test_two_thousand_hostile_letters_are_read_at_once(piece: str):
    """Would hang where a regular expression goes back and forth."""
    find_topics(piece * (2000 // len(piece)))
