"""What names a person and is no bare number: e-mail addresses, file codes, passports, number plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedback.answers.rules.numbers import IDENTITY, Hidden

EMAIL = "[thư điện tử]"
FILE_CODE = "[mã hồ sơ]"
PLATE = "[biển số xe]"

_D = "[0-9o]"
_S = r"\s?[-./_: ]\s?"
_FILE_CODE = re.compile(
    rf"(?:(?<!\d)0{{3}}[. ]?{_D}{{2}}[. ]?{_D}{{2}}[. ]?)?[a-z][ .]?{_D}{{2}}(?:\s?[.\- ]\s?{_D}{{1,3}}){{0,4}}"
    rf"{_S}\d{_D}{{5}}{_S}{_D}{{3,6}}(?!\d)"
    r"|[hgk]\d{2}(?:\d{4})?\d{6}\d{4}(?!\d)"
)
_TAIL = r"[2-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_CODE_TAIL = re.compile(rf"(?<![\d.\-/]){_TAIL}\s?-\s?\d{{4,5}}(?![\d\-/])")
_CODE_CUE = re.compile(
    r"(?<![a-z])(?:ho so|hs|bien nhan|phieu hen|giay hen|ma so|ma)(?:[\s:.#\-]|so|la|ma|cua|toi){0,6}$"
)
_LOOSE_TAIL = re.compile(rf"(?<![\d.\-/]){_TAIL}{_S}\d{{3,5}}(?![\d\-/])")

_PASSPORT = re.compile(r"(?<![a-z0-9])[a-np-z][ -]?\d{7,8}(?!o?\d|[.,]\d)")
_PASSPORT_CUE = re.compile(r"(?:ho chieu|passport|pp)[^\d]{0,14}$")
_INSURANCE = re.compile(r"(?<![a-z0-9])[a-z]{2}[1-5][ -]?\d{2}(?:[ -]?\d){10}(?!\d)")

_PROVINCE = r"(?:1[124-9]|[2-3]\d|4[01347-9]|[5-7]\d|8[0-689]|9[0-57-9])"
_SERIES = r"(?:ld|da|mk|md|kt|hc|ng|nn|qt|cv|td|lb|rm|[abcdefghklmnpstuvxyz]{1,2}\d?)"
_ENDING = r"(?:\d{3}[ .]?\d{2}|\d{4})(?!\d)(?![.,]\d)"
_PLATE = re.compile(rf"(?<!\d)(?<!\d[.,/]){_PROVINCE}(\s?[-.]?\s?){_SERIES}(\s?[-. ]\s?|)({_ENDING})")
_PLATE_CUE = re.compile(
    r"(?<![a-z])(?:bien so|bien|bks|bs|bsx|xe|xe may|oto|o to|xe so)"
    r"(?:[\s:.,]|so|la|may|mang|hieu|xe|cua|toi|con){0,8}$"
)
_ARMY = re.compile(r"(?<![a-z0-9])[a-z]{2}[- .]\d{2}[- .]\d{2}(?![\d])")
BEHIND = 32


def find_codes(text: str, plain: str) -> Iterator[Hidden]:
    """File codes, also with only their last two parts, passports, insurance cards."""
    for found in _FILE_CODE.finditer(plain):
        yield Hidden(*found.span(), FILE_CODE)
    for found in _CODE_TAIL.finditer(plain):
        yield Hidden(*found.span(), FILE_CODE)
    for found in _LOOSE_TAIL.finditer(plain):
        if _CODE_CUE.search(_before(plain, found)):
            yield Hidden(*found.span(), FILE_CODE)
    for found in _INSURANCE.finditer(plain):
        yield Hidden(*found.span(), IDENTITY)
    for found in _PASSPORT.finditer(plain):
        if text[found.start()].isupper() or _PASSPORT_CUE.search(_before(plain, found)):
            yield Hidden(*found.span(), IDENTITY)


def find_plates(text: str, plain: str) -> Iterator[Hidden]:
    """Number plates of cars and motorcycles; loosely written ones only after a word such as “biển số”."""
    for found in _PLATE.finditer(plain):
        if _PLATE_CUE.search(_before(plain, found)) or _is_plate_by_looks(text, found):
            yield Hidden(*found.span(), PLATE)
    for found in _ARMY.finditer(plain):
        if _PLATE_CUE.search(_before(plain, found)):
            yield Hidden(*found.span(), PLATE)


def _before(plain: str, found: re.Match[str]) -> str:
    return plain[max(0, found.start() - BEHIND) : found.start()]


def _is_plate_by_looks(text: str, found: re.Match[str]) -> bool:
    """Joined by a hyphen, or written together, or in capitals with five digits: no measure such as “20 km 1500”."""
    written = text[found.start() : found.end()]
    ending = found.group(3)
    five, year = len(re.sub(r"\D", "", ending)) == 5, ending.startswith(("19", "20")) and len(ending) == 4
    if "-" in found.group(2) and not (year and " " in found.group(2)):
        return True
    if " " in found.group(1) + found.group(2):
        return five and written.isupper()
    return five or (written.isupper() and not year)


_AT = re.compile(
    r"\s{0,2}(?:@|[(\[{<]\s?(?:at|a cong|a moc|acong)\s?[)\]}>]"
    r"|(?<![a-z])(?:a cong|a moc|acong|a coong|at)(?![a-z]))\s{0,2}"
)
_LOCAL_END = re.compile(r"(?:[a-z0-9_%+\-]|\.(?=[a-z0-9_])| ?(?:\(dot\)|(?<= )cham(?= )|(?<= )gach duoi(?= )) ?)+$")
_TOP = r"(?:com|net|org|vn|edu|gov|info|biz|io|me|co|asia|online|site|example|test)"
_DOT = r"(?:\.|\s?\.\s?|,|\s?[(\[]\s?(?:dot|cham)\s?[)\]]\s?|\s(?:cham|dot)\s)"
_DOMAIN = re.compile(
    rf"[a-z0-9](?:[a-z0-9\-]{{0,40}}[a-z0-9])?(?:\.[a-z0-9\-]{{1,40}}(?=[.,@\s(\[]|$)|{_DOT}{_TOP}(?![a-z]))+", re.A
)
_PROVIDER = re.compile(r"(?:gmail|yahoo|hotmail|outlook|icloud|zoho|proton(?:mail)?|ymail|mail)(?![a-z0-9])")
_BARE = re.compile(rf"(?:gmail|yahoo|hotmail|outlook|icloud){_DOT}com(?:{_DOT}vn)?(?![a-z])")
_BARE_LOCAL = re.compile(r"(?<![a-z0-9@])[a-z0-9][a-z0-9._\-]{2,40} ?$")
LOCAL = 80


def find_emails(plain: str) -> Iterator[Hidden]:
    """E-mail addresses, also with “a còng”, “(at)”, “chấm com”, blanks around the signs."""
    end_of_last = 0
    for sign in _AT.finditer(plain):
        local = _LOCAL_END.search(plain[max(end_of_last, sign.start() - LOCAL) : sign.start()])
        end = _domain_end(plain, sign)
        if local and local.group().strip() and end:
            start = sign.start() - len(local.group().lstrip())
            yield Hidden(start, end, EMAIL)
            end_of_last = end
    for domain in _BARE.finditer(plain):
        local = _BARE_LOCAL.search(plain[max(end_of_last, domain.start() - LOCAL) : domain.start()])
        if domain.start() >= end_of_last and local and re.search(r"[\d._]|^[a-z]{6,}", local.group()):
            yield Hidden(domain.start() - len(local.group()), domain.end(), EMAIL)
            end_of_last = domain.end()


def _domain_end(plain: str, sign: re.Match[str]) -> int:
    """Where the domain after the sign ends; 0 where there is none."""
    domain = _DOMAIN.match(plain, sign.end()) or _PROVIDER.match(plain, sign.end())
    if domain:
        return domain.end()
    tight = sign.group() == "@" and re.compile(r"[a-z][a-z0-9\-]{2,40}").match(plain, sign.end())
    return tight.end() if tight else 0
