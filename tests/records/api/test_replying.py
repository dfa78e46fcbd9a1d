"""What the API answers: nothing of an applicant, and nothing that can be changed on its way out."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from feedback.records.api import replying
from feedback.records.api.replying import Given, UnitRef
from feedback.records.api.shapes import ApplicantSent

MODELS = [each for each in vars(replying).values() if isinstance(each, type) and issubclass(each, BaseModel)]


def test_no_reply_has_room_for_an_applicant():
    personal = {"applicant", *ApplicantSent.model_fields} - {"name"}
    assert len(MODELS) > 15
    for model in MODELS:
        assert personal & set(model.model_fields) == set(), model


def test_a_name_in_a_reply_is_that_of_a_unit_or_a_procedure():
    named = {model.__name__ for model in MODELS if "name" in model.model_fields}
    assert named == {"UnitRef", "ProcedureRef", "PlaceRef", "UnitGiven", "ProcedureGiven"}


def test_a_reply_stays_as_it_was_made():
    assert all(issubclass(model, Given) for model in MODELS if model is not BaseModel)
    unit = UnitRef(code="19429", name="Xã Mẫu", inferred=False)
    with pytest.raises(ValidationError):
        unit.name = "Xã khác"
