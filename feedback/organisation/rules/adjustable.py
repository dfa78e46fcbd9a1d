"""What an office may set for itself: how a value is typed, checked and said back, and the ground of the usual one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from feedback.foundation.errors import Invalid
from feedback.foundation.text import clean

LONGEST = 200
LONGEST_SOURCE = 300


class ValueKind(StrEnum):
    """How a value is typed: whole number, one of some choices, yes or no, time of day, words, pattern of codes."""

    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CLOCK = "clock"
    TEXT = "text"
    PATTERN = "pattern"


YES_NO = {"true": "Có", "false": "Không"}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One thing that may be set. `default` holds where nothing is set; `source` is the ground of the default.

    `everybody_only`: a rule of the whole province that no single unit may set otherwise.
    """

    key: str
    group: str
    label: str
    help: str
    kind: ValueKind
    default: Any
    source: str
    choices: Mapping[str, str] = field(default_factory=dict)
    lowest: int = 0
    highest: int = 0
    everybody_only: bool = False

    @property
    def options(self) -> Mapping[str, str]:
        """What may be chosen, value → words; empty where one types."""
        return YES_NO if self.kind is ValueKind.YES_NO else self.choices


def read_value(setting: Adjustable, text: str) -> Any:
    """The typed text as the value that is stored. Invalid says what may be typed."""
    return _READERS[setting.kind](setting, clean(text))


def read_source(text: str) -> str:
    """The ground a person gives for a value. Invalid when there is none: a figure nobody can explain is no rule."""
    source = clean(text)
    if len(source) < 5:
        raise Invalid("Hãy ghi căn cứ của giá trị này: số, ngày văn bản, hoặc ai quyết định và khi nào.")
    if len(source) > LONGEST_SOURCE:
        raise Invalid(f"Căn cứ dài quá {LONGEST_SOURCE} chữ cái. Hãy ghi gọn lại.")
    return source


def say_value(setting: Adjustable, value: Any) -> str:
    """The value in words a clerk would use."""
    if setting.options:
        return setting.options.get(typed_value(setting, value), str(value))
    if value is None or value == "":
        return "không đặt"
    return str(value)


def typed_value(setting: Adjustable, value: Any) -> str:
    """The value as it would be typed into the form again."""
    if setting.kind is ValueKind.YES_NO:
        return "true" if value else "false"
    return "" if value is None else str(value)


def _number(setting: Adjustable, text: str) -> int:
    within = f"một số nguyên từ {setting.lowest} đến {setting.highest}"
    if not re.fullmatch(r"\d{1,6}", text) or not setting.lowest <= int(text) <= setting.highest:
        raise Invalid(f"“{setting.label}” phải là {within}.")
    return int(text)


def _chosen(setting: Adjustable, text: str) -> Any:
    if text not in setting.options:
        raise Invalid(f"“{setting.label}” phải là một trong: {', '.join(setting.options.values())}.")
    return text == "true" if setting.kind is ValueKind.YES_NO else text


def _clock(setting: Adjustable, text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise Invalid(f"“{setting.label}” phải là giờ trong ngày, ghi như 15:00.")
    return text.zfill(5)


def _text(setting: Adjustable, text: str) -> str:
    if not text or len(text) > LONGEST:
        raise Invalid(f"“{setting.label}” phải có chữ, dài nhất {LONGEST} chữ cái.")
    return text


def _pattern(setting: Adjustable, text: str) -> str:
    try:
        re.compile(_text(setting, text))
    except re.error as error:
        at = (error.pos or 0) + 1
        raise Invalid(f"“{setting.label}” không phải biểu thức chính quy đúng: sai từ chữ thứ {at}.") from error
    return text


_READERS = {
    ValueKind.NUMBER: _number,
    ValueKind.CHOICE: _chosen,
    ValueKind.YES_NO: _chosen,
    ValueKind.CLOCK: _clock,
    ValueKind.TEXT: _text,
    ValueKind.PATTERN: _pattern,
}
