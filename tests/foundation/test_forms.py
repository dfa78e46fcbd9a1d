"""No form ever answers in English, and every form is one of ours."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from wtforms import DateField, FloatField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange

from feedback.foundation.forms import Form
from tests.architecture.source import sources


class Asked(Form):
    chosen = SelectField(choices=["a"])
    several = SelectMultipleField(choices=["a"])
    radio = RadioField(choices=["a"])
    day = DateField()
    number = IntegerField()
    share = FloatField()
    filled = StringField(validators=[DataRequired()])
    there = StringField(validators=[InputRequired()])
    short = StringField(validators=[Length(max=2)])
    long = StringField(validators=[Length(min=9)])
    mail = StringField(validators=[Email()])
    small = IntegerField(validators=[NumberRange(max=3)])
    ours = StringField(validators=[Length(max=2, message="Dài quá. Xin rút gọn.")])


@pytest.fixture
def errors(app: Flask) -> dict[str, list[str]]:
    """Everything sent is wrong."""
    wrong = {name: "xyzw" for name in Asked.__dict__ if not name.startswith("_")}
    with app.test_request_context(method="POST", data=wrong | {"filled": "", "small": "7"}):
        form = Asked()
        assert not form.validate()
        return {name: list(said) for name, said in form.errors.items() if name != "there"}


def test_what_the_library_says_is_vietnamese(errors: dict[str, list[str]]) -> None:
    assert len(errors) == 12
    for name, said in errors.items():
        assert not all(text.isascii() for text in said), name
        assert not re.search(r"\b(valid|field|must|required|choice)\b", " ".join(said)), name
    assert errors["chosen"] == ["Chưa chọn đúng. Xin chọn một mục trong danh sách."]
    assert errors["ours"] == ["Dài quá. Xin rút gọn."]


def test_every_form_is_one_of_ours() -> None:
    library = [each.name for each in sources() if re.search(r"import .*\bFlaskForm\b", each.text)]
    assert library == ["feedback/foundation/forms.py"]
