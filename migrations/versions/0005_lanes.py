"""Lanes: where the messages of a row wait.

Functions that do not know the columns go on: their rows get the defaults, and reading moves on what is not quick.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _ascii(length: int) -> mysql.VARCHAR:
    return mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)


def upgrade() -> None:
    op.add_column("invoices", sa.Column("lane", _ascii(10), server_default="quick", nullable=False))
    op.add_column("invoices", sa.Column("uploader", _ascii(16), server_default="-", nullable=False))
    op.add_column("invoices", sa.Column("pages_due", sa.Integer(), server_default="1", nullable=False))
    op.create_index(
        op.f("ix_invoices_stage_status_lane_uploader_enqueued_at"),
        "invoices",
        ["stage", "status", "lane", "uploader", "enqueued_at"],
        unique=False,
    )
    # The new index begins with the columns by which old dispatchers look.
    op.drop_index(op.f("ix_invoices_stage_status_enqueued_at"), table_name="invoices")


def downgrade() -> None:
    op.create_index(
        op.f("ix_invoices_stage_status_enqueued_at"), "invoices", ["stage", "status", "enqueued_at"], unique=False
    )
    op.drop_index(op.f("ix_invoices_stage_status_lane_uploader_enqueued_at"), table_name="invoices")
    op.drop_column("invoices", "pages_due")
    op.drop_column("invoices", "uploader")
    op.drop_column("invoices", "lane")
