"""The feed of public changes, which begins here: what happened before stands in the lists.

Functions of the version before write none; their changes are not in the feed. The statements can be repeated.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS changes (
            id BIGINT NOT NULL AUTO_INCREMENT,
            sequence BIGINT,
            type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            invoice_id BIGINT NOT NULL,
            version INTEGER NOT NULL,
            actor VARCHAR(100) NOT NULL,
            at DATETIME(6) NOT NULL,
            CONSTRAINT pk_changes PRIMARY KEY (id),
            CONSTRAINT uq_changes_sequence UNIQUE (sequence),
            INDEX ix_changes_type_sequence (type, sequence)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS change_feed (
            id INTEGER NOT NULL,
            name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            last BIGINT NOT NULL,
            CONSTRAINT pk_change_feed PRIMARY KEY (id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS change_feed")
    op.execute("DROP TABLE IF EXISTS changes")
