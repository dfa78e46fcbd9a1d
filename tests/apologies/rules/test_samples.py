"""Invented facts fill every form."""

from datetime import UTC, datetime

import pytest

from feedback.apologies.queries import forms
from feedback.apologies.rules import fill
from feedback.apologies.rules.form import DOTS
from feedback.apologies.rules.samples import sample_facts


@pytest.mark.parametrize("key", list(forms()))
def test_no_place_of_a_form_stays_empty_in_its_sample(key: str) -> None:
    facts = sample_facts(forms()[key], "A4", datetime(2026, 11, 20, 3, tzinfo=UTC))
    assert facts.is_sample
    filled = fill(forms()[key], facts)
    assert DOTS not in " ".join((filled["to"], *filled["body"]))
