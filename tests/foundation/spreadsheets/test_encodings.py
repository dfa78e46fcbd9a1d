from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.errors import Invalid
from feedback.foundation.spreadsheets.encodings import CP1258, TCVN3, UTF8, UTF16, VNI, convert, decode, find_legacy
from tests.foundation.spreadsheets.old_letters import TEXT, as_tcvn3, as_vni


def as_cp1258(text: str) -> bytes:
    """As Windows writes it: letters with hat, bowl or horn whole, tones apart."""
    apart = unicodedata.normalize("NFD", text)
    for base, mark in zip("aaeoou", "\u0302\u0306\u0302\u0302\u031b\u031b", strict=True):
        for dot in ("\u0323", ""):
            for letter in (base, base.upper()):
                apart = apart.replace(letter + dot + mark, unicodedata.normalize("NFC", letter + mark) + dot)
    return apart.encode("cp1258")


WRITTEN = {
    UTF8: TEXT.encode(),
    UTF16: TEXT.encode("utf-16"),
    CP1258: as_cp1258(TEXT),
    TCVN3: as_tcvn3(TEXT),
    VNI: as_vni(TEXT).encode("cp1252"),
}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_each_encoding_is_told_and_read(encoding):
    decoded = decode(WRITTEN[encoding])
    assert (decoded.encoding, decoded.text) == (encoding, TEXT)
    assert bool(decoded.converted) is (encoding in (CP1258, TCVN3, VNI))


def test_dashes_and_quotes_that_windows_puts_beside_old_letters_stay():
    before, after = as_tcvn3("Xã Đakrông "), as_tcvn3(" Trần Thị Hưởng, Nguyễn Văn Mẫu, huyện Hải Lăng")
    decoded = decode(before + b"\x96 \x93" + after + b"\x94\x85")
    assert decoded.encoding == TCVN3
    assert decoded.text == "Xã Đakrông – “ Trần Thị Hưởng, Nguyễn Văn Mẫu, huyện Hải Lăng”…"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_is_told_without_its_mark(codec):
    assert decode(("STT;Ma ho so;Ngay\n1;H50;1/1/2026\n" * 3).encode(codec)).encoding == UTF16


@given(st.lists(st.sampled_from(TEXT.replace(";", "").replace(",", "").split()), min_size=4, max_size=60))
def test_few_words_may_be_refused_but_are_never_mistaken(words):
    text = " ".join(words)
    for encoding, content in ((TCVN3, as_tcvn3(text)), (VNI, as_vni(text).encode("cp1252"))):
        try:
            decoded = decode(content)
        except Invalid:
            decoded = None
        telling = {word for word in words if len(word) > 1 and not word.isascii()}
        assert decoded is not None or len(telling) < 12
        assert decoded is None or len(telling) < 4 or (decoded.encoding, decoded.text) == (encoding, text)


def test_old_letters_inside_a_unicode_file_are_told_too():
    decoded = decode(as_tcvn3(TEXT).decode("latin-1").encode())
    assert (decoded.encoding, decoded.text) == (TCVN3, TEXT)
    assert decoded.converted[0] == (as_tcvn3(TEXT).decode("latin-1")[:160], TEXT[:160])


def test_a_text_that_is_unicode_already_stays_beside_old_ones():
    assert convert("Đỗ Thử", TCVN3) == "Đỗ Thử"
    assert convert("M\xb7", TCVN3) == "Mã"


@pytest.mark.parametrize("text", ["", "plain ASCII", TEXT, "Đakrông", "ça va très bien, mañana, über, naïve"])
def test_what_is_not_of_old_letters_is_left_alone(text):
    assert find_legacy(text) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a;b\nà;é\n".encode() + as_cp1258("hồ sơ đã trả"), "dòng 3"),
        (bytes(range(0x80, 0x100)), "Không nhận ra bảng mã"),
        (b"a;b\x00\n", "NUL"),
        (b"\xff\xfea", "UTF-16 bị cắt"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(content, words):
    with pytest.raises(Invalid, match=words):
        decode(content)
