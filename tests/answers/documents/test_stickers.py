"""Sheets of labels: every code decodes, the paper is the only place of a token, odd wishes are refused."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from feedback.answers.documents import PER_SHEET, print_stickers, stickers_pdf
from feedback.answers.queries.codes import kept_hash
from feedback.answers.rules.codes import code_address, read_code, shown_address
from feedback.answers.tables import OneTimeCode
from feedback.audit.tables import AuditNote
from feedback.foundation.actors import SYSTEM
from feedback.foundation.clock import local_day
from feedback.foundation.engine import Store
from feedback.foundation.errors import Invalid
from feedback.organisation.tables import UnitSetting
from feedback.schema import METADATA
from tests.answers.codes import token
from tests.conftest import NOW
from tests.factories import Factory
from tests.outbox.conftest import store

__all__ = ["store"]

BASE = "https://danhgia.example.gov.vn"
LONG = "Chi nhánh Văn phòng đăng ký đất đai khu vực Mẫu Bảy – Mẫu Tám và vùng lân cận"


def labels(count: int, **more: object) -> bytes:
    values = {"unit_name": "Ủy ban nhân dân xã Mẫu", "expires_on": date(2027, 1, 19), "base_url": BASE, "sample": False}
    return stickers_pdf([token(number + 1) for number in range(count)], now=NOW, **values | more)


def decoded(pdf: bytes, folder: Path) -> list[str]:
    """What each label says, photographed one by one as people do."""
    (folder / "labels.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "labels.pdf", "page"], cwd=folder, check=True)
    cut = []
    for page in sorted(folder.glob("page*.png")):
        picture = Image.open(page)
        wide, high = picture.width / 3, picture.height / 8
        for number in range(PER_SHEET):
            left, top = number % 3 * wide, number // 3 * high
            cut.append(folder / f"label-{page.stem}-{number}.png")
            picture.crop((int(left), int(top), int(left + wide), int(top + high))).save(cut[-1])
    shown = subprocess.run(["zbarimg", "--quiet", "--raw", *cut], check=False, capture_output=True, text=True)
    return shown.stdout.split()


@pytest.mark.parametrize(("name", "sample"), [("Ủy ban nhân dân xã Mẫu", False), (LONG, True)])
def test_every_code_of_a_sheet_decodes_at_150_dpi(tmp_path: Path, name: str, sample: bool):
    wanted = {code_address(BASE, token(number + 1)) for number in range(PER_SHEET + 2)}
    found = decoded(labels(PER_SHEET + 2, unit_name=name, sample=sample), tmp_path)
    assert set(found) == wanted
    assert len(found) == PER_SHEET + 2


def test_a_sheet_is_a4_and_each_label_names_unit_address_and_last_day():
    reader = PdfReader(BytesIO(labels(PER_SHEET + 1)))
    box = reader.pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [210, 297]
    assert len(reader.pages) == 2
    words = " ".join(reader.pages[0].extract_text().split())
    for part in ("Ủy ban nhân dân xã Mẫu", "Đánh giá ẩn danh, một lần", "Dùng đến hết ngày 19/01/2027"):
        assert words.count(part) == PER_SHEET
    assert shown_address(code_address(BASE, token(1))).rpartition("/")[2] in words
    assert "MẪU" not in words
    assert PdfReader(BytesIO(labels(2, sample=True))).pages[0].extract_text().count("MẪU") == 2


@pytest.fixture
def site(store: Store) -> Store:
    store.settings = store.settings.model_copy(update={"public_url": BASE})
    return store


@pytest.fixture
def unit_id(site: Store) -> int:
    return site.database.run(lambda session: Factory(session).unit("Xã Mẫu Nhãn").id)


def test_what_is_printed_counts_and_nothing_stored_holds_a_token(site: Store, unit_id: int, tmp_path: Path):
    day = local_day(NOW)
    pdf = print_stickers(site, actor=SYSTEM, now=NOW, unit_id=unit_id, day=day, count=PER_SHEET)
    tokens = {read_code(each.rpartition("/")[2]) for each in decoded(pdf, tmp_path)}
    with site.database.read() as session:
        codes = list(session.scalars(select(OneTimeCode)))
        everything = repr([session.execute(select(table)).all() for table in METADATA.sorted_tables])
        (note,) = session.scalars(select(AuditNote))
    assert {code.hash for code in codes} == {kept_hash(site.sealer, str(each)) for each in tokens}
    assert {(code.kind, code.unit_id, code.day, code.used, code.record_id) for code in codes} == {
        ("sticker", unit_id, day, False, None)
    }
    assert {code.expires_on for code in codes} == {day + timedelta(days=60)}
    assert [each for each in tokens if str(each) in everything] == []
    assert (note.verb, note.unit_id, note.detail) == (
        "one_time_code.print",
        unit_id,
        {"count": PER_SHEET, "day": "2026-11-20"},
    )


def test_how_long_codes_are_good_is_a_setting_of_the_unit(site: Store, unit_id: int):
    site.database.run(
        lambda session: session.add(UnitSetting(unit_id=unit_id, key="one_time_code_days", value=7, source="QĐ mẫu"))
    )
    print_stickers(site, actor=SYSTEM, now=NOW, unit_id=unit_id, day=date(2026, 11, 23), count=1)
    with site.database.read() as session:
        assert session.scalars(select(OneTimeCode.expires_on)).one() == date(2026, 11, 30)


@pytest.mark.parametrize(("days", "count"), [(61, 24), (-61, 24), (0, 961), (0, 0)])
def test_days_far_off_and_too_many_labels_are_refused(site: Store, unit_id: int, days: int, count: int):
    day = local_day(NOW) + timedelta(days=days)
    with pytest.raises(Invalid):
        print_stickers(site, actor=SYSTEM, now=NOW, unit_id=unit_id, day=day, count=count)
    with site.database.read() as session:
        assert session.scalars(select(OneTimeCode)).all() == []


def test_codes_that_would_lead_to_this_machine_only_are_not_printed(store: Store):
    unit_id = store.database.run(lambda session: Factory(session).unit().id)
    with pytest.raises(Invalid, match="FEEDBACK_PUBLIC_URL"):
        print_stickers(store, actor=SYSTEM, now=NOW, unit_id=unit_id, day=local_day(NOW), count=1)
