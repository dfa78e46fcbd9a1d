"""What a comment is about, by phrases in its plain words; and whether it is praise. Measured in docs/comments.md."""

from __future__ import annotations

import re

from feedback.answers.rules.lettering import plain
from feedback.answers.rules.word_lists import split, word_file
from feedback.answers.rules.wording import Words, words_of

PRAISE, OTHER = "khen", "khac"
TOPIC_WORDS = {
    "thai_do": "Thái độ",
    "thoi_gian": "Thời gian, trễ hẹn",
    "thu_tuc": "Thủ tục, hồ sơ",
    "huong_dan": "Hướng dẫn",
    "co_so_vat_chat": "Cơ sở vật chất",
    "phi_le_phi": "Phí, lệ phí",
    "truc_tuyen": "Trực tuyến, dịch vụ công",
    "tieu_cuc": "Nhũng nhiễu, tiêu cực",
    PRAISE: "Khen",
    OTHER: "Khác",
}
"""Key → what it is called. The order is the one on the page."""


class Phrases:
    """Phrases to look for in a comment's words: in plain letters, and those that want their marks."""

    def __init__(self, phrases: str) -> None:
        written = set(split(phrases))
        with_marks = {each.rstrip("!") for each in written if plain(each) != each or each.endswith("!")}
        never_bare = {each.rstrip("!") for each in written if each.endswith("!")}
        always = {each for each in written if plain(each) == each and not each.endswith("!")}
        self.plain = _one_of(always)
        self.marked = _one_of(with_marks)
        self.bare = _one_of(always | {plain(each) for each in with_marks - never_bare})

    def finditer(self, words: Words) -> list[tuple[int, int]]:
        """Places in `words.plain`, in order, none inside another."""
        if words.bare:
            return [found.span() for found in self.bare.finditer(words.plain)]
        spans = [found.span() for found in self.plain.finditer(words.plain)]
        spans += [found.span() for found in self.marked.finditer(words.marked)] if words.aligned else []
        return _apart(spans)

    def search(self, words: Words) -> bool:
        if words.bare:
            return self.bare.search(words.plain) is not None
        return self.plain.search(words.plain) is not None or self.marked.search(words.marked) is not None


def _one_of(phrases: set[str]) -> re.Pattern[str]:
    """Any of the phrases, as whole words; `~` for up to two words in between. Longest first."""
    pieces = sorted(phrases, key=len, reverse=True)
    between = r"(?:[^\W_]+ ){0,2}"
    return re.compile(
        "(?<= )(?:" + ("|".join(each.replace(" ~ ", f" {between}") for each in pieces) or "(?!)") + ")(?= )"
    )


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


_LISTS = word_file("topics")
_TOPICS = {key: Phrases(_LISTS[key]) for key in TOPIC_WORDS if key not in (PRAISE, OTHER)}
_GOOD, _BAD, _SARCASM = Phrases(_LISTS["good"]), Phrases(_LISTS["bad"]), Phrases(_LISTS["sarcasm"])
_TURNED = re.compile(
    r" (?:khong|chua|chang|cha|khong he|chua he|dau co|dau|bot|thieu|mat)"
    r"(?: (?:duoc|phai|thay|co|he|that su|may|lam))? $"
)
"""Words that turn a good word straight after them (or one word later) into a bad one."""
_SMILES = "😀😁😂😃😄😊😍🥰😘🙂👍👏❤💖💕🎉⭐🌹💯🙏🤩😇💐"
_FROWNS = "😡😠😤😭😞😒🙄👎💢🤬😩😫🥵😣😔😖"


def find_topics(text: str) -> list[str]:
    """Keys of what the comment is about, in the page's order; `khac` alone where nothing else fits."""
    words = words_of(text)
    found = {key for key, phrases in _TOPICS.items() if phrases.search(words)}
    if is_praise(words, text):
        found.add(PRAISE)
    return [key for key in TOPIC_WORDS if key in found] or [OTHER]


def is_praise(words: Words, text: str) -> bool:
    """A good word that nothing turns round, no bad one beside it, no mockery."""
    if any(each in text for each in _FROWNS) or _SARCASM.search(words):
        return False
    good, rest = _without_good(words)
    return (good or any(each in text for each in _SMILES)) and not _BAD.search(rest)


def _without_good(words: Words) -> tuple[bool, Words]:
    """Whether something good is said, and the words without it (“không phải chờ lâu” holds no “lâu”)."""
    spans = _GOOD.finditer(words)
    if any(_TURNED.search(words.plain[max(0, start - 24) : start]) for start, _end in spans):
        return False, words
    for start, end in reversed(spans):
        words = words.without(start, end)
    return bool(spans), words
