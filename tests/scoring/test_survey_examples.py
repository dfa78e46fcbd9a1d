"""Every worked example of the reference file that holds a computation, run against the rules."""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from feedback.scoring.rules import indicators, rates, shares
from feedback.scoring.rules.rounding import round_half_up

Example = dict[str, Any]

EXAMPLES: dict[str, Example] = {
    example["id"]: example
    for example in json.loads((Path(__file__).parent / "data" / "survey_examples.json").read_text(encoding="utf-8"))[
        "examples"
    ]
}


def exact(number: float) -> Decimal:
    return Decimal(str(number))


def one_indicator(inputs: Example, result: Example) -> None:
    points = [inputs["points"][kind] for kind in inputs["points"] for _ in range(inputs[kind])]
    scored = indicators.score(points)
    assert scored.total == result["total"]
    assert scored.files == inputs["files"]
    assert scored.raw == Fraction(str(result["raw"]))
    assert scored.points == exact(result["rounded_half_up"])


def a_tie(inputs: Example, result: Example) -> None:
    scored = indicators.Score(inputs["total"], inputs["files"])
    assert scored.raw == Fraction(str(result["raw"]))
    assert scored.points == exact(result["rounded_half_up"])


def officers_total(inputs: Example, result: Example) -> None:
    points = indicators.total({int(key): exact(value) for key, value in inputs["indicators"].items()})
    assert {int(key) for key in inputs["indicators"]} == set(indicators.PER_FILE)
    assert points == exact(result["total"])
    assert indicators.officer_grade(points) == result["grade"]


def officers_grade(inputs: Example, result: Example) -> None:
    assert indicators.officer_grade(exact(inputs["total"])) == result["grade"]


def offices_total(inputs: Example, result: Example) -> None:
    points = indicators.total({int(key): exact(value) for key, value in inputs["indicators"].items()})
    assert points == exact(result["total"])
    assert indicators.office_grade(points) == result["grade"]


def offices_grade(inputs: Example, result: Example) -> None:
    assert indicators.office_grade(exact(inputs["total"])) == result["grade"]


def responses(inputs: Example, result: Example) -> None:
    assert indicators.response_points(**inputs) == result["points"]


def attitude(inputs: Example, result: Example) -> None:
    files = [(indicators.Timing(f["time"]), indicators.Complaint(f["complaint"])) for f in inputs["records"]]
    assert [indicators.attitude_points(*file) for file in files] == result["points"]
    chosen = [indicators.attitude_points(*file, late_counts=0) for file in files]
    scored = indicators.score([points for points in chosen if points is not None])
    assert scored.raw == Fraction(str(result["if_late_counts_0"]["raw"]))
    assert scored.points == exact(result["if_late_counts_0"]["rounded_half_up"])


def payment(inputs: Example, result: Example) -> None:
    rate = rates.rate(inputs["with_payment"], inputs["with_fee"])
    assert rate == (None if result["rate_percent"] is None else Fraction(str(result["rate_percent"])))
    points = rates.points_for(rate, inputs.get("target", 80), inputs.get("max_points", 2))
    assert points == (None if result["points"] is None else exact(result["points"]))


def handling(inputs: Example, result: Example) -> None:
    rate = rates.handling_satisfaction(
        files=inputs["files"],
        overdue=inputs["overdue"],
        disliked=inputs["with_complaint_or_dislike"],
    )
    assert rate == Fraction(str(result["rate_percent"]))
    if "meets_target" in result:
        assert (rate >= inputs["target"]) is result["meets_target"]
        assert rates.share_of_max(rate, inputs["target"]) == 1
    else:
        assert rates.share_of_max(rate, inputs["target"]) == exact(result["share_of_max"])


def no_double_counting(inputs: Example, result: Example) -> None:
    signs = {key: inputs[key] for key in ("unsatisfied", "asked_again", "overdue")}
    found = rates.responses_without_trouble(inputs["feedback"], **signs)
    assert found == exact(result["rate_percent"])
    assert found != exact(result["wrong_if_double_counted"])


def petitions_in_time(inputs: Example, result: Example) -> None:
    found = rates.responses_in_time(
        done_on_time=inputs["done_on_time"],
        open_in_time=inputs["open_in_time"],
        whole=inputs["total"],
    )
    assert found == exact(result["rate_percent"])


def files_in_time(inputs: Example, result: Example) -> None:
    found = rates.OnTime(
        inputs["done_on_time_or_early"],
        inputs["open_in_time"],
        inputs["done_late"],
        inputs["open_overdue"],
    )
    assert (found.good, found.counted) == (243, 286)
    assert found.percent == exact(result["rate_percent"])
    assert found.percent_of_done == Decimal("88.01")


def groups(inputs: Example, result: Example) -> None:
    assert inputs == rates.GROUP_POINTS
    assert sum(rates.GROUP_POINTS.values()) == result["total"]


def published(inputs: Example, result: Example) -> None:
    (before, change), (after,) = inputs.values(), result.values()
    assert exact(before) + exact(change) == exact(after)


LEVELS = {
    "rất không hài lòng": 1,
    "không hài lòng": 2,
    "bình thường": 3,
    "hài lòng": 4,
    "rất hài lòng": 5,
}


def satisfied(inputs: Example, result: Example) -> None:
    levels: list[int | None] = [level for name, level in LEVELS.items() for _ in range(inputs[name])]
    levels += [None] * inputs.get("blank", 0) + [0] * inputs.get("khong_biet", 0)
    share = shares.satisfied(levels)
    assert (share.percent, share.n) == (exact(result["percent"]), result["n"])
    if "wrong_if_counted" in result:
        assert shares.Share(share.part, len(levels)).percent == exact(result["wrong_if_counted"])


def pooling(inputs: Example, result: Example) -> None:
    parts = [shares.Share(part["satisfied"], part["answered"]) for part in next(iter(inputs.values()))]
    assert shares.pooled(parts).percent == exact(result["pooled"])
    mean = result["mean_of_questions" if "mean_of_questions" in result else "mean_of_units"]
    assert shares.mean_of_percents(parts) == exact(mean)


def interval(inputs: Example, result: Example) -> None:
    found = shares.wilson(inputs["satisfied"], inputs["n"], inputs["z"])
    assert (round(found.low, 4), round(found.high, 4)) == (
        result["low"],
        result["high"],
    )


def sample(inputs: Example, result: Example) -> None:
    error = Fraction(str(inputs["e"]))
    raw = Fraction(inputs["N"]) / (1 + inputs["N"] * error * error)
    assert round_half_up(raw, 4) == exact(result["raw"])
    assert rates.sample_size(inputs["N"], error) == result["n"]


CHECKS: dict[str, Callable[[Example, Example], None]] = {
    "TT01-1": one_indicator,
    "TT01-2": a_tie,
    "TT01-3": officers_total,
    "TT01-4": officers_grade,
    "TT01-5": offices_total,
    "TT01-6": offices_grade,
    "TT01-7": responses,
    "TT01-8": attitude,
    "766-1": payment,
    "766-2": payment,
    "766-3": handling,
    "766-4": handling,
    "766-5": no_double_counting,
    "766-6": petitions_in_time,
    "766-7": files_in_time,
    "766-8": groups,
    "SIPAS-pub-1": published,
    "SIPAS-pub-2": published,
    "CONV-1": satisfied,
    "CONV-2": satisfied,
    "CONV-3": pooling,
    "CONV-4": pooling,
    "CONV-5": interval,
    "SAMPLE-1": sample,
    "SAMPLE-2": sample,
    "SAMPLE-3": sample,
    "SAMPLE-4": sample,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_worked_example_comes_out_as_written(name: str) -> None:
    example = EXAMPLES[name]
    CHECKS[name.partition(".")[0]](example["inputs"], example["result"])


def test_all_forty_seven_examples_are_here() -> None:
    assert len(EXAMPLES) == 47
