"""Automatic confirmation: its settings, the invoices that were confirmed so, and what blocked the others.

Functions of the version before confirm nothing automatically. All statements can be repeated, so an interrupted
migration can be run again.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STORED_AS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"


def upgrade() -> None:
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS automation (
            id INTEGER NOT NULL,
            policy JSON NOT NULL,
            seed VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            updated_by VARCHAR(100) NOT NULL,
            CONSTRAINT pk_automation PRIMARY KEY (id)
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS automation_sellers (
            seller_id BIGINT NOT NULL,
            enabled BOOL NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            updated_by VARCHAR(100) NOT NULL,
            CONSTRAINT pk_automation_sellers PRIMARY KEY (seller_id),
            CONSTRAINT fk_automation_sellers_seller_id FOREIGN KEY (seller_id) REFERENCES sellers (id)
                ON DELETE CASCADE
        ) {_STORED_AS}
    """)
    op.execute("""
        ALTER TABLE invoices
            ADD COLUMN IF NOT EXISTS automatic BOOL NOT NULL DEFAULT 0,
            ADD COLUMN IF NOT EXISTS company_id BIGINT,
            ALGORITHM=INSTANT
    """)
    op.execute("ALTER TABLE invoice_documents ADD COLUMN IF NOT EXISTS blockers JSON, ALGORITHM=INSTANT")


def downgrade() -> None:
    op.execute("ALTER TABLE invoice_documents DROP COLUMN IF EXISTS blockers")
    op.execute("ALTER TABLE invoices DROP COLUMN IF EXISTS company_id, DROP COLUMN IF EXISTS automatic")
    op.execute("DROP TABLE IF EXISTS automation_sellers")
    op.execute("DROP TABLE IF EXISTS automation")
