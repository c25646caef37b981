"""Own companies, the accounts of confirmed invoices, and the keys by which duplicates are found.

Existing rows are filled in batches of bounded size: the keys of every row, the accounts of every confirmed one. The
keys are computed by the product's own code, since they must equal those that it searches for.
"""

import json
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from alembic import op
from pydantic import ValidationError

from shared.domain.accounts import confirmed_accounts
from shared.domain.comparison_keys import name_key, number_key, tax_key
from shared.domain.invoice import InvoiceData

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROWS_AT_ONCE = 1000

_KEY_INDEXES = (
    ("seller_tax_key", "number_key"),
    ("seller_name_key", "number_key"),
    ("seller_tax_key", "total_amount"),
    ("seller_name_key", "total_amount"),
)
_KEYS = ("number_key", "seller_tax_key", "seller_name_key")


def _key(length: int = 100) -> sa.String:
    return sa.String(length=length, collation="utf8mb4_bin")


def _index(columns: tuple[str, ...]) -> str:
    return f"ix_invoices_{'_'.join(columns)}"


def upgrade() -> None:
    op.create_table(
        "companies",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("vat_ids", sa.JSON(), nullable=False),
        sa.Column("tax_ids", sa.JSON(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.dialects.mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("updated_at", sa.dialects.mysql.DATETIME(fsp=6), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "invoice_accounts",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_key", _key(110), nullable=False),
        sa.Column("account", _key(), nullable=False),
        sa.Column("payee_key", _key(110), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_accounts_invoice_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_id", "seller_key", "account", name=op.f("pk_invoice_accounts")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    for column in _KEYS:
        op.add_column("invoices", sa.Column(column, _key(), nullable=True))
    _fill_keys()
    _fill_accounts()
    # After the rows: an index built at once is smaller and faster than one that grows.
    for columns in _KEY_INDEXES:
        op.create_index(op.f(_index(columns)), "invoices", list(columns), unique=False)
    op.create_index(
        op.f("ix_invoice_accounts_seller_key_account_payee_key_invoice_id"),
        "invoice_accounts",
        ["seller_key", "account", "payee_key", "invoice_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_accounts_payee_key_account_invoice_id"),
        "invoice_accounts",
        ["payee_key", "account", "invoice_id"],
        unique=False,
    )


def downgrade() -> None:
    for columns in _KEY_INDEXES:
        op.drop_index(op.f(_index(columns)), table_name="invoices")
    for column in reversed(_KEYS):
        op.drop_column("invoices", column)
    op.drop_table("invoice_accounts")
    op.drop_table("companies")


def _fill_keys() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(
        "CREATE TEMPORARY TABLE filled (id BIGINT PRIMARY KEY, number_key VARCHAR(100), seller_tax_key VARCHAR(100),"
        " seller_name_key VARCHAR(100)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    )
    statement = (
        "SELECT id, invoice_number, seller_vat_id, seller_name FROM invoices"
        " WHERE id > :last AND (invoice_number IS NOT NULL OR seller_vat_id IS NOT NULL OR seller_name IS NOT NULL)"
        " ORDER BY id LIMIT :most"
    )
    for rows in _batches(statement):
        filled = [
            {
                "id": row.id,
                "number_key": number_key(row.invoice_number),
                "seller_tax_key": tax_key(row.seller_vat_id),
                "seller_name_key": name_key(row.seller_name),
            }
            for row in rows
        ]
        # One statement per batch: one UPDATE per row would need a million round trips.
        connection.execute(
            sa.text("INSERT INTO filled VALUES (:id, :number_key, :seller_tax_key, :seller_name_key)"), filled
        )
        connection.exec_driver_sql(
            "UPDATE invoices JOIN filled USING (id) SET invoices.number_key = filled.number_key,"
            " invoices.seller_tax_key = filled.seller_tax_key, invoices.seller_name_key = filled.seller_name_key"
        )
        connection.exec_driver_sql("DELETE FROM filled")
        connection.commit()
    connection.exec_driver_sql("DROP TEMPORARY TABLE filled")


def _fill_accounts() -> None:
    connection = op.get_bind()
    statement = (
        "SELECT id, JSON_EXTRACT(final_data, '$.seller') AS seller, JSON_EXTRACT(final_data, '$.payment') AS payment,"
        " JSON_EXTRACT(final_data, '$.payee') AS payee"
        " FROM invoices WHERE id > :last AND status = 'processed' AND final_data IS NOT NULL ORDER BY id LIMIT :most"
    )
    for rows in _batches(statement):
        found = [
            {"invoice_id": row.id, **asdict(account)}
            for row in rows
            for account in confirmed_accounts(_where_to_pay(row))
        ]
        if found:
            connection.execute(
                sa.text("INSERT INTO invoice_accounts VALUES (:invoice_id, :seller_key, :account, :payee_key)"), found
            )
        connection.commit()


def _batches(statement: str) -> Any:
    last = 0
    while rows := op.get_bind().execute(sa.text(statement), {"last": last, "most": _ROWS_AT_ONCE}).all():
        yield rows
        last = rows[-1].id


def _where_to_pay(row: Any) -> InvoiceData:
    """Seller, payment and payee of a confirmed invoice; None for data that is not valid under today's model."""
    texts = {"seller": row.seller, "payment": row.payment, "payee": row.payee}
    parts = {name: json.loads(text) for name, text in texts.items() if text}
    try:
        return InvoiceData.model_validate(parts)
    except ValidationError:
        return InvoiceData()
