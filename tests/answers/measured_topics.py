"""How well the topics of hand-labelled comments are found: per topic, micro and macro, with Wilson intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback.answers.rules.topics import TOPIC_WORDS, find_topics


@dataclass(frozen=True, slots=True)
class Counts:
    """Found and meant, found and not meant, meant and not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def per_topic(rows: Iterable[Mapping[str, str]]) -> dict[str, Counts]:
    found = dict.fromkeys(TOPIC_WORDS, Counts())
    for row in rows:
        given, meant = set(find_topics(row["text"])), set(row["topics"].split(";"))
        for topic in found:
            found[topic] += Counts(topic in given & meant, topic in given - meant, topic in meant - given)
    return found


def micro(counts: Mapping[str, Counts]) -> Counts:
    return sum(counts.values(), Counts())


def macro_f1(counts: Mapping[str, Counts]) -> float:
    return sum(each.f1 for each in counts.values()) / len(counts)
