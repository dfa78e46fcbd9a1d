"""`/api/v1/records`: batches, one file, lists; as another software sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from feedback.accounts.rules.api_keys import Verb
from feedback.foundation import clock
from feedback.foundation.database import Database
from feedback.records.tables import ImportRow, Record, RecordApplicant, RecordImport
from tests.records.api.conftest import CODE, Place, batch, row
from tests.signing import Program, header

RECORDS = "/api/v1/records"


def sent(program: Program, *rows: dict[str, object], **more: object) -> dict[str, Any]:
    answer = program.post(RECORDS, batch(*rows, **more))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_good_rows_are_taken_and_wrong_ones_come_back_with_their_reasons(both, site_database: Database) -> None:
    told = sent(both, row(1), row(2, received="2026-13-45"), row(3, code="sai"), row(4, due=None))
    assert [each["outcome"] for each in told["rows"]] == ["accepted", "rejected", "rejected", "accepted_with_warning"]
    assert [each["effect"] for each in told["rows"]] == ["new", "", "", "new"]
    assert told["rows"][1]["reasons"] == [
        {
            "code": "invalid_date",
            "message": "Ngày không có thật hoặc không đọc được. Xin ghi như 2026-11-20T08:15:00+07:00 ở: received.",
        }
    ]
    assert told["counts"] == {"accepted": 2, "accepted_with_warning": 1, "rejected": 2, "changed": 0, "unchanged": 0}
    with site_database.read() as session:
        head = session.get_one(RecordImport, told["import_id"])
        assert (head.source, head.state, head.actor_name) == ("api", "visible", "Khóa API “Phần mềm một cửa”")
        kept = session.scalars(select(ImportRow).where(ImportRow.outcome == "rejected").order_by(ImportRow.row)).all()
        assert [(each.row, bool(each.sealed_raw)) for each in kept] == [(2, True), (3, True)]


def test_the_same_batch_again_changes_nothing_and_a_new_result_is_a_change(both) -> None:
    assert sent(both, row(1))["rows"][0]["effect"] == "new"
    assert sent(both, row(1))["rows"][0]["effect"] == "unchanged"
    told = sent(both, row(1, result="2026-11-18T10:00:00+07:00", status="Đã có kết quả"))
    assert told["rows"][0]["effect"] == "changed"
    file = both.get(f"{RECORDS}/{CODE.format(1)}").get_json()
    assert {each["fact"] for each in file["changes"]} == {"state", "finished"}
    assert file["finished"] == "2026-11-18T10:00:00+07:00"
    assert file["standing"] == "done_early"


def test_moments_with_another_offset_are_the_same_moments(both) -> None:
    sent(both, row(1, received="2026-11-16T01:15:00Z", due="19/11/2026 08:15"))
    file = both.get(f"{RECORDS}/{CODE.format(1)}").get_json()
    assert (file["received"], file["due"]) == ("2026-11-16T08:15:00+07:00", "2026-11-19T08:15:00+07:00")


def test_the_applicant_is_sealed_and_never_given_back(both, site_database: Database) -> None:
    sent(both, row(1))
    with site_database.read() as session:
        sealed = session.scalars(select(RecordApplicant.sealed)).one()
    assert "Kín".encode() not in sealed
    for answer in (both.get(RECORDS), both.get(f"{RECORDS}/{CODE.format(1)}")):
        assert answer.status_code == 200
        assert "Kín" not in answer.text
        assert "0900000001" not in answer.text


def test_a_file_of_nobody_known_is_refused_alone(program, place: Place) -> None:
    everywhere = program(None, Verb.WRITE)
    told = sent(everywhere, row(1), row(2, code="H99.99-261116-0002", solving_unit="Sở Lạ"))
    assert [each["outcome"] for each in told["rows"]] == ["accepted", "rejected"]
    assert told["rows"][1]["reasons"][0]["code"] == "unknown_unit"
    again = sent(everywhere, row(2, code="H99.99-261116-0002", solving_unit=None), unit="90002")
    assert again["rows"][0]["effect"] == "new"


def test_a_unit_may_be_named_by_its_code(program, place: Place) -> None:
    told = sent(program(None), row(1, solving_unit="90002"))
    assert told["rows"][0]["outcome"] == "accepted"


def test_files_of_another_unit_are_refused_row_by_row(both) -> None:
    told = sent(both, row(1), row(2, code="H99.99-261116-0002", solving_unit="Xã Bên", receiving_unit="Xã Bên"))
    assert told["rows"][1]["reasons"][0]["code"] == "unit_out_of_reach"


def test_supplements_and_steps_are_told_on_and_told_once(both) -> None:
    asked = {"asked_at": "2026-11-17T09:00:00+07:00", "answered_at": "2026-11-18T09:00:00+07:00", "note": "bản sao"}
    step = {"unit": "90002", "received_at": "2026-11-17T09:00:00+07:00"}
    assert sent(both, row(1))["rows"][0]["effect"] == "new"
    told = sent(both, row(1, supplements=[asked], steps=[step]))
    assert (told["rows"][0]["effect"], told["counts"]["changed"]) == ("changed", 1)
    assert sent(both, row(1, supplements=[asked], steps=[step]))["rows"][0]["effect"] == "unchanged"
    file = both.get(f"{RECORDS}/{CODE.format(1)}").get_json()
    assert [(each["asked_at"], each["note"]) for each in file["supplements"]] == [(asked["asked_at"], "bản sao")]
    assert [each["unit"]["name"] for each in file["steps"]] == ["Xã Bên"]


def test_a_supplement_that_cannot_be_refuses_its_row_with_the_exact_words(both, site_database: Database) -> None:
    before_receipt = {"asked_at": "2026-11-01T09:00:00+07:00"}
    unknown = {"unit": "Sở Lạ", "received_at": "2026-11-17T09:00:00+07:00"}
    told = sent(both, row(1, supplements=[before_receipt]), row(2, steps=[unknown]), row(3))
    assert [each["reasons"][0]["code"] for each in told["rows"][:2]] == ["invalid_supplement", "invalid_step"]
    assert "trước lúc tiếp nhận" in told["rows"][0]["reasons"][0]["message"]
    assert "Sở Lạ" in told["rows"][1]["reasons"][0]["message"]
    with site_database.read() as session:
        assert session.scalars(select(Record.code)).all() == [CODE.format(3)]


def test_what_is_not_as_agreed_is_said_by_row_and_field_and_nothing_is_taken(both, site_database: Database) -> None:
    answer = both.post(RECORDS, batch(row(1), row(2, code=5), row(3, phone="0900")))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    told = answer.get_json()
    assert [(each["row"], each["field"]) for each in told["errors"]] == [(2, "rows.code"), (3, "rows.phone")]
    with site_database.read() as session:
        assert session.scalar(select(func.count(Record.id))) == 0


def test_no_more_than_a_thousand_rows_and_no_other_kind_of_body(both) -> None:
    assert both.post(RECORDS, batch(*[row(n) for n in range(1001)])).status_code == 422
    assert both.post(RECORDS, b"{").status_code == 422
    assert both.post(RECORDS, b'{"rows": NaN}').status_code == 422
    assert both.post(RECORDS, b"[" * 100_000).status_code == 422
    assert both.post(RECORDS, b" " * (8 * 1024 * 1024 + 1)).status_code == 413


def test_a_thousand_rows_are_one_batch(both, site_database: Database) -> None:
    told = sent(both, *[row(n) for n in range(1, 1001)])
    assert told["counts"]["accepted"] == 1000
    with site_database.read() as session:
        assert session.scalar(select(func.count(Record.id))) == 1000


def test_data_of_tomorrow_is_refused(both) -> None:
    answer = both.post(RECORDS, batch(row(1), as_of="2199-01-01T00:00:00Z"))
    assert answer.status_code == 422
    assert "tương lai" in answer.get_json()["detail"]


def test_a_day_that_cannot_be_read_is_told_by_its_field(both) -> None:
    (told,) = sent(both, row(1, due="45/13/2026", returned="hôm qua", code="X"))["rows"]
    assert [each["code"] for each in told["reasons"]] == ["bad_record_code", "invalid_date"]
    assert told["reasons"][1]["message"].endswith("ở: due, returned.")


def test_a_batch_with_something_unknown_in_its_address_is_refused(both) -> None:
    body = batch(row(1))
    signed = {"Authorization": header(both.key, "POST", RECORDS, query="unit=90001", body=body)}
    answer = both.client.post(f"{RECORDS}?unit=90001", data=body, headers=signed, content_type="application/json")
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "unit")


def test_a_key_has_its_share_of_rows_a_day(program, place: Place) -> None:
    small = program(place.commune, daily_rows=3)
    sent(small, row(1), row(2))
    answer = small.post(RECORDS, batch(row(3), row(4)))
    assert answer.status_code == 429
    tomorrow = clock.now() + timedelta(seconds=int(answer.headers["Retry-After"]))
    assert clock.local_day(tomorrow - timedelta(minutes=1)) < clock.local_day(tomorrow + timedelta(seconds=1))
    assert "ngày mai" in answer.get_json()["detail"]
    assert sent(small, row(3))["counts"]["accepted"] == 1


def test_two_programs_with_the_same_batch_at_once_bring_each_row_once(
    app: Flask, program: Callable[..., Program], place: Place, site_database: Database
) -> None:
    body = batch(*[row(n) for n in range(1, 31)])
    programs = [program(place.commune) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each.post(RECORDS, body), programs))
    assert [each.status_code for each in answers] == [200] * 4
    effects = [[one["effect"] for one in each.get_json()["rows"]] for each in answers]
    assert sorted(effects) == sorted([["new"] * 30, *[["unchanged"] * 30] * 3])
    with site_database.read() as session:
        assert session.scalar(select(func.count(Record.id))) == 30


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_has_an_etag_and_is_not_sent_twice(both) -> None:
    sent(both, row(1))
    first = both.get(f"{RECORDS}/{CODE.format(1)}")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = both.get(f"{RECORDS}/{CODE.format(1)}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    sent(both, row(1, due="2026-11-23T08:15:00+07:00"))
    assert both.get(f"{RECORDS}/{CODE.format(1)}", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_file_says_how_its_due_comes_about(both) -> None:
    sent(both, row(1))
    file = both.get(f"{RECORDS}/{CODE.format(1)}").get_json()
    assert file["computed_due"] == "2026-11-19T08:15:00+07:00"
    assert file["due"] == "2026-11-19T08:15:00+07:00"
    assert len(file["why"]) > 1
    assert file["procedure"] == {"code": "1.004873", "name": "Chứng thực bản sao"}
    assert file["solving_unit"] == {"code": "90001", "name": "Xã Thử", "inferred": False}


def test_pages_follow_each_other_behind_a_cursor(both) -> None:
    sent(both, *[row(n) for n in range(1, 6)])
    seen: list[str] = []
    cursor: int | None = 0
    while cursor is not None:
        page = both.get(RECORDS, f"limit=2&cursor={cursor}").get_json()
        seen += [each["code"] for each in page["records"]]
        cursor = page["next_cursor"]
    assert seen == [CODE.format(n) for n in range(1, 6)]


def test_lists_are_narrowed_by_unit_state_and_change(program, both, place: Place) -> None:
    all_over = program(None, Verb.WRITE, Verb.READ)
    beside = {"code": "H99.99-261116-0009", "solving_unit": "Xã Bên", "receiving_unit": "Xã Bên"}
    sent(all_over, row(1), row(2, status="Đã có kết quả", result="18/11/2026 10:00"), row(9, **beside))

    def codes(query: str) -> list[str]:
        return [each["code"][-4:] for each in all_over.get(RECORDS, query).get_json()["records"]]

    assert codes("unit=90001") == ["0001", "0002"]
    assert codes("unit=90000") == ["0001", "0002", "0009"]
    assert codes("state=done") == ["0002"]
    before = all_over.get(RECORDS).get_json()["as_of"].replace("+", "%2B")
    assert codes("changed_since=2199-01-01T00:00:00Z") == []
    sent(all_over, row(1, due="23/11/2026 08:15"))
    assert "0001" in codes(f"changed_since={before}")
    assert all_over.get(RECORDS, "unit=12345").status_code == 404
    assert both.get(RECORDS, "unit=90002").status_code == 403


def test_a_file_of_another_unit_is_as_little_there_as_none(program, place: Place) -> None:
    sent(program(place.commune), row(1))
    stranger = program(place.beside, Verb.READ)
    there, nowhere = stranger.get(f"{RECORDS}/{CODE.format(1)}"), stranger.get(f"{RECORDS}/{CODE.format(77)}")
    assert (there.status_code, there.get_json()) == (404, nowhere.get_json())


def test_an_address_with_something_unknown_in_it_is_refused(both) -> None:
    for query in ("limit=0", "limit=201", "limit=1e2", "cursor=-1", "state=xong", "changed_since=hom-qua", "trang=2"):
        answer = both.get(RECORDS, query)
        assert answer.status_code == 422, query
        assert answer.get_json()["errors"][0]["field"] == query.split("=")[0]


def test_no_answer_sets_a_cookie(both) -> None:
    answers = [both.get(RECORDS), both.post(RECORDS, batch(row(1))), both.client.get("/api/v1/")]
    assert [each.headers.getlist("Set-Cookie") for each in answers] == [[], [], []]


def test_an_idempotency_key_gets_the_same_answer_letter_for_letter(both, site_database: Database) -> None:
    body, named = batch(row(1)), {"Idempotency-Key": "lo-2026-11-20"}
    first = both.post(RECORDS, body, **named)
    again = both.post(RECORDS, body, **named)
    assert (again.status_code, again.data, again.headers["Idempotency-Replayed"]) == (200, first.data, "true")
    other = both.post(RECORDS, batch(row(2)), **named)
    assert (other.status_code, other.mimetype) == (422, "application/problem+json")
    with site_database.read() as session:
        assert session.scalar(select(func.count(RecordImport.id))) == 1
    assert json.loads(first.data)["rows"][0]["effect"] == "new"
