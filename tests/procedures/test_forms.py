"""The forms of the catalogue page; how they refuse is shown in test_pages."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from feedback.procedures.forms import ConfirmForm, FileForm


def test_a_file_must_be_chosen_and_what_was_looked_at_travels_unseen(app):
    with app.test_request_context(method="POST"):
        form = FileForm(MultiDict({}))
        assert not form.validate()
        assert form.errors["file"] == ["Chưa chọn tệp. Xin chọn tệp CSV."]
        assert 'type="hidden"' in ConfirmForm(formdata=None, data={"packed": "abc"}).packed()
