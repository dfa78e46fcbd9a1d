"""Vietnamese as it was written before Unicode: TCVN3 (ABC) and VNI letters, and telling whether a text is Vietnamese.

Both put Vietnamese letters in the places of Western ones, so that a wrong guess gives readable nonsense. Sources: the
byte tables of TCVN 5712:1993 (VN3) and of the VNI-Win fonts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TCVN3_LOWER = (
    "à\xb5á\xb8ả\xb6ã\xb7ạ\xb9ă\xa8ằ\xbbắ\xbeẳ\xbcẵ\xbdặ\xc6â\xa9ầ\xc7ấ\xcaẩ\xc8ẫ\xc9ậ\xcbđ\xaeè\xccé\xd0ẻ\xceẽ\xcfẹ\xd1"
    "ê\xaaề\xd2ế\xd5ể\xd3ễ\xd4ệ\xd6ì\xd7í\xddỉ\xd8ĩ\xdcị\xdeò\xdfó\xe3ỏ\xe1õ\xe2ọ\xe4ô\xabồ\xe5ố\xe8ổ\xe6ỗ\xe7ộ\xe9"
    "ơ\xacờ\xeaớ\xedở\xebỡ\xecợ\xeeù\xefú\xf3ủ\xf1ũ\xf2ụ\xf4ư\xadừ\xf5ứ\xf8ử\xf6ữ\xf7ự\xf9ỳ\xfaý\xfdỷ\xfbỹ\xfcỵ\xfe"
)
_TCVN3_UPPER = "Ă\xa1Â\xa2Đ\xa7Ê\xa3Ô\xa4Ơ\xa5Ư\xa6"
_TCVN3 = {ord(code): letter for letter, code in re.findall("(.)(.)", _TCVN3_LOWER + _TCVN3_UPPER)}

_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    """One or two VNI letters → one Vietnamese letter, lower case."""
    table = {base + mark: base + tone for base in "aeouy" for mark, tone in _MARKS.items()}
    table |= {horned + mark: _ALONE[horned] + tone for horned in "ôö" for mark, tone in _MARKS.items()}
    table |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in _CIRCUMFLEX.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    table |= _ALONE
    return {code: unicodedata.normalize("NFC", letter) for code, letter in table.items()}


_VNI = _vni_table()
_VNI |= {code.upper(): letter.upper() for code, letter in _VNI.items()} | {
    code[0].upper() + code[1:]: letter.upper() for code, letter in _VNI.items() if len(code) == 2
}
_ACCENTED = re.compile(r"[^\x00-\x7f]")
_VNI_CODES = re.compile("|".join((*sorted(map(re.escape, _VNI), key=len, reverse=True), _ACCENTED.pattern)))


_KEPT = frozenset("\u00a0\u00b0\u00b1\u2013\u2014\u2018\u2019\u201c\u201d\u2026")
UNKNOWN = "\ufffd"
"""What a letter becomes, when asked, that the old alphabet does not have: proof that a guess was wrong."""


def from_tcvn3(text: str, *, strict: bool = False) -> str:
    """TCVN3 letters, read as Latin-1, in Unicode. The soft hyphen is ư there."""
    return _ACCENTED.sub(lambda match: _letter(_TCVN3.get(ord(match.group())), match.group(), strict), text)


def from_vni(text: str, *, strict: bool = False) -> str:
    """VNI letters, read as Windows-1252, in Unicode."""
    return _VNI_CODES.sub(lambda match: _letter(_VNI.get(match.group()), match.group(), strict), text)


def _letter(known: str | None, written: str, strict: bool) -> str:
    if known is not None:
        return known
    return UNKNOWN if strict and written not in _KEPT else written


_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_VOWELS = (
    "uyê|uya|uyu|oai|oay|oao|oeo|uây|uôi|iêu|yêu|ươi|ươu|oa|oă|oe|oo|ua|uâ|uê|ui|uo|uô|uơ|uy|ưa|ươ|ưi|ưu|ia|iê|iu|yê"
    "|ai|ao|au|ay|âu|ây|eo|êu|ôi|oi|ơi|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_VOWELS})(?:ch|ng|nh|[cmnpt])?")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~\u00a0\u201c\u201d\u2018\u2019\u2013\u2014\u2026]+")


def _plain(word: str) -> str:
    """Lower case without tones; circumflex, breve and horn stay."""
    bare = unicodedata.normalize("NFD", word.lower()).translate(_TONES)
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether the word could be one Vietnamese syllable with at most one tone."""
    tones = sum(mark in unicodedata.normalize("NFD", word) for mark in "\u0300\u0301\u0303\u0309\u0323")
    return tones <= 1 and _SYLLABLE.fullmatch(_plain(word)) is not None


def vietnamese_share(text: str) -> float | None:
    """Share of the words with accents that are Vietnamese syllables; None when no word has an accent.

    A single letter proves nothing: many alphabets make one vowel of the same byte.
    """
    accented = [word for word in _WORDS.findall(text) if len(word) > 1 and not word.isascii()]
    if not accented:
        return None
    return sum(map(is_syllable, accented)) / len(accented)
