"""Invoices that were split off a file with several."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("parent_id", sa.BigInteger(), nullable=True))
    op.add_column("invoices", sa.Column("first_page", sa.Integer(), nullable=True))
    op.add_column("invoices", sa.Column("last_page", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_invoices_parent_id"), "invoices", ["parent_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_invoices_parent_id"), "invoices", "invoices", ["parent_id"], ["id"], ondelete="SET NULL"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_invoices_parent_id"), "invoices", type_="foreignkey")
    op.drop_index(op.f("ix_invoices_parent_id"), table_name="invoices")
    op.drop_column("invoices", "last_page")
    op.drop_column("invoices", "first_page")
    op.drop_column("invoices", "parent_id")
