"""What a login and a password may be."""

import random
import re

import pytest

from feedback.accounts.rules import check_password, clean_login, one_time_code, secret_hash
from feedback.accounts.rules.passwords import normal
from feedback.foundation.errors import Invalid


@pytest.mark.parametrize(
    "password",
    [
        "con mèo ngủ trên mái nhà",
        "Sông Hiếu chảy về Đông",
        "x7#kQ!2mZp9$",
        "một hai ba bốn năm",
        "🐈 nằm phơi nắng nhé",
    ],
)
def test_a_sentence_or_a_random_string_is_a_password(password):
    assert check_password(password, login="nguyenvana", name="Nguyễn Văn A") == normal(password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("ngắn quá", "ít nhất 12"),
        ("a" * 129, "dài quá 128"),
        ("aaaaaaaaaaaa", "dễ đoán"),
        ("121212121212", "dễ đoán"),
        ("123456789012", "dễ đoán"),
        ("Mật khẩu 2026!", "dễ đoán"),
        ("MatKhau@QuangTri2026", "dễ đoán"),
        ("qwertyuiop123", "dễ đoán"),
        ("nguyen.van.a.2026", "tên của chính"),
        ("Nguyễn Văn A 1980", "tên của chính"),
    ],
)
def test_a_password_others_would_guess_is_refused_with_advice(password, words):
    with pytest.raises(Invalid, match=words):
        check_password(password, login="nguyenvana", name="Nguyễn Văn A")


def test_composed_and_decomposed_letters_are_the_same_password():
    assert normal("mái nhà") == normal("ma\u0301i nha\u0300")


@pytest.mark.parametrize(("typed", "login"), [("NguyenVanA", "nguyenvana"), (" le.thi-b@x ", "le.thi-b@x")])
def test_a_login_is_lower_case(typed, login):
    assert clean_login(typed) == login


@pytest.mark.parametrize("typed", ["", "ab", "nguyễn", "a b c", "-abc", "a" * 61, "abc\n"[:2]])
def test_a_login_with_marks_or_blanks_is_refused_with_an_example(typed):
    with pytest.raises(Invalid, match="ví dụ nguyenvana"):
        clean_login(typed)


def test_a_one_time_code_has_twenty_letters_none_of_which_look_alike():
    code = one_time_code(random.Random(1).choice)
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}", code)
    assert not set("01IO") & set(code)


def test_a_secret_is_kept_as_its_hash():
    assert secret_hash(" abc ") == secret_hash("abc")
    assert len(secret_hash("abc")) == 64
