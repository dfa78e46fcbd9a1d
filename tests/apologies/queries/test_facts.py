"""What a notice says is gathered from the organisation, the file and the settings of that day."""

from datetime import date

import pytest

from feedback.answers.rules.codes import read_code
from feedback.apologies import queries
from feedback.apologies.rules import NoticeFacts
from feedback.foundation.errors import Conflict
from feedback.organisation.tables import Unit, UnitSetting, UnitSuccession
from tests.apologies.conftest import DECISION, MORNING, World

URL = "https://danhgia.example.gov.vn"


def facts(world: World, base_url: str = URL, **more) -> NoticeFacts:
    notice = world.expect_late(world.file(**more))
    with world.store.database.read() as session:
        row = queries.read_notice(session, notice)
        return queries.preview_facts(session, row, DECISION, now=MORNING, sealer=world.store.sealer, base_url=base_url)


def test_authority_desk_place_and_head_are_the_units(world: World) -> None:
    found = facts(world, applicant={"name": "Nguyễn Thị Mẫu", "identity": "1", "email": "a@b.vn"})
    assert found.authority == "Ủy ban nhân dân xã Mẫu Một"
    assert found.lower_line == "Trung tâm Phục vụ hành chính công"
    assert (found.place, found.head_name, found.head_title) == ("Mẫu Một", "Trần Văn Mẫu", "Chủ tịch")
    assert (found.applicant.name, found.applicant.email) == ("Nguyễn Thị Mẫu", "a@b.vn")
    assert found.paper == "A4"


def test_each_notice_has_a_code_of_its_own_the_same_however_often_its_paper_is_set(world: World) -> None:
    notice = world.expect_late(world.file())
    with world.store.database.read() as session:
        row = queries.read_notice(session, notice)
        more = {"now": MORNING, "sealer": world.store.sealer, "base_url": URL}
        once, again = (queries.preview_facts(session, row, DECISION, **more).survey_url for _ in range(2))
    assert once == again == f"{URL}/h/{read_code(once.rsplit('/', 1)[1])}"
    assert facts(world).survey_url != once
    assert facts(world, base_url="").survey_url == ""


def test_a_notice_has_an_address_to_answer_at_only_once_it_is_approved(world: World) -> None:
    notice = world.expect_late(world.file())
    world.decide(notice)
    with world.store.database.read() as session:
        assert queries.find_survey_url(session, world.store.sealer, notice, URL) == ""
    world.store.settings = world.store.settings.model_copy(update={"public_url": URL})
    world.approve(notice)
    with world.store.database.read() as session:
        token = queries.survey_token(world.store.sealer, queries.read_notice(session, notice))
        assert queries.find_survey_url(session, world.store.sealer, notice, URL) == f"{URL}/h/{token}"
        assert queries.find_survey_url(session, world.store.sealer, notice, "") == ""


def test_paper_and_place_are_settings(world: World) -> None:
    def work(session) -> None:
        session.add(UnitSetting(unit_id=world.province, key="apology_paper", value="A5"))
        session.add(UnitSetting(unit_id=world.commune, key="apology_place", value="Thôn Mẫu"))

    world.run(work)
    found = facts(world)
    assert (found.paper, found.place) == ("A5", "Thôn Mẫu")


def test_the_number_shown_before_approval_is_the_next_one(world: World) -> None:
    assert facts(world).number == 1
    world.approved()
    assert facts(world).number == 2


def test_a_unit_that_no_longer_exists_is_followed_by_its_successor(world: World) -> None:
    def work(session) -> int:
        old = world.factory(session).unit("Xã Mẫu Cũ", valid_from=None, valid_to=date(2025, 6, 30), generation="old")
        succession = {"effective": date(2025, 7, 1), "legal_basis": "x", "confidence": "high"}
        session.add(UnitSuccession(old_unit_id=old.id, new_unit_id=world.commune, **succession))
        return old.id

    old = world.run(work)
    line = world.line(world.expect_late(world.file(unit=old)))
    assert line.unit_id == world.commune
    with world.store.database.read() as session:
        assert session.get_one(Unit, old).valid_to == date(2025, 6, 30)


def test_without_a_stored_decision_there_is_nothing_to_preview(world: World) -> None:
    notice = world.expect_late(world.file())
    with world.store.database.read() as session, pytest.raises(Conflict):
        queries.decision_of(queries.read_notice(session, notice))
