"""The forms of sign-in and accounts."""

import pytest

from feedback.accounts.forms import (
    ConfirmForm,
    FirstForm,
    GrantForm,
    OwnPasswordForm,
    PersonForm,
    SignInForm,
    WorkbookForm,
)
from feedback.accounts.rules import Role


@pytest.fixture
def posted(app):
    """`posted(form, field=value)` is that form as it comes from a browser."""

    def fill(form, **fields):
        with app.test_request_context(method="POST", data=fields):
            filled = form()
            filled.validate()
            return filled

    return fill


@pytest.mark.parametrize("form", [SignInForm, OwnPasswordForm, PersonForm, FirstForm, WorkbookForm, ConfirmForm])
def test_a_blank_form_is_told_in_vietnamese_what_is_missing(posted, form):
    errors = [message for messages in posted(form).errors.values() for message in messages]
    assert errors
    assert all("Xin" in message for message in errors)


def test_two_different_new_passwords_are_told(posted):
    form = posted(OwnPasswordForm, current="a", new="con mèo trên mái", again="con mèo dưới bếp")
    assert form.again.errors == ["Hai lần nhập mật khẩu mới khác nhau. Xin nhập lại."]


@pytest.mark.parametrize(("email", "right"), [("", True), ("ten@quangtri.gov.vn", True), ("ten", False)])
def test_an_address_is_optional_but_must_be_one(posted, email, right):
    form = posted(PersonForm, login="mau", person_name="Người Mẫu", email=email)
    assert (form.email.errors == ()) is right or (not form.email.errors) is right


def test_every_role_may_be_chosen_and_no_other(posted):
    for role in Role:
        assert not posted(GrantForm, role=role.value).role.errors
    assert posted(GrantForm, role="wizard").role.errors
