"""A comment's words as the topic rules compare them: plain, without stretching, short forms and Telex spelled out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedback.answers.rules.lettering import plain

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_OLD_TONES = re.compile(r"o[àáảãạèéẻẽẹ](?![^\W_])|(?<!q)u[ỳýỷỹỵ](?![^\W_])")
"""“hoà”, “thuỷ”: the mark on the last letter, as many schools and keyboards put it."""
_NEW_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
"""As the lists of words have them."""
_TOKEN = re.compile(r"[^\W_]+|[,.;:!?\n]+|[\U0001f300-\U0001faff\u2600-\u27bf]")
_TONE = re.compile(r"(?<=[aeiouyw])([bcghmnpt]{0,2})[sfrxj](?=[a-z]*$)|[sfrxj]$")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:uye|uya|oai|oay|oeo|uay|uyu|ieu|yeu|uoi|uou|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)

SHORT = {
    **dict.fromkeys(
        ("ko", "k", "kh", "khg", "kg", "hong", "hok", "hem", "khum", "hk", "hông", "hg", "kho0ng", "0"), "khong"
    ),
    **dict.fromkeys(("dc", "dk", "duoc", "dx", "đc"), "duoc"),
    **dict.fromkeys(("r", "ròi", "rui", "ruj"), "roi"),
    **dict.fromkeys(("bik", "bit", "pit", "bjt", "biec"), "biet"),
    **dict.fromkeys(("ng", "nguoi", "ngừi", "ngta"), "nguoi"),
    **dict.fromkeys(("nv", "nvien"), "nhan vien"),
    **dict.fromkeys(("cb", "cbo", "cbcc"), "can bo"),
    **dict.fromkeys(("mk", "mik", "mih"), "minh"),
    **dict.fromkeys(("lun", "luon"), "luon"),
    **dict.fromkeys(("onl", "onlai", "online"), "online"),
    "hs": "ho so",
    "kq": "ket qua",
    "dvc": "dich vu cong",
    "gt": "giay to",
    "tt": "trung tam",
    "tg": "thoi gian",
    "vs": "voi",
    "j": "gi",
    "bh": "bao gio",
    "ntn": "nhu the nao",
    "lm": "lam",
    "trc": "truoc",
    "ms": "moi",
    "wa": "qua",
    "qá": "qua",
    "hum": "hom",
    "nhju": "nhieu",
    "nh": "nhieu",
    "cx": "cung",
    "v": "vay",
    "z": "vay",
    "hd": "huong dan",
    "tthc": "thu tuc hanh chinh",
    "fi": "phi",
    "fee": "phi",
    "ubnd": "uy ban",
    "bn": "bao nhieu",
    "dt": "dien thoai",
    "sdt": "dien thoai",
    "ktra": "kiem tra",
    "bs": "bo sung",
    "ck": "chuyen khoan",
    "stt": "so thu tu",
    "thui": "thoi",
    "iu": "yeu",
    "gút": "tot",
    "gud": "good",
    "thx": "cam on",
    "tks": "cam on",
    "thanks": "cam on",
    "camon": "cam on",
    "cảmơn": "cam on",
    "cskh": "cham soc",
    "ok": "ok",
    "oke": "ok",
    "okie": "ok",
    "kiu": "keu",
    "dit": "dich",
    "huon": "huong",
    "hươn": "huong",
    "ro": "ro",
    "dang": "dang",
    "rang": "rang",
    "hui": "huy",
    "hoai": "hoai",
    "quai": "hoai",
    "wai": "hoai",
    "quai'": "hoai",
    "goy": "roi",
    "thu~": "thu",
    "chog": "trong",
    "kog": "khong",
    "nhah": "nhanh",
    "nhanhh": "nhanh",
    "trog": "trong",
    "xog": "xong",
    "đag": "dang",
}
"""Short forms and common slips, word for word."""

_MISSPELT = (
    (re.compile(r"\bhuong? (?:dan|zan)\b"), "huong dan"),
    (re.compile(r"\bdi[ct]h? vu\b"), "dich vu"),
    (re.compile(r"\bbien la[iy]\b"), "bien lai"),
    (re.compile(r"\bro (?:r|d)ang\b"), "ro rang"),
    (re.compile(r"\bth[ai]+i do\b"), "thai do"),
    (re.compile(r"\bsach se\b|\bsach xe\b"), "sach se"),
    (re.compile(r"\bnhiet tin\b"), "nhiet tinh"),
    (re.compile(r"\b(?:thu tut|thu tu hanh chinh)\b"), "thu tuc"),
    (re.compile(r"\b(?:ch|tr)am tre\b"), "cham tre"),
    (re.compile(r"\bjay to\b|\bdzay to\b"), "giay to"),
    (re.compile(r"\bdung hẹn\b|\bdun hen\b"), "dung hen"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A comment's words with one blank around each: in plain letters, and as they were marked.

    Both have the same length while every short form is left out of `marked` as itself (`aligned`); `bare`: nobody
    typed a mark.
    """

    plain: str
    marked: str
    bare: bool

    @property
    def aligned(self) -> bool:
        return len(self.plain) == len(self.marked)

    def without(self, start: int, end: int) -> Words:
        plain = f"{self.plain[:start]},{self.plain[end:]}"
        return Words(plain, f"{self.marked[:start]},{self.marked[end:]}" if self.aligned else self.marked, self.bare)


def words_of(text: str) -> Words:
    """Commas and full stops stay as words of their own; a short form is spelled out in both."""
    low = _OLD_TONES.sub(lambda found: _NEW_TONES[found.group()], _STRETCHED.sub(r"\1", text.lower()))
    letters = plain(low)
    tokens = [(letters[found.start() : found.end()], found.group()) for found in _TOKEN.finditer(low)]
    telex = 3 * sum(_is_telex(bare) for bare, _ in tokens) >= max(3, sum(bare.isalpha() for bare, _ in tokens))
    pairs = [_spelled(_mark(bare), _mark(marked), telex=telex) for bare, marked in tokens]
    joined = f" {' '.join(bare for bare, _ in pairs)} "
    for pattern, right in _MISSPELT:
        joined = pattern.sub(right, joined)
    marked = f" {' '.join(marked for _, marked in pairs)} "
    return Words(joined, marked, bare=plain(text) == text.lower())


def _spelled(bare: str, marked: str, *, telex: bool) -> tuple[str, str]:
    """The word in plain letters and as marked, of the same length."""
    if marked == bare and bare in SHORT:
        return SHORT[bare], SHORT[bare]
    if marked in SHORT:
        return SHORT[marked], SHORT[marked]
    if telex:
        bare = _untelexed(bare)
        return bare, bare
    return bare, marked


def _mark(token: str) -> str:
    if token[0] in ",;:":
        return ","
    return "?" if "?" in token else "." if token[0] in ".!\n" else token


def _is_telex(token: str) -> bool:
    """Letters that are no syllable as they stand and become one when the keyboard's marks are taken out."""
    return len(token) > 2 and token.isalpha() and not _SYLLABLE.fullmatch(token) and _untelexed(token) != token


def _untelexed(token: str) -> str:
    if not token.isalpha() or _SYLLABLE.fullmatch(token):
        return token
    bare = re.sub(r"([aeo])([a-z]*?)\1", r"\1\2", token)
    bare = re.sub(r"dd|d([a-z]+)d$", r"d\1", bare) if "d" in bare else bare
    bare = bare.replace("w", "")
    for attempt in (bare, re.sub(r"[sfrxj]$", "", bare), re.sub(r"(?<=[aeiouy])[sfrxj]", "", bare)):
        if _SYLLABLE.fullmatch(attempt):
            return attempt
    return token
