from __future__ import annotations

import os
import stat
from datetime import timedelta

import pytest

from feedback.foundation.actors import Actor
from feedback.foundation.errors import NotFound
from feedback.foundation.sealing import Sealer
from feedback.records.actions.keeping import FOLDER, drop_upload, get_upload, has_upload, keep_upload, sweep_uploads
from feedback.records.actions.reading import Upload
from tests.records.reference import AS_OF

UPLOAD = Upload("sổ.csv", "Nguyễn Thị Thử\n".encode(), AS_OF, 7)
ME, OTHER = Actor("Một", 1, login="mot"), Actor("Một", 2, login="hai")


def test_what_is_kept_is_sealed_and_comes_back_whole_to_its_owner_alone(tmp_path, sealer):
    mark = keep_upload(tmp_path, sealer, UPLOAD, actor=ME)
    (path,) = (tmp_path / FOLDER).iterdir()
    assert "Thử".encode() not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert get_upload(tmp_path, sealer, mark, actor=ME) == UPLOAD
    for who, key, name in ((OTHER, sealer, mark), (ME, Sealer(b"x" * 32), mark), (ME, sealer, mark[:-1])):
        with pytest.raises(NotFound):
            get_upload(tmp_path, key, name, actor=who)


@pytest.mark.parametrize("mark", ["", "..", "../keys/master.key", "a/b", "A", "a" * 20])
def test_a_mark_leads_nowhere_else(tmp_path, sealer, mark):
    with pytest.raises(NotFound):
        get_upload(tmp_path, sealer, mark, actor=ME)


def test_the_upload_of_a_preview_is_found_by_its_number(tmp_path, sealer):
    assert not has_upload(tmp_path, 12)
    assert keep_upload(tmp_path, sealer, UPLOAD, actor=ME, import_id=12) == "12"
    assert has_upload(tmp_path, 12)
    drop_upload(tmp_path, "12")
    drop_upload(tmp_path, "12")
    assert not has_upload(tmp_path, 12)


def test_uploads_are_swept_after_a_day(tmp_path, sealer):
    old, new = (keep_upload(tmp_path, sealer, UPLOAD, actor=ME) for _ in range(2))
    moment = (AS_OF - timedelta(days=1, minutes=1)).timestamp()
    os.utime(tmp_path / FOLDER / old, (moment, moment))
    os.utime(tmp_path / FOLDER / new, (moment + 120, moment + 120))
    assert sweep_uploads(tmp_path, AS_OF) == 1
    assert get_upload(tmp_path, sealer, new, actor=ME) == UPLOAD
    assert sweep_uploads(tmp_path / "khong-co", AS_OF) == 0
