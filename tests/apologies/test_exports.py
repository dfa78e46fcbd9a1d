"""The wall poster says what the public page says of this month, no more and no less."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from feedback.apologies import queries
from feedback.apologies.exports import wall_pdf
from feedback.apologies.tables import Apology
from feedback.foundation.clock import local_day
from feedback.foundation.errors import Invalid, NotFound
from feedback.organisation.tables import Unit
from tests.apologies.actions.test_removing import ask, decide
from tests.apologies.conftest import MORNING, NEW_DUE, World


def code_of(world: World) -> str:
    with world.store.database.read() as session:
        return session.get_one(Unit, world.commune).code


def read(world: World, size: str = "A4") -> str:
    pdf = wall_pdf(world.store, code_of(world), size, MORNING)
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def shown_total(text: str) -> int:
    found = re.search(r"(\d+)\s+lần xin lỗi trong tháng 11/2026", " ".join(text.split()))
    assert found is not None, text
    return int(found.group(1))


def test_poster_page_and_sql_agree(world: World) -> None:
    for field in ("Đất đai", "Đất đai", "Hộ tịch", "Xây dựng"):
        world.publish(world.approved(field=field))
    world.approved(field="Môi trường")  # approved, not yet in anybody's hands: on neither
    with world.store.database.read() as session:
        (listed,) = queries.list_public(session, local_day(MORNING))
        stored = session.scalar(
            select(func.count())
            .select_from(Apology)
            .where(Apology.unit_id == world.commune, Apology.published_at.is_not(None))
        )
        of_month = queries.find_month(session, world.commune, local_day(MORNING))
    text = read(world)
    assert shown_total(text) == listed.total == stored == 4
    assert of_month == listed
    assert text.count("Đất đai") == 2
    assert "Hộ tịch 1 lần" in " ".join(text.split())
    assert "Môi trường" not in text


def test_last_months_apologies_are_on_the_page_and_not_on_the_poster(world: World) -> None:
    notice = world.publish(world.approved())
    october = MORNING - timedelta(days=30)

    def move_back(session: object) -> None:
        row = session.get_one(Apology, notice)  # type: ignore[attr-defined]
        row.approved_at = october

    world.run(move_back)
    with world.store.database.read() as session:
        (listed,) = queries.list_public(session, local_day(MORNING))
        assert listed.total == 1
        assert queries.find_month(session, world.commune, local_day(MORNING)) is None
    assert shown_total(read(world)) == 0


def test_nothing_that_leads_to_a_person_is_on_it(world: World) -> None:
    notice = world.publish(world.approved(applicant={"name": "Nguyễn Thị Mẫu"}, procedure="Đăng ký biến động đất đai"))
    text = read(world)
    for hidden in ("Nguyễn Thị", world.line(notice).code, "biến động", f"{NEW_DUE:%d/%m/%Y}"):
        assert hidden not in text


def test_an_empty_month_is_said_proudly_only_if_it_is_true(world: World) -> None:
    assert "chưa phải gửi lời xin lỗi nào" in " ".join(read(world).split())
    world.expect_late(world.file())
    said = " ".join(read(world).split())
    assert "chưa phải gửi" not in said
    assert "Hiện không có dòng nào" in said


def test_the_wall_says_how_many_of_the_months_lines_were_taken_off(world: World) -> None:
    one, two = world.accounts()
    notice = world.publish(world.approved())
    assert "đã gỡ" not in read(world)
    decide(world, ask(world, notice, one), two)
    said = " ".join(read(world).split())
    assert "1 dòng đã gỡ theo đề nghị, có người thứ hai xác nhận" in said
    assert "chưa phải gửi" not in said
    world.run(lambda session: setattr(session.get_one(Apology, notice), "approved_at", MORNING - timedelta(days=30)))
    assert "đã gỡ" not in read(world)


@pytest.mark.parametrize(("size", "width"), [("A4", 595), ("A3", 842)])
def test_it_comes_in_two_sizes(world: World, size: str, width: int) -> None:
    pages = PdfReader(BytesIO(wall_pdf(world.store, code_of(world), size, MORNING))).pages
    assert round(float(pages[0].mediabox[2])) == width
    assert pages[0].mediabox[3] > pages[0].mediabox[2]


def test_no_such_unit_or_size(world: World) -> None:
    with pytest.raises(NotFound):
        wall_pdf(world.store, "khong-co", "A4", MORNING)
    with pytest.raises(Invalid, match="A4 hoặc A3"):
        wall_pdf(world.store, code_of(world), "A0", MORNING)
