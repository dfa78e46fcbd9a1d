"""Sentences are brought to one loudness."""

from __future__ import annotations

import math
from array import array

import pytest

from feedback.questionnaires.rules.loudness import AFTER, BEFORE, TARGET, even_out, measure

RATE = 8_000


def tone(seconds: float, amplitude: float) -> array[int]:
    return array("h", (round(amplitude * math.sin(n * 0.7)) for n in range(round(seconds * RATE))))


def silence(seconds: float) -> array[int]:
    return array("h", [0] * round(seconds * RATE))


def test_pauses_do_not_count():
    fluent, hesitating = tone(1, 5_000), tone(0.5, 5_000) + silence(2) + tone(0.5, 5_000)
    assert measure(fluent, RATE).mean == pytest.approx(measure(hesitating, RATE).mean, abs=0.1)
    assert measure(hesitating, RATE).spoken == pytest.approx(1, abs=0.05)
    assert measure(hesitating, RATE).seconds == 3


@pytest.mark.parametrize("amplitude", [400, 3_000, 9_000, 30_000])
def test_quiet_and_loud_sentences_end_up_alike(amplitude: int):
    found = measure(even_out(silence(1) + tone(1, amplitude) + silence(2), RATE), RATE)
    assert found.mean == pytest.approx(TARGET, abs=0.5)
    assert found.clipped == 0


def test_silent_ends_are_cut_but_for_a_breath():
    even = even_out(silence(1) + tone(1, 9_000) + silence(2), RATE)
    assert len(even) / RATE == pytest.approx(1 + BEFORE + AFTER, abs=0.05)


def test_a_lone_peak_is_rounded_off_and_not_cut():
    shout = tone(1, 900)
    for n in range(4_000, 4_020):
        shout[n] = 20_000
    found = measure(even_out(shout, RATE), RATE)
    assert found.clipped == 0
    assert -3 < found.peak < -1.5


def test_silence_is_measured_as_such_and_stays_silent():
    found = measure(silence(1), RATE)
    assert (found.mean, found.peak, found.spoken) == (-120, -120, 0)
    assert set(even_out(silence(1), RATE)) == {0}
    assert measure(array("h"), RATE).seconds == 0


def test_samples_cut_off_at_full_scale_are_counted():
    assert measure(array("h", [32_767, -32_768, 100, -32_767]), RATE).clipped == 3
