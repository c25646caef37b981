"""Which mail or archive within a mail a document was in.

Functions of the version before know nothing of it. Both statements can be repeated.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE intake_parts ADD COLUMN IF NOT EXISTS parent VARCHAR(1000), ALGORITHM=INSTANT")


def downgrade() -> None:
    op.execute("ALTER TABLE intake_parts DROP COLUMN IF EXISTS parent")
