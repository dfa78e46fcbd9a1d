"""The voice"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("lang", "key", name=op.f("uq_recording_lang_key")),
    )
    op.create_table(
        "call_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("asked_day", sa.Date(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_call_back_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_unit_id"), "call_back", ["unit_id"], unique=False)
    op.create_table(
        "code_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("code_ok", sa.Boolean(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_code_check_counter_id_counter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_code_check_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_check")),
        sa.UniqueConstraint("counter_id", "day", name=op.f("uq_code_check_counter_id_day")),
    )
    op.create_index(op.f("ix_code_check_unit_id"), "code_check", ["unit_id"], unique=False)
    op.create_table(
        "one_time_code",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_one_time_code_record_id_record")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_one_time_code_unit_id_unit")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_one_time_code")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_one_time_code_record_id"), "one_time_code", ["record_id"], unique=False)
    op.create_index(op.f("ix_one_time_code_unit_id"), "one_time_code", ["unit_id"], unique=False)
    op.create_table(
        "tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=True),
        sa.Column("last_counter", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("continues", sa.Uuid(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("storage", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("persisted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_tablet_counter_id_counter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tablet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_tablet_code_hash")),
    )
    op.create_index(op.f("ix_tablet_unit_id"), "tablet", ["unit_id"], unique=False)
    op.create_table(
        "quarantined_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_quarantined_answer_tablet_id_tablet")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quarantined_answer_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_answer")),
    )
    op.create_index(op.f("ix_quarantined_answer_tablet_id"), "quarantined_answer", ["tablet_id"], unique=False)
    op.create_index(op.f("ix_quarantined_answer_unit_id"), "quarantined_answer", ["unit_id"], unique=False)
    op.create_table(
        "tablet_day",
        sa.Column("tablet_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("silent_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_tablet_day_tablet_id_tablet")),
        sa.PrimaryKeyConstraint("tablet_id", "day", name=op.f("pk_tablet_day")),
    )
    op.create_table(
        "tablet_receipt",
        sa.Column("tablet_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("observed_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tablet_id"], ["tablet.id"], name=op.f("fk_tablet_receipt_tablet_id_tablet")),
        sa.PrimaryKeyConstraint("tablet_id", "seq", name=op.f("pk_tablet_receipt")),
    )
    op.create_index("ix_tablet_receipt_day", "tablet_receipt", ["tablet_id", "observed_day"], unique=False)
    for name in ("marks", "topics", "serious"):
        op.add_column("comment", sa.Column(name, JSON, nullable=False, server_default="[]"))
    for name in ("field", "stage", "lateness"):
        op.add_column("sheet", sa.Column(name, sa.String(), nullable=True))
    # One sentence for both: SQLite takes a reference only together with its column.
    op.execute(
        "ALTER TABLE sheet ADD COLUMN officer_id INTEGER CONSTRAINT fk_sheet_officer_id_officer REFERENCES officer (id)"
    )


def downgrade() -> None:
    for name in ("officer_id", "lateness", "stage", "field"):
        op.drop_column("sheet", name)
    for name in ("serious", "topics", "marks"):
        op.drop_column("comment", name)
    op.drop_index("ix_tablet_receipt_day", table_name="tablet_receipt")
    op.drop_table("tablet_receipt")
    op.drop_table("tablet_day")
    op.drop_index(op.f("ix_quarantined_answer_unit_id"), table_name="quarantined_answer")
    op.drop_index(op.f("ix_quarantined_answer_tablet_id"), table_name="quarantined_answer")
    op.drop_table("quarantined_answer")
    op.drop_index(op.f("ix_tablet_unit_id"), table_name="tablet")
    op.drop_table("tablet")
    op.drop_index(op.f("ix_one_time_code_unit_id"), table_name="one_time_code")
    op.drop_index(op.f("ix_one_time_code_record_id"), table_name="one_time_code")
    op.drop_table("one_time_code")
    op.drop_index(op.f("ix_code_check_unit_id"), table_name="code_check")
    op.drop_table("code_check")
    op.drop_index(op.f("ix_call_back_unit_id"), table_name="call_back")
    op.drop_table("call_back")
    op.drop_table("recording")
