"""Where a comment probably names a person or an address: marked for a person to look at, never hidden by itself.

Three signs of a person: a family name with the syllables after it; a title ("anh", "chị", "cán bộ tên") before a
syllable in capitals; a title or "tên" before a syllable that is hardly ever anything but a given name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedback.answers.rules.lettering import plain
from feedback.answers.rules.word_lists import split, word_file, words

SURE_FAMILIES, BARE_FAMILIES = words("names", "sure_families"), words("names", "bare_families")
OTHER_BARE_FAMILIES, NEVER_GIVEN = words("names", "other_bare_families"), words("names", "never_given")
BARE_MIDDLES = frozenset({"van", "thi"})
MIDDLES = frozenset(plain(each) for each in words("names", "middles"))
NO_NAME, PLACES = words("names", "no_name"), words("names", "places")
POSTS_IN_CAPITALS, EVERYDAY_PAIRS = words("names", "posts_in_capitals"), words("names", "everyday_pairs")
GIVEN = words("names", "given") - words("names", "lower_stop")
BARE_GIVEN, TITLES = words("names", "bare_given"), words("names", "titles")
ONE_TITLE = "|".join(re.escape(each) for each in split(word_file("names")["titles"]))
ONE_POST = "|".join(split(word_file("names")["posts"]))

NAME = "name"
ADDRESS = "address"
MOST_SYLLABLES = 4

BARE_PLACES = frozenset(plain(each) for each in PLACES)
_WORD = re.compile(r"[^\W\d_]+")
_CUE = re.compile(
    rf"(?<!\w)(?:(?P<named>(?:họ và )?tên(?: (?:là|tôi là|em là|của tôi là|đầy đủ là|của em là))?|"
    rf"(?:tôi|em|mình|tui) là|"
    rf"ten(?: (?:la|toi la|em la|cua toi la))?|(?:toi|em|minh|tui) la)|"
    rf"(?P<post>{ONE_POST})|(?P<title>{ONE_TITLE}))[ :]{{1,2}}$",
    re.I,
)
_BARE_CUE = re.compile(
    r"(?<!\w)(?:anh|chi|ong|ba|co|chu|bac|cau|thay|dong chi|d/c|dc|can bo|chuyen vien|nhan vien|chu tich|o|me|a|c)"
    r"[ :]{1,2}$"
)
BEHIND = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the masked text, and what it probably is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    bare: str

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def find_names(text: str) -> list[Mark]:
    """Probable names of persons, in order."""
    shouting = _is_shouting(text)
    words = [_Word(found.start(), found.end(), found.group(), plain(found.group())) for found in _WORD.finditer(text)]
    found, index = [], 0
    while index < len(words):
        after = _name_end(text, words, index, shouting)
        if after:
            found.append(Mark(words[index].start, words[after - 1].end, NAME))
        index = after or index + 1
    return found


def _is_shouting(text: str) -> bool:
    """A comment all in capitals (or all in small letters) says nothing by them."""
    letters = [each for each in text if each.isalpha()]
    return len(letters) > 12 and sum(each.isupper() for each in letters) > 0.7 * len(letters)


def _name_end(text: str, words: list[_Word], index: int, shouting: bool) -> int:
    """The index after the last syllable of a name that starts at this word; 0 where none does."""
    before = text[max(0, words[index].start - BEHIND) : words[index].start]
    if _inside_mask(text, words[index].start):
        return 0
    cue = _CUE.search(before)
    return (
        _full_name(text, words, index, shouting)
        or (_bare_name(text, words, index, shouting, named=bool(cue and cue.group("named"))))
        or (_after_cue(text, words, index, cue, shouting) if cue else 0)
        or (_bare_after_cue(text, words, index) if _BARE_CUE.search(before) and not cue else 0)
    )


def _inside_mask(text: str, at: int) -> bool:
    return text.rfind("[", max(0, at - 20), at) > text.rfind("]", max(0, at - 20), at)


def _follows(text: str, words: list[_Word], index: int) -> bool:
    """Whether this word stands directly behind the one before it, with one blank between."""
    return index < len(words) and text[words[index - 1].end : words[index].start] == " "


def _full_name(text: str, words: list[_Word], index: int, shouting: bool) -> int:
    """A family name and what follows, by its spelling: “Trần Văn Giả”, “nguyễn thị hoa”."""
    word = words[index]
    if word.low not in SURE_FAMILIES or not _follows(text, words, index + 1):
        return 0
    second = words[index + 1]
    if f"{word.low} {second.low}" in PLACES or _is_street(text, word.start):
        return 0
    if shouting or not word.capital:
        sure = second.low in ("văn", "thị") and word.low != "văn"
        if not sure or not _follows(text, words, index + 2) or words[index + 2].low in NEVER_GIVEN:
            return 0
        return _small_end(text, words, index + 3)
    if not second.capital or (second.text.isupper() and len(second.text) > 1 and not word.text.isupper()):
        return 0
    return _capitals_end(text, words, index + 1)


def _is_street(text: str, at: int) -> bool:
    before = text[max(0, at - 10) : at]
    return re.search(r"(?i:đường|duong|phố|trường|truong|chợ|bệnh viện|kiệt|kiet|hẻm|hem)\s$", before) is not None


def _capitals_end(text: str, words: list[_Word], index: int) -> int:
    start = index
    while index < len(words) and index - start < MOST_SYLLABLES and words[index].capital:
        if index > start and not _follows(text, words, index):
            break
        index += 1
    return index


def _small_end(text: str, words: list[_Word], index: int) -> int:
    """One more syllable when it is a given name and not a word of the sentence."""
    if not _follows(text, words, index):
        return index
    word = words[index]
    given = word.low in GIVEN or (word.bare in BARE_GIVEN and word.low == word.bare)
    return index + 1 if given and word.bare not in NO_NAME else index


def _bare_name(text: str, words: list[_Word], index: int, shouting: bool, *, named: bool) -> int:
    """A name without marks or capitals: “nguyen thi hoa”; after “tên” also “ho van tien”, “le minh”."""
    word = words[index]
    if word.low != word.bare or not _follows(text, words, index + 1):
        return 0
    second = words[index + 1]
    if word.capital and second.capital and not shouting and word.bare in BARE_FAMILIES | OTHER_BARE_FAMILIES:
        known = f"{word.bare} {second.bare}" in BARE_PLACES or _is_street(text, word.start)
        return 0 if known else _capitals_end(text, words, index + 1)
    if word.bare in BARE_FAMILIES:
        middle = second.bare in BARE_MIDDLES | MIDDLES
    elif word.bare in OTHER_BARE_FAMILIES:
        middle = second.bare in BARE_MIDDLES and (named or second.bare == "thi" or word.bare in ("le", "phan", "vo"))
    else:
        return 0
    if second.low != second.bare:
        return 0
    sure = word.bare in BARE_FAMILIES and second.bare in BARE_MIDDLES
    if middle and _follows(text, words, index + 2) and words[index + 2].bare not in (NEVER_GIVEN if sure else NO_NAME):
        return _small_end(text, words, index + 3)
    if (named or word.bare in BARE_FAMILIES) and second.bare in BARE_GIVEN:
        return index + 2
    return 0


def _after_cue(text: str, words: list[_Word], index: int, cue: re.Match[str], shouting: bool) -> int:
    """What stands behind “tên”, “anh”, “cán bộ”: one to four syllables in capitals, or a sure given name."""
    word = words[index]
    if word.capital and not shouting and not word.text.isupper():
        return _capitals_end(text, words, index) if _may_be_given(text, words, index) else 0
    if word.bare in NO_NAME and word.low == word.bare:
        return 0
    if word.low in GIVEN:
        return index + 1
    if _is_everyday_pair(text, words, index):
        return 0
    strong = cue.group("named") or cue.group("title")
    return index + 1 if strong and word.low == word.bare and word.bare in BARE_GIVEN else 0


def _may_be_given(text: str, words: list[_Word], index: int) -> bool:
    word = words[index]
    pair = f"{word.low} {words[index + 1].low}" if _follows(text, words, index + 1) else ""
    return word.low not in TITLES and pair not in POSTS_IN_CAPITALS


def _bare_after_cue(text: str, words: list[_Word], index: int) -> int:
    word = words[index]
    if word.capital and not word.text.isupper() and _may_be_given(text, words, index):
        return _capitals_end(text, words, index)
    given = word.low == word.bare and word.bare in BARE_GIVEN and not _is_everyday_pair(text, words, index)
    return index + 1 if given else 0


def _is_everyday_pair(text: str, words: list[_Word], index: int) -> bool:
    """“chi huong dan”, “anh dung la”: the given name is only the first half of a word."""
    return _follows(text, words, index + 1) and f"{words[index].bare} {words[index + 1].bare}" in EVERYDAY_PAIRS


_CAPITALS = "".join(each for each in map(chr, range(0x1EFA)) if each.isupper())
_PROPER = rf"[{_CAPITALS}][^\W\d_]*"
_NAMED = rf"(?:{_PROPER}(?:[ ]{_PROPER}){{0,3}})"
_NUMBERED = r"\d{1,4}[a-zA-Z]?(?:/\d{1,4}[a-zA-Z]?){0,3}"
_NOT_BORN = r"(?![ ]?(?:(?:19|20)\d\d(?!\d)|\d{1,2}[/.-]\d{1,2}[/.-]\d))"
"""“sn 12” is a house, “sn 1988” and “sn 5/6/1970” a year and a day of birth."""
_STREET = r"(?i:đường|duong|phố|pho)"
_LANE = r"(?i:kiệt|kiet|hẻm|hem|ngõ|ngo|ngách|ngach)"
_GROUP = r"(?i:thôn|thon|xóm|xom|ấp|khóm|tổ dân phố|to dan pho|tổ|khu phố|khu pho|tdp|kp|đội)"
_END = r"(?!\w|[/.,]\d)"
_ADDRESS = re.compile(
    rf"(?<!\w)(?:(?i:số nhà|so nha|sn{_NOT_BORN}|nhà số|nha so)[ ]?(?:số )?{_NUMBERED}"
    rf"(?:[, ]{{1,2}}(?:{_STREET}[ ])?{_NAMED})?"
    rf"|(?:(?i:số|so)[ ])?{_NUMBERED}[, ]{{1,2}}(?:{_STREET}|{_LANE})[ ]{_NAMED}"
    rf"|(?i:số|so)[ ]{_NUMBERED}[ ]{_NAMED}"
    rf"|{_LANE}[ ]{_NUMBERED}(?:[ ]{_NAMED})?"
    r"|(?i:thôn|xóm|ấp|bản|làng|xã|phường|thị trấn|huyện|đường|phố|khóm|tổ dân phố|khu phố|tdp|kp|buôn|đội)"
    rf"[ ]{_NAMED}"
    rf"|(?:(?i:thon|xom|ap|ban|lang|xa|phuong|khom|to dan pho|khu pho)|duong)[ ]{_NAMED}"
    rf"|(?:(?<=[oở] )|(?<=tai )|(?<=tại )|(?<=dan )|(?<=dân ))to \d{{1,3}}{_END}"
    rf"|{_GROUP}[ ]?(?:số )?\d{{1,3}}[a-zA-Z]?{_END})"
)
_NO_ADDRESS = re.compile(
    r"(?:tổ|to) \d+ (?:cửa|cua)|(?:đường|duong) D[âa]y|(?:bản|ban) (?:Sao|Chính|Gốc|Photo|Scan|Cam)|"
    r"xã Hội|xa Hoi|phố Biến|Đội Ngũ|đường Bộ",
    re.I,
)


def find_addresses(text: str) -> list[Mark]:
    """Probable addresses, in order: house numbers with their street, hamlets, groups, communes with their name."""
    if _is_shouting(text):
        return []
    return [
        Mark(found.start(), found.end(), ADDRESS)
        for found in _ADDRESS.finditer(text)
        if not _NO_ADDRESS.match(text, found.start()) and not _inside_mask(text, found.start())
    ]


def find_marks(text: str) -> list[Mark]:
    """Names and addresses in order; an address keeps a name inside it for itself."""
    addresses = _joined(text, find_addresses(text))
    names = [name for name in find_names(text) if not any(a.start < name.end and name.start < a.end for a in addresses)]
    return sorted([*addresses, *names], key=lambda mark: mark.start)


def _joined(text: str, marks: list[Mark]) -> list[Mark]:
    """Parts of one address with a comma between them are one mark."""
    joined: list[Mark] = []
    for mark in marks:
        if joined and re.fullmatch(r"[, \-]{1,3}", text[joined[-1].end : mark.start]):
            joined[-1] = Mark(joined[-1].start, mark.end, ADDRESS)
        else:
            joined.append(mark)
    return joined
