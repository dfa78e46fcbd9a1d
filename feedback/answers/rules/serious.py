"""Talk of bribery or harassment: such a comment goes past the office it is about, to the inspector and the upper level.

When in doubt it is serious: a comment too many costs the inspector a minute, one too few reaches the wrong hands.
Only a plain denial ("không ai vòi vĩnh gì") is not.
"""

from __future__ import annotations

import re

from feedback.answers.rules.topics import Phrases
from feedback.answers.rules.word_lists import word_file
from feedback.answers.rules.wording import words_of

BRIBERY, HARASSMENT = "nhung_nhieu", "quay_roi"
PASSED_UP = "chuyen_len"
"""Said by a head, not by the rules: a comment handed over to the upper level."""
SERIOUS_WORDS = {BRIBERY: "vòi vĩnh, nhận tiền", HARASSMENT: "quấy rối, đe dọa"}
HELD_WORDS = {**SERIOUS_WORDS, PASSED_UP: "người đứng đầu đơn vị chuyển lên"}

_PHRASES = {kind: Phrases(word_file("topics")["serious"][kind]) for kind in SERIOUS_WORDS}
_DENIED = re.compile(
    r"(?:khong|chua|chang|cha|dung|ko)(?: (?!thi |la |phai moi )[a-z0-9]+){0,4} $|"
    r"(?:khong (?:co|ai|phai|he|thay|can|bi|nhan|con)|chua (?:ai|bi|he|thay|tung)|tu choi|kien quyet|het|khong)"
    r"(?: [a-z0-9]+){0,4} $"
)
_ALL_THE_SAME = re.compile(
    r" (?:thi|la|moi|neu|se|nen|bi) (?:[a-z0-9]+ ){0,3}"
    r"(?:khong|chua|ngam|de day|cham|lau|cho|bi|lam kho|tra ve|con lau|kho|im|mot|het|hanh|moi)"
    r"| (?:khong|chua) (?:[a-z0-9]+ ){0,4}(?:la|thi) | khong (?:xong|duoc|ky|lam|giai|co ket) "
)
_BEFORE = 40
_REFUSED = re.compile(r" (?:[a-z0-9]+ ){0,8}(?:tu choi|khong nhan|khong lay|tra lai) ")
_BREAK = re.compile(r"[.?]|,(?= (?:nhung|ma|con|the|roi|sau do|den) )")
_POSTER = re.compile(r" (?:tuyen truyen|bang cam|khau hieu|noi khong voi|phong chong|chong) (?:[a-z0-9]+ ){0,2}$")


def find_serious(text: str) -> list[str]:
    """What makes the comment serious; empty for nearly all."""
    words = words_of(text)
    return [
        kind
        for kind, phrases in _PHRASES.items()
        if any(not _is_denied(words.plain, start, end) for start, end in phrases.finditer(words))
    ]


def _is_denied(words: str, start: int, end: int) -> bool:
    """Whether the words around say that it did not happen; “không quà thì ngâm” says that it did."""
    before = _BREAK.split(words[max(0, start - _BEFORE) : start])[-1]
    after = _BREAK.split(words[end : end + _BEFORE] + " ")[0]
    if _POSTER.search(f" {before}"):
        return True
    if _REFUSED.match(after):
        return True
    return _DENIED.search(before) is not None and _ALL_THE_SAME.search(f" {words[start:end]}{after} ") is None
