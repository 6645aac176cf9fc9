"""The first tables"""

import sqlalchemy as sa
from alembic import op

from conference.tables import Utc

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("wants", sa.String(length=8), server_default="both", nullable=False),
        sa.Column("telegram_unreachable_since", Utc(), nullable=True),
        sa.Column("email_unreachable_since", Utc(), nullable=True),
        sa.Column("opted_out_at", Utc(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("erased_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_people_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "seen_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_seen_updates")),
    )
    with op.batch_alter_table("seen_updates", schema=None) as batch_op:
        batch_op.create_index("ix_seen_updates_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "statistics",
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event", "measure", name=op.f("pk_statistics")),
    )
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("position", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.Column("consent_version", sa.String(length=64), nullable=True),
        sa.Column("consented_at", Utc(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("person_id", "event", name=op.f("uq_drafts_person_id_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index("ix_drafts_event", ["event"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("useless_after", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_notices_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("event", "kind", "key", name=op.f("uq_notices_event_kind_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisers",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_organisers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisers")),
        sa.UniqueConstraint("person_id", "event", name=op.f("uq_organisers_person_id_event")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("in_reply_to", ID, nullable=True),
        sa.Column("from_organiser", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=4096), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["in_reply_to"], ["questions.id"], name=op.f("fk_questions_in_reply_to")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_questions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "registrations",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attendance", sa.String(length=12), server_default="unanswered", nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("consent_version", sa.String(length=64), nullable=False),
        sa.Column("consented_at", Utc(), nullable=False),
        sa.Column("registered_by", ID, nullable=True),
        sa.Column("registered_at", Utc(), nullable=False),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.CheckConstraint(
            "attendance IN ('unanswered', 'coming', 'not_coming', 'attended')", name=op.f("ck_registrations_attendance")
        ),
        sa.CheckConstraint("status IN ('registered', 'waiting', 'cancelled')", name=op.f("ck_registrations_status")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_registrations_person_id")),
        sa.ForeignKeyConstraint(["registered_by"], ["people.id"], name=op.f("fk_registrations_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("event", "person_id", name=op.f("uq_registrations_event_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index("ix_registrations_person_id", ["person_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("parts_sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=True),
        sa.Column("leased_until", Utc(), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'scheduled', 'sending', 'sent', 'uncertain', 'dead', 'missed', 'withdrawn')",
            name=op.f("ck_deliveries_status"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "notice_id", "person_id", "channel", name=op.f("uq_deliveries_notice_id_person_id_channel")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "ix_deliveries_scheduled",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'scheduled'"),
            postgresql_where=sa.text("status = 'scheduled'"),
        )
        batch_op.create_index(
            "ix_deliveries_sending",
            ["leased_until"],
            unique=False,
            sqlite_where=sa.text("status = 'sending'"),
            postgresql_where=sa.text("status = 'sending'"),
        )
        batch_op.create_index(
            "ix_deliveries_waiting",
            ["channel", "priority", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'waiting'"),
            postgresql_where=sa.text("status = 'waiting'"),
        )

    op.create_table(
        "invites",
        sa.Column("id", ID, nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("registration_id", ID, nullable=True),
        sa.Column("invited_by", ID, nullable=True),
        sa.Column("valid_until", Utc(), nullable=False),
        sa.Column("used_at", Utc(), nullable=True),
        sa.Column("used_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["people.id"], name=op.f("fk_invites_invited_by")),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name=op.f("fk_invites_registration_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invites_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invites_secret_hash")),
        sqlite_autoincrement=True,
    )
