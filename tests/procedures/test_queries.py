"""Procedures by code and name, and the due moments of their files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from feedback.foundation.actors import SYSTEM
from feedback.foundation.errors import NotFound
from feedback.organisation.actions import set_setting
from feedback.procedures import actions, queries
from feedback.procedures.queries import due_for, explain_for, facts_of, find_by_code, find_by_name, read_catalogue
from feedback.working_calendar.actions import load_reference_calendar
from feedback.working_calendar.queries import calendar_for, policy_for
from feedback.working_calendar.rules import LimitKind, TimeLimit, due_minutes, minute_of, moment_of
from tests.working_calendar.calendars import at, written

STATED = list(
    csv.DictReader((Path(__file__).parent / "data" / "stated_in_exports.csv").read_text("utf-8").splitlines())
)


@pytest.fixture
def loaded(session, now):
    load_reference_calendar(session, actor=SYSTEM, now=now)
    actions.load_reference_procedures(session, actor=SYSTEM, now=now)
    return session


def test_the_due_moments_of_real_exports_come_out_to_the_minute(loaded):
    catalogue = read_catalogue(loaded)
    limits = [catalogue.by_code[case["procedure"]].limit for case in STATED]
    received = [minute_of(at(case["received"])) for case in STATED]
    found = due_minutes(limits, received, calendar_for(loaded), policy_for(loaded))
    assert len(STATED) > 700
    assert [written(moment_of(due)) for due in found] == [case["due"] for case in STATED]


@pytest.mark.parametrize("case", STATED[::150], ids=lambda case: f"{case['procedure']} {case['received']}")
def test_one_due_moment_is_asked_for_in_one_call(loaded, case):
    due = due_for(loaded, queries.get_by_code(loaded, case["procedure"]), at(case["received"]))
    assert due is not None
    assert written(due.at) == case["due"]


def test_a_units_own_policy_counts_its_files(loaded, now, make):
    unit, procedure = make.unit(), queries.get_by_code(loaded, "1.004873")
    set_setting(loaded, actor=SYSTEM, now=now, unit_id=unit.id, key="due_policy", value="end_of_last_day", source="x")
    everybodys, own = (
        due_for(loaded, procedure, at("2026-10-07T09:00")),
        due_for(loaded, procedure, at("2026-10-07T09:00"), unit.id),
    )
    assert everybodys is not None
    assert own is not None
    assert (written(everybodys.at), written(own.at)) == ("2026-10-12T09:00", "2026-10-12T17:00")
    assert explain_for(loaded, procedure, at("2026-10-07T09:00"), unit.id)[-1] == (
        "Hạn trả kết quả: 17:00 thứ Hai 12/10/2026."
    )


def test_a_procedure_whose_number_has_no_unit_has_no_due_moment(loaded):
    procedure = queries.get_by_code(loaded, "1.000689")
    assert procedure.portal_number == "3"
    assert due_for(loaded, procedure, at("2026-10-07T09:00")) is None
    assert explain_for(loaded, facts_of(procedure), at("2026-10-07T09:00")) == (
        "Thủ tục này không có thời hạn giải quyết trong dữ liệu: chưa tính được hạn trả.",
    )


def test_a_procedure_is_found_by_its_code_also_as_a_number(loaded):
    for code in ("2.000720", "2.00072", " 2,00072 "):
        found = find_by_code(loaded, code)
        assert found is not None
        assert found.code == "2.000720"
    assert find_by_code(loaded, "9.999999") is None
    assert find_by_code(loaded, "khai sinh") is None
    with pytest.raises(NotFound, match=r"Không có thủ tục mã 9\.999999"):
        queries.get_by_code(loaded, "9.999999")


def test_a_procedure_is_found_by_its_name_exactly_or_without_diacritics(loaded):
    for name in ("Thủ tục đăng ký khai sinh", "THU TUC DANG KY KHAI SINH"):
        found = find_by_name(loaded, name)
        assert found is not None
        assert found.code == "1.001193"
    assert find_by_name(loaded, "Thủ tục lạ") is None


def test_two_procedures_alike_but_for_diacritics_are_told_apart_or_not_at_all(session, make):
    make.procedure("1.000001", name="Cấp bản sao")
    make.procedure("1.000002", name="Cấp bán sào")
    exact = find_by_name(session, "Cấp bán sào")
    assert exact is not None
    assert exact.code == "1.000002"
    assert find_by_name(session, "cap ban sao") is None


def test_an_amount_nobody_knows_is_no_limit(make):
    assert queries.limit_of(make.procedure(limit_amount=None)) == TimeLimit(LimitKind.NONE)
    assert queries.limit_of(make.procedure(limit_kind="same_day", limit_amount=3)) == TimeLimit(LimitKind.SAME_DAY)


def test_the_list_is_searched_by_words_code_field_and_kind_of_limit(loaded):
    codes = [each.code for each in queries.list_procedures(loaded, words="khai sinh đăng ký lại")]
    assert codes
    assert set(codes) < {each.code for each in queries.list_procedures(loaded, words="khai sinh")}
    assert [each.code for each in queries.list_procedures(loaded, words="1.001193")] == ["1.001193"]
    assert queries.count_procedures(loaded, field="Hộ tịch") == 41
    assert queries.count_procedures(loaded, limit_kind="none") == queries.count_by_limit(loaded)["none"] == 21
    assert queries.count_procedures(loaded, words="100%_") == 0
    assert len(queries.list_procedures(loaded, skip=120, take=20)) == 8
    assert "Chứng thực" in queries.list_fields(loaded)
