"""The clock"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "apology_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology_form")),
        sa.UniqueConstraint("key", "edition", name=op.f("uq_apology_form_key_edition")),
    )
    op.create_table(
        "way_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.String(), nullable=False),
        sa.Column("reconciled", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_out")),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("verbs", JSON, nullable=False),
        sa.Column("networks", JSON, nullable=False),
        sa.Column("daily_rows", sa.Integer(), nullable=False),
        sa.Column("rows_day", sa.Date(), nullable=True),
        sa.Column("rows_taken", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rotated_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["rotated_from_id"], ["api_key.id"], name=op.f("fk_api_key_rotated_from_id_api_key")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_api_key_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_key_prefix")),
    )
    op.create_table(
        "calendar_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=False),
        sa.Column("document_day", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("change", JSON, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_login", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_decision_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_decision")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("on_behalf", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delegation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint(
            "unit_id", "person_name", "valid_from", name=op.f("uq_delegation_unit_id_person_name_valid_from")
        ),
    )
    op.create_index(op.f("ix_delegation_unit_id"), "delegation", ["unit_id"], unique=False)
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title_rows", sa.Integer(), nullable=False),
        sa.Column("titles", JSON, nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("statuses", JSON, nullable=False),
        sa.Column("date_order", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_by_login", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_import_mapping_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
    )
    op.create_index("ix_import_mapping_current", "import_mapping", ["fingerprint", "ended_at"], unique=False)
    op.create_table(
        "signer_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_signer_certificate_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signer_certificate")),
        sa.UniqueConstraint("unit_id", "fingerprint", name=op.f("uq_signer_certificate_unit_id_fingerprint")),
    )
    op.create_index(op.f("ix_signer_certificate_unit_id"), "signer_certificate", ["unit_id"], unique=False)
    op.create_table(
        "signing_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("millimetres", sa.Double(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_signing_picture_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_picture")),
        sa.UniqueConstraint("unit_id", "kind", "person_name", name=op.f("uq_signing_picture_unit_id_kind_person_name")),
    )
    op.create_index(op.f("ix_signing_picture_unit_id"), "signing_picture", ["unit_id"], unique=False)
    op.create_table(
        "api_nonce",
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_key.id"], name=op.f("fk_api_nonce_api_key_id_api_key")),
        sa.PrimaryKeyConstraint("api_key_id", "nonce", name=op.f("pk_api_nonce")),
    )
    op.create_index(op.f("ix_api_nonce_forget_at"), "api_nonce", ["forget_at"], unique=False)
    op.create_table(
        "api_reply",
        sa.Column("api_key_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_key.id"], name=op.f("fk_api_reply_api_key_id_api_key")),
        sa.PrimaryKeyConstraint("api_key_id", "idempotency_key", name=op.f("pk_api_reply")),
    )
    op.create_index(op.f("ix_api_reply_forget_at"), "api_reply", ["forget_at"], unique=False)
    op.create_table(
        "import_job",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("phase_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("reach", JSON, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("software", sa.String(), nullable=False),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_import_job_import_id_record_import")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_job")),
    )
    op.create_table(
        "work_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["work_item.id"], name=op.f("fk_work_event_work_id_work_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_event")),
        sa.UniqueConstraint("work_id", "what", "at", name=op.f("uq_work_event_work_id_what_at")),
    )
    op.create_table(
        "calendar_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["calendar_decision.id"], name=op.f("fk_calendar_move_decision_id_calendar_decision")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_calendar_move_record_id_record")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_move_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_move")),
        sa.UniqueConstraint("decision_id", "record_id", name=op.f("uq_calendar_move_decision_id_record_id")),
    )
    op.create_index(op.f("ix_calendar_move_record_id"), "calendar_move", ["record_id"], unique=False)
    op.create_table(
        "record_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_login", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_step_record_id_record")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_record_step_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_step")),
        sa.UniqueConstraint(
            "record_id", "unit_id", "received_at", name=op.f("uq_record_step_record_id_unit_id_received_at")
        ),
    )
    op.create_table(
        "record_supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_login", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_record_supplement_import_id_record_import")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_supplement_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_supplement")),
        sa.UniqueConstraint(
            "record_id", "asked_at", "origin", name=op.f("uq_record_supplement_record_id_asked_at_origin")
        ),
    )
    op.create_table(
        "apology_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("apology_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["apology_id"], ["apology.id"], name=op.f("fk_apology_fault_apology_id_apology")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology_fault")),
        sa.UniqueConstraint("apology_id", "kind", name=op.f("uq_apology_fault_apology_id_kind")),
    )
    op.create_index(op.f("ix_apology_fault_apology_id"), "apology_fault", ["apology_id"], unique=False)
    op.create_table(
        "apology_public_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("apology_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked_account_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_account_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["apology_id"], ["apology.id"], name=op.f("fk_apology_public_removal_apology_id_apology")
        ),
        sa.ForeignKeyConstraint(
            ["asked_account_id"], ["account.id"], name=op.f("fk_apology_public_removal_asked_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_account_id"], ["account.id"], name=op.f("fk_apology_public_removal_decided_account_id_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_apology_public_removal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology_public_removal")),
    )
    op.create_index(
        op.f("ix_apology_public_removal_apology_id"), "apology_public_removal", ["apology_id"], unique=False
    )
    op.create_index(
        "ix_apology_public_removal_open", "apology_public_removal", ["decided_at", "apology_id"], unique=False
    )
    op.add_column("apology", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apology", sa.Column("delivery_way", sa.String(), nullable=False, server_default=""))
    op.add_column("apology", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apology", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apology", sa.Column("form_key", sa.String(), nullable=False, server_default=""))
    op.add_column("apology", sa.Column("remedy_text", sa.String(), nullable=False, server_default=""))
    # One sentence for both: SQLite takes a reference only together with its column.
    op.execute(
        "ALTER TABLE apology ADD COLUMN withdraws_id INTEGER CONSTRAINT fk_apology_withdraws_id_apology REFERENCES apology (id)"  # noqa: E501
    )
    # One sentence for both: SQLite takes a reference only together with its column.
    op.execute(
        "ALTER TABLE apology ADD COLUMN withdrawn_by_id INTEGER CONSTRAINT fk_apology_withdrawn_by_id_apology REFERENCES apology (id)"  # noqa: E501
    )
    op.add_column("apology", sa.Column("signature_way", sa.String(), nullable=False, server_default="paper"))
    kind = "UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"
    # One sentence for both: SQLite takes a reference only together with its column.
    op.execute(
        f"ALTER TABLE apology ADD COLUMN signed_document_id {kind} CONSTRAINT fk_apology_signed_document_id_document REFERENCES document (id)"  # noqa: E501
    )
    op.add_column("apology", sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apology", sa.Column("signature", JSON, nullable=True))
    op.add_column("import_row", sa.Column("likeness", sa.LargeBinary(), nullable=True))
    op.add_column("record", sa.Column("moved_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("record", sa.Column("moved_due_has_time", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("record", sa.Column("awaiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("record", sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("record", sa.Column("requests", sa.Integer(), nullable=False, server_default="0"))
    # One sentence for both: SQLite takes a reference only together with its column.
    op.execute(
        "ALTER TABLE record ADD COLUMN pending_import_id INTEGER CONSTRAINT fk_record_pending_import_id_record_import REFERENCES record_import (id)"  # noqa: E501
    )
    op.create_index(
        "ix_record_pending",
        "record",
        ["pending_import_id"],
        unique=False,
        sqlite_where=sa.text("pending_import_id IS NOT NULL"),
        postgresql_where=sa.text("pending_import_id IS NOT NULL"),
    )
    op.create_index("ix_record_received", "record", ["received_at", "pending_import_id"], unique=False)
    op.add_column("record_import", sa.Column("source", sa.String(), nullable=False, server_default="file"))
    op.add_column("work_item", sa.Column("receipt", sa.String(), nullable=False, server_default=""))
    op.add_column("work_item", sa.Column("receipt_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("work_item", sa.Column("ask_receipt_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("work_item", "ask_receipt_at")
    op.drop_column("work_item", "receipt_at")
    op.drop_column("work_item", "receipt")
    op.drop_column("record_import", "source")
    op.drop_index("ix_record_received", table_name="record")
    op.drop_index(
        "ix_record_pending",
        table_name="record",
        sqlite_where=sa.text("pending_import_id IS NOT NULL"),
        postgresql_where=sa.text("pending_import_id IS NOT NULL"),
    )
    op.drop_column("record", "pending_import_id")
    op.drop_column("record", "requests")
    op.drop_column("record", "resumed_at")
    op.drop_column("record", "awaiting_since")
    op.drop_column("record", "moved_due_has_time")
    op.drop_column("record", "moved_due_at")
    op.drop_column("import_row", "likeness")
    op.drop_column("apology", "signature")
    op.drop_column("apology", "signed_at")
    op.drop_column("apology", "signed_document_id")
    op.drop_column("apology", "signature_way")
    op.drop_column("apology", "withdrawn_by_id")
    op.drop_column("apology", "withdraws_id")
    op.drop_column("apology", "remedy_text")
    op.drop_column("apology", "form_key")
    op.drop_column("apology", "closed_at")
    op.drop_column("apology", "published_at")
    op.drop_column("apology", "delivery_way")
    op.drop_column("apology", "delivered_at")
    op.drop_index("ix_apology_public_removal_open", table_name="apology_public_removal")
    op.drop_index(op.f("ix_apology_public_removal_apology_id"), table_name="apology_public_removal")
    op.drop_table("apology_public_removal")
    op.drop_index(op.f("ix_apology_fault_apology_id"), table_name="apology_fault")
    op.drop_table("apology_fault")
    op.drop_table("record_supplement")
    op.drop_table("record_step")
    op.drop_index(op.f("ix_calendar_move_record_id"), table_name="calendar_move")
    op.drop_table("calendar_move")
    op.drop_table("work_event")
    op.drop_table("import_job")
    op.drop_index(op.f("ix_api_reply_forget_at"), table_name="api_reply")
    op.drop_table("api_reply")
    op.drop_index(op.f("ix_api_nonce_forget_at"), table_name="api_nonce")
    op.drop_table("api_nonce")
    op.drop_index(op.f("ix_signing_picture_unit_id"), table_name="signing_picture")
    op.drop_table("signing_picture")
    op.drop_index(op.f("ix_signer_certificate_unit_id"), table_name="signer_certificate")
    op.drop_table("signer_certificate")
    op.drop_index("ix_import_mapping_current", table_name="import_mapping")
    op.drop_table("import_mapping")
    op.drop_index(op.f("ix_delegation_unit_id"), table_name="delegation")
    op.drop_table("delegation")
    op.drop_table("calendar_decision")
    op.drop_table("api_key")
    op.drop_table("way_out")
    op.drop_table("apology_form")
