"""The answers of uploads with an Idempotency-Key. Functions of the version before do not know the header."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS idempotent_answers (
            name CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            answer JSON NOT NULL,
            expires_at DATETIME(6) NOT NULL,
            CONSTRAINT pk_idempotent_answers PRIMARY KEY (name),
            INDEX ix_idempotent_answers_expires_at (expires_at)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS idempotent_answers")
