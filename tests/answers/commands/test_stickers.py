"""The commands of answers, as a script uses them."""

from __future__ import annotations

from pathlib import Path

import time_machine
from click.testing import CliRunner, Result
from sqlalchemy import select

from feedback.answers.commands.stickers import stickers
from feedback.answers.tables import OneTimeCode
from feedback.foundation.engine import Store
from tests.conftest import NOW
from tests.factories import Factory
from tests.outbox.conftest import store

__all__ = ["store"]


def call(opened: Store, *arguments: str) -> Result:
    with time_machine.travel(NOW, tick=False):
        return CliRunner().invoke(stickers, arguments, obj=lambda: opened)


def test_stickers_are_written_for_a_unit_and_day(store: Store, tmp_path: Path):
    store.settings = store.settings.model_copy(update={"public_url": "https://danhgia.example.gov.vn"})
    store.database.run(lambda session: Factory(session).unit("Xã Mẫu Nhãn", code="97001").id)
    out = tmp_path / "nhan.pdf"
    result = call(store, "--unit", "97001", "--day", "2026-11-23", "--count", "30", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "30 nhãn" in result.output
    assert out.read_bytes().startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    with store.database.read() as session:
        assert len(session.scalars(select(OneTimeCode)).all()) == 30


def test_what_cannot_be_printed_is_refused_in_words(store: Store, tmp_path: Path):
    store.database.run(lambda session: Factory(session).unit("Xã Mẫu Nhãn", code="97001").id)
    result = call(store, "--unit", "97001", "--out", str(tmp_path / "nhan.pdf"))
    assert result.exit_code == 1
    assert "FEEDBACK_PUBLIC_URL" in result.output
    assert call(store, "--unit", "00000", "--out", str(tmp_path / "nhan.pdf")).exit_code == 1
