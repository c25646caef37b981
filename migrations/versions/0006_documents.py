"""Slim invoices: what is read for one invoice at a time moves to a table of its own, every order gets its index,
figures are kept instead of counted (`shared.domain.figures`), and a full-text index is searched
(`shared.adapters.search_index`).

The functions of the version before go on reading and writing the old columns while this runs and until they are
replaced: a trigger carries over what they write. The old columns and the trigger go with revision 0007, once no such
function is left (migrations/releases.py). Every statement can be repeated, so an interrupted migration can be run
again; the changes of `invoices` lock nothing, and the copies are made in batches that are committed one by one.
"""

# ruff: noqa: S608 - the statements are made of names of this module only

import time
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from shared.adapters.recount import repair
from shared.adapters.search_filling import fill_without_texts

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 500

# Of this connection alone: what is copied was checked to be JSON when it was written, and to parse it all again would
# take longer than the copy.
_NO_CHECKS = "SET SESSION check_constraint_checks = 0"

_JSON = ("preview_data", "final_data", "evidence", "checks", "agent_response")
_ORDERS = ("created_at", "updated_at", "filename", "issue_date", "total_amount", "seller_name", "invoice_number")
_FILTERED = ("findings", "currency", "issue_date")
_INDEXES: Mapping[str, tuple[str, ...]] = {
    "seller_name": ("seller_name",),
    "confirmed_at": ("confirmed_at",),
    "by_status": ("status", "id", *_FILTERED),
    **{
        f"by_status_{column}": tuple(dict.fromkeys(("status", column, "id", *_FILTERED)))
        for column in (*_ORDERS, "confirmed_at")
    },
    "by_month": ("issue_month", "id", "status", *_FILTERED),
    **{
        f"by_month_{column}": ("issue_month", column, "id", "status", *_FILTERED)
        for column in ("created_at", "updated_at", "confirmed_at", "invoice_number")
    },
    "filters": ("status", *_FILTERED),
    **{
        f"{key}_total_amount_issue_date_number_key": (key, "total_amount", "issue_date", "number_key")
        for key in ("seller_tax_key", "seller_name_key")
    },
}
_REPLACED: Mapping[str, tuple[str, ...]] = {
    "status_created_at": ("status", "created_at"),
    "status_confirmed_at": ("status", "confirmed_at"),
    "seller_tax_key_total_amount": ("seller_tax_key", "total_amount"),
    "seller_name_key_total_amount": ("seller_name_key", "total_amount"),
}


def upgrade() -> None:
    op.execute("""
        ALTER TABLE invoices
            ADD COLUMN IF NOT EXISTS findings VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
                DEFAULT 'none',
            ADD COLUMN IF NOT EXISTS corrected BOOLEAN NOT NULL DEFAULT 0,
            ADD COLUMN IF NOT EXISTS document_type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin,
            ADD COLUMN IF NOT EXISTS net_amount NUMERIC(20, 8),
            ADD COLUMN IF NOT EXISTS tax_amount NUMERIC(20, 8),
            ADD COLUMN IF NOT EXISTS issue_month SMALLINT,
            ALGORITHM=INSTANT
    """)
    columns = ", ".join(f"{name} JSON" for name in _JSON)
    op.execute(f"""
        CREATE TABLE IF NOT EXISTS invoice_documents (
            invoice_id BIGINT NOT NULL, {columns}, text MEDIUMTEXT,
            CONSTRAINT pk_invoice_documents PRIMARY KEY (invoice_id),
            CONSTRAINT fk_invoice_documents_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id)
                ON DELETE CASCADE
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS figures (
            kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            status VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            day DATE NOT NULL,
            findings VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            label VARCHAR(200) COLLATE utf8mb4_nopad_bin NOT NULL,
            count BIGINT NOT NULL,
            untouched BIGINT NOT NULL,
            net_amount NUMERIC(38, 8) NOT NULL,
            tax_amount NUMERIC(38, 8) NOT NULL,
            total_amount NUMERIC(38, 8) NOT NULL,
            CONSTRAINT pk_figures PRIMARY KEY (kind, status, day, findings, currency, label)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    op.execute("""
        CREATE TABLE IF NOT EXISTS invoice_search (
            invoice_id BIGINT NOT NULL,
            source VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            named MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            words MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            CONSTRAINT pk_invoice_search PRIMARY KEY (invoice_id, source),
            CONSTRAINT fk_invoice_search_invoice_id FOREIGN KEY (invoice_id) REFERENCES invoices (id)
                ON DELETE CASCADE,
            FULLTEXT INDEX ix_invoice_search_named_words (named, words)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    """)
    _carry_over()
    _copy()
    # After the copy, which changes what they contain.
    op.execute(f"ALTER TABLE invoices {_added(_INDEXES)}, {_dropped(_REPLACED)}, ALGORITHM=INPLACE, LOCK=NONE")
    repair(op.get_bind().engine)
    fill_without_texts(op.get_bind().engine)


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS carry_over_documents")
    op.execute(_NO_CHECKS)
    for batch in _batches("invoice_documents", "invoice_id"):
        values = ", ".join(f"invoices.{name} = invoice_documents.{name}" for name in _JSON)
        op.execute(
            f"UPDATE invoices JOIN invoice_documents ON invoice_id = id SET {values} WHERE id BETWEEN {batch[0]} AND"
            f" {batch[1]}"
        )
        op.get_bind().commit()
    op.execute(f"ALTER TABLE invoices {_added(_REPLACED)}, {_dropped(_INDEXES)}")
    added = ("issue_month", "findings", "corrected", "document_type", "net_amount", "tax_amount")
    op.execute(f"ALTER TABLE invoices {', '.join(f'DROP COLUMN IF EXISTS {name}' for name in added)}")
    op.execute("DROP TABLE IF EXISTS invoice_documents")
    op.execute("DROP TABLE IF EXISTS figures")
    op.execute("DROP TABLE IF EXISTS invoice_search")


def _added(indexes: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(
        f"ADD INDEX IF NOT EXISTS ix_invoices_{name} ({', '.join(columns)})" for name, columns in indexes.items()
    )


def _dropped(indexes: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(f"DROP INDEX IF EXISTS ix_invoices_{name}" for name in indexes)


def _facts(data: str, *, row: str = "") -> str:
    """The columns that lists and figures need, from the JSON of an invoice; null for what no rule allows, which would
    be an error otherwise, and the end of the migration."""
    amount = "CASE WHEN {0} REGEXP '^-?[0-9]{{1,12}}([.][0-9]{{1,20}})?$' THEN CAST({0} AS DECIMAL(40, 8)) END"
    kind = "CASE WHEN {0} REGEXP '^[a-z_]{{1,20}}$' THEN {0} END"
    values = {
        "findings": f"CASE WHEN {row}error_count > 0 THEN 'error' WHEN {row}warning_count > 0 THEN 'warning'"
        " ELSE 'none' END",
        "issue_month": f"YEAR({row}issue_date) * 12 + MONTH({row}issue_date)",
        "document_type": kind.format(f"JSON_VALUE({data}, '$.document_type')"),
        "net_amount": amount.format(f"JSON_VALUE({data}, '$.net_amount')"),
        "tax_amount": amount.format(f"JSON_VALUE({data}, '$.tax_amount')"),
    }
    return ", ".join(f"{row}{name} = {value}" for name, value in values.items())


def _carry_over() -> None:
    """What functions of the version before write to the old columns is written to the new ones too; but not to an
    invoice whose documents a function of this version has written since, which they do not see: they would confirm data
    of before a correction. They answer 503 then, and the call is repeated by whoever made it, or the stage by another
    function."""
    same = " AND ".join(f"{name} <=> OLD.{name}" for name in _JSON)
    changed = " OR ".join(f"NOT (NEW.{name} <=> OLD.{name})" for name in _JSON)
    values = ", ".join(f"{name} = NEW.{name}" for name in _JSON)
    op.execute(f"""
        CREATE OR REPLACE TRIGGER carry_over_documents BEFORE UPDATE ON invoices FOR EACH ROW
        IF {changed} THEN
            IF EXISTS (SELECT 1 FROM invoice_documents WHERE invoice_id = NEW.id AND NOT ({same})) THEN
                SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A newer version has changed this invoice.';
            END IF;
            INSERT INTO invoice_documents SET invoice_id = NEW.id, {values} ON DUPLICATE KEY UPDATE {values};
            SET {_facts("NEW.preview_data", row="NEW.")};
            SET NEW.corrected = OLD.corrected OR (
                OLD.status = 'waiting_validation' AND NEW.status = OLD.status
                AND NOT (NEW.preview_data <=> OLD.preview_data));
        END IF
    """)


def _copy() -> None:
    """A row that the trigger has carried over meanwhile is newer than the copy, and stays."""
    connection = op.get_bind()
    connection.execute(sa.text(_NO_CHECKS))
    names = ", ".join(_JSON)
    has_any = " OR ".join(f"{name} IS NOT NULL" for name in _JSON)
    for first, last in _batches("invoices", "id"):
        within = {"first": first, "last": last}
        connection.execute(
            sa.text(
                f"INSERT IGNORE INTO invoice_documents (invoice_id, {names})"
                f" SELECT id, {names} FROM invoices WHERE id BETWEEN :first AND :last AND ({has_any})"
            ),
            within,
        )
        connection.commit()
        connection.execute(
            sa.text(
                f"UPDATE invoices SET {_facts('preview_data')}, corrected = EXISTS ("
                " SELECT 1 FROM events WHERE events.invoice_id = invoices.id AND events.type = 'corrected')"
                " WHERE id BETWEEN :first AND :last AND preview_data IS NOT NULL"
            ),
            within,
        )
        connection.commit()


def _batches(table: str, key: str) -> Iterator[tuple[int, int]]:
    """The (first, last) ids of batches. Half of the time is left to those who use the tables meanwhile."""
    connection = op.get_bind()
    last = 0
    statement = sa.text(
        f"SELECT MIN({key}) AS first, MAX({key}) AS last FROM"
        f" (SELECT {key} FROM {table} WHERE {key} > :last ORDER BY {key} LIMIT :most) AS batch"
    )
    while True:
        batch = connection.execute(statement, {"last": last, "most": _ROWS_AT_ONCE}).one()
        connection.commit()
        if batch.last is None:
            return
        started = time.monotonic()
        yield batch.first, batch.last
        time.sleep(time.monotonic() - started)
        last = batch.last
