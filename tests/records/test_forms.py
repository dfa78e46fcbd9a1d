from __future__ import annotations

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from feedback.foundation.errors import Invalid
from feedback.records.forms import read_large_upload, read_moment, read_upload
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


def test_a_moment_is_local_and_may_be_left_empty():
    assert read_moment("2026-11-20T17:00", "lúc giao") == AS_OF
    assert read_moment(" ", "lúc giao") is None
    with pytest.raises(Invalid, match="lúc giao"):
        read_moment("hôm qua", "lúc giao")


def test_only_a_large_upload_is_left_where_it_is(monkeypatch):
    monkeypatch.setattr("feedback.records.forms.SMALL", 3)
    small, large = (
        ImmutableMultiDict({"tep": FileStorage(io.BytesIO(content), filename="a.csv")}) for content in (b"abc", b"abcd")
    )
    form = ImmutableMultiDict({"don_vi": "7"})
    assert read_large_upload(form, small, AS_OF) is None
    assert read_upload(form, small, AS_OF).content == b"abc"
    found = read_large_upload(form, large, AS_OF)
    assert found is not None
    assert (found[0].unit_id, found[0].content, found[1].read()) == (7, b"", b"abcd")
