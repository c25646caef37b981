"""Versions of final data that was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "final_versions",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("final_data", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.dialects.mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("withdrawn_at", sa.dialects.mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_final_versions_invoice_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_id", "number", name=op.f("pk_final_versions")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_index(
        op.f("ix_final_versions_withdrawn_at_invoice_id_number"),
        "final_versions",
        ["withdrawn_at", "invoice_id", "number"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("final_versions")
