"""Numbers that name a person: telephone, identity papers, bank accounts, and other long numbers.

A text is cut into runs of digit groups ("0905.123 456", "không chín không năm …"). What dates, hours, years and money
look like is set aside first; then each run is asked for a telephone number, an identity number and so on. Everything
looks at most a fixed distance around, so the time grows with the text's length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.answers.rules.digit_runs import Group, runs_of

PHONE = "[số điện thoại]"
IDENTITY = "[số giấy tờ]"
ACCOUNT = "[số tài khoản]"
NUMBER = "[dãy số]"

BEHIND = 48
MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Hidden:
    """A place in the text that gives way to a word."""

    start: int
    end: int
    word: str


_UNIT = r"\s?(?:d|dong|dg|vnd|vnđ|k|ka|nghin|ngan|trieu|tr|ty|ti|cu|xu|usd|\$)(?![a-z])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_HARMLESS = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d{{1,2}})?(?={_UNIT})"  # 1.500.000 đồng
    rf"|(?<![\d.,])[1-9]\d{{0,2}}(?:\s\d{{3}})+(?={_UNIT})"
    rf"|(?<![\d.])[1-9]\d{{3,}}(?={_UNIT})"
    rf"|(?<![\d.,+])[1-9]\d{{0,2}}(?:\.\d{{3}}|,\d{{3}}|\s\d{{3}})*[., ]000(?![\d])(?![.,]\d)"  # 150.000.000
    rf"|(?<![\d.])[1-9]\d{{0,6}}0{{5,}}(?!\d)"
    r"|(?<![\d.,])\d{1,3},\d{1,4}(?![\d,])(?! \d)"  # 107,1856
    rf"|(?<![\d./\-]){_DAY}([./\-]){_MONTH}\1{_YEAR}(?![./\-]?\d)"  # 20/11/2026
    rf"|(?<![\d./\-]){_YEAR}([./\-]){_MONTH}\2{_DAY}(?![./\-]?\d)"
    rf"|(?<![\d.\-]){_YEAR}(?:\s?[-,;/]\s?{_YEAR}|\s{_YEAR})+(?!\d)"  # 2024, 2025
    rf"|(?<![\d.\-]){_CLOCK}\s?-\s?{_CLOCK}(?=[^\d.\-]*(?:[^\d .\-]|$|\d{{1,2}}[.:]\d\d\s?-))"  # 7.30 - 11.30
    r"|(?<!\d)\d{1,6}/\d{4}/[a-z]"  # 118/2025/NĐ-CP
    r"|(?<!\d)1[89]00[ .\-]?\d{4,6}(?!\d)(?![ .\-]\d)"  # hotlines
    r"|(?<!\d)1[89]00[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}(?!\d)"
)

_LINK = (
    r"(?:[\s:.,;\-=(\[\"'#]|(?<![a-z])(?:so|la|cua|toi|tui|em|minh|mk|chung|con|nay|moi|cu|ca|nhan|nha|no|num|number|"
    r"nguoi|dan|ngan|hang|va|hoac|theo|mang|ma|the|vao|qua|is|my|do|day|duoi)(?![a-z])){0,14}$"
)
_BANKS = (
    r"vietcombank|vcb|agribank|agri|bidv|vietinbank|viettinbank|ctg|techcombank|tcb|mbbank|mb bank|mb|acb|"
    r"sacombank|stb|vpbank|tpbank|shb|hdbank|vib|lpbank|lienvietpostbank|msb|ocb|seabank|abbank|eximbank|nhcsxh|"
    r"momo|zalopay|viettel pay"
)
_ACCOUNT_CUE = re.compile(
    rf"(?:(?<![a-z])(?:stk|s\.t\.k|tk|t\.k|tai khoan|taikhoan|account|acc|so the|the atm|vi dien tu|{_BANKS})){_LINK}"
)
_IDENTITY_CUE = re.compile(
    r"(?:(?<![a-z])(?:cccd|cmnd|cmt|cmtnd|can cuoc|can cuoc cong dan|chung minh|chung minh thu|chung minh nhan dan|"
    rf"dinh danh|so dinh danh|ddcn|id|giay to tuy than|bhxh|bhyt|the bao hiem)){_LINK}"
)
_PHONE_CUE = re.compile(
    r"(?:(?<![a-z])(?:sdt|s\.d\.t|so dt|dt|dien thoai|dienthoai|phone|tel|zalo|goi|goi so|goi vao|alo|call|hotline|"
    rf"di dong|may ban|lien he|lien lac|lh|nhan tin|sms|so may|may)){_LINK}"
)
_SHORT_NUMBERS = {"111", "112", "113", "114", "115", "1022", "1080", "119", "141", "156", "5656"}


def find_numbers(plain: str, taken: list[tuple[int, int]]) -> list[Hidden]:
    """Places of numbers that name a person, in order. `taken`: what is hidden already."""
    cued = [hidden for run in runs_of(plain, taken) for hidden in _cued(plain, run)]
    taken = [*taken, *((each.start, each.end) for each in cued)]
    # Dates and money are taken away only now: a cue before the number says more than its looks.
    strict = [hidden for run in runs_of(plain, taken) for hidden in _telephones(plain, run)]
    taken += [(each.start, each.end) for each in strict]
    taken += [found.span() for found in _HARMLESS.finditer(plain)]
    taken = _merged(taken)
    found = [*cued, *strict]
    for run in runs_of(plain, taken):
        found += _uncued(plain, run)
    return sorted(found, key=lambda each: each.start)


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _joined(run: list[Group], first: int) -> Iterator[tuple[int, str]]:
    """(index after the last group, all digits) for one group, two groups, … from `first` on."""
    digits = ""
    for index in range(first, min(first + MOST_GROUPS, len(run))):
        digits += run[index].digits
        yield index + 1, digits


def _cued(plain: str, run: list[Group]) -> list[Hidden]:
    """What a word before the number says it is."""
    found, index = [], 0
    while index < len(run):
        word, after = _by_cue(plain, run, index)
        if word:
            found.append(_hidden(plain, run, index, after, word))
        index = max(after, index + 1)
    return found


def _by_cue(plain: str, run: list[Group], index: int) -> tuple[str, int]:
    start = run[index].start
    before = plain[max(0, start - BEHIND) : start]
    if _IDENTITY_CUE.search(before):
        after = _longest(run, index, {8, 9, 10, 12, 13})
        return (IDENTITY, after) if after and not _money_after(plain, run, after) else ("", 0)
    if _ACCOUNT_CUE.search(before):
        after = _longest(run, index, range(6, 20))
        return (ACCOUNT, after) if after and not _is_money(plain, run, index, after) else ("", 0)
    if _PHONE_CUE.search(before):
        return _cued_telephone(plain, run, index)
    return "", 0


def _cued_telephone(plain: str, run: list[Group], index: int) -> tuple[str, int]:
    """A number after “gọi”, “Zalo”: also one without its first 0, and a fixed line's without the province."""
    after = _longest(run, index, {9}) if run[index].digits[0] in "35789" else 0
    if after and not _is_money(plain, run, index, after):
        return PHONE, after
    short = _longest(run, index, {7, 8}, most=3)
    if not short or _is_money(plain, run, index, short) or _HARMLESS.match(plain, run[index].start):
        return "", 0
    groups = run[index:short]
    plausible = short == len(run) and len(groups[0].digits) >= 3 and groups[0].digits[0] in "2356"
    return (PHONE, short) if plausible and not any(each.digits in _SHORT_NUMBERS for each in groups) else ("", 0)


def _longest(run: list[Group], first: int, lengths: range | set[int], most: int = MOST_GROUPS) -> int:
    fitting = [after for after, digits in _joined(run, first) if len(digits) in lengths and after - first <= most]
    return fitting[-1] if fitting else 0


def _money_after(plain: str, run: list[Group], after: int) -> bool:
    return re.compile(_UNIT).match(plain, run[after - 1].end) is not None


def _is_money(plain: str, run: list[Group], first: int, after: int) -> bool:
    digits = "".join(group.digits for group in run[first:after])
    round_sum = digits[0] != "0" and digits.endswith("000") and len(digits) <= 9
    return round_sum or _money_after(plain, run, after)


_MOBILE = re.compile(r"0[35789]\d{8}|01[2689]\d{8}|02\d{9}")
_ABROAD = re.compile(r"(?:00)?84(?:0?[35789]\d{8}|2\d{9}|0?1[2689]\d{8})")


def _telephones(plain: str, run: list[Group]) -> list[Hidden]:
    found, index = [], 0
    while index < len(run):
        if _is_citizen_number(run, index):
            break
        after = _telephone_end(plain, run, index)
        if after:
            found.append(_hidden(plain, run, index, after, PHONE))
        index = after or index + 1
    return found


def _is_citizen_number(run: list[Group], index: int) -> bool:
    """Twelve digits in groups with a 0 in front: ten of them would pass for a telephone."""
    whole = "".join(group.digits for group in run[index : index + MOST_GROUPS])
    return len(whole) == 12 and whole[0] == "0" and len(run[index].digits) < 10


def _telephone_end(plain: str, run: list[Group], index: int) -> int:
    for after, digits in _joined(run, index):
        if len(digits) > 14:
            break
        abroad = _ABROAD.fullmatch(digits) and (run[index].digits.startswith(("84", "0084")) or digits[0] == "8")
        if (_MOBILE.fullmatch(digits) or abroad) and _reads_as_one(plain, run, index, after):
            return after
    return 0


_MOMENT = re.compile(
    rf"(?<!\d){_DAY}([/.\-]){_MONTH}\1{_YEAR}(?!\d)|(?<!\d){_MONTH}/{_YEAR}(?!\d)"
    r"|(?<!\d)(?:[01]?\d|2[0-4]):[0-5]\d(?!\d)"
)


def _reads_as_one(plain: str, run: list[Group], first: int, after: int) -> bool:
    """Whether these groups are one number, not a date or opening hours that happen to have as many digits."""
    start, end = run[first].start, run[after - 1].end
    if after - first == 1:
        return True
    if _HARMLESS.match(plain, start) and not _all_short(run, first, after):
        return False
    if first > 0 and plain[run[first - 1].end : start] in (".", "/", ":", "-"):
        return False
    return not _MOMENT.search(plain[start:end])


def _all_short(run: list[Group], first: int, after: int) -> bool:
    return all(len(group.digits) == 1 for group in run[first:after])


_CARD = {(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 2), (4, 4, 4)}


def _uncued(plain: str, run: list[Group]) -> list[Hidden]:
    """Numbers that give themselves away by their length."""
    found, index = [], 0
    while index < len(run):
        after, word = _looks_like(plain, run, index)
        if word:
            found.append(_hidden(plain, run, index, after, word))
        index = after if word else index + 1
    return found


def _looks_like(plain: str, run: list[Group], index: int) -> tuple[int, str]:
    digits = run[index].digits
    if len(digits) >= 9:
        return index + 1, IDENTITY if len(digits) in (9, 12) else NUMBER
    fresh = _is_fresh(plain, run, index)
    for after, joined in _joined(run, index):
        if len(joined) == 12 and joined[0] == "0":
            return after, IDENTITY
        if fresh and _is_fresh(plain, run, after) and (word := _by_shape(plain, run, index, after, joined)):
            return after, word
    return index + 1, ""


def _is_fresh(plain: str, run: list[Group], index: int) -> bool:
    """Whether something new begins at that group: the run's start or end, a comma, a line."""
    if index in (0, len(run)):
        return True
    return any(sign in plain[run[index - 1].end : run[index].start] for sign in ",;:/(\n")


def _by_shape(plain: str, run: list[Group], index: int, after: int, joined: str) -> str:
    """Groups as cards and papers print them, or a telephone number with a digit too few or too many."""
    shape = tuple(len(group.digits) for group in run[index:after])
    if shape in _CARD:
        return NUMBER
    if (shape == (3, 3, 3) or (len(joined) == 9 and set(shape) == {1})) and not _is_money(plain, run, index, after):
        return IDENTITY
    if 9 <= len(joined) <= 13 and joined[0] == "0" and _reads_as_one(plain, run, index, after):
        return PHONE if joined[1] in "235789" else NUMBER
    return ""


def _hidden(plain: str, run: list[Group], first: int, after: int, word: str) -> Hidden:
    """With the bracket or plus sign that belongs to the number."""
    start, end = run[first].start, run[after - 1].end
    before = re.search(r"[+(]{1,2}$", plain[max(0, start - 2) : start])
    if before and (word == PHONE):
        start -= len(before.group())
        if "(" in before.group() and ")" not in plain[start:end] and plain[end : end + 1] == ")":
            end += 1
    return Hidden(start, end, word)
