from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from feedback.reports.rules.numbers import Apologies, Figure, Files, from_json, sha256, to_json
from feedback.scoring.rules.shares import Share, Standing
from tests.reports.samples import numbers


@pytest.mark.parametrize("units", [1, 6])
def test_numbers_come_back_from_json_as_they_were(units: int) -> None:
    stored = json.loads(json.dumps(to_json(numbers(4, units)), ensure_ascii=False))
    assert from_json(stored) == numbers(4, units)


def test_the_hash_tells_any_change() -> None:
    stored = to_json(numbers())
    changed = json.loads(json.dumps(stored))
    changed["now"]["files"]["done_late"] += 1
    assert sha256(changed) != sha256(stored)


def test_numbers_without_their_n_are_refused() -> None:
    stored = to_json(numbers())
    del stored["now"]["satisfaction"]["n"]
    with pytest.raises(ValidationError):
        from_json(stored)


def test_a_hidden_figure_has_no_share() -> None:
    assert Figure(n=7, standing=Standing.HIDDEN).share is None
    assert Figure(n=12, standing=Standing.SHOWN, part=9).share == Share(9, 12)


def test_late_files_and_unsent_apologies_are_what_is_left() -> None:
    files = Files(5, 1, 3, 2, no_due=4, computed_in_time=1, computed_late=1, aside=9, on_time_percent=72.73)
    assert (files.counted, files.late) == (11, 3)
    assert Apologies(owed=7, in_time=3, late=2).unsent == 2


def test_json_writes_out_the_sums_that_papers_print() -> None:
    stored = to_json(numbers(4, 3))
    for span in (stored["now"], stored["before"], stored["weeks"][0]["span"], stored["units"][0]["span"]):
        files = span["files"]
        assert files["counted"] == sum(
            files[key] for key in ("done_in_time", "done_late", "open_in_time", "open_overdue")
        )
        assert files["late"] == files["done_late"] + files["open_overdue"]
        assert span["answers"] == span["satisfaction"]["n"] + span["left_out"]
        assert span["apologies"]["unsent"] == span["apologies"]["owed"] - sum(
            span["apologies"][key] for key in ("in_time", "late")
        )


def test_an_edition_from_before_channels_and_codes_were_counted_is_still_read() -> None:
    stored = to_json(numbers(4, 3))
    del stored["code_cells"]
    for span in (stored["now"], stored["before"], *(each["span"] for each in (*stored["weeks"], *stored["units"]))):
        del span["by_channel"], span["left_out"]
    old = from_json(json.loads(json.dumps(stored)))
    assert (old.code_cells, old.now.by_channel, old.now.answers) == ((), {}, numbers(4, 3).now.satisfaction.n)


def test_an_edition_from_before_small_units_were_left_out_says_that_all_are_in() -> None:
    stored = to_json(numbers(4, 1))
    for span in (stored["now"], stored["before"], *(each["span"] for each in stored["weeks"])):
        del span["left_out"]
    assert from_json(stored) == numbers(4, 1)


def test_an_edition_from_before_repeated_requests_and_results_dated_back_were_counted_is_still_read() -> None:
    stored = to_json(numbers(4, 3))
    for span in (stored["now"], stored["before"], *(each["span"] for each in (*stored["weeks"], *stored["units"]))):
        del span["files"]["repeated"], span["files"]["dated_back"]
    assert (from_json(stored).now.files.repeated, from_json(stored).now.files.dated_back) == (0, 0)
