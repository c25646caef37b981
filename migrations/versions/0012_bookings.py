"""How confirmed invoices were booked, which suggestions and completions are made of.

Functions of the version before know no bookings, and write none. The statement can be repeated.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS bookings (
            invoice_id BIGINT NOT NULL,
            number INTEGER NOT NULL,
            item VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            code VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            account VARCHAR(200),
            cost_center VARCHAR(200),
            tax_code VARCHAR(200),
            category VARCHAR(200),
            CONSTRAINT pk_bookings PRIMARY KEY (invoice_id, number),
            CONSTRAINT fk_bookings_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE CASCADE,
            INDEX ix_bookings_item_invoice_id_number (item, invoice_id, number),
            INDEX ix_bookings_account (account),
            INDEX ix_bookings_cost_center (cost_center),
            INDEX ix_bookings_tax_code (tax_code),
            INDEX ix_bookings_category (category)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS bookings")
