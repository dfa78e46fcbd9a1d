from __future__ import annotations

from dataclasses import replace

import pytest

from feedback.reports.documents.lines import report, scope_words
from feedback.reports.rules.numbers import Scope, ScopeKind
from tests.reports.samples import numbers

MARK = "ef" * 32


def test_the_report_names_the_index_the_title_of_the_rate_and_its_edition() -> None:
    printed = report(numbers(), MARK)
    assert printed.facts[0].label == "Mức hài lòng của người trả lời"
    assert printed.facts[1].note == "theo cách tính 766 mục 2.1, gồm hồ sơ bổ sung, rút, từ chối, dừng khi biết lúc nào"
    assert printed.imprint.endswith(f"Mã kiểm {MARK[:16]}.")
    assert "07:00 ngày 16/11/2026" in printed.imprint
    assert printed.period == "Từ thứ Hai 09/11/2026 đến hết Chủ nhật 15/11/2026"


def test_all_eight_courtesies_and_five_factors_stand_also_when_nobody_answered() -> None:
    printed = report(numbers(2), MARK)
    assert (len(printed.table("4-xin-4-luon").rows), len(printed.table("nam-yeu-to").rows)) == (8, 5)


def test_an_area_has_its_units_by_who_received_and_by_who_solved() -> None:
    printed = report(numbers(1, 4), MARK)
    assert [len(printed.table(key).rows) for key in ("don-vi-tiep-nhan", "don-vi-giai-quyet")] == [4, 4]
    assert all(len(row) == len(table.columns) for table in printed.tables for row in table.rows)


def test_answers_left_out_of_the_shared_figure_are_counted_and_named() -> None:
    found = numbers(1, 4)
    told = report(replace(found, now=replace(found.now, left_out=3), before=replace(found.before, left_out=0)), MARK)
    rows = {row[0].text: [cell.text for cell in row[1:3]] for row in told.table("tom-tat").rows}
    assert rows["– chưa gộp vào mức hài lòng (đơn vị ít phiếu)"] == ["3", "0"]
    assert told.facts[0].detail.endswith("; 3 phiếu của đơn vị ít phiếu chưa gộp vào mức này")
    assert any(note.startswith("Số chung của một tuần gộp đơn vị có từ 10 phiếu") for note in told.notes)
    alone = report(numbers(1), MARK)
    assert not [row for row in alone.table("tom-tat").rows if "chưa gộp" in row[0].text]
    assert not [note for note in alone.notes if note.startswith("Số chung")]


def test_a_running_week_says_that_its_figures_are_provisional() -> None:
    assert report(numbers(), MARK).provisional == ""
    running = report(replace(numbers(), provisional=True), MARK)
    assert running.provisional.startswith("Tuần chưa kết thúc: số liệu tạm tính đến 00:00 ngày 16/11/2026. Phiếu")
    assert not {"4-xin-4-luon", "nam-yeu-to"} & {table.key for table in running.tables}
    assert {"4-xin-4-luon", "nam-yeu-to"} <= {table.key for table in report(numbers(), MARK).tables}


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        (ScopeKind.UNIT, "Xã Hải Lăng", "Xã Hải Lăng"),
        (ScopeKind.SUBTREE, "Tỉnh Quảng Trị", "Tỉnh Quảng Trị và các đơn vị trực thuộc"),
        (ScopeKind.AREA, "Địa bàn huyện Hải Lăng cũ", "Địa bàn huyện Hải Lăng cũ"),
        (ScopeKind.AREA, "ven biển", "Địa bàn ven biển"),
    ],
)
def test_a_scope_is_named_as_people_say_it(kind: ScopeKind, name: str, said: str) -> None:
    assert scope_words(Scope(kind, 1, "1", name)) == said
