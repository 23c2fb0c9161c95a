"""Every table, as the first release has it.

Released, it is never changed again: what is to be different is a migration of its own after this
one, numbered 0002, that brings along what is stored.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sqlmodel.sql.sqltypes.AutoString
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

DROPPED = (  # what points at others before what it points at
    "training_need", "challenge", "action_update", "action_rung", "action_measure",
    "action_finding", "action_evidence", "action_agency", "action", "spot_check", "return_problem",
    "letter_about", "concern", "answer", "return_rung", "return_file", "issued_pack", "grade",
    "follow_up", "fact_check", "dispatch", "disagreement", "correction", "contact", "audit_case",
    "allowance", "unit", "survey_count", "sign_off", "past_account", "paper", "moderation_book",
    "moderation", "gate", "finding", "draw", "cycle_wait", "audited_child", "trail", "tick",
    "shared", "register", "paper_sign_off", "meeting", "left_in_inbox", "external_audit", "cycle",
    "counter", "agency", "action_book", "web_session", "account_link", "held_file", "attempt", "account",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("email", WORDS(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator", "business_unit", "qeg", "agency_lead", "contact", "reader",
                name="role", native_enum=False, create_constraint=True, length=20,
            ),
            nullable=False,
        ),
        sa.Column("agencies", JSON, nullable=False),
        sa.Column("password", WORDS(), nullable=False),
        sa.Column("added_at", MOMENT(), nullable=False),
        sa.Column("disabled_at", MOMENT(), nullable=True),
        sa.CheckConstraint("name <> '' AND email <> ''", name=op.f("ck_account_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "account_link",
        sa.Column("token_sha256", WORDS(), nullable=False),
        sa.Column("account", WORDS(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "set_password", "sign_in",
                name="link_purpose", native_enum=False, create_constraint=True, length=20,
            ),
            nullable=False,
        ),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.Column("used_at", MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_link_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_account_link")),
    )
    op.create_index(op.f("ix_account_link_account"), "account_link", ["account"], unique=False)
    op.create_table(
        "held_file",
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("held_at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_held_file")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "sign_in", "link",
                name="tried", native_enum=False, create_constraint=True, length=20,
            ),
            nullable=False,
        ),
        sa.Column("about_sha256", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_about_sha256"), "attempt", ["about_sha256"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("token_sha256", WORDS(), nullable=False),
        sa.Column("account", WORDS(), nullable=False),
        sa.Column("begun_at", MOMENT(), nullable=False),
        sa.Column("seen_at", MOMENT(), nullable=False),
        sa.Column("ends_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_web_session_account")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_account"), "web_session", ["account"], unique=False)
    op.create_table(
        "action_book",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("agency", WORDS(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("file_name", WORDS(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.Column("due_at", MOMENT(), nullable=True),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(agency = '') = (meeting IS NOT NULL)", name=op.f("ck_action_book_whose")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_book")),
    )
    op.create_index(op.f("ix_action_book_code"), "action_book", ["code"], unique=False)
    op.create_table(
        "agency",
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency")),
    )
    op.create_table(
        "counter",
        sa.Column("kind", WORDS(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_counter")),
    )
    op.create_table(
        "cycle",
        sa.Column("ref", WORDS(), nullable=False),
        sa.Column("kind", WORDS(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", WORDS(), nullable=False),
        sa.Column("template", WORDS(), nullable=False),
        sa.Column("template_sha256", WORDS(), nullable=False),
        sa.Column("partnership", WORDS(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "framed",
                "drawn",
                "approved",
                "issued",
                "moderating",
                "analysed",
                "agreed",
                "published",
                "closed",
                "cancelled",
                name="cycle_status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("register_sha256", WORDS(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("frame_sha256", WORDS(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("eligible", sa.Integer(), nullable=True),
        sa.Column("excluded", JSON, nullable=False),
        sa.Column("out_of_scope", JSON, nullable=False),
        sa.Column("rulings", JSON, nullable=False),
        sa.Column("commitment", WORDS(), nullable=True),
        sa.Column("issued_at", MOMENT(), nullable=True),
        sa.Column("due_at", MOMENT(), nullable=True),
        sa.Column("cancelled_why", WORDS(), nullable=False),
        sa.Column("went_on", JSON, nullable=False),
        sa.Column("why_now", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_cycle")),
    )
    op.create_index(op.f("ix_cycle_kind"), "cycle", ["kind"], unique=False)
    op.create_table(
        "external_audit",
        sa.Column("ref", WORDS(), nullable=False),
        sa.Column("kind", WORDS(), nullable=False),
        sa.Column("title", WORDS(), nullable=False),
        sa.Column("made_by", WORDS(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=True),
        sa.Column("result", WORDS(), nullable=False),
        sa.Column("logged_at", MOMENT(), nullable=False),
        sa.Column("logged_by", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_external_audit")),
    )
    op.create_table(
        "left_in_inbox",
        sa.Column("reference", WORDS(), nullable=False),
        sa.Column("inbox", WORDS(), nullable=False),
        sa.Column("says", WORDS(), nullable=False),
        sa.Column("since", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_left_in_inbox")),
    )
    op.create_table(
        "meeting",
        sa.Column("body", WORDS(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_meeting_body")),
        sa.PrimaryKeyConstraint("body", "day", name=op.f("pk_meeting")),
    )
    op.create_table(
        "paper_sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", WORDS(), nullable=False),
        sa.Column("paper", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("signed_by", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sign_off")),
    )
    op.create_index(op.f("ix_paper_sign_off_about"), "paper_sign_off", ["about"], unique=False)
    op.create_table(
        "register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("shape", WORDS(), nullable=False),
        sa.Column("rows_in", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("report", JSON, nullable=False),
        sa.Column("loaded_at", MOMENT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        sa.UniqueConstraint("name", "sha256", name=op.f("uq_register_name_sha256")),
    )
    op.create_table(
        "shared",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", WORDS(), nullable=False),
        sa.Column("shared_with", WORDS(), nullable=False),
        sa.Column("how", WORDS(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared")),
    )
    op.create_index(op.f("ix_shared_theme"), "shared", ["theme"], unique=False)
    op.create_table(
        "tick",
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("holder", WORDS(), nullable=True),
        sa.Column("until", MOMENT(), nullable=True),
        sa.Column("started_at", MOMENT(), nullable=False),
        sa.Column("succeeded_at", MOMENT(), nullable=True),
        sa.Column("failed_at", MOMENT(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", WORDS(), nullable=False),
        sa.CheckConstraint("(holder IS NULL) = (until IS NULL)", name=op.f("ck_tick_held_until")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick")),
    )
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("actor", WORDS(), nullable=False),
        sa.Column("verb", WORDS(), nullable=False),
        sa.Column("about", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("previous", WORDS(), nullable=False),
        sa.Column("digest", WORDS(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail")),
    )
    op.create_table(
        "audited_child",
        sa.Column("child_hash", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_audited_child_cycle")),
        sa.PrimaryKeyConstraint("child_hash", "cycle", name=op.f("pk_audited_child")),
    )
    op.create_table(
        "cycle_wait",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("still_open", sa.Integer(), nullable=False),
        sa.Column("not_timed", sa.Integer(), nullable=False),
        sa.Column("median", sa.Float(), nullable=True),
        sa.Column("ninetieth", sa.Float(), nullable=True),
        sa.Column("known_to", MOMENT(), nullable=False),
        sa.Column("opens", WORDS(), nullable=False),
        sa.Column("closes", WORDS(), nullable=False),
        sa.CheckConstraint(
            "came = decided + still_open + not_timed", name=op.f("ck_cycle_wait_adds_up")
        ),
        sa.CheckConstraint("median IS NULL OR median >= 0", name=op.f("ck_cycle_wait_median")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_cycle_wait_cycle")),
        sa.PrimaryKeyConstraint("cycle", name=op.f("pk_cycle_wait")),
    )
    op.create_table(
        "draw",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("certificate", JSON, nullable=False),
        sa.Column("drawn_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_draw_cycle")),
        sa.PrimaryKeyConstraint("cycle", name=op.f("pk_draw")),
    )
    op.create_table(
        "finding",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("theme", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "strength",
                "development",
                name="finding_kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("text", WORDS(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("frame", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("cannot_tell", sa.Integer(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("method", WORDS(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("agreed_at", MOMENT(), nullable=True),
        sa.Column("agreed_by", WORDS(), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by IS NULL)", name=op.f("ck_finding_agreed")
        ),
        sa.CheckConstraint(
            "0 <= x AND x <= n AND n <= frame AND x <= low AND low <= high",
            name=op.f("ck_finding_interval"),
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_finding_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("cycle", "number", name=op.f("uq_finding_cycle_number")),
    )
    op.create_table(
        "gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("opened_at", MOMENT(), nullable=False),
        sa.Column("decided_at", MOMENT(), nullable=True),
        sa.Column("decided_by", WORDS(), nullable=True),
        sa.Column("decision", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_gate_decided")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_gate_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
        sa.UniqueConstraint("cycle", "name", name=op.f("uq_gate_cycle_name")),
    )
    op.create_table(
        "moderation",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("begun_at", MOMENT(), nullable=False),
        sa.Column("second_cases", JSON, nullable=False),
        sa.Column("ended_at", MOMENT(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_moderation_cycle")),
        sa.PrimaryKeyConstraint("cycle", name=op.f("pk_moderation")),
    )
    op.create_table(
        "moderation_book",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("is_second", sa.Boolean(), nullable=False),
        sa.Column("file_name", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_moderation_book_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_book")),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_moderation_book_code_edition")),
    )
    op.create_index(op.f("ix_moderation_book_code"), "moderation_book", ["code"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("version", WORDS(), nullable=False),
        sa.Column("format", WORDS(), nullable=False),
        sa.Column("file", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_paper_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "cycle", "name", "version", "format", name=op.f("uq_paper_cycle_name_version_format")
        ),
    )
    op.create_table(
        "past_account",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("context", JSON, nullable=False),
        sa.Column("lead", WORDS(), nullable=False),
        sa.Column("came_of_it", JSON, nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_past_account_cycle")),
        sa.PrimaryKeyConstraint("cycle", name=op.f("pk_past_account")),
    )
    op.create_table(
        "sign_off",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("meeting", WORDS(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("minute", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.Column("left_open", JSON, nullable=False),
        sa.Column("earlier", JSON, nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_sign_off_cycle")),
        sa.PrimaryKeyConstraint("cycle", name=op.f("pk_sign_off")),
    )
    op.create_table(
        "survey_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("survey", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column("answer", WORDS(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("loaded_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_survey_count_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_count")),
        sa.UniqueConstraint(
            "cycle",
            "survey",
            "question",
            "answer",
            name=op.f("uq_survey_count_cycle_survey_question_answer"),
        ),
    )
    op.create_index(op.f("ix_survey_count_cycle"), "survey_count", ["cycle"], unique=False)
    op.create_table(
        "unit",
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("agency", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("channel", WORDS(), nullable=False),
        sa.Column("key_channel", WORDS(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agency"], ["agency.code"], name=op.f("fk_unit_agency")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "allowance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_before", MOMENT(), nullable=False),
        sa.Column("until", MOMENT(), nullable=True),
        sa.Column(
            "waived",
            sa.Enum(
                "no_part",
                "elsewhere",
                "pressure",
                "closed",
                "other",
                name="waiver_reason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("decided_at", MOMENT(), nullable=False),
        sa.Column("decided_by", WORDS(), nullable=False),
        sa.CheckConstraint("decided_by <> '' AND why <> ''", name=op.f("ck_allowance_said")),
        sa.CheckConstraint(
            "(until IS NULL) = (waived IS NOT NULL)", name=op.f("ck_allowance_one_thing")
        ),
        sa.CheckConstraint(
            "until IS NULL OR until > decided_at", name=op.f("ck_allowance_to_come")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_allowance_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_allowance_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance")),
        sa.UniqueConstraint("cycle", "unit", "number", name=op.f("uq_allowance_cycle_unit_number")),
    )
    op.create_index(op.f("ix_allowance_cycle"), "allowance", ["cycle"], unique=False)
    op.create_table(
        "audit_case",
        sa.Column("ref", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_hash", WORDS(), nullable=False),
        sa.Column("stratum", WORDS(), nullable=False),
        sa.Column("rank", WORDS(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("targeted", sa.Boolean(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("replaced_by", WORDS(), nullable=True),
        sa.Column("unit", WORDS(), nullable=True),
        sa.CheckConstraint(
            "probability > 0 AND probability <= 1", name=op.f("ck_audit_case_probability")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_audit_case_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_audit_case_unit")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_audit_case")),
        sa.UniqueConstraint("cycle", "number", name=op.f("uq_audit_case_cycle_number")),
        sa.UniqueConstraint("cycle", "unit_hash", name=op.f("uq_audit_case_cycle_unit_hash")),
    )
    op.create_index(op.f("ix_audit_case_unit"), "audit_case", ["unit"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("email", WORDS(), nullable=False),
        sa.Column("role", WORDS(), nullable=False),
        sa.Column("channel", WORDS(), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("qeg", WORDS(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("bounced_at", MOMENT(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_contact_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("unit", "email", name=op.f("uq_contact_unit_email")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("finding", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=True),
        sa.Column("decision", WORDS(), nullable=False),
        sa.Column("text_before", WORDS(), nullable=False),
        sa.Column("text_after", WORDS(), nullable=False),
        sa.Column("numbers", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("noted_by", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_correction_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_correction_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_cycle"), "correction", ["cycle"], unique=False)
    op.create_table(
        "disagreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "differs",
                "disputed",
                "settled",
                name="disagreement_status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("owner", WORDS(), nullable=False),
        sa.Column("changed_at", MOMENT(), nullable=False),
        sa.Column("changed_by", WORDS(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_disagreement_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_disagreement_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disagreement")),
        sa.UniqueConstraint(
            "cycle",
            "case_ref",
            "unit",
            "question",
            name=op.f("uq_disagreement_cycle_case_ref_unit_question"),
        ),
    )
    op.create_table(
        "dispatch",
        sa.Column("key", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=True),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("purpose", WORDS(), nullable=False),
        sa.Column("channel", WORDS(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "due",
                "sending",
                "sent",
                "refused",
                "unconfirmed",
                "withdrawn",
                name="dispatch_status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("due_at", MOMENT(), nullable=False),
        sa.Column("claimed_at", MOMENT(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT(), nullable=True),
        sa.Column("delivered_at", MOMENT(), nullable=True),
        sa.Column("receipt", WORDS(), nullable=False),
        sa.Column("subject", WORDS(), nullable=False),
        sa.Column("body", WORDS(), nullable=False),
        sa.Column("recipients", JSON, nullable=False),
        sa.Column("attachments", JSON, nullable=False),
        sa.Column("reason", WORDS(), nullable=False),
        sa.Column("addressed_to", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_dispatch_sent")
        ),
        sa.CheckConstraint(
            "status <> 'sending' OR claimed_at IS NOT NULL", name=op.f("ck_dispatch_claimed")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_dispatch_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_dispatch_unit")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dispatch")),
    )
    op.create_index(op.f("ix_dispatch_cycle"), "dispatch", ["cycle"], unique=False)
    op.create_table(
        "fact_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("asked_at", MOMENT(), nullable=False),
        sa.Column("due_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_fact_check_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_fact_check_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_check")),
        sa.UniqueConstraint("cycle", "unit", "round", name=op.f("uq_fact_check_cycle_unit_round")),
    )
    op.create_index(op.f("ix_fact_check_cycle"), "fact_check", ["cycle"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column("owner", WORDS(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("named_by", WORDS(), nullable=False),
        sa.Column("named_at", MOMENT(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_follow_up_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_follow_up_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_cycle"), "follow_up", ["cycle"], unique=False)
    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column(
            "layer",
            sa.Enum(
                "self",
                "moderated",
                "panel",
                "second",
                name="grade_layer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("value", WORDS(), nullable=False),
        sa.Column("given_by", WORDS(), nullable=False),
        sa.Column("given_at", MOMENT(), nullable=False),
        sa.Column("why", WORDS(), nullable=False),
        sa.Column("source", WORDS(), nullable=False),
        sa.CheckConstraint("layer <> 'self'", name=op.f("ck_grade_not_an_answer")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_grade_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_grade_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
    )
    op.create_index(op.f("ix_grade_cycle"), "grade", ["cycle"], unique=False)
    op.create_table(
        "issued_pack",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("file_name", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("made_at", MOMENT(), nullable=False),
        sa.Column("due_at", MOMENT(), nullable=False),
        sa.Column("sending", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_issued_pack_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_issued_pack_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_pack")),
        sa.UniqueConstraint(
            "cycle", "unit", "edition", name=op.f("uq_issued_pack_cycle_unit_edition")
        ),
    )
    op.create_index(op.f("ix_issued_pack_code"), "issued_pack", ["code"], unique=False)
    op.create_table(
        "return_file",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("received_at", MOMENT(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("route", WORDS(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "partial",
                "queried",
                "nil",
                "not_known",
                "late",
                "superseded",
                "duplicate",
                "quarantined",
                "refused",
                name="return_outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("cycle", WORDS(), nullable=True),
        sa.Column("unit", WORDS(), nullable=True),
        sa.Column("pack", WORDS(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("supersedes", WORDS(), nullable=True),
        sa.Column("part_of", WORDS(), nullable=True),
        sa.Column("claimed_at", MOMENT(), nullable=True),
        sa.Column("claimed_by", WORDS(), nullable=True),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_return_file_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_return_file_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_file")),
    )
    op.create_index(op.f("ix_return_file_cycle"), "return_file", ["cycle"], unique=False)
    op.create_index(op.f("ix_return_file_sha256"), "return_file", ["sha256"], unique=False)
    op.create_table(
        "return_rung",
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("step", WORDS(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_return_rung_cycle")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_return_rung_unit")),
        sa.PrimaryKeyConstraint("cycle", "unit", "due", "step", name=op.f("pk_return_rung")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", WORDS(), nullable=False),
        sa.Column("pack", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column("value", WORDS(), nullable=True),
        sa.Column("original", WORDS(), nullable=False),
        sa.Column("note", WORDS(), nullable=False),
        sa.Column("sheet", WORDS(), nullable=False),
        sa.Column("cell", WORDS(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_answer_cycle")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_file.id"], name=op.f("fk_answer_return_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_answer_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_cycle"), "answer", ["cycle"], unique=False)
    op.create_index(op.f("ix_answer_return_id"), "answer", ["return_id"], unique=False)
    op.create_index(
        "uq_answer_current",
        "answer",
        ["pack", "case_ref", "question"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("raised_at", MOMENT(), nullable=False),
        sa.Column("acknowledged_at", MOMENT(), nullable=True),
        sa.Column("acknowledged_by", WORDS(), nullable=True),
        sa.Column("done", WORDS(), nullable=False),
        sa.Column("additions", JSON, nullable=False),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_concern_taken_up"),
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_concern_cycle")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_file.id"], name=op.f("fk_concern_return_id")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_concern_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("return_id", "case_ref", name=op.f("uq_concern_return_id_case_ref")),
    )
    op.create_table(
        "letter_about",
        sa.Column("dispatch", WORDS(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("unit", WORDS(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("step", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "unit", "due", "step"],
            ["return_rung.cycle", "return_rung.unit", "return_rung.due", "return_rung.step"],
            name="fk_letter_about_rung",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["dispatch"],
            ["dispatch.key"],
            name=op.f("fk_letter_about_dispatch"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "dispatch", "cycle", "unit", "due", "step", name=op.f("pk_letter_about")
        ),
    )
    op.create_index(op.f("ix_letter_about_cycle"), "letter_about", ["cycle"], unique=False)
    op.create_table(
        "return_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", WORDS(), nullable=False),
        sa.Column("code", WORDS(), nullable=False),
        sa.Column("message", WORDS(), nullable=False),
        sa.Column("sheet", WORDS(), nullable=False),
        sa.Column("cell", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("question", WORDS(), nullable=False),
        sa.Column("is_query", sa.Boolean(), nullable=False),
        sa.Column("raised_at", MOMENT(), nullable=False),
        sa.Column("asked_in", WORDS(), nullable=True),
        sa.Column("settled_at", MOMENT(), nullable=True),
        sa.Column("settled_by", WORDS(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_return_problem_settled")
        ),
        sa.ForeignKeyConstraint(
            ["asked_in"], ["issued_pack.id"], name=op.f("fk_return_problem_asked_in")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_file.id"], name=op.f("fk_return_problem_return_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["return_file.id"], name=op.f("fk_return_problem_settled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_problem")),
    )
    op.create_index(
        op.f("ix_return_problem_return_id"), "return_problem", ["return_id"], unique=False
    )
    op.create_table(
        "spot_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle", WORDS(), nullable=False),
        sa.Column("case_ref", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rank", WORDS(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("frame_sha256", WORDS(), nullable=False),
        sa.Column("key", WORDS(), nullable=False),
        sa.Column("drawn_at", MOMENT(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=True),
        sa.Column("checked_at", MOMENT(), nullable=True),
        sa.Column("checked_by", WORDS(), nullable=True),
        sa.Column("note", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (held IS NULL)", name=op.f("ck_spot_check_checked")
        ),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["audit_case.ref"], name=op.f("fk_spot_check_case_ref")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_spot_check_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("cycle", "case_ref", name=op.f("uq_spot_check_cycle_case_ref")),
    )
    op.create_index(op.f("ix_spot_check_cycle"), "spot_check", ["cycle"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("title", WORDS(), nullable=False),
        sa.Column("source", WORDS(), nullable=False),
        sa.Column("recommendation", WORDS(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "audit",
                "review",
                "inspection",
                "challenge",
                "self_assessment",
                "other",
                name="action_origin",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "output",
                "practice",
                "assurance",
                name="action_kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("cycle", WORDS(), nullable=True),
        sa.Column("theme", WORDS(), nullable=False),
        sa.Column("owner", WORDS(), nullable=False),
        sa.Column("lead", WORDS(), nullable=False),
        sa.Column("deputy", WORDS(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("times_moved", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "open",
                "complete",
                "closed",
                "withdrawn",
                name="action_status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("measure", WORDS(), nullable=False),
        sa.Column("percent_done", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT(), nullable=True),
        sa.Column("updated_by", WORDS(), nullable=False),
        sa.Column(
            "typed_rag",
            sa.Enum(
                "grey",
                "green",
                "amber",
                "red",
                "blue",
                "black",
                name="action_typed_rag",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("typed_why", WORDS(), nullable=False),
        sa.Column("evidence", WORDS(), nullable=False),
        sa.Column("completed_at", MOMENT(), nullable=True),
        sa.Column("completed_by", WORDS(), nullable=False),
        sa.Column("impact", WORDS(), nullable=False),
        sa.Column("closed_at", MOMENT(), nullable=True),
        sa.Column("closed_by", WORDS(), nullable=False),
        sa.Column("closed_why", WORDS(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("minute", WORDS(), nullable=False),
        sa.Column("reaudit_kind", WORDS(), nullable=False),
        sa.Column("reaudit_on", sa.Date(), nullable=True),
        sa.Column("reaudit_cycle", WORDS(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL AND closed_by <> '' AND impact <> '')",
            name=op.f("ck_action_closed"),
        ),
        sa.CheckConstraint(
            "(status IN ('complete', 'closed')) = (completed_at IS NOT NULL AND completed_by <> '' AND evidence <> '')",
            name=op.f("ck_action_complete"),
        ),
        sa.CheckConstraint("owner <> '' OR cycle IS NOT NULL", name=op.f("ck_action_owned")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_action_said")),
        sa.CheckConstraint(
            "typed_rag IS NULL OR (typed_rag IN ('amber', 'red') AND typed_why <> '')",
            name=op.f("ck_action_typed_rag"),
        ),
        sa.CheckConstraint("(due IS NULL) = (original_due IS NULL)", name=op.f("ck_action_dated")),
        sa.CheckConstraint("percent_done BETWEEN 0 AND 100", name=op.f("ck_action_percent_done")),
        sa.CheckConstraint("times_moved > 0 OR due = original_due", name=op.f("ck_action_moved")),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_action_answer")),
        sa.ForeignKeyConstraint(["cycle"], ["cycle.ref"], name=op.f("fk_action_cycle")),
        sa.ForeignKeyConstraint(
            ["reaudit_cycle"], ["cycle.ref"], name=op.f("fk_action_reaudit_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_owner"), "action", ["owner"], unique=False)
    op.create_index("ix_action_standing", "action", ["status", "due"], unique=False)
    op.create_table(
        "action_agency",
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("agency", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_action_agency_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action", "agency", name=op.f("pk_action_agency")),
    )
    op.create_table(
        "action_evidence",
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", WORDS(), nullable=False),
        sa.Column("extension", WORDS(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shows", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by", WORDS(), nullable=False),
        sa.CheckConstraint("shows <> ''", name=op.f("ck_action_evidence_said")),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_action_evidence_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action", "number", name=op.f("pk_action_evidence")),
        sa.UniqueConstraint("action", "sha256", name=op.f("uq_action_evidence_action_sha256")),
    )
    op.create_table(
        "action_finding",
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("finding", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_action_finding_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["finding"], ["finding.id"], name=op.f("fk_action_finding_finding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action", "finding", name=op.f("pk_action_finding")),
    )
    op.create_index(op.f("ix_action_finding_finding"), "action_finding", ["finding"], unique=False)
    op.create_table(
        "action_measure",
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("kind", WORDS(), nullable=False),
        sa.Column("name", WORDS(), nullable=False),
        sa.Column("better", WORDS(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("baseline_of", sa.Integer(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("target_of", sa.Integer(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("after", sa.Float(), nullable=True),
        sa.Column("after_of", sa.Integer(), nullable=True),
        sa.Column("after_on", sa.Date(), nullable=True),
        sa.Column("after_cycle", WORDS(), nullable=True),
        sa.CheckConstraint("better IN ('up', 'down')", name=op.f("ck_action_measure_better")),
        sa.CheckConstraint("kind IN ('question', 'figure')", name=op.f("ck_action_measure_kind")),
        sa.CheckConstraint(
            "(after IS NULL) = (after_on IS NULL)", name=op.f("ck_action_measure_after")
        ),
        sa.CheckConstraint(
            "(baseline IS NULL) = (baseline_on IS NULL)", name=op.f("ck_action_measure_baseline")
        ),
        sa.CheckConstraint(
            "(target IS NULL) = (target_on IS NULL)", name=op.f("ck_action_measure_target")
        ),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_action_measure_action"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["after_cycle"], ["cycle.ref"], name=op.f("fk_action_measure_after_cycle")
        ),
        sa.PrimaryKeyConstraint("action", name=op.f("pk_action_measure")),
    )
    op.create_table(
        "action_rung",
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("step", WORDS(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("told", WORDS(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_action_rung_action"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action", "step", "due", name=op.f("pk_action_rung")),
    )
    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", WORDS(), nullable=False),
        sa.Column("at", MOMENT(), nullable=False),
        sa.Column("by", WORDS(), nullable=False),
        sa.Column("text", WORDS(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=True),
        sa.Column("percent_done", sa.Integer(), nullable=True),
        sa.Column("status_before", WORDS(), nullable=True),
        sa.Column("status_after", WORDS(), nullable=True),
        sa.Column("reason", WORDS(), nullable=False),
        sa.Column("meeting", sa.Date(), nullable=True),
        sa.Column("minute", WORDS(), nullable=False),
        sa.Column("return_id", WORDS(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_action_update_said")),
        sa.CheckConstraint(
            "(status_before IS NULL) = (status_after IS NULL)", name=op.f("ck_action_update_status")
        ),
        sa.CheckConstraint(
            "due_before IS NULL OR due_after IS NOT NULL", name=op.f("ck_action_update_moved")
        ),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_action_update_action")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_file.id"], name=op.f("fk_action_update_return_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
    )
    op.create_index(op.f("ix_action_update_action"), "action_update", ["action"], unique=False)
    op.create_index(op.f("ix_action_update_meeting"), "action_update", ["meeting"], unique=False)
    op.create_table(
        "challenge",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", WORDS(), nullable=False),
        sa.Column("put_to", WORDS(), nullable=False),
        sa.Column("text", WORDS(), nullable=False),
        sa.Column("theme", WORDS(), nullable=False),
        sa.Column("action", WORDS(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("outcome", WORDS(), nullable=False),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (outcome = '')", name=op.f("ck_challenge_settled")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_challenge_said")),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_challenge_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_table(
        "training_need",
        sa.Column("id", WORDS(), nullable=False),
        sa.Column("theme", WORDS(), nullable=False),
        sa.Column("text", WORDS(), nullable=False),
        sa.Column("audience", WORDS(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("action", WORDS(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_how", WORDS(), nullable=False),
        sa.CheckConstraint("(met_on IS NULL) = (met_how = '')", name=op.f("ck_training_need_met")),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_training_need_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_need")),
    )
    op.create_index(op.f("ix_training_need_theme"), "training_need", ["theme"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in DROPPED:
        op.drop_table(table)
