"""Payment files, and the invoices of each.

Functions of the version before know none, and write none. All statements can be repeated.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS payments (
            id BIGINT NOT NULL AUTO_INCREMENT,
            created_at DATETIME(6) NOT NULL,
            actor VARCHAR(100) NOT NULL,
            parameters JSON NOT NULL,
            transfers INTEGER NOT NULL,
            total NUMERIC(20, 2) NOT NULL,
            document MEDIUMTEXT NOT NULL,
            CONSTRAINT pk_payments PRIMARY KEY (id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS payment_invoices (
            invoice_id BIGINT NOT NULL,
            payment_id BIGINT NOT NULL,
            CONSTRAINT pk_payment_invoices PRIMARY KEY (invoice_id, payment_id),
            CONSTRAINT fk_payment_invoices_payment_id FOREIGN KEY (payment_id) REFERENCES payments (id)
                ON DELETE CASCADE,
            INDEX ix_payment_invoices_payment_id (payment_id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS payment_invoices")
    op.execute("DROP TABLE IF EXISTS payments")
