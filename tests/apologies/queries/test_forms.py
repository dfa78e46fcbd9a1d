"""Forms and lists that come as data."""

import pytest

from feedback.apologies.queries import find_chosen, form_for, forms, get_form, list_forms, sensitive_fields
from feedback.apologies.rules import USE_WORDS, Kind
from feedback.foundation.errors import Invalid, NotFound
from feedback.organisation.tables import UnitSetting
from tests.apologies.conftest import World


def test_every_form_names_its_source_and_fills_only_names_we_know(world: World) -> None:
    for form in forms().values():
        assert form.source
        assert len(form.body) >= 5
        assert form.use in USE_WORDS


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


def test_each_kind_of_paper_has_its_own_form(world: World) -> None:
    with world.store.database.read() as session:
        assert form_for(session, world.commune, Kind.EXPECTED).use == "late"
        assert form_for(session, world.commune, Kind.WRONG_RESULT).use == "fault"
        assert form_for(session, world.commune, Kind.WITHDRAWAL).use == "withdrawal"


def test_a_form_of_another_use_is_not_taken(world: World) -> None:
    world.run(lambda session: session.add(UnitSetting(unit_id=None, key="apology_form", value="thu-xin-loi")))
    with world.store.database.read() as session, pytest.raises(Invalid):
        form_for(session, world.commune)


def test_what_was_never_chosen_has_no_ground_and_what_is_not_there_is_not_found(world: World) -> None:
    with world.store.database.read() as session:
        assert find_chosen(session, world.commune, "late") == ("", "")
        assert [line.form.key for line in list_forms(session)] == list(forms())
        for wrong in ("khong-co", "khong-co/1", "mau-04-2025/x"):
            with pytest.raises(NotFound):
                get_form(session, wrong)
