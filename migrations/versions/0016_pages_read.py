"""How many pages of a document have been read, while it is: shown to those who wait for it.

Functions of the version before write neither column: what they read shows no pages. The statement can be repeated and
changes no row.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE invoices
            ADD COLUMN IF NOT EXISTS pages_read INT,
            ADD COLUMN IF NOT EXISTS pages_to_read INT,
            ALGORITHM=INSTANT
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE invoices DROP COLUMN IF EXISTS pages_read, DROP COLUMN IF EXISTS pages_to_read")
