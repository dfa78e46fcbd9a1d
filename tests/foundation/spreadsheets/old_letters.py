"""Writing Vietnamese as it was before Unicode, for tests: an own way round, letter by letter."""

from __future__ import annotations

import unicodedata

TEXT = (
    "Thủ tục đăng ký nhận cha, mẹ, con; Nguyễn Thị Thử, xã Hải Sơn, huyện Hải Lăng; giấy xác nhận tình trạng hôn nhân; "
    "Đỗ Quỳnh Ví Dụ, phường Đông Hà; chứng thực bản sao từ bản chính; cải chính hộ tịch; ngày hẹn trả kết quả"
)
_TONE = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BOWL = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_I = {"": "i", "\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}

_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        bytes.fromhex(
            "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcdedfe3e1e2e4abe5e8e6e7e9aceaedebeceeeff3f1f2f4"
            "adf5f8f6f7f9fafdfbfcfea1a2a7a3a4a5a6"
        ),
        strict=True,
    )
)


def as_tcvn3(text: str) -> bytes:
    """Letters that TCVN3 has; capitals with a tone, which it has not, are not to be asked for."""
    return b"".join(bytes([_TCVN3[letter]]) if letter in _TCVN3 else letter.encode("ascii") for letter in text)


def as_vni(text: str) -> str:
    return "".join(map(_vni, text))


def _vni(letter: str) -> str:
    if letter in "đĐ":
        return "ñ" if letter == "đ" else "Ñ"
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((mark for mark in marks if mark in _TONE), "")
    coded = _coded(base.lower(), marks, tone)
    return coded.upper() if base.isupper() else coded


def _coded(base: str, marks: list[str], tone: str) -> str:
    if "\u0302" in marks:
        return base + _HAT[tone]
    if "\u0306" in marks:
        return base + _BOWL[tone]
    if "\u031b" in marks:
        return {"o": "ô", "u": "ö"}[base] + _TONE[tone]
    if base == "i":
        return _I[tone]
    return "î" if base == "y" and tone == "\u0323" else base + _TONE[tone]
