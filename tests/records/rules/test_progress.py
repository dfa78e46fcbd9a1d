from __future__ import annotations

from feedback.records.rules.progress import PHASE_WORDS, Phase, say_left, seconds_left, whole_share

WAY = (Phase.READ, Phase.COPY, Phase.LINK, Phase.AGAIN, Phase.HISTORY, Phase.SHOW, Phase.SETTLE)


def test_the_share_never_goes_back_from_phase_to_phase():
    shares = [whole_share(phase, part) for phase in WAY for part in (0.0, 0.5, 1.0)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_gauge_beyond_its_end_is_held():
    assert whole_share(Phase.READ, 1.7) == whole_share(Phase.READ, 1.0)


def test_what_is_left_is_told_at_the_present_pace():
    assert seconds_left(60, 0.25) == 180
    assert seconds_left(60, 0.001) is None
    assert [say_left(each) for each in (None, 30, 750, 10_000)] == [
        "",
        "còn chưa đến một phút",
        "còn khoảng 12 phút",
        "còn khoảng 3 giờ",
    ]


def test_every_phase_has_its_words():
    assert set(PHASE_WORDS) == set(Phase)
