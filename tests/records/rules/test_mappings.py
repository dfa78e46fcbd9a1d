from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedback.records.rules import Role, State
from feedback.records.rules.mappings import ColumnMapping, fingerprint, keys_of, missing_words, titles_of
from tests.records.rules.samples import row

TITLES = {1: "Số BN", 2: "Ngày nộp", 3: "TT HS", 4: "Tên TTHC"}
MAPPING = ColumnMapping(
    "Phần mềm tỉnh",
    {"so bn": Role.CODE, "ngay nop": Role.RECEIVED, "ten thu tuc hanh chinh": Role.PROCEDURE_NAME},
    statuses={"cho ky so": State.RECEIVED},
    fingerprint=fingerprint(keys_of(TITLES).values()),
)


def test_titles_are_known_again_in_another_order_and_other_capitals():
    again = {1: "TÊN TTHC", 2: "tt  hs", 5: "Số BN", 9: "NGÀY NỘP "}
    assert MAPPING.fits(keys_of(again).values())


def test_one_more_title_is_another_export():
    assert not MAPPING.fits(keys_of({**TITLES, 5: "Ghi chú"}).values())
    assert MAPPING.loosely().fits(keys_of({**TITLES, 5: "Ghi chú"}).values())
    assert not MAPPING.loosely().fits(keys_of({1: "Số BN", 2: "Ghi chú"}).values())


def test_a_title_that_stands_there_twice_is_told_apart():
    assert keys_of({1: "Ngày", 2: "Ngày", 3: "", 4: "Ngày"}) == {1: "ngay", 2: "ngay #2", 4: "ngay #3"}


def test_two_rows_of_titles_are_read_together():
    upper, lower = row(1, "Số BN", "Nhận", None, "Trả"), row(2, None, "Ngày", "Giờ", "Ngày")
    assert titles_of(upper, lower, {}) == {1: "Số BN", 2: "Nhận Ngày", 3: "Nhận Giờ", 4: "Trả Ngày"}
    assert titles_of(upper, None, {}) == {1: "Số BN", 2: "Nhận", 4: "Trả"}


def test_a_word_said_to_mean_a_state_does_so_in_any_capitals():
    assert MAPPING.state_of(" CHỜ KÝ SỐ.") is State.RECEIVED
    assert MAPPING.state_of("Đã xong") is None


def test_what_is_still_missing_is_named():
    assert missing_words([Role.CODE, Role.RECEIVED, Role.PROCEDURE_NAME]) == []
    assert missing_words([Role.DUE]) == ["mã hồ sơ", "ngày tiếp nhận", "mã hoặc tên thủ tục"]


@given(st.permutations(["a", "b", "c d", "e"]))
def test_the_order_of_columns_changes_nothing(keys):
    assert fingerprint(keys) == fingerprint(["a", "b", "c d", "e"])
