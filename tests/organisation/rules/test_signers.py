"""Who signs on a day, told as an office would ask it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.foundation.errors import Forbidden, Invalid
from feedback.organisation.rules.signers import (
    Delegated,
    DelegationForm,
    Signer,
    check_delegation,
    decide_signer,
    form_lines,
    same_person,
)

DAY = date(2026, 11, 20)
DEPUTY = Delegated(
    person_name="Lê Thị Phó",
    login="",
    title="Phó Chủ tịch",
    form=DelegationForm.KT,
    on_behalf="Chủ tịch",
    document="QĐ 12/QĐ-UBND ngày 02/11/2026",
    valid_from=date(2026, 11, 2),
    valid_to=date(2026, 11, 30),
)


def ask(name: str, *delegations: Delegated, login: str = "", day: date = DAY) -> Signer:
    return decide_signer(
        name=name, login=login, head_name="Trần Văn Mẫu", head_title="Chủ tịch", delegations=delegations, day=day
    )


def test_the_head_signs_in_his_own_right():
    assert ask("Trần Văn Mẫu", DEPUTY) == Signer("Trần Văn Mẫu", "Chủ tịch")
    assert ask("trần  văn mẫu ") == Signer("Trần Văn Mẫu", "Chủ tịch")


def test_a_deputy_signs_for_the_head_while_the_document_says_so():
    signer = ask("Lê Thị Phó", DEPUTY)
    assert (signer.name, signer.title) == ("Lê Thị Phó", "Phó Chủ tịch")
    assert signer.form_lines == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signer.document == DEPUTY.document


@pytest.mark.parametrize(
    ("form", "title", "lines"),
    [
        (DelegationForm.KT, "Phó Chủ tịch", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (DelegationForm.TL, "Chánh Văn phòng", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (DelegationForm.TUQ, "Giám đốc Trung tâm", ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM")),
    ],
)
def test_the_three_forms_are_written_as_the_decree_does(form: DelegationForm, title: str, lines: tuple[str, str]):
    assert form_lines(form, "Chủ tịch", title) == lines


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 12, 1)])
def test_the_day_before_and_the_day_after_are_refused_with_the_dates(day: date):
    with pytest.raises(Forbidden, match="từ 02/11/2026 đến hết 30/11/2026"):
        ask("Lê Thị Phó", DEPUTY, day=day)


@given(st.integers(-60, 60), st.integers(0, 60))
def test_in_force_means_from_the_first_to_the_last_day(offset: int, length: int):
    day = DEPUTY.valid_from + timedelta(days=offset)
    told = replace(DEPUTY, valid_to=DEPUTY.valid_from + timedelta(days=length))
    if 0 <= offset <= length:
        assert ask("Lê Thị Phó", told, day=day).name == "Lê Thị Phó"
    else:
        with pytest.raises(Forbidden):
            ask("Lê Thị Phó", told, day=day)


def test_of_several_delegations_the_one_in_force_counts():
    over = replace(DEPUTY, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    assert ask("Lê Thị Phó", over, DEPUTY).form_lines[0] == "KT. CHỦ TỊCH"
    assert ask("Lê Thị Phó", replace(DEPUTY, valid_to=None), day=date(2030, 1, 1)).name == "Lê Thị Phó"


def test_an_account_named_in_the_document_decides_not_a_namesake():
    told = replace(DEPUTY, login="pho.ct")
    assert ask("Ai Đó", told, login="pho.ct").name == "Lê Thị Phó"
    assert ask("Lê Thị Phó", told, login="nguoi.khac") == Signer("Trần Văn Mẫu", "Chủ tịch")


def test_accents_tell_people_apart():
    assert not same_person("Nguyễn Thị Hà", "Nguyễn Thị Hạ")


def test_whoever_prepares_without_a_delegation_prints_the_heads_name():
    assert ask("Cán Bộ Một Cửa", DEPUTY) == Signer("Trần Văn Mẫu", "Chủ tịch")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"person_name": " "}, "họ và tên"),
        ({"title": ""}, "chức vụ của người được ủy quyền"),
        ({"document": ""}, "văn bản phân công"),
        ({"on_behalf": ""}, "người đứng đầu"),
        ({"valid_to": date(2026, 11, 1)}, "trước ngày bắt đầu"),
        ({"title": "x" * 201}, "nhiều nhất 200"),
    ],
)
def test_what_is_missing_is_named(wrong: dict[str, object], words: str):
    assert check_delegation(DEPUTY) == DEPUTY
    with pytest.raises(Invalid, match=words):
        check_delegation(replace(DEPUTY, **wrong))
