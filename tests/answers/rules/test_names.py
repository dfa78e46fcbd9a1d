"""Names and addresses are marked, never hidden; plain talk that looks like one is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answers.rules.names import ADDRESS, NAME, find_marks
from tests.answers.generated_comments import HELD_OUT_SEED
from tests.answers.generated_names import measure
from tests.answers.samples import hand_written


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.kind) for mark in find_marks(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anh cán bộ tên Trần Văn Giả quầy số 2", "Trần Văn Giả"),
        ("gặp nguyễn thị hoa ở quầy 1", "nguyễn thị hoa"),
        ("toi ten la ho van tien", "ho van tien"),
        ("gap chi huong quay 2", "huong"),
        ("Cảm ơn chị Hường 🙂", "Hường"),
        ("CÁN BỘ LÊ VĂN TÁM QUÁT DÂN", "LÊ VĂN TÁM"),
    ],
)
def test_a_name_is_marked(text: str, name: str):
    assert marked(text) == [(name, NAME)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("nhà tôi ở số nhà 12 đường Lê Lợi", "số nhà 12 đường Lê Lợi"),
        ("ở kiệt 15 Trần Phú, phường Đông Hà nhé", "kiệt 15 Trần Phú, phường Đông Hà"),
        ("dân tổ 5 phản ánh", "tổ 5"),
        ("ở thon Dien Sanh", "thon Dien Sanh"),
    ],
)
def test_an_address_is_marked_whole(text: str, address: str):
    assert marked(text) == [(address, ADDRESS)]


@pytest.mark.parametrize(
    "text",
    [
        "ho van chua giai quyet",
        "Hồ sơ đất đai",
        "Anh Công an hướng dẫn",
        "đường dây nóng, tổ một cửa",
        "[số điện thoại] của chị",
        "do thi nay vo cung dong",
    ],
)
def test_plain_talk_is_not_marked(text: str):
    assert marked(text) == []


@pytest.mark.parametrize("kind", [NAME, ADDRESS])
def test_made_up_names_are_found_and_plain_talk_is_left_alone(kind: str):
    measured = measure(kind, HELD_OUT_SEED)
    assert measured.n >= 1000
    assert measured.recall >= 0.97, measured.missed[:5]
    assert measured.precision >= 0.97, measured.missed[:5]


def test_hand_written_names_are_marked():
    for row in hand_written():
        for kind, _, name in (each.partition("=") for each in row["pii"].split("|")):
            if kind == "ten_nguoi":
                assert (name, NAME) in marked(row["text"]), row["id"]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_marks_stand_in_order_and_apart(text: str):
    places = [(mark.start, mark.end) for mark in find_marks(text)]
    assert all(start < end <= len(text) for start, end in places)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize("piece", ["Nguyễn ", "anh ", "số 1 ", "tổ ", "A ", "thôn A ", "1/", "[", "tên là "])
def test_two_thousand_hostile_letters_are_read_at_once(piece: str):
    """Would hang where a regular expression goes back and forth."""
    find_marks(piece * (2000 // len(piece)))


@pytest.mark.parametrize("text", ["Tôi sn 1988", "sn 5/6/1970", "sn 01.01.1988, quê"])
def test_a_day_of_birth_is_no_house(text: str):
    assert marked(text) == []
