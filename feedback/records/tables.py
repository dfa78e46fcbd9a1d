"""Rows: files (hồ sơ), what changed in them, and the imports they came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class RecordImport(Base):
    """One reading of one export. Its rows and changes show only once `state` is `visible`."""

    __tablename__ = "record_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[datetime]
    started_at: Mapped[datetime]
    visible_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="staged")
    actor_name: Mapped[str] = mapped_column(default="")
    actor_login: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]


class Record(Base):
    """A file. Times stated by the source are never overwritten: later ones go to `record_change`."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_solving_open", "solving_unit_id", "finished_at"),
        Index("ix_record_receiving", "receiving_unit_id", "received_at"),
        Index("ix_record_state_due", "state", "stated_due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    field: Mapped[str]
    receiving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    receiving_inferred: Mapped[bool] = mapped_column(default=False)
    solving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    solving_inferred: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    status_text: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    received_has_time: Mapped[bool]
    stated_due_at: Mapped[datetime | None]
    stated_due_has_time: Mapped[bool] = mapped_column(default=True)
    latest_due_at: Mapped[datetime | None]
    latest_due_has_time: Mapped[bool] = mapped_column(default=True)
    computed_due_at: Mapped[datetime | None]
    computed_provisional: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    finished_has_time: Mapped[bool] = mapped_column(default=True)
    returned_at: Mapped[datetime | None]
    returned_has_time: Mapped[bool] = mapped_column(default=True)
    paused_since: Mapped[datetime | None]
    last_import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    is_sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RecordApplicant(Base):
    """The applicant's personal data, apart and sealed: name, address, phone, e-mail, identity number."""

    __tablename__ = "record_applicant"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    sealed: Mapped[bytes]


class RecordChange(Base):
    """One fact of a file that a later source told differently: both are kept."""

    __tablename__ = "record_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
    at: Mapped[datetime]
    fact: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    flags: Mapped[list[Any]]


class StagedRecord(Base):
    """A new or changed file of an import that is not visible yet: nobody but the import's last work reads it.

    Columns named as in `record` hold what that row will be; `changes` are the future `record_change` rows. A row
    whose `base_version` no longer fits was overtaken by another import: then nothing of this one is applied.
    """

    __tablename__ = "staged_record"
    __table_args__ = (UniqueConstraint("import_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("record_import.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    base_version: Mapped[int | None]
    code: Mapped[str]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    field: Mapped[str]
    receiving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    receiving_inferred: Mapped[bool]
    solving_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    solving_inferred: Mapped[bool]
    state: Mapped[str]
    status_text: Mapped[str]
    received_at: Mapped[datetime]
    received_has_time: Mapped[bool]
    stated_due_at: Mapped[datetime | None]
    stated_due_has_time: Mapped[bool]
    latest_due_at: Mapped[datetime | None]
    latest_due_has_time: Mapped[bool]
    computed_due_at: Mapped[datetime | None]
    computed_provisional: Mapped[str]
    finished_at: Mapped[datetime | None]
    finished_has_time: Mapped[bool]
    returned_at: Mapped[datetime | None]
    returned_has_time: Mapped[bool]
    paused_since: Mapped[datetime | None]
    changes: Mapped[list[Any]]
    sealed_applicant: Mapped[bytes | None]


class ImportRow(Base):
    """One row of an import, whole: what was decided and why; the raw cells are sealed (they hold personal data)."""

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_import_outcome", "import_id", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("record_import.id"))
    row: Mapped[int]
    line: Mapped[int | None]
    code: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str]
    effect: Mapped[str] = mapped_column(default="")
    reasons: Mapped[list[Any]]
    sealed_raw: Mapped[bytes | None]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    retried_in: Mapped[int | None] = mapped_column(ForeignKey("record_import.id"))
