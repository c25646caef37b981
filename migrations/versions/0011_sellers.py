"""Sellers: their records, keys and lessons, whose invoice each one is, and the sketch that a lesson is made of.

Functions of the version before go on: what they confirm belongs to no seller until `make relearn`. All statements can
be repeated, so an interrupted migration can be run again.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STORED_AS = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"


def upgrade() -> None:
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS sellers (
            id BIGINT NOT NULL AUTO_INCREMENT,
            name VARCHAR(200) NOT NULL,
            country VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin,
            origin VARCHAR(110) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            invoices INTEGER NOT NULL DEFAULT 0,
            is_kept BOOL NOT NULL DEFAULT 0,
            merged_into BIGINT,
            renamed_after BIGINT,
            created_at DATETIME(6) NOT NULL,
            updated_at DATETIME(6) NOT NULL,
            CONSTRAINT pk_sellers PRIMARY KEY (id),
            CONSTRAINT uq_sellers_origin UNIQUE (origin),
            INDEX ix_sellers_name_id (name, id),
            INDEX ix_sellers_invoices_id (invoices, id),
            INDEX ix_sellers_updated_at_id (updated_at, id),
            INDEX ix_sellers_merged_into (merged_into),
            INDEX ix_sellers_renamed_after (renamed_after)
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS seller_keys (
            seller_id BIGINT NOT NULL,
            kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            printed VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
            `key` VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
            invoices INTEGER NOT NULL DEFAULT 0,
            is_kept BOOL NOT NULL DEFAULT 0,
            CONSTRAINT pk_seller_keys PRIMARY KEY (seller_id, kind, printed),
            INDEX ix_seller_keys_kind_key_seller_id (kind, `key`, seller_id),
            CONSTRAINT fk_seller_keys_seller_id FOREIGN KEY (seller_id) REFERENCES sellers (id) ON DELETE CASCADE
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS seller_lessons (
            invoice_id BIGINT NOT NULL,
            seller_id BIGINT NOT NULL,
            layout VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin,
            lesson JSON,
            `keys` JSON NOT NULL,
            CONSTRAINT pk_seller_lessons PRIMARY KEY (invoice_id),
            INDEX ix_seller_lessons_seller_id_invoice_id (seller_id, invoice_id),
            CONSTRAINT fk_seller_lessons_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id)
                ON DELETE CASCADE,
            CONSTRAINT fk_seller_lessons_seller_id FOREIGN KEY (seller_id) REFERENCES sellers (id)
        ) {_STORED_AS}
    """)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS seller_events (
            id BIGINT NOT NULL AUTO_INCREMENT,
            seller_id BIGINT NOT NULL,
            type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            actor VARCHAR(100) NOT NULL,
            request_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin,
            created_at DATETIME(6) NOT NULL,
            data JSON,
            CONSTRAINT pk_seller_events PRIMARY KEY (id),
            INDEX ix_seller_events_seller_id_id (seller_id, id),
            CONSTRAINT fk_seller_events_seller_id FOREIGN KEY (seller_id) REFERENCES sellers (id) ON DELETE CASCADE
        ) {_STORED_AS}
    """)
    op.execute("ALTER TABLE invoices ADD COLUMN IF NOT EXISTS seller_id BIGINT, ALGORITHM=INSTANT")
    op.execute("""
        ALTER TABLE invoices ADD INDEX IF NOT EXISTS ix_invoices_seller_id_status_id (seller_id, status, id),
            ALGORITHM=INPLACE, LOCK=NONE
    """)
    op.execute("ALTER TABLE invoice_documents ADD COLUMN IF NOT EXISTS sketch JSON, ALGORITHM=INSTANT")


def downgrade() -> None:
    op.execute("ALTER TABLE invoice_documents DROP COLUMN IF EXISTS sketch")
    op.execute("""
        ALTER TABLE invoices
            DROP INDEX IF EXISTS ix_invoices_seller_id_status_id,
            DROP COLUMN IF EXISTS seller_id
    """)
    for table in ("seller_events", "seller_lessons", "seller_keys", "sellers"):
        op.execute(f"DROP TABLE IF EXISTS {table}")
