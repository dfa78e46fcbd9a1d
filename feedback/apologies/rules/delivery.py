"""Whether a notice has reached its person: what each way tells, what counts, and when a person has to hand it over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """How a notice can reach its person."""

    COUNTER = "counter"
    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


class Stage(StrEnum):
    """How far a way has come. `taken`: the other side has it and has not said what became of it."""

    WAITING = "waiting"
    TAKEN = "taken"
    ARRIVED = "arrived"
    FAILED = "failed"


class Step(StrEnum):
    """What follows from it."""

    WAIT = "wait"
    DELIVER = "deliver"
    HAND_OVER = "hand_over"


WAY_WORDS = {
    Way.COUNTER: "trao tại quầy",
    Way.EMAIL: "thư điện tử",
    Way.SMS: "tin nhắn SMS",
    Way.ZALO: "tin nhắn Zalo",
}
WAY_TITLES = {way: f"{words[:1].upper()}{words[1:]}" for way, words in WAY_WORDS.items()}
"""The same at the beginning of a line; SMS and Zalo keep their letters."""
MESSAGE_WAYS = (Way.SMS, Way.ZALO)
ELECTRONIC = (Way.EMAIL, *MESSAGE_WAYS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One way and how far it came, since when (aware)."""

    way: Way
    stage: Stage
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """The step; for DELIVER by which way and when."""

    step: Step
    way: Way = Way.COUNTER
    at: datetime | None = None


def judge(evidence: Collection[Evidence], *, enough: bool, until: datetime, now: datetime) -> Verdict:
    """What is to be done for a notice that is not delivered yet.

    Handed over at the counter is delivered. An electronic way counts only where the unit has set that it is `enough`
    (default not: the signed paper is the notice, NĐ 61/2018 Điều 19.9 "văn bản"); there a person is asked as soon as
    every way has failed, or none has arrived by `until`.
    """
    counting = (Way.COUNTER, *ELECTRONIC) if enough else (Way.COUNTER,)
    arrived = [each for each in evidence if each.way in counting and each.stage == Stage.ARRIVED]
    if arrived:
        first = min(arrived, key=lambda each: each.at)
        return Verdict(Step.DELIVER, first.way, first.at)
    hopeful = any(each.way in ELECTRONIC and each.stage in (Stage.WAITING, Stage.TAKEN) for each in evidence)
    return Verdict(Step.WAIT if enough and hopeful and now < until else Step.HAND_OVER)


def next_channel(channels: Collection[str], stages: dict[str, Stage]) -> str | None:
    """The channel to try now: the first, or the next when those before have failed; None when there is nothing to do.

    `stages` is how far each channel already used has come.
    """
    for channel in channels:
        if channel not in stages:
            return channel
        if stages[channel] != Stage.FAILED:
            return None
    return None
