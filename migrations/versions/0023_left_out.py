"""Exports know which new invoices their format could not express.

Functions of the version before write none. The statement can be repeated.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE exports ADD COLUMN IF NOT EXISTS left_out JSON, ALGORITHM=INSTANT")


def downgrade() -> None:
    op.execute("ALTER TABLE exports DROP COLUMN IF EXISTS left_out")
