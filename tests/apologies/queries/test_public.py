"""The public list: units, heads, fields, weeks, days, reasons; never a citizen, a code, or procedure and date."""

from datetime import date, timedelta

from feedback.apologies import queries
from feedback.foundation.clock import local_day
from feedback.organisation.tables import UnitSetting
from tests.apologies.conftest import MORNING, NEW_DUE, World

TODAY = local_day(MORNING)


def public(world: World, today: date = TODAY) -> list[queries.PublicUnit]:
    with world.store.database.read() as session:
        return queries.list_public(session, today)


def test_a_line_names_unit_head_field_week_days_and_reason(world: World) -> None:
    world.approved(field="Đất đai", procedure="Đăng ký biến động đất đai")
    (unit,) = public(world)
    assert (unit.unit, unit.head, unit.total) == ("Xã Mẫu Một", "Chủ tịch Trần Văn Mẫu", 1)
    (line,) = unit.lines
    assert (line.field, line.week, line.days) == ("Đất đai", "2026-W47", 4)
    assert line.reason == "Chờ ý kiến, kết quả của cơ quan phối hợp"


def test_neither_code_nor_citizen_nor_procedure_nor_date_is_in_it(world: World) -> None:
    notice = world.approved(applicant={"name": "Nguyễn Thị Mẫu"}, procedure="Đăng ký biến động đất đai")
    text = str(public(world))
    for hidden in ("Nguyễn Thị", world.line(notice).code, "biến động", "datetime", "2026-11"):
        assert hidden not in text


def test_sensitive_fields_are_only_counted(world: World) -> None:
    world.approved(field="Hộ tịch")
    world.approved(field="Hộ tịch")
    world.approved(field="Đất đai", procedure="Hòa giải tranh chấp đất đai")
    (unit,) = public(world)
    assert unit.lines == ()
    assert unit.counted == (("Hộ tịch", 2), ("Đất đai", 1))


def test_drafts_are_nobodys_business(world: World) -> None:
    world.expect_late(world.file())
    assert public(world) == []


def test_a_line_is_gone_after_ninety_days(world: World) -> None:
    world.approved()
    assert len(public(world, TODAY + timedelta(days=90))) == 1
    assert public(world, TODAY + timedelta(days=91)) == []


def test_how_long_is_a_setting_of_the_unit(world: World) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=world.commune, key="apology_public_days", value=7)))
    world.approved()
    assert public(world, TODAY + timedelta(days=8)) == []


def test_a_second_overrun_is_in_the_list_and_marked(world: World) -> None:
    notice = world.approved()
    world.follow(NEW_DUE + timedelta(hours=20), world.line(notice).record_id)
    (unit,) = public(world)
    assert [line.second for line in unit.lines].count(True) == 1
