"""What may be shown: small samples silent, hidden cells out of reach of subtraction, changes only where real."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.reports.rules.building import Counts, Member, added, build, by_name, figure, without_history
from feedback.reports.rules.numbers import Figure, Scope, ScopeKind, WeekNumbers
from feedback.reports.rules.parts import NOWHERE, Details, Limits, Places
from feedback.reports.rules.rolling import is_own_turn
from feedback.reports.rules.weeks import Week
from feedback.scoring.rules.changes import Change
from feedback.scoring.rules.rates import OnTime
from feedback.scoring.rules.shares import Share, Standing, YesNo
from tests.reports.samples import AS_OF, CUT_OFF, LABELS, WEEK, numbers


def unit(number: int, now: Share, before: Share = Share(0, 0)) -> Member:  # noqa: B008
    past = (Counts(), Counts(), Counts(), Counts(answers=before))
    return Member(number, f"9000{number}", f"Xã Mẫu {number}", Counts(answers=now), Counts(answers=before), past)


def week_of(
    *members: Member,
    details: Details | None = None,
    limits: Limits | None = None,
    places: Places = NOWHERE,
    week: Week = WEEK,
) -> WeekNumbers:
    return build(
        week=week,
        scope=Scope(ScopeKind.AREA, 1, "DB1", "Địa bàn mẫu"),
        members=members,
        details=details or Details(),
        labels=LABELS,
        as_of=AS_OF,
        cut_off=CUT_OFF,
        limits=limits or Limits(),
        places=places,
    )


def test_the_total_is_pooled_and_no_mean_of_units() -> None:
    found = week_of(unit(1, Share(9, 10)), unit(2, Share(120, 200)))
    assert (found.now.satisfaction.n, found.now.satisfaction.percent) == (210, 61.43)


def test_nine_answers_are_not_shown_and_the_total_is_told_without_them() -> None:
    """Whoever holds the three units' own reports as well would else subtract two from the total."""
    found = week_of(unit(1, Share(5, 9)), unit(2, Share(30, 40)), unit(3, Share(50, 60)))
    assert [line.span.satisfaction.standing for line in found.units] == [
        Standing.HIDDEN,
        Standing.JUDGED,
        Standing.JUDGED,
    ]
    assert found.now.satisfaction.share == Share(80, 100)
    assert (found.now.answers, found.now.left_out) == (109, 9)


def test_a_window_in_its_turn_holds_small_weeks_of_neighbours_together() -> None:
    units = [unit(1, Share(0, 0), Share(5, 9)), unit(2, Share(0, 0), Share(30, 40)), unit(3, Share(0, 0), Share(1, 1))]
    around = {1: ("1", "A"), 2: ("2", "A"), 3: ("3", "A")}
    turn = next(week for week in (WEEK.shifted(i) for i in range(4)) if is_own_turn(week.monday))
    assert week_of(*units, places=around, week=turn).before.satisfaction.share == Share(36, 50)
    later = week_of(*units, places=around, week=turn.shifted(1)).before
    assert (later.satisfaction.share, later.left_out) == (Share(30, 40), 10)


def test_a_unit_alone_has_no_table_of_units() -> None:
    assert week_of(unit(1, Share(30, 40))).units == ()


def test_a_hidden_week_among_the_four_hides_another() -> None:
    past = (Counts(answers=Share(5, 5)), Counts(answers=Share(20, 20)), Counts(answers=Share(30, 30)), Counts())
    member = replace(unit(1, Share(0, 0)), past=past, before=added(past))
    shown = [week.span.satisfaction.standing for week in week_of(member).weeks]
    assert shown == [Standing.HIDDEN, Standing.WITHHELD, Standing.JUDGED, Standing.HIDDEN]


def test_channels_are_apart_and_a_small_one_is_not_given_back() -> None:
    details = Details(channels={"qr": Share(30, 40), "tablet": Share(2, 3), "kiosk": Share(10, 20)})
    found = {channel.key: channel for channel in week_of(unit(1, Share(42, 63)), details=details).channels}
    assert list(found) == ["qr", "tablet", "kiosk"]
    assert found["kiosk"].label == "kiosk"
    assert found["tablet"].figure.standing is Standing.HIDDEN
    assert found["kiosk"].figure == Figure(20, Standing.WITHHELD), "enough answers: no word of too few"


def test_unsure_is_shown_beside_and_all_eight_are_always_listed() -> None:
    found = week_of(unit(1, Share(0, 0)), details=Details(courtesies={"xin_loi": YesNo(20, 10, 7)})).courtesies
    assert [item.key for item in found] == list(LABELS.courtesies)
    assert (found[1].figure.n, found[1].figure.percent, found[1].unsure) == (30, 66.67, 7)
    assert found[0].figure.standing is Standing.HIDDEN
    assert found[0].unsure is None


def test_what_a_few_do_not_know_is_not_told_either() -> None:
    """One visitor, one “Không rõ”: that would be a person's answer."""
    found = week_of(unit(1, Share(1, 1)), details=Details(courtesies={"xin_loi": YesNo(0, 0, 1)})).courtesies
    assert (found[1].figure.n, found[1].unsure) == (0, None)


def test_each_factor_has_its_own_n() -> None:
    found = week_of(unit(1, Share(0, 0)), details=Details(factors={"officer": Share(10, 12)})).factors
    assert [(factor.key, factor.figure.n) for factor in found if factor.figure.n] == [("officer", 12)]


def test_a_factor_of_many_answers_by_few_people_is_not_told() -> None:
    """A form may ask several items of one factor: four people with three answers each are four people."""
    few = Details(factors={"officer": Share(10, 12), "result": Share(30, 45)}, people={"officer": 4, "result": 15})
    found = {factor.key: factor.figure for factor in week_of(unit(1, Share(0, 0)), details=few).factors}
    assert (found["officer"].n, found["officer"].standing) == (12, Standing.HIDDEN)
    assert (found["result"].part, found["result"].standing) == (30, Standing.SHOWN)


def test_a_real_fall_is_named_and_noise_is_not() -> None:
    found = week_of(unit(1, Share(20, 60), Share(200, 240)), unit(2, Share(49, 60), Share(200, 240)))
    assert [line.change for line in found.units] == [Change.LOWER, Change.NOISE]


def test_units_are_grouped_only_when_their_intervals_separate() -> None:
    apart = week_of(unit(1, Share(95, 100)), unit(2, Share(40, 100)), unit(3, Share(15, 20)))
    assert [line.band for line in apart.units] == [1, 2, None]
    together = week_of(unit(1, Share(80, 100)), unit(2, Share(75, 100)))
    assert [line.band for line in together.units] == [None, None]


def test_a_hidden_unit_is_neither_compared_nor_grouped() -> None:
    found = week_of(unit(1, Share(5, 9), Share(0, 300)), unit(2, Share(2, 40), Share(290, 300)), unit(3, Share(60, 60)))
    assert [line.change for line in found.units] == [Change.TOO_FEW, Change.LOWER, Change.TOO_FEW]
    assert found.units[0].band is None


def test_a_unit_is_compared_in_a_wider_report_only_where_its_own_report_compares_it() -> None:
    past = (Counts(answers=Share(290, 300)), Counts(answers=Share(1, 1)), Counts(), Counts())
    quiet = replace(unit(1, Share(2, 40)), past=past, before=added(past))
    assert [week_of(quiet).change] == [Change.TOO_FEW]
    assert week_of(quiet, unit(2, Share(60, 60))).units[0].change is Change.TOO_FEW


def test_a_stricter_setting_hides_more() -> None:
    assert figure(Share(30, 40), Limits(shown=50, judged=60)).standing is Standing.HIDDEN


def test_no_files_no_rate_and_no_transactions_no_share_of_answers() -> None:
    found = week_of(unit(1, Share(0, 0))).now
    assert (found.files.on_time_percent, found.response_percent) == (None, None)
    counted = replace(
        unit(1, Share(8, 10)), now=Counts(answers=Share(8, 10), transactions=40, on_time=OnTime(3, 1, 0, 0))
    )
    assert week_of(counted).now.response_percent == 25.0


def test_units_stand_by_name_never_by_merit() -> None:
    names = [
        replace(unit(i, Share(0, 0)), name=name) for i, name in enumerate(["Xã Ưu", "Xã Ân", "Xã Đăng", "Xã Bình"])
    ]
    assert [member.name for member in by_name(names)] == ["Xã Ân", "Xã Bình", "Xã Đăng", "Xã Ưu"]


def test_two_runs_that_found_the_same_are_told_apart_by_nothing_but_their_cut_off() -> None:
    assert without_history(numbers(1)) == without_history(replace(numbers(1), cut_off=AS_OF))
    assert without_history(numbers(1)) != without_history(numbers(2))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=9))
def test_total_minus_shown_units_leaves_nothing(sizes: list[tuple[int, int]]) -> None:
    found = week_of(*(unit(i + 1, Share(good, good + bad)) for i, (good, bad) in enumerate(sizes)))
    shown = [line.span.satisfaction.n for line in found.units if line.span.satisfaction.part is not None]
    assert found.now.satisfaction.n == sum(shown)
    assert found.now.answers == sum(map(sum, sizes))
