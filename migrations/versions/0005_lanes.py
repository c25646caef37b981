"""Lanes: where the messages of a row wait.

Functions that do not know the columns go on: their rows get the defaults, and reading moves on what is not quick.
Each direction is one statement, which MariaDB does whole or not at all: an interrupted migration can be run again.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEW, _OLD = "ix_invoices_stage_status_lane_uploader_enqueued_at", "ix_invoices_stage_status_enqueued_at"


def upgrade() -> None:
    # The new index begins with the columns by which old dispatchers look.
    op.execute(f"""
        ALTER TABLE invoices
            ADD COLUMN lane VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'quick',
            ADD COLUMN uploader VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '-',
            ADD COLUMN pages_due INTEGER NOT NULL DEFAULT 1,
            ADD INDEX {_NEW} (stage, status, lane, uploader, enqueued_at),
            DROP INDEX {_OLD}
    """)


def downgrade() -> None:
    op.execute(f"""
        ALTER TABLE invoices
            ADD INDEX {_OLD} (stage, status, enqueued_at),
            DROP INDEX {_NEW},
            DROP COLUMN pages_due,
            DROP COLUMN uploader,
            DROP COLUMN lane
    """)
