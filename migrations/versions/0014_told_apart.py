"""Pairs of invoices of which a person said that they are two, though they look like one invoice twice.

Functions of the version before know no pairs, and go on to take them for possible duplicates. The statement can be
repeated.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS told_apart (
            invoice_id BIGINT NOT NULL,
            other_id BIGINT NOT NULL,
            CONSTRAINT pk_told_apart PRIMARY KEY (invoice_id, other_id),
            CONSTRAINT fk_told_apart_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE CASCADE,
            CONSTRAINT fk_told_apart_other_id FOREIGN KEY (other_id) REFERENCES invoices (id) ON DELETE CASCADE,
            INDEX ix_told_apart_other_id (other_id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS told_apart")
