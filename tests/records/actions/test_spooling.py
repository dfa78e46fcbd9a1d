"""Where uploads lie, and who may work on them."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest

from feedback.foundation.errors import Invalid
from feedback.records.actions import Spool, work_on_imports
from tests.records.large import begin, register


def test_only_one_process_works_on_large_imports(tools):
    begin(tools, register(range(3)))
    with tools.spool.working() as mine:
        assert mine
        assert work_on_imports(tools) == 0
    assert work_on_imports(tools) == 1


def test_an_upload_is_kept_for_the_server_alone_and_too_large_ones_not_at_all(tmp_path, monkeypatch):
    spool = Spool.of(tmp_path)
    kept = spool.keep(io.BytesIO(b"abc"))
    assert spool.path(kept.file).read_bytes() == b"abc"
    assert spool.path(kept.file).stat().st_mode & 0o777 == 0o600
    assert kept.sha256 == hashlib.sha256(b"abc").hexdigest()
    monkeypatch.setattr("feedback.records.actions.spooling.MAX_LARGE", 2)
    with pytest.raises(Invalid, match="300 MB"):
        spool.keep(io.BytesIO(b"abc"))
    assert [path.name for path in spool.folder.iterdir()] == [kept.file]


def test_uploads_nobody_asks_for_are_forgotten_after_a_day(tmp_path):
    spool = Spool.of(tmp_path)
    wanted, unwanted = spool.keep(io.BytesIO(b"1")), spool.keep(io.BytesIO(b"2"))
    for kept in (wanted, unwanted):
        spool.beside(kept.file).write_bytes(b"3")
    today = datetime.fromtimestamp(spool.path(wanted.file).stat().st_mtime, UTC)
    spool.forget_others({wanted.file}, today)
    assert spool.path(unwanted.file).exists()
    spool.forget_others({wanted.file}, today + timedelta(days=1, seconds=1))
    assert (spool.path(wanted.file).exists(), spool.path(unwanted.file).exists()) == (True, False)
    assert (spool.beside(wanted.file).exists(), spool.beside(unwanted.file).exists()) == (True, False)
