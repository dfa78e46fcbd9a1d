"""What a signing program puts beside the signature: on bare paper yes, over the words or running something no."""

from __future__ import annotations

from functools import cache

import pytest
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, pdf_name, pdf_string

from feedback.foundation.documents import compile_pdf
from feedback.foundation.errors import Invalid
from feedback.foundation.signatures.fields import Box
from feedback.foundation.signatures.signing import prepare_pdf
from feedback.foundation.signatures.verifying import check_same_paper
from tests.foundation.signatures import attacks
from tests.foundation.signatures.people import HEAD, NOW, OTHER, PLACE, sign

WORDS = "Phiếu xin lỗi số 05/PXL. Ngày hẹn trả kết quả mới: 16:00 ngày 30/11/2026. " * 3
ROOM = (PLACE.left, 842 - PLACE.top - PLACE.height, PLACE.left + PLACE.width, 842 - PLACE.top)
"""The place of signing as a PDF counts, on a page of 842 points."""
RUN = DictionaryObject({pdf_name("/S"): NameObject("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")})


@cache
def original() -> bytes:
    return prepare_pdf(compile_pdf("probe", {"text": WORDS}, timestamp=NOW), PLACE)


@pytest.mark.parametrize(
    "box",
    [
        (80, 600, 500, 800),
        (500, 800, 80, 600),
        (-9000, -9000, 9000, 9000),
        (int(ROOM[0]), int(ROOM[1]), int(ROOM[2]), 780),
    ],
)
@pytest.mark.parametrize("kids", [False, True])
def test_a_field_over_the_words_is_refused(box: tuple[int, int, int, int], kids: bool):
    hiding = attacks.with_field(original(), box, kids=kids)
    with pytest.raises(Invalid, match="che chữ của phiếu"):
        check_same_paper(sign(hiding), original())


def test_a_later_seal_may_not_hide_the_words_either():
    with pytest.raises(Invalid, match="che chữ của phiếu"):
        check_same_paper(attacks.with_field(sign(original()), (80, 600, 500, 800)), original())


@pytest.mark.parametrize(
    "box",
    [
        (0, 0, 0, 0),
        (100, 200, 200, 260),
        (int(ROOM[0]), int(ROOM[1]) - 15, int(ROOM[0]) + 102, int(ROOM[3]) + 15),
    ],
)
def test_bare_paper_and_the_room_of_the_seal_take_a_field(box: tuple[int, int, int, int]):
    check_same_paper(sign(attacks.with_field(original(), box)), original())
    check_same_paper(attacks.signed_again(sign(original()), OTHER), original())


@pytest.mark.parametrize("kids", [False, True])
@pytest.mark.parametrize("more", [{"/A": RUN}, {"/AA": DictionaryObject({pdf_name("/PO"): RUN})}])
def test_a_field_that_runs_something_is_refused(more: dict[str, DictionaryObject], kids: bool):
    armed = attacks.with_field(original(), (0, 0, 0, 0), dict(more), kids=kids)
    with pytest.raises(Invalid, match="lệnh tự chạy"):
        check_same_paper(sign(armed, HEAD), original())


def test_what_lies_outside_is_cut_out_without_rest():
    whole, middle = Box(0, 0, 9, 9), Box(3, 3, 6, 6)
    pieces = list(whole.without(middle))
    assert sum((each.right - each.left) * (each.top - each.bottom) for each in pieces) == 72
    assert all(each.inside(middle).is_empty for each in pieces)
    assert list(middle.without(whole)) == []
    assert list(middle.without(Box(20, 20, 30, 30))) == [middle]
