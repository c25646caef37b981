"""A review can be postponed until a day.

Functions that do not know the column go on: they postpone nothing, and their decisions leave the day where it is, which
counts only while the invoice waits for validation (functions/api/postponing.py). Both statements can be repeated, so an
interrupted migration can be run again.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE invoices ADD COLUMN IF NOT EXISTS postponed_until DATE, ALGORITHM=INSTANT")
    op.execute(
        "ALTER TABLE invoices ADD INDEX IF NOT EXISTS ix_invoices_postponed_until (postponed_until),"
        " ALGORITHM=INPLACE, LOCK=NONE"
    )


def downgrade() -> None:
    op.execute("""
        ALTER TABLE invoices
            DROP INDEX IF EXISTS ix_invoices_postponed_until,
            DROP COLUMN IF EXISTS postponed_until
    """)
