"""What organisers do: announcements that can be held, corrected and taken back; colleagues; imports; changes"""

import sqlalchemy as sa
from alembic import op

from conference.tables import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = "'waiting', 'scheduled', 'held', 'sending', 'sent', 'uncertain', 'dead', 'missed', 'withdrawn'"


def upgrade() -> None:
    _let_deliveries_be_held()
    _refer("drafts", "filled_by", "people")
    op.create_index("ix_drafts_filled_by", "drafts", ["filled_by"])
    _refer("notices", "about_id", "notices")
    op.add_column("notices", sa.Column("state", sa.String(length=12), nullable=True))
    op.add_column("notices", sa.Column("starts_at", Utc(), nullable=True))
    op.add_column("notices", sa.Column("queued_at", Utc(), nullable=True))
    op.add_column("notices", sa.Column("unsettled", sa.Integer(), server_default="0", nullable=False))
    op.add_column("notices", sa.Column("progress", sa.JSON(), nullable=True))
    has_state = sa.text("state IS NOT NULL")
    op.create_index("ix_notices_state", "notices", ["state"], sqlite_where=has_state, postgresql_where=has_state)
    op.add_column("people", sa.Column("expects", sa.JSON(), nullable=True))
    _refer("questions", "answered_by", "people")
    op.create_index("ix_questions_event", "questions", ["event"])
    op.create_index("ix_questions_person_id", "questions", ["person_id"])
    op.add_column("registrations", sa.Column("source", sa.String(length=64), nullable=True))
    op.create_index("ix_registrations_registered_by", "registrations", ["registered_by"])
    op.create_table(
        "attachments",
        sa.Column("id", ID, nullable=False),
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_attachments_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("notice_id", "language", name=op.f("uq_attachments_notice_id_language")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_facts",
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_event_facts")),
    )


def _let_deliveries_be_held() -> None:
    # SQLite changes a check by copying the table; nothing refers to this one.
    with op.batch_alter_table("deliveries", table_kwargs={"sqlite_autoincrement": True}) as deliveries:
        deliveries.drop_constraint(op.f("ck_deliveries_status"), type_="check")
        deliveries.create_check_constraint(op.f("ck_deliveries_status"), f"status IN ({STATES})")


def _refer(table: str, column: str, other: str) -> None:
    # In SQL: alembic would copy the table on SQLite, and others refer to it.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    name = f"fk_{table}_{column}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT {name} REFERENCES {other} (id)")
