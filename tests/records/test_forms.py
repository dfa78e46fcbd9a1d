from __future__ import annotations

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from feedback.foundation.errors import Invalid
from feedback.records.forms import read_upload
from tests.records.reference import AS_OF


def upload(form=(), name="a.csv", content=b"x"):
    files = ImmutableMultiDict({"tep": FileStorage(io.BytesIO(content), filename=name)})
    return read_upload(ImmutableMultiDict(dict(form)), files, AS_OF)


def test_a_file_alone_is_enough():
    found = upload()
    assert (found.name, found.content, found.as_of, found.unit_id) == ("a.csv", b"x", AS_OF, None)


def test_unit_and_moment_may_be_chosen():
    found = upload({"don_vi": "7", "tinh_den": "2026-11-20T16:00"})
    assert (found.unit_id, found.as_of) == (7, AS_OF - timedelta(hours=1))


@pytest.mark.parametrize("moment", ["hôm qua", "2026-11-20T17:01", "2026-02-30T10:00"])
def test_a_wrong_or_future_moment_is_refused(moment):
    with pytest.raises(Invalid):
        upload({"tinh_den": moment})


def test_no_file_is_refused_in_words():
    with pytest.raises(Invalid, match="Chưa chọn tệp"):
        upload(name="")
