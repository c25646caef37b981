"""Lists can be ordered by the day when invoices are due: a copy of it beside other values of lists, and its indexes.

Functions of the version before do not know the column: what they read or correct meanwhile stands among those of the
day before the change, or of none, until it is written again; every list shows the day itself from the document. All
statements can be repeated, so an interrupted migration can be run again; the changes of `invoices` lock nothing, and
the copies are made in batches that are committed one by one.
"""

import time

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 500

_INDEXES = {
    "ix_invoices_due_date": "due_date",
    "ix_invoices_by_status_due_date": "status, due_date, id, findings, currency, issue_date",
}


def upgrade() -> None:
    op.execute("ALTER TABLE invoices ADD COLUMN IF NOT EXISTS due_date DATE, ALGORITHM=INSTANT")
    _copy()
    # After the copy, which changes what they contain.
    added = ", ".join(f"ADD INDEX IF NOT EXISTS {name} ({columns})" for name, columns in _INDEXES.items())
    op.execute(f"ALTER TABLE invoices {added}, ALGORITHM=INPLACE, LOCK=NONE")


def downgrade() -> None:
    dropped = ", ".join(f"DROP INDEX IF EXISTS {name}" for name in _INDEXES)
    op.execute(f"ALTER TABLE invoices {dropped}, DROP COLUMN IF EXISTS due_date")


def _copy() -> None:
    """Of all documents. Half of the time is left to those who use the tables meanwhile."""
    connection = op.get_bind()
    last_of_batch = sa.text(
        "SELECT MAX(invoice_id) FROM (SELECT invoice_id FROM invoice_documents WHERE invoice_id > :last"
        " ORDER BY invoice_id LIMIT :most) AS batch"
    )
    day = "JSON_VALUE(preview_data, '$.due_date')"
    copy = sa.text(
        f"UPDATE invoices JOIN invoice_documents ON invoice_id = id SET due_date = {day}"  # noqa: S608 - no input
        f" WHERE id > :last AND id <= :end AND {day} REGEXP '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$'"
    )
    last = 0
    while (end := connection.scalar(last_of_batch, {"last": last, "most": _ROWS_AT_ONCE})) is not None:
        started = time.monotonic()
        connection.execute(copy, {"last": last, "end": end})
        connection.commit()
        time.sleep(time.monotonic() - started)
        last = end
