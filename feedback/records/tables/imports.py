"""Rows: imports, what they hold until all of it is visible, large ones on their way, columns somebody explained."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.foundation.database import Base


class RecordImport(Base):
    """One reading of one export, or (`source` is `api`) one batch a program sent.

    Its rows and changes show only once `state` is `visible`."""

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
    source: Mapped[str] = mapped_column(default="file")
    counts: Mapped[dict[str, Any]]


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
    likeness: Mapped[bytes | None]
    """Of a large import: what tells whether a later row with this code is the same, as a keyed digest."""


class ImportJob(Base):
    """How far a large import has come: removed when it is done. Its upload lies in the data folder meanwhile (`file`).

    `taken` counts what was read of the file, `cursor` is where the present phase stands; both move in the transaction
    of the rows they speak of, so that a killed process goes on behind the last committed work.
    """

    __tablename__ = "import_job"

    import_id: Mapped[int] = mapped_column(ForeignKey("record_import.id"), primary_key=True)
    phase: Mapped[str]
    file: Mapped[str]
    taken: Mapped[int] = mapped_column(default=0)
    cursor: Mapped[int] = mapped_column(default=0)
    share: Mapped[int] = mapped_column(default=0)
    """Of the present phase, in thousandths."""
    phase_started_at: Mapped[datetime]
    at_once: Mapped[bool] = mapped_column(default=False)
    """Whether it applies without being looked at first (the command)."""
    everywhere: Mapped[bool] = mapped_column(default=False)
    reach: Mapped[list[Any]]
    """The units the importing person may import for, unless everywhere."""
    account_id: Mapped[int | None]
    software: Mapped[str] = mapped_column(default="")
    """Whose reading of the columns to use, where the person said."""
    wrong: Mapped[str] = mapped_column(default="")


class ImportMapping(Base):
    """One version of what a clerk said about the titles of one software's exports; `ended_at` when it was changed or
    forgotten. `roles`: key of a title → role; `statuses`: folded word → state; `titles`: as printed, in order.

    `unit_id` is the unit whose clerks use it (with those below); None: the whole installation.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (Index("ix_import_mapping_current", "fingerprint", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    fingerprint: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    version: Mapped[int] = mapped_column(default=1)
    title_rows: Mapped[int] = mapped_column(default=1)
    titles: Mapped[list[Any]]
    roles: Mapped[dict[str, Any]]
    statuses: Mapped[dict[str, Any]]
    date_order: Mapped[str]
    made_by: Mapped[str]
    made_by_login: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
