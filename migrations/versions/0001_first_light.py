"""First light"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    op.create_table(
        "audit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("object_label", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_path", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_note")),
    )
    op.create_index(op.f("ix_audit_note_at"), "audit_note", ["at"], unique=False)
    op.create_index("ix_audit_note_object", "audit_note", ["object_kind", "object_id"], unique=False)
    op.create_index(op.f("ix_audit_note_unit_id"), "audit_note", ["unit_id"], unique=False)

    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("scope_kind", sa.String(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.DateTime(timezone=True), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint(
            "week", "scope_kind", "scope_id", "edition", name=op.f("uq_edition_week_scope_kind_scope_id_edition")
        ),
    )
    op.create_table(
        "job_slot",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_slot")),
    )
    op.create_table(
        "procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("limit_kind", sa.String(), nullable=False),
        sa.Column("limit_amount", sa.Integer(), nullable=True),
        sa.Column("limit_max", sa.Integer(), nullable=True),
        sa.Column("portal_number", sa.String(), nullable=False),
        sa.Column("time_text", sa.String(), nullable=False),
        sa.Column("time_evidence", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("implementer", sa.String(), nullable=False),
        sa.Column("fee_text", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("code", name=op.f("uq_procedure_code")),
    )
    op.create_index(op.f("ix_procedure_name_folded"), "procedure", ["name_folded"], unique=False)

    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_questionnaire_version_key_version")),
    )
    op.create_table(
        "setup_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_code")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("login_hash", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login_hash", name=op.f("pk_sign_in_tries")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("generation", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("province_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", "generation", name=op.f("uq_unit_code_generation")),
    )
    op.create_index(op.f("ix_unit_name_folded"), "unit", ["name_folded"], unique=False)
    op.create_index("ix_unit_parent", "unit", ["parent_id"], unique=False)

    op.create_table(
        "apology_number_book",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_apology_number_book_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "year", name=op.f("pk_apology_number_book")),
    )
    op.create_table(
        "area_unit",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_area_unit_area_id_area")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_area_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("area_id", "unit_id", name=op.f("pk_area_unit")),
    )
    op.create_index(op.f("ix_area_unit_unit_id"), "area_unit", ["unit_id"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.String(), nullable=True),
        sa.Column("pair_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_day_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", "unit_id", name=op.f("uq_calendar_day_day_unit_id")),
    )
    op.create_index(op.f("ix_calendar_day_day"), "calendar_day", ["day"], unique=False)
    op.create_index(
        "uq_calendar_day_for_everybody",
        "calendar_day",
        ["day"],
        unique=True,
        sqlite_where=sa.text("unit_id IS NULL"),
        postgresql_where=sa.text("unit_id IS NULL"),
    )

    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_desk_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_desk_unit_id_name")),
    )
    op.create_index(op.f("ix_desk_unit_id"), "desk", ["unit_id"], unique=False)

    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_head_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
        sa.UniqueConstraint(
            "unit_id", "person_name", "valid_from", name=op.f("uq_head_unit_id_person_name_valid_from")
        ),
    )
    op.create_index(op.f("ix_head_unit_id"), "head", ["unit_id"], unique=False)

    op.create_table(
        "office_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_hours_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
        sa.UniqueConstraint(
            "unit_id", "weekday", "valid_from", name=op.f("uq_office_hours_unit_id_weekday_valid_from")
        ),
    )
    op.create_table(
        "record_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("actor_login", sa.String(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_record_import_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_import")),
    )
    op.create_index(op.f("ix_record_import_sha256"), "record_import", ["sha256"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("for_role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_task_kind_subject")),
    )
    op.create_index("ix_task_open", "task", ["unit_id", "done_at"], unique=False)

    op.create_table(
        "unit_prefix",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_prefix_unit_id_unit")),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_unit_prefix")),
    )
    op.create_table(
        "unit_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_setting_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_setting")),
        sa.UniqueConstraint("unit_id", "key", name=op.f("uq_unit_setting_unit_id_key")),
    )
    op.create_table(
        "unit_succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("old_unit_id", sa.Integer(), nullable=False),
        sa.Column("new_unit_id", sa.Integer(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["new_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_new_unit_id_unit")),
        sa.ForeignKeyConstraint(["old_unit_id"], ["unit.id"], name=op.f("fk_unit_succession_old_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
        sa.UniqueConstraint("old_unit_id", "new_unit_id", name=op.f("uq_unit_succession_old_unit_id_new_unit_id")),
    )
    op.create_index(op.f("ix_unit_succession_new_unit_id"), "unit_succession", ["new_unit_id"], unique=False)

    op.create_table(
        "work_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("document_ids", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_work_item_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_work_item_kind_subject")),
    )
    op.create_index("ix_work_item_due", "work_item", ["state", "not_before"], unique=False)

    op.create_table(
        "counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_counter_desk_id_desk")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_counter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("unit_id", "code", name=op.f("uq_counter_unit_id_code")),
    )
    op.create_index(op.f("ix_counter_unit_id"), "counter", ["unit_id"], unique=False)

    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["desk_id"], ["desk.id"], name=op.f("fk_officer_desk_id_desk")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_officer_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    op.create_index(op.f("ix_officer_unit_id"), "officer", ["unit_id"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("receiving_unit_id", sa.Integer(), nullable=False),
        sa.Column("receiving_inferred", sa.Boolean(), nullable=False),
        sa.Column("solving_unit_id", sa.Integer(), nullable=False),
        sa.Column("solving_inferred", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("status_text", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_has_time", sa.Boolean(), nullable=False),
        sa.Column("stated_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stated_due_has_time", sa.Boolean(), nullable=False),
        sa.Column("latest_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_due_has_time", sa.Boolean(), nullable=False),
        sa.Column("computed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("computed_provisional", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_has_time", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_has_time", sa.Boolean(), nullable=False),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_import_id", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["last_import_id"], ["record_import.id"], name=op.f("fk_record_last_import_id_record_import")
        ),
        sa.ForeignKeyConstraint(["procedure_id"], ["procedure.id"], name=op.f("fk_record_procedure_id_procedure")),
        sa.ForeignKeyConstraint(["receiving_unit_id"], ["unit.id"], name=op.f("fk_record_receiving_unit_id_unit")),
        sa.ForeignKeyConstraint(["solving_unit_id"], ["unit.id"], name=op.f("fk_record_solving_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("code", name=op.f("uq_record_code")),
    )
    op.create_index("ix_record_receiving", "record", ["receiving_unit_id", "received_at"], unique=False)
    op.create_index("ix_record_solving_open", "record", ["solving_unit_id", "finished_at"], unique=False)
    op.create_index("ix_record_state_due", "record", ["state", "stated_due_at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("one_time_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_account_officer_id_officer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "apology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit_rule", sa.String(), nullable=False),
        sa.Column("reason_class", sa.String(), nullable=False),
        sa.Column("reason_text", sa.String(), nullable=False),
        sa.Column("new_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_name", sa.String(), nullable=False),
        sa.Column("head_title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_why", sa.String(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("sent_in_time", sa.Boolean(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_apology_document_id_document")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_apology_record_id_record")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_apology_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology")),
        sa.UniqueConstraint("record_id", "turn", name=op.f("uq_apology_record_id_turn")),
        sa.UniqueConstraint("unit_id", "year", "number", name=op.f("uq_apology_unit_id_year_number")),
    )
    op.create_index(op.f("ix_apology_record_id"), "apology", ["record_id"], unique=False)
    op.create_index("ix_apology_state", "apology", ["state", "unit_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("received_day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("masked", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_comment_counter_id_counter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_comment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_sheet_id"), "comment", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_comment_unit_id"), "comment", ["unit_id"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_confirmation_record_id_record")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_confirmation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("day", "record_id", name=op.f("uq_confirmation_day_record_id")),
    )
    op.create_index(op.f("ix_confirmation_act"), "confirmation", ["act"], unique=False)
    op.create_index(op.f("ix_confirmation_record_id"), "confirmation", ["record_id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("sealed_raw", sa.LargeBinary(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("retried_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_import_row_import_id_record_import")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_import_row_record_id_record")),
        sa.ForeignKeyConstraint(
            ["retried_in"], ["record_import.id"], name=op.f("fk_import_row_retried_in_record_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_import_outcome", "import_row", ["import_id", "outcome"], unique=False)

    op.create_table(
        "printed_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_printed_code_counter_id_counter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_printed_code_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_code")),
        sa.UniqueConstraint("token", name=op.f("uq_printed_code_token")),
    )
    op.create_index(op.f("ix_printed_code_counter_id"), "printed_code", ["counter_id"], unique=False)
    op.create_index(op.f("ix_printed_code_unit_id"), "printed_code", ["unit_id"], unique=False)

    op.create_table(
        "record_applicant",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_applicant_record_id_record")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_applicant")),
    )
    op.create_table(
        "record_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("flags", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_record_change_import_id_record_import")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_change_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change")),
    )
    op.create_index(op.f("ix_record_change_record_id"), "record_change", ["record_id"], unique=False)

    op.create_table(
        "sheet",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("counter_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("observed_day", sa.Date(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("earlier", JSON, nullable=False),
        sa.Column("flags", JSON, nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_sheet_counter_id_counter")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sheet_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_sheet_version_id_questionnaire_version")
        ),
        sa.PrimaryKeyConstraint("unit_id", "id", name=op.f("pk_sheet")),
    )
    op.create_index("ix_sheet_day", "sheet", ["unit_id", "observed_day"], unique=False)
    op.create_index(op.f("ix_sheet_receipt"), "sheet", ["receipt"], unique=False)
    op.create_index(
        "ix_sheet_unsettled",
        "sheet",
        ["last_at"],
        unique=False,
        sqlite_where=sa.text("opened_at IS NOT NULL"),
        postgresql_where=sa.text("opened_at IS NOT NULL"),
    )

    op.create_table(
        "staged_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("receiving_unit_id", sa.Integer(), nullable=False),
        sa.Column("receiving_inferred", sa.Boolean(), nullable=False),
        sa.Column("solving_unit_id", sa.Integer(), nullable=False),
        sa.Column("solving_inferred", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("status_text", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_has_time", sa.Boolean(), nullable=False),
        sa.Column("stated_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stated_due_has_time", sa.Boolean(), nullable=False),
        sa.Column("latest_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_due_has_time", sa.Boolean(), nullable=False),
        sa.Column("computed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("computed_provisional", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_has_time", sa.Boolean(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_has_time", sa.Boolean(), nullable=False),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("sealed_applicant", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_staged_record_import_id_record_import")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_staged_record_procedure_id_procedure")
        ),
        sa.ForeignKeyConstraint(
            ["receiving_unit_id"], ["unit.id"], name=op.f("fk_staged_record_receiving_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_staged_record_record_id_record")),
        sa.ForeignKeyConstraint(["solving_unit_id"], ["unit.id"], name=op.f("fk_staged_record_solving_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_record")),
        sa.UniqueConstraint("import_id", "code", name=op.f("uq_staged_record_import_id_code")),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.CheckConstraint("unit_id IS NULL OR area_id IS NULL", name=op.f("ck_role_grant_one_place")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_role_grant_area_id_area")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)

    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("uniquifier", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_index(op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_staff_session_account_id"))

    op.drop_table("staff_session")
    op.drop_index(op.f("ix_role_grant_account_id"))

    op.drop_table("role_grant")
    op.drop_table("staged_record")
    op.drop_index("ix_sheet_unsettled")
    op.drop_index(op.f("ix_sheet_receipt"))
    op.drop_index("ix_sheet_day")

    op.drop_table("sheet")
    op.drop_index(op.f("ix_record_change_record_id"))

    op.drop_table("record_change")
    op.drop_table("record_applicant")
    op.drop_index(op.f("ix_printed_code_unit_id"))
    op.drop_index(op.f("ix_printed_code_counter_id"))

    op.drop_table("printed_code")
    op.drop_index("ix_import_row_import_outcome")

    op.drop_table("import_row")
    op.drop_index(op.f("ix_confirmation_record_id"))
    op.drop_index(op.f("ix_confirmation_act"))

    op.drop_table("confirmation")
    op.drop_index(op.f("ix_comment_unit_id"))
    op.drop_index(op.f("ix_comment_sheet_id"))

    op.drop_table("comment")
    op.drop_index("ix_apology_state")
    op.drop_index(op.f("ix_apology_record_id"))

    op.drop_table("apology")
    op.drop_table("account")
    op.drop_index("ix_record_state_due")
    op.drop_index("ix_record_solving_open")
    op.drop_index("ix_record_receiving")

    op.drop_table("record")
    op.drop_index(op.f("ix_officer_unit_id"))

    op.drop_table("officer")
    op.drop_index(op.f("ix_counter_unit_id"))

    op.drop_table("counter")
    op.drop_index("ix_work_item_due")

    op.drop_table("work_item")
    op.drop_index(op.f("ix_unit_succession_new_unit_id"))

    op.drop_table("unit_succession")
    op.drop_table("unit_setting")
    op.drop_table("unit_prefix")
    op.drop_index("ix_task_open")

    op.drop_table("task")
    op.drop_index(op.f("ix_record_import_sha256"))

    op.drop_table("record_import")
    op.drop_table("office_hours")
    op.drop_index(op.f("ix_head_unit_id"))

    op.drop_table("head")
    op.drop_index(op.f("ix_desk_unit_id"))

    op.drop_table("desk")
    op.drop_index("uq_calendar_day_for_everybody")
    op.drop_index(op.f("ix_calendar_day_day"))

    op.drop_table("calendar_day")
    op.drop_index(op.f("ix_area_unit_unit_id"))

    op.drop_table("area_unit")
    op.drop_table("apology_number_book")
    op.drop_index("ix_unit_parent")
    op.drop_index(op.f("ix_unit_name_folded"))

    op.drop_table("unit")
    op.drop_table("sign_in_tries")
    op.drop_table("setup_code")
    op.drop_table("questionnaire_version")
    op.drop_index(op.f("ix_procedure_name_folded"))

    op.drop_table("procedure")
    op.drop_table("job_slot")
    op.drop_table("edition")
    op.drop_table("document")
    op.drop_table("calendar_year")
    op.drop_index(op.f("ix_audit_note_unit_id"))
    op.drop_index("ix_audit_note_object")
    op.drop_index(op.f("ix_audit_note_at"))

    op.drop_table("audit_note")
    op.drop_table("area")
