"""The public list: units, heads, fields, weeks, days, reasons; never a citizen, a code, or procedure and date."""

from datetime import date, timedelta
from typing import Any

from feedback.apologies import queries
from feedback.foundation.clock import local_day
from feedback.organisation.tables import UnitSetting
from tests.apologies.conftest import MORNING, NEW_DUE, World

TODAY = local_day(MORNING)


def public(world: World, today: date = TODAY) -> list[queries.PublicUnit]:
    with world.store.database.read() as session:
        return queries.list_public(session, today)


def published(world: World, **more: Any) -> int:
    return world.publish(world.approved(**more))


def test_a_line_names_unit_head_field_week_days_and_reason(world: World) -> None:
    published(world, field="Đất đai", procedure="Đăng ký biến động đất đai")
    (unit,) = public(world)
    assert (unit.unit, unit.head, unit.total) == ("Xã Mẫu Một", "Chủ tịch Trần Văn Mẫu", 1)
    (line,) = unit.lines
    assert (line.field, line.week, line.days) == ("Đất đai", "2026-W47", 4)
    assert line.reason == "Chờ ý kiến, kết quả của cơ quan phối hợp"


def test_neither_code_nor_citizen_nor_procedure_nor_date_is_in_it(world: World) -> None:
    notice = published(world, applicant={"name": "Nguyễn Thị Mẫu"}, procedure="Đăng ký biến động đất đai")
    text = str(public(world))
    for hidden in ("Nguyễn Thị", world.line(notice).code, "biến động", "datetime", "2026-11"):
        assert hidden not in text


def test_sensitive_fields_are_only_counted(world: World) -> None:
    published(world, field="Hộ tịch")
    published(world, field="Hộ tịch")
    published(world, field="Đất đai", procedure="Hòa giải tranh chấp đất đai")
    (unit,) = public(world)
    assert unit.lines == ()
    assert unit.counted == (("Hộ tịch", 2), ("Đất đai", 1))


def test_drafts_are_nobodys_business(world: World) -> None:
    world.expect_late(world.file())
    assert public(world) == []


def test_a_line_is_gone_after_ninety_days(world: World) -> None:
    published(world)
    assert len(public(world, TODAY + timedelta(days=90))) == 1
    assert public(world, TODAY + timedelta(days=91)) == []


def test_how_long_is_a_setting_of_the_unit(world: World) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=world.commune, key="apology_public_days", value=7)))
    published(world)
    assert public(world, TODAY + timedelta(days=8)) == []


def test_a_second_overrun_is_in_the_list_and_marked(world: World) -> None:
    notice = published(world)
    world.follow(NEW_DUE + timedelta(hours=20), world.line(notice).record_id)
    (unit,) = public(world)
    assert [line.second for line in unit.lines].count(True) == 1


def test_what_is_approved_but_has_not_left_yet_is_not_public(world: World) -> None:
    world.approved()
    assert public(world) == []


def test_a_withdrawn_notice_stays_listed_and_says_so(world: World) -> None:
    notice = published(world, procedure="Đăng ký biến động đất đai")
    back = world.take_back(notice)
    world.approve(back)
    world.publish(back)
    (unit,) = public(world)
    assert [line.withdrawn_by for line in unit.lines] == ["02/PXL"]
    assert "biến động" not in str(unit)


def test_a_notice_taken_back_before_it_was_listed_is_listed_all_the_same(world: World) -> None:
    """One person alone could else approve it in time and take it back in the same minutes, with no trace in public."""
    world.approve(world.take_back(world.approved()))
    (unit,) = public(world)
    assert [line.withdrawn_by for line in unit.lines] == ["02/PXL"]


def test_a_letter_about_a_fault_names_its_kind_alone(world: World) -> None:
    letter = world.fault_letter(world.file(procedure="Đăng ký biến động đất đai"), "bản chính giấy khai sinh năm 1986")
    world.publish(letter)
    (unit,) = public(world)
    (line,) = unit.lines
    assert (line.fault, line.days) == ("làm mất, thất lạc giấy tờ", None)
    assert "1986" not in str(unit)
    assert "biến động" not in str(unit)
