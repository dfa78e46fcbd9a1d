"""The forms and lists that come with the program as data."""

import csv
import tomllib
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from feedback.apologies.rules import Form, SensitiveFields
from feedback.foundation.errors import Invalid
from feedback.foundation.text import fold
from feedback.organisation.queries import get_setting

DATA = Path(__file__).resolve().parent.parent / "data"
FORM = "apology_form"


@cache
def forms() -> dict[str, Form]:
    """The published forms by key, the default first."""
    read = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))["form"]
    return {each["key"]: Form(**(each | {"body": tuple(each["body"])})) for each in read}


def form_for(session: Session, unit_id: int) -> Form:
    """The form a unit uses. Invalid when the setting names none that there is."""
    key = get_setting(session, unit_id, FORM, next(iter(forms())))
    if key not in forms():
        raise Invalid(f"Không có mẫu phiếu “{key}”. Các mẫu có: {', '.join(forms())}.")
    return forms()[key]


@cache
def sensitive_fields() -> SensitiveFields:
    """Fields that the public list only counts, each with its source in data/sensitive_fields.csv."""
    with (DATA / "sensitive_fields.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return SensitiveFields(
        frozenset(fold(row["text"]) for row in rows if row["kind"] == "field"),
        tuple(fold(row["text"]) for row in rows if row["kind"] == "phrase"),
    )
