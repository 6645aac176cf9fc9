"""Leases of processes"""

import sqlalchemy as sa
from alembic import op

from conference.tables import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=False),
        sa.Column("until", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
