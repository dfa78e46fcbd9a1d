"""The official words, filled in."""

from dataclasses import replace
from datetime import date

import pytest

from feedback.apologies.queries import forms
from feedback.apologies.rules import Applicant, fill, place_of, short_name, signing_name
from feedback.apologies.rules.form import INFORMATION_COPY, day_words
from feedback.records.rules import stamp
from tests.apologies.samples import PLAIN

FORM = forms()["mau-04-2025"]


def test_the_default_form_is_the_current_one_with_its_source() -> None:
    assert next(iter(forms())) == "mau-04-2025"
    assert FORM.title == "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"
    assert "03/2025/TT-VPCP" in FORM.source


def test_the_wording_is_the_official_one() -> None:
    body = fill(FORM, PLAIN)["body"]
    assert body[1] == "Thời gian hẹn trả kết quả giải quyết hồ sơ: 16 giờ 10, ngày 23 tháng 11 năm 2026."
    assert body[2] == (
        "Tuy nhiên đến nay, Ủy ban nhân dân xã Mẫu Một chưa trả kết quả giải quyết hồ sơ của Ông/Bà/Tổ chức đúng "
        "thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả."
    )
    assert body[-1] == "Mong nhận được sự thông cảm của Ông/Bà/Tổ chức vì sự chậm trễ này./."


def test_every_fact_of_the_file_is_on_the_paper() -> None:
    text = " ".join(fill(FORM, PLAIN)["body"])
    for fact in ("Ngày 02 tháng 11 năm 2026", "Đăng ký khai tử", "045000000001", PLAIN.code, "30 tháng 11 năm 2026"):
        assert fact in text


def test_what_is_unknown_is_a_dotted_line() -> None:
    data = fill(FORM, replace(PLAIN, applicant=Applicant(), due=stamp(date(2026, 11, 23)), place=""))
    assert data["to"].startswith("Kính gửi: ……")
    assert "số định danh: ……" in data["body"][0]
    assert "…… giờ …" in data["body"][1]
    assert data["date"].startswith("……")


def test_a_procedure_does_not_say_thu_tuc_twice() -> None:
    text = fill(FORM, replace(PLAIN, procedure="Thủ tục đăng ký khai sinh"))["body"][0]
    assert "thủ tục hành chính Đăng ký khai sinh của" in text


def test_the_copy_for_information_says_so_and_the_paper_to_sign_does_not() -> None:
    assert fill(FORM, PLAIN, information_copy=True)["copy"] == INFORMATION_COPY
    assert fill(FORM, PLAIN)["copy"] == ""


def test_sample_data_is_marked() -> None:
    assert fill(FORM, replace(PLAIN, is_sample=True))["sample"] == "DỮ LIỆU MẪU"


@pytest.mark.parametrize(
    ("name", "signing", "short"),
    [
        ("Xã Hải Lăng", "Ủy ban nhân dân xã Hải Lăng", "Hải Lăng"),
        ("Phường Đông Hà", "Ủy ban nhân dân phường Đông Hà", "Đông Hà"),
        ("Đặc khu Cồn Cỏ", "Ủy ban nhân dân đặc khu Cồn Cỏ", "Cồn Cỏ"),
        ("Tỉnh Quảng Trị", "Ủy ban nhân dân tỉnh Quảng Trị", "Quảng Trị"),
        ("Sở Xây dựng", "Sở Xây dựng", "Sở Xây dựng"),
    ],
)
def test_units_sign_as_what_they_are(name: str, signing: str, short: str) -> None:
    assert (signing_name(name), short_name(name)) == (signing, short)


@pytest.mark.parametrize(
    ("name", "parent", "place"),
    [
        ("Xã Hải Lăng", "Tỉnh Quảng Trị", "Hải Lăng"),
        ("Sở Xây dựng", "Tỉnh Quảng Trị", "Quảng Trị"),
        ("Chi nhánh", "", ""),
    ],
)
def test_the_place_before_the_date(name: str, parent: str, place: str) -> None:
    assert place_of(name, parent) == place


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 2), "02 tháng 11 năm 2026"),
        (date(2027, 2, 10), "10 tháng 02 năm 2027"),
        (date(2027, 3, 9), "09 tháng 3 năm 2027"),
    ],
)
def test_days_and_the_first_two_months_get_a_leading_nought(day: date, words: str) -> None:
    assert day_words(day) == words
