"""Invoices are listed by what kept them from being confirmed automatically.

Functions of the version before do not know the table: what they read meanwhile is found by none of its codes until it
is read again; the invoice itself says all of them. All statements can be repeated, so an interrupted migration can be
run again; the copies are made in batches that are committed one by one.
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 500


def upgrade() -> None:
    op.execute("""
        CREATE TABLE IF NOT EXISTS invoice_blockers (
            invoice_id BIGINT NOT NULL,
            code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            CONSTRAINT pk_invoice_blockers PRIMARY KEY (invoice_id, code),
            CONSTRAINT fk_invoice_blockers_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id)
                ON DELETE CASCADE,
            INDEX ix_invoice_blockers_code_invoice_id (code, invoice_id)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    _copy()


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS invoice_blockers")


def _copy() -> None:
    """Of all documents. Half of the time is left to those who use the tables meanwhile."""
    connection = op.get_bind()
    last_of_batch = sa.text(
        "SELECT MAX(invoice_id) FROM (SELECT invoice_id FROM invoice_documents WHERE invoice_id > :last"
        " ORDER BY invoice_id LIMIT :most) AS batch"
    )
    copy = sa.text(
        "INSERT IGNORE INTO invoice_blockers (invoice_id, code)"
        " SELECT invoice_id, code FROM invoice_documents,"
        " JSON_TABLE(blockers, '$[*]' COLUMNS (code VARCHAR(40) PATH '$.code')) AS blocking"
        " WHERE invoice_id > :last AND invoice_id <= :end AND code IS NOT NULL"
    )
    last = 0
    while (end := connection.scalar(last_of_batch, {"last": last, "most": _ROWS_AT_ONCE})) is not None:
        started = time.monotonic()
        connection.execute(copy, {"last": last, "end": end})
        connection.commit()
        time.sleep(time.monotonic() - started)
        last = end
