"""Confirmed invoices are listed by who confirmed them, a person or nobody: an index. The statement can be repeated, and
locks nothing."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE invoices
            ADD INDEX IF NOT EXISTS ix_invoices_automatic_status (automatic, status),
            ALGORITHM=INPLACE, LOCK=NONE
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE invoices DROP INDEX IF EXISTS ix_invoices_automatic_status")
