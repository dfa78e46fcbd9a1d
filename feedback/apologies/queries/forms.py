"""The forms: those that come with the program as data, and those a province has added."""

import csv
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from feedback.apologies.rules import Form, Kind, SensitiveFields, use_of
from feedback.apologies.rules.own_forms import read_form
from feedback.apologies.tables import OwnForm
from feedback.foundation.errors import Invalid, NotFound
from feedback.foundation.text import fold, whole
from feedback.organisation.queries import find_setting, get_setting

DATA = Path(__file__).resolve().parent.parent / "data"
FORM = "apology_form"
"""The setting of the notices about lateness; the other uses have theirs after it: apology_form_fault."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list; `added_by` is empty for what came with the program."""

    form: Form
    added_by: str
    added_at: datetime | None
    first_used_at: datetime | None


@cache
def forms() -> dict[str, Form]:
    """The forms of the program by key, of each use the default first."""
    read = tomllib.loads((DATA / "forms.toml").read_text(encoding="utf-8"))["form"]
    return {each["key"]: Form(**(each | {"body": tuple(each["body"])})) for each in read}


def default_form(use: str) -> Form:
    """The form of the program for that use, where nothing else was chosen."""
    return next(form for form in forms().values() if form.use == use)


def setting_of(use: str) -> str:
    """The name of the setting that chooses a unit's form for a use."""
    return FORM if use == "late" else f"{FORM}_{use}"


def form_for(session: Session, unit_id: int, kind: Kind = Kind.LATE) -> Form:
    """The form a unit uses for that kind of paper. Invalid when the setting names none that there is."""
    use = use_of(kind)
    chosen = get_setting(session, unit_id, setting_of(use), default_form(use).reference)
    form = find_form(session, str(chosen))
    if form is None or form.use != use:
        known = ", ".join(line.form.reference for line in list_forms(session) if line.form.use == use)
        raise Invalid(f"Không có mẫu phiếu “{chosen}”. Các mẫu có: {known}.")
    return form


def find_form(session: Session, reference: str) -> Form | None:
    """The form a notice or a setting names: `mau-04-2025`, or `quang-tri-2026/2` for an added one's second edition."""
    if reference in forms():
        return forms()[reference]
    key, _, edition = reference.partition("/")
    number = whole(edition)
    if number is None:
        return None
    row = session.scalar(select(OwnForm).where(OwnForm.key == key, OwnForm.edition == number))
    return _form(row) if row is not None else None


def get_form(session: Session, reference: str) -> Form:
    form = find_form(session, reference)
    if form is None:
        raise NotFound("Không có mẫu phiếu này. Hãy mở lại trang Mẫu phiếu và chọn từ danh sách.")
    return form


def list_forms(session: Session) -> list[FormLine]:
    """Every form: the program's first, then the added ones by key, newest edition first."""
    shipped = [FormLine(form, "", None, None) for form in forms().values()]
    rows = session.scalars(select(OwnForm).order_by(OwnForm.key, OwnForm.edition.desc()))
    return shipped + [FormLine(_form(row), row.added_by, row.added_at, row.first_used_at) for row in rows]


def find_chosen(session: Session, unit_id: int | None, use: str) -> tuple[str, str]:
    """The reference chosen for the unit (or by default) and on what ground; "" where nothing was chosen."""
    row = find_setting(session, unit_id, setting_of(use))
    return ("", "") if row is None else (str(row.value), row.source)


def _form(row: OwnForm) -> Form:
    return replace(read_form(row.text), edition=row.edition)


@cache
def sensitive_fields() -> SensitiveFields:
    """Fields that the public list only counts, each with its source in data/sensitive_fields.csv."""
    with (DATA / "sensitive_fields.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return SensitiveFields(
        frozenset(fold(row["text"]) for row in rows if row["kind"] == "field"),
        tuple(fold(row["text"]) for row in rows if row["kind"] == "phrase"),
    )
