"""Exports are remembered, and each invoice knows the one that it was in.

Functions that do not know the columns go on: they mark nothing, and every invoice is a new one to an export. All
statements can be repeated, so an interrupted migration can be run again.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FOREIGN_KEY = "fk_invoices_export_id"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS exports (
            id BIGINT NOT NULL AUTO_INCREMENT,
            created_at DATETIME(6) NOT NULL,
            finished_at DATETIME(6),
            actor VARCHAR(100) NOT NULL,
            format VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            parameters JSON NOT NULL,
            count BIGINT NOT NULL,
            CONSTRAINT pk_exports PRIMARY KEY (id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        ALTER TABLE invoices
            ADD COLUMN IF NOT EXISTS export_id BIGINT,
            ADD COLUMN IF NOT EXISTS exported_at DATETIME(6),
            ADD COLUMN IF NOT EXISTS exported_reference VARCHAR(200),
            ALGORITHM=INSTANT
    """)
    op.execute("""
        ALTER TABLE invoices
            ADD INDEX IF NOT EXISTS ix_invoices_export_id (export_id),
            ADD INDEX IF NOT EXISTS ix_invoices_status_exported_at_id (status, exported_at, id),
            ALGORITHM=INPLACE, LOCK=NONE
    """)
    # Without the check, which every row passes, the table need not be copied.
    op.execute("SET SESSION foreign_key_checks=0")
    op.execute(f"""
        ALTER TABLE invoices
            ADD CONSTRAINT {_FOREIGN_KEY} FOREIGN KEY IF NOT EXISTS (export_id) REFERENCES exports (id)
            ON DELETE SET NULL, ALGORITHM=INPLACE, LOCK=NONE
    """)
    op.execute("SET SESSION foreign_key_checks=1")


def downgrade() -> None:
    op.execute(f"ALTER TABLE invoices DROP FOREIGN KEY IF EXISTS {_FOREIGN_KEY}")
    op.execute("""
        ALTER TABLE invoices
            DROP INDEX IF EXISTS ix_invoices_status_exported_at_id,
            DROP INDEX IF EXISTS ix_invoices_export_id,
            DROP COLUMN IF EXISTS exported_reference,
            DROP COLUMN IF EXISTS exported_at,
            DROP COLUMN IF EXISTS export_id
    """)
    op.execute("DROP TABLE IF EXISTS exports")
