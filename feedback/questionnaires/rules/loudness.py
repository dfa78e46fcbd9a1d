"""How loud a spoken sentence is, and how all are brought to the same loudness. Samples: 16 bits, one channel."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

FULL = 32_767
TARGET = -18.0
"""The mean of the spoken parts, in decibels below full."""

KNEE, CEILING = 0.5 * FULL, 0.82 * FULL
"""Peaks above the knee are rounded off so that none passes the ceiling: a telephone's loudspeaker must not rattle."""

BLOCK = 0.02
QUIET = -45.0
"""A block of 20 ms below this is a pause."""

BEFORE, AFTER = 0.06, 0.15
"""Seconds of silence left at the ends, so that a loudspeaker that wakes up swallows no sound."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Of one sentence: mean of the spoken parts and highest peak in decibels below full; seconds spoken and in all."""

    mean: float
    peak: float
    spoken: float
    seconds: float
    clipped: int


def measure(samples: Sequence[int], rate: int) -> Loudness:
    """Pauses do not count towards the mean, so that a hesitating sentence is not made louder than a fluent one."""
    powers = _block_powers(samples, rate)
    loud = [power for power in powers if decibels(math.sqrt(power)) > QUIET]
    mean = math.sqrt(sum(loud) / len(loud)) if loud else 0.0
    highest = max(max(samples, default=0), -min(samples, default=0))
    return Loudness(
        mean=decibels(mean),
        peak=decibels(highest),
        spoken=len(loud) * BLOCK,
        seconds=len(samples) / rate,
        clipped=sum(1 for each in samples if abs(each) >= FULL),
    )


def even_out(samples: Sequence[int], rate: int) -> array[int]:
    """The sentence without its silent ends, at the common loudness, its peaks under the ceiling."""
    trimmed = _trimmed(samples, rate)
    gain = 10 ** ((TARGET - measure(trimmed, rate).mean) / 20)
    return array("h", (_rounded_off(each * gain) for each in trimmed))


def _rounded_off(sample: float) -> int:
    over = abs(sample) - KNEE
    if over <= 0:
        return round(sample)
    room = CEILING - KNEE
    return round(math.copysign(KNEE + room * math.tanh(over / room), sample))


def decibels(amplitude: float) -> float:
    """Below full scale; silence is −120."""
    return max(20 * math.log10(amplitude / FULL), -120.0) if amplitude > 0 else -120.0


def _block_powers(samples: Sequence[int], rate: int) -> list[float]:
    size = max(1, round(rate * BLOCK))
    blocks = (samples[start : start + size] for start in range(0, len(samples), size))
    return [sum(each * each for each in block) / len(block) for block in blocks]


def _trimmed(samples: Sequence[int], rate: int) -> Sequence[int]:
    size = max(1, round(rate * BLOCK))
    loud = [n for n, power in enumerate(_block_powers(samples, rate)) if decibels(math.sqrt(power)) > QUIET]
    if not loud:
        return samples
    start = max(0, loud[0] * size - round(BEFORE * rate))
    return samples[start : (loud[-1] + 1) * size + round(AFTER * rate)]
