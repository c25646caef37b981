"""What the sender of a document says of it: its source, and the reference, tags and company that lists are filtered by.

Functions of the version before know nothing of them: what they take meanwhile has the source `upload`. All statements
can be repeated; those on `invoices` lock nothing.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_invoices_reference": "reference",
    "ix_invoices_source_kind": "source_kind",
    "ix_invoices_for_company": "for_company",
}


def upgrade() -> None:
    op.execute("""
        ALTER TABLE invoices
            ADD COLUMN IF NOT EXISTS reference VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
            ADD COLUMN IF NOT EXISTS source_kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin
                NOT NULL DEFAULT 'upload',
            ADD COLUMN IF NOT EXISTS for_company BIGINT,
            ALGORITHM=INSTANT
    """)
    added = ", ".join(f"ADD INDEX IF NOT EXISTS {name} ({columns})" for name, columns in _INDEXES.items())
    op.execute(f"ALTER TABLE invoices {added}, ALGORITHM=INPLACE, LOCK=NONE")
    op.execute("ALTER TABLE invoice_documents ADD COLUMN IF NOT EXISTS source JSON, ALGORITHM=INSTANT")
    op.execute("""
        CREATE TABLE IF NOT EXISTS invoice_tags (
            invoice_id BIGINT NOT NULL,
            tag VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
            CONSTRAINT pk_invoice_tags PRIMARY KEY (invoice_id, tag),
            CONSTRAINT fk_invoice_tags_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id) ON DELETE CASCADE,
            INDEX ix_invoice_tags_tag_invoice_id (tag, invoice_id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS invoice_tags")
    op.execute("ALTER TABLE invoice_documents DROP COLUMN IF EXISTS source")
    dropped = ", ".join(f"DROP INDEX IF EXISTS {name}" for name in _INDEXES)
    columns = ", ".join(f"DROP COLUMN IF EXISTS {name}" for name in ("reference", "source_kind", "for_company"))
    op.execute(f"ALTER TABLE invoices {dropped}, {columns}")
