"""Settings and where they come from."""

from feedback.organisation.queries import find_setting, get_setting
from feedback.organisation.tables import UnitSetting


def put(session, unit_id, value):
    session.add(UnitSetting(unit_id=unit_id, key="cut_off", value=value, source="thử"))
    session.flush()


def test_a_setting_is_inherited_from_unit_to_parent_to_everybody_to_default(session, make):
    province = make.unit(level="province")
    commune = make.unit(parent=province)
    assert get_setting(session, commune.id, "cut_off", "không") == "không"
    put(session, None, "mọi nơi")
    assert get_setting(session, commune.id, "cut_off", "không") == "mọi nơi"
    put(session, province.id, "tỉnh")
    assert get_setting(session, commune.id, "cut_off", "không") == "tỉnh"
    put(session, commune.id, {"at": "15:00"})
    assert get_setting(session, commune.id, "cut_off", "không") == {"at": "15:00"}
    assert get_setting(session, None, "cut_off", "không") == "mọi nơi"


def test_a_setting_tells_its_source(session, make):
    put(session, None, 1)
    row = find_setting(session, make.unit().id, "cut_off")
    assert row is not None
    assert row.source == "thử"


def test_a_sibling_does_not_inherit(session, make):
    province = make.unit(level="province")
    one, other = make.unit(parent=province), make.unit(parent=province)
    put(session, one.id, "riêng")
    assert find_setting(session, other.id, "cut_off") is None
