"""The first tables: invoices, their operation codes and audit events, and API keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=20), nullable=False),
        sa.Column("key_hash", mysql.CHAR(charset="ascii", collation="ascii_bin", length=64), nullable=False),
        sa.Column("created_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("last_used_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("expires_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("revoked_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_keys_key_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("type", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=60), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("request_id", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=128), nullable=True),
        sa.Column("created_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("data", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_events_invoice_id_id"), "events", ["invoice_id", "id"], unique=False)
    op.create_table(
        "invoices",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content_type", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", mysql.CHAR(charset="ascii", collation="ascii_bin", length=64), nullable=False),
        sa.Column("dedup_key", mysql.CHAR(charset="ascii", collation="ascii_bin", length=64), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("status", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=20), nullable=False),
        sa.Column("stage", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=10), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("enqueued_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("lease_token", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=36), nullable=True),
        sa.Column("lease_expires_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("bypass_caches", sa.Boolean(), nullable=False),
        sa.Column("error_code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=60), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("reject_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("updated_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("confirmed_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("extractor", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=20), nullable=True),
        sa.Column("preview_data", sa.JSON(), nullable=True),
        sa.Column("final_data", sa.JSON(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("checks", sa.JSON(), nullable=True),
        sa.Column("agent_response", sa.JSON(), nullable=True),
        sa.Column("error_count", sa.Integer(), nullable=False),
        sa.Column("warning_count", sa.Integer(), nullable=False),
        sa.Column("invoice_number", sa.String(length=200), nullable=True),
        sa.Column("seller_name", sa.String(length=200), nullable=True),
        sa.Column("seller_vat_id", sa.String(length=200), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("total_amount", sa.Numeric(precision=20, scale=8), nullable=True),
        sa.Column("currency", mysql.CHAR(charset="ascii", collation="ascii_bin", length=3), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_invoices_dedup_key")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_invoices_created_at"), "invoices", ["created_at"], unique=False)
    op.create_index(op.f("ix_invoices_filename"), "invoices", ["filename"], unique=False)
    op.create_index(op.f("ix_invoices_invoice_number"), "invoices", ["invoice_number"], unique=False)
    op.create_index(op.f("ix_invoices_issue_date"), "invoices", ["issue_date"], unique=False)
    op.create_index(op.f("ix_invoices_seller_name_issue_date"), "invoices", ["seller_name", "issue_date"], unique=False)
    op.create_index(
        op.f("ix_invoices_seller_vat_id_issue_date"), "invoices", ["seller_vat_id", "issue_date"], unique=False
    )
    op.create_index(op.f("ix_invoices_sha256"), "invoices", ["sha256"], unique=False)
    op.create_index(
        op.f("ix_invoices_stage_status_enqueued_at"), "invoices", ["stage", "status", "enqueued_at"], unique=False
    )
    op.create_index(op.f("ix_invoices_status_confirmed_at"), "invoices", ["status", "confirmed_at"], unique=False)
    op.create_index(op.f("ix_invoices_status_created_at"), "invoices", ["status", "created_at"], unique=False)
    op.create_index(op.f("ix_invoices_total_amount"), "invoices", ["total_amount"], unique=False)
    op.create_index(op.f("ix_invoices_updated_at"), "invoices", ["updated_at"], unique=False)
    op.create_table(
        "operation_codes",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=100, collation="utf8mb4_bin"), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_operation_codes_invoice_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_id", "code", name=op.f("pk_operation_codes")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
        mysql_engine="InnoDB",
    )
    op.create_index(op.f("ix_operation_codes_code"), "operation_codes", ["code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_operation_codes_code"), table_name="operation_codes")
    op.drop_table("operation_codes")
    op.drop_index(op.f("ix_invoices_updated_at"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_total_amount"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_status_created_at"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_status_confirmed_at"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_stage_status_enqueued_at"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_sha256"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_seller_vat_id_issue_date"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_seller_name_issue_date"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_issue_date"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_invoice_number"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_filename"), table_name="invoices")
    op.drop_index(op.f("ix_invoices_created_at"), table_name="invoices")
    op.drop_table("invoices")
    op.drop_index(op.f("ix_events_invoice_id_id"), table_name="events")
    op.drop_table("events")
    op.drop_table("api_keys")
