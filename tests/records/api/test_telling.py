"""How times are told to programs, and what a file's due is explained by."""

from __future__ import annotations

from datetime import UTC, date, datetime

from feedback.records.api.telling import iso, iso_moment
from feedback.records.rules import stamp
from feedback.records.rules.stamps import Stamp
from tests.records.api.conftest import CODE, batch, row
from tests.signing import Program


def test_moments_carry_their_offset_and_days_stay_days() -> None:
    at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert iso_moment(at) == "2026-11-20T17:00:00+07:00"
    assert (iso(Stamp(at, True)), iso(stamp(date(2026, 11, 20))), iso(None)) == (
        "2026-11-20T17:00:00+07:00",
        "2026-11-20",
        None,
    )


def test_a_due_moved_by_a_supplement_is_told_and_explained(both: Program) -> None:
    asked = {"asked_at": "2026-11-17T09:00:00+07:00", "answered_at": "2026-11-18T09:00:00+07:00"}
    both.post("/api/v1/records", batch(row(1, supplements=[asked])))
    file = both.get(f"/api/v1/records/{CODE.format(1)}").get_json()
    assert (file["due"], file["effective_due"]) == ("2026-11-19T08:15:00+07:00", "2026-11-20T08:15:00+07:00")
    assert any("Hạn dùng để tính trễ" in line for line in file["why"])
    assert file["unsettled"] == ""


def test_a_due_that_crosses_a_day_nobody_has_settled_says_so(both: Program) -> None:
    both.post("/api/v1/records", batch(row(1, due="2026-11-25T08:15:00+07:00")))
    file = both.get(f"/api/v1/records/{CODE.format(1)}").get_json()
    assert file["unsettled"] == "qua ngày nghỉ dự kiến 24/11/2026"


def test_a_result_dated_back_before_the_due_is_taken_and_flagged(both: Program) -> None:
    late = row(1, result="2026-11-20T10:00:00+07:00", status="Đã có kết quả")
    assert both.post("/api/v1/records", batch(late)).status_code == 200
    back = row(1, result="2026-11-18T10:00:00+07:00", status="Đã có kết quả")
    told = both.post("/api/v1/records", batch(back)).get_json()["rows"][0]
    assert (told["outcome"], told["effect"]) == ("accepted", "changed")
    file = both.get(f"/api/v1/records/{CODE.format(1)}").get_json()
    (change,) = [each for each in file["changes"] if each["fact"] == "finished"]
    assert change["flags"]
    assert change["source"] == "Khóa API “Phần mềm một cửa”"
