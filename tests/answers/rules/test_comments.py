"""One reading gives all that is kept; a hidden mark is gone for good and the others stay in their places."""

from __future__ import annotations

from feedback.answers.rules.comments import HIDDEN_BY_A_PERSON, hide_mark, pieces, read_comment


def test_one_reading_gives_all_that_is_kept():
    comment = read_comment("Chị Hường đòi phong bì, gọi tôi 0900000001")
    assert comment.masked == "Chị Hường đòi phong bì, gọi tôi [số điện thoại]"
    assert comment.marks == [[4, 9, "name"]]
    assert comment.topics == ["tieu_cuc"]
    assert comment.serious == ["nhung_nhieu"]


def test_a_hidden_mark_is_gone_and_the_others_move_along():
    comment = read_comment("Chị Hường và anh Tuấn ở tổ 5")
    masked, marks = hide_mark(comment.masked, comment.marks, 0)
    assert masked == f"Chị {HIDDEN_BY_A_PERSON} và anh Tuấn ở tổ 5"
    assert [masked[int(start) : int(end)] for start, end, _ in marks] == ["Tuấn", "tổ 5"]


def test_a_text_is_cut_at_its_marks():
    assert pieces("Chị Hường nhé", [[4, 9, "name"]]) == [("Chị ", None, ""), ("Hường", 0, "name"), (" nhé", None, "")]
    assert pieces("abc", [[2, 9, "name"]]) == [("abc", None, "")]
