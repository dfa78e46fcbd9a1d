"""Forms and lists that come as data."""

import pytest

from feedback.apologies.queries import form_for, forms, sensitive_fields
from feedback.foundation.errors import Invalid
from feedback.organisation.tables import UnitSetting
from tests.apologies.conftest import World


def test_every_form_names_its_source_and_fills_only_names_we_know(world: World) -> None:
    for form in forms().values():
        assert form.source
        assert len(form.body) == 7


def test_a_unit_may_use_another_form_but_only_one_there_is(world: World) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=world.commune, key="apology_form", value="mau-04-2018")))
    world.run(lambda session: session.add(UnitSetting(unit_id=world.province, key="apology_form", value="khong-co")))
    with world.store.database.read() as session:
        assert form_for(session, world.commune).title == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
        with pytest.raises(Invalid, match="mau-04-2025"):
            form_for(session, world.province)


def test_the_sensitive_list_holds_civil_status_social_aid_and_land_disputes() -> None:
    sensitive = sensitive_fields()
    assert {"ho tich", "bao tro xa hoi", "nguoi co cong"} <= sensitive.fields
    assert "tranh chap" in sensitive.phrases
