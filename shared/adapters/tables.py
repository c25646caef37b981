"""The tables. Times are UTC with microseconds; JSON columns hold exactly the API's JSON."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.mysql import CHAR, DATETIME, MEDIUMTEXT, VARCHAR

from shared.domain.comparison_keys import KEY_LENGTH
from shared.domain.origins import LONGEST_TAG


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC in DATETIME(6)."""

    impl = DATETIME(fsp=6)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """The type of its values."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def _ascii(length: int) -> VARCHAR:
    return VARCHAR(length, charset="ascii", collation="ascii_bin")


def _digest() -> CHAR:
    return CHAR(64, charset="ascii", collation="ascii_bin")


def _key() -> String:
    return String(KEY_LENGTH, collation="utf8mb4_bin")


_STORED_AS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_unicode_ci",
}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LIST_ORDERS = (
    *("created_at", "updated_at", "filename", "issue_date", "due_date"),
    *("total_amount", "seller_name", "invoice_number"),
)
"""The columns that lists are ordered by, beside the id and the status."""

TIMELY_ORDERS = ("created_at", "updated_at", "confirmed_at", "invoice_number")
"""The orders in which invoices issued at one time stand together, beside the id."""


def _for_lists() -> list[Index]:
    """The indexes that pages of lists are read from (functions.api.list_paths). Every one ends in the id, which InnoDB
    adds where it is not named; it is named where columns follow that are only filtered by: a page is found in the index
    alone, without the rows."""
    filtered = ("findings", "currency", "issue_date")
    return [
        *(Index(None, column) for column in (*LIST_ORDERS, "confirmed_at")),
        Index("ix_invoices_by_status", "status", "id", *filtered),
        *(
            Index(f"ix_invoices_by_status_{column}", *dict.fromkeys(("status", column, "id", *filtered)))
            for column in (*LIST_ORDERS, "confirmed_at")
        ),
        Index("ix_invoices_by_month", "issue_month", "id", "status", *filtered),
        *(
            Index(f"ix_invoices_by_month_{column}", "issue_month", column, "id", "status", *filtered)
            for column in TIMELY_ORDERS
        ),
        Index("ix_invoices_filters", "status", *filtered),
    ]


# What was exported as a set: "only what is new" is told by the invoices that are in none.
exports = Table(
    "exports",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),  # null: its invoices are being marked, or that was interrupted
    Column("actor", String(100), nullable=False),
    Column("format", _ascii(10), nullable=False),
    Column("parameters", JSON(none_as_null=True), nullable=False),  # as they were asked for
    Column("count", BigInteger, nullable=False),  # of its invoices when it was finished
    Column("left_out", JSON(none_as_null=True)),  # what its format cannot express: see left_out_reasons
    **_STORED_AS,
)

# How an admin wants confirmed invoices to be written.
export_templates = Table(
    "export_templates",
    metadata,
    Column("name", _ascii(40), primary_key=True),
    Column("format", _ascii(10), nullable=False),
    Column("body", MEDIUMTEXT, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False),
    **_STORED_AS,
)

# Files of transfers that were made for a bank, each as it was made: one bank must never see two under one identifier.
payments = Table(
    "payments",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("parameters", JSON(none_as_null=True), nullable=False),  # as it was asked for
    Column("transfers", Integer, nullable=False),
    Column("total", Numeric(20, 2), nullable=False),
    Column("document", MEDIUMTEXT, nullable=False),
    **_STORED_AS,
)

# The invoices of each. They stay when an invoice is deleted: it was paid all the same.
payment_invoices = Table(
    "payment_invoices",
    metadata,
    Column("invoice_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payment_id", ForeignKey("payments.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "payment_id"),
    **_STORED_AS,
)

invoices = Table(
    "invoices",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    # The file
    Column("filename", String(255), nullable=False),
    Column("content_type", _ascii(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", _digest(), nullable=False),
    Column("dedup_key", _digest(), unique=True),  # the sha256; null for a requested second copy
    Column("page_count", Integer),
    # The pages of the file that this invoice is, if it was split off another; null: all of them
    Column("parent_id", BigInteger, ForeignKey("invoices.id", ondelete="SET NULL")),
    Column("first_page", Integer),
    Column("last_page", Integer),
    # The state
    Column("status", _ascii(20), nullable=False),
    Column("stage", _ascii(10)),
    Column("progress", Integer, nullable=False, default=0),  # per cent of the whole way
    Column("pages_read", Integer),  # while they are being read, of so many `pages_to_read`
    Column("pages_to_read", Integer),
    Column("attempts", Integer, nullable=False, default=0),  # of this stage
    Column("next_attempt_at", UtcDateTime),
    Column("enqueued_at", UtcDateTime, nullable=False),
    # Where its messages wait (shared.domain.lanes). The defaults are for functions that do not know these columns:
    # reading moves on from the quick lane what does not belong there.
    Column("lane", _ascii(10), nullable=False, default="quick", server_default="quick"),
    Column("uploader", _ascii(16), nullable=False, default="-", server_default="-"),
    Column("pages_due", Integer, nullable=False, default=1, server_default="1"),
    Column("lease_token", _ascii(36)),
    Column("lease_expires_at", UtcDateTime),
    Column("bypass_caches", Boolean, nullable=False, default=False),
    Column("error_code", _ascii(60)),
    Column("error_message", Text),
    Column("reject_reason", Text),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("postponed_until", Date),  # the day from which its review is due again
    # Whether another system has the confirmed data; confirming anew clears all three
    Column("export_id", BigInteger, ForeignKey("exports.id", ondelete="SET NULL")),
    Column("exported_at", UtcDateTime),
    Column("exported_reference", String(200)),  # what the other system calls it
    # What its sender says of it (shared.domain.origins); the tags are in `invoice_tags`
    Column("reference", String(200, collation="utf8mb4_bin")),
    Column("source_kind", _ascii(10), nullable=False, default="upload", server_default="upload"),
    Column("for_company", BigInteger),  # the own company that it was sent for; it may be deleted since
    # The answer is in `invoice_documents`; here is what lists, filters and figures need of it.
    Column("extractor", _ascii(20)),
    Column("error_count", Integer, nullable=False, default=0),
    Column("warning_count", Integer, nullable=False, default=0),
    Column("findings", _ascii(10), nullable=False, default="none", server_default="none"),  # the worst level of those
    Column("corrected", Boolean, nullable=False, default=False, server_default="0"),  # by a person, ever
    Column("automatic", Boolean, nullable=False, default=False, server_default="0"),  # confirmed by no person
    Column("company_id", BigInteger),  # the own company that a confirmed invoice is to; it may be deleted since
    # Copies of the current values, for lists, sorting and the checks against earlier invoices
    Column("document_type", _ascii(20)),
    Column("net_amount", Numeric(20, 8)),
    Column("tax_amount", Numeric(20, 8)),
    Column("invoice_number", String(200)),
    Column("seller_name", String(200)),
    Column("seller_vat_id", String(200)),
    Column("issue_date", Date),
    Column("issue_month", SmallInteger),  # of the issue date, counted from the year 0: for pages of a period
    Column("due_date", Date),
    Column("total_amount", Numeric(20, 8)),
    Column("currency", CHAR(3, charset="ascii", collation="ascii_bin")),
    # Keys by which possible duplicates are found (shared.domain.comparison_keys)
    Column("number_key", _key()),
    Column("seller_tax_key", _key()),
    Column("seller_name_key", _key()),
    # The record of the seller (`sellers`). No foreign key: the record may go while invoices that are not confirmed name
    # it, and would wait for the locks of all of them. Such a number means none; it never comes again.
    Column("seller_id", BigInteger),
    *_for_lists(),
    Index(None, "postponed_until"),  # the few that are: null in all other rows
    Index(None, "stage", "status", "lane", "uploader", "enqueued_at"),  # the sweeper
    Index(None, "sha256"),
    Index(None, "parent_id"),
    Index(None, "export_id"),
    Index(None, "reference"),
    Index(None, "source_kind"),
    Index(None, "for_company"),
    Index(None, "status", "exported_at", "id"),
    Index(None, "automatic", "status"),
    Index(None, "seller_id", "status", "id"),
    Index(None, "seller_name", "issue_date"),
    Index(None, "seller_vat_id", "issue_date"),
    Index(None, "seller_tax_key", "number_key"),
    Index(None, "seller_name_key", "number_key"),
    Index(None, "seller_tax_key", "total_amount", "issue_date", "number_key"),
    Index(None, "seller_name_key", "total_amount", "issue_date", "number_key"),
    **_STORED_AS,
)

# What is read for one invoice at a time; a row is made with the first of its values. Lists neither filter nor order by
# it, and read of it only what the rows of a page show (functions.api.row_facts, functions.api.match_places).
invoice_documents = Table(
    "invoice_documents",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("preview_data", JSON(none_as_null=True)),
    Column("final_data", JSON(none_as_null=True)),
    Column("evidence", JSON(none_as_null=True)),
    Column("checks", JSON(none_as_null=True)),
    Column("agent_response", JSON(none_as_null=True)),
    Column("blockers", JSON(none_as_null=True)),  # why it was not confirmed automatically, when it was read
    Column("text", MEDIUMTEXT),  # `searched_text`: where a search finds its words
    Column("sketch", JSON(none_as_null=True)),  # `shared.domain.memory.Sketch`: what its lesson is made of
    Column("source", JSON(none_as_null=True)),  # `UploadSource`; null: nothing is known beside its kind
    **_STORED_AS,
)

# What invoices are filed under. Narrow: a tag is found by its index alone.
invoice_tags = Table(
    "invoice_tags",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String(LONGEST_TAG, collation="utf8mb4_bin"), primary_key=True),
    Index(None, "tag", "invoice_id"),
    **_STORED_AS,
)


# The codes of `invoice_documents.blockers`. Narrow as well, and written with it.
invoice_blockers = Table(
    "invoice_blockers",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("code", _ascii(40), primary_key=True),
    Index(None, "code", "invoice_id"),
    **_STORED_AS,
)


class SearchSource(StrEnum):
    """What a row of the full-text index was made of."""

    FILE = "file"
    ANSWER = "answer"


# The words of `shared.domain.search_words`, in ASCII. Only these are read to search: they are narrow.
invoice_search = Table(
    "invoice_search",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("source", _ascii(6), primary_key=True),  # SearchSource
    Column("named", MEDIUMTEXT(charset="ascii", collation="ascii_bin"), nullable=False),
    Column("words", MEDIUMTEXT(charset="ascii", collation="ascii_bin"), nullable=False),
    Index(None, "named", "words", mysql_prefix="FULLTEXT"),
    **_STORED_AS,
)

# The sums of `shared.domain.figures`. Keys compare byte by byte, as Python compares them.
figures = Table(
    "figures",
    metadata,
    Column("kind", _ascii(10), primary_key=True),
    Column("status", _ascii(20), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("findings", _ascii(10), primary_key=True),
    Column("currency", _ascii(3), primary_key=True),
    Column("label", String(200, collation="utf8mb4_nopad_bin"), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("untouched", BigInteger, nullable=False),
    Column("net_amount", Numeric(38, 8), nullable=False),
    Column("tax_amount", Numeric(38, 8), nullable=False),
    Column("total_amount", Numeric(38, 8), nullable=False),
    **_STORED_AS,
)

operation_codes = Table(
    "operation_codes",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(100, collation="utf8mb4_bin"), primary_key=True),  # each of `code_keys`
    Index(None, "code"),
    **_STORED_AS,
)

# The accounts of confirmed invoices: one row per key of the seller. They are written when an invoice is confirmed and
# deleted with it, so an account is known exactly as long as a confirmed invoice names it.
invoice_accounts = Table(
    "invoice_accounts",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("seller_key", String(KEY_LENGTH + 10, collation="utf8mb4_bin"), primary_key=True),  # "tax:…" or "name:…"
    Column("account", _key(), primary_key=True),
    Column("payee_key", String(KEY_LENGTH + 10, collation="utf8mb4_bin")),
    Index(None, "seller_key", "account", "payee_key", "invoice_id"),
    Index(None, "payee_key", "account", "invoice_id"),
    **_STORED_AS,
)

# Two invoices of which a person said that they are not one twice, the smaller id first. Who and when is in both trails.
told_apart = Table(
    "told_apart",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "other_id"),
    **_STORED_AS,
)

# How confirmed invoices were booked (shared.domain.booking_history). Number 0 is the invoice, others what lines sell.
# Written when a person confirms the invoice, deleted with it.
bookings = Table(
    "bookings",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("item", _key()),  # the words of what is sold
    Column("code", _key()),  # the seller's article number
    Column("account", String(200)),
    Column("cost_center", String(200)),
    Column("tax_code", String(200)),
    Column("category", String(200)),
    Index(None, "item", "invoice_id", "number"),
    Index(None, "account"),  # each for its completions
    Index(None, "cost_center"),
    Index(None, "tax_code"),
    Index(None, "category"),
    **_STORED_AS,
)

# Who sells: one record a seller, made by confirmed invoices or by a person.
sellers = Table(
    "sellers",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("country", _ascii(2)),
    # The key that it was made by, "tax:…" or "name:…": two that confirm the first invoice at once make one seller.
    Column("origin", String(KEY_LENGTH + 10, collation="utf8mb4_bin"), unique=True),
    Column("invoices", Integer, nullable=False, default=0),  # confirmed ones: its rows of `seller_lessons`
    # A person named it: no invoice changes the name, and it stays without any
    Column("is_kept", Boolean, nullable=False, default=False),
    # What is left to be done in batches (shared.adapters.seller_changes)
    Column("merged_into", BigInteger),  # the seller that its invoices move to
    Column("renamed_after", BigInteger),  # confirmed invoices behind this one have its former name
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index(None, "name", "id"),
    Index(None, "invoices", "id"),
    Index(None, "updated_at", "id"),
    Index(None, "merged_into"),
    Index(None, "renamed_after"),
    **_STORED_AS,
)

# What sellers are recognised by (`shared.domain.sellers`), in each form in which it is printed. Several may have a key:
# companies of a group one tax number, clients of a factor one account.
seller_keys = Table(
    "seller_keys",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", _ascii(10), primary_key=True),  # SellerKeyKind
    Column("printed", String(200, collation="utf8mb4_nopad_bin"), primary_key=True),
    Column("key", _key(), nullable=False),
    Column("invoices", Integer, nullable=False, default=0),  # that a person confirmed with it; a key goes with the last
    Column("is_kept", Boolean, nullable=False, default=False),  # by a person: it stays without invoices
    Index(None, "kind", "key", "seller_id"),
    **_STORED_AS,
)

# Whose a confirmed invoice is, and what it teaches. Written when the invoice is confirmed, deleted with it.
seller_lessons = Table(
    "seller_lessons",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("seller_id", ForeignKey("sellers.id"), nullable=False),
    Column("layout", _ascii(16)),
    Column("lesson", JSON(none_as_null=True)),  # null: no person confirmed it, or a person had it forgotten
    Column("keys", JSON(none_as_null=True), nullable=False),  # what it added to `seller_keys`
    Index(None, "seller_id", "invoice_id"),
    **_STORED_AS,
)

# What people did with a seller; it goes with the seller.
seller_events = Table(
    "seller_events",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), nullable=False),
    Column("type", _ascii(20), nullable=False),  # SellerEventType
    Column("actor", String(100), nullable=False),
    Column("request_id", _ascii(128)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("data", JSON(none_as_null=True)),
    Index(None, "seller_id", "id"),
    **_STORED_AS,
)

# Whether and when invoices are confirmed automatically (shared.domain.automation): one row, none by default.
automation = Table(
    "automation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("policy", JSON(none_as_null=True), nullable=False),
    Column("seed", _ascii(64), nullable=False),  # chooses those that go to a person all the same
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False),
    **_STORED_AS,
)

# Sellers that are switched on or off by themselves.
automation_sellers = Table(
    "automation_sellers",
    metadata,
    Column("seller_id", ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True),
    Column("enabled", Boolean, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("updated_by", String(100), nullable=False),
    **_STORED_AS,
)

# The answers of uploads with an Idempotency-Key (shared.adapters.idempotent_answers).
idempotent_answers = Table(
    "idempotent_answers",
    metadata,
    Column("name", _digest(), primary_key=True),  # of the caller and the key
    Column("fingerprint", _digest(), nullable=False),
    Column("answer", JSON(none_as_null=True), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "expires_at"),
    **_STORED_AS,
)

companies = Table(
    "companies",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("vat_ids", JSON(none_as_null=True), nullable=False),
    Column("tax_ids", JSON(none_as_null=True), nullable=False),
    Column("addresses", JSON(none_as_null=True), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    **_STORED_AS,
)

# Final data that was withdrawn: an invoice's data as clients of the confirmed data have seen it.
final_versions = Table(
    "final_versions",
    metadata,
    Column("invoice_id", ForeignKey("invoices.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # from 1, per invoice
    Column("final_data", JSON(none_as_null=True), nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime, nullable=False),
    Column("withdrawn_by", String(100), nullable=False),
    Column("reason", Text),
    Index(None, "withdrawn_at", "invoice_id", "number"),
    **_STORED_AS,
)

# The audit trail; in the database it is called "events". No foreign key: an event without content outlives its invoice.
audit_events = Table(
    "events",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("invoice_id", BigInteger, nullable=False),
    Column("type", _ascii(60), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("request_id", _ascii(128)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("data", JSON(none_as_null=True)),
    Index(None, "invoice_id", "id"),
    **_STORED_AS,
)

# Mailboxes, folders and buckets that the intake takes from, and how each is.
intake_sources = Table(
    "intake_sources",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("name_key", _digest(), nullable=False, unique=True),  # of kind and name
    Column("kind", _ascii(10), nullable=False),
    Column("name", String(1000), nullable=False),  # without a password
    Column("looked_at", UtcDateTime),
    Column("next_look_at", UtcDateTime),
    Column("trouble", _ascii(30)),  # SourceTrouble; null: the last look went well
    Column("trouble_since", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),  # in a row
    # Of a mailbox: what is up to this UID of this UIDVALIDITY is done.
    Column("epoch", BigInteger),
    Column("position", BigInteger),
    **_STORED_AS,
)

# Each mail and file that came, once. What is said of it goes with the last invoice that it became (intake_erasure).
intake_items = Table(
    "intake_items",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("source_id", ForeignKey("intake_sources.id"), nullable=False),
    Column("item_key", _digest(), nullable=False),  # of what tells it apart from all others of its source
    Column("content_key", _digest()),  # of a mail: of its Message-ID and what it holds
    Column("kind", _ascii(10), nullable=False),
    Column("outcome", _ascii(20), nullable=False),
    Column("reason", _ascii(30)),
    Column("attempts", Integer, nullable=False),
    Column("is_put_away", Boolean, nullable=False, default=False),  # moved, flagged, tagged or deleted where it was
    Column("found_at", UtcDateTime, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),  # the last attempt
    Column("finished_at", UtcDateTime),
    Column("size", BigInteger),
    Column("received_at", UtcDateTime),
    Column("name", String(1000)),  # of a file or an object
    Column("sender", String(320)),
    Column("subject", String(1000)),
    Column("message_id", String(1000)),
    Column("authentication", JSON(none_as_null=True)),  # what the mail server found by SPF, DKIM and DMARC
    Index(None, "source_id", "item_key", unique=True),
    Index(None, "source_id", "content_key"),
    Index(None, "kind", "id"),
    Index(None, "outcome", "id"),
    Index(None, "kind", "outcome", "id"),
    Index(None, "found_at"),
    **_STORED_AS,
)

# The documents of each, and what became of them. No foreign key to the invoice: it may be deleted since.
intake_parts = Table(
    "intake_parts",
    metadata,
    Column("item_id", ForeignKey("intake_items.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("filename", String(255)),
    Column("parent", String(1000)),  # the mail or archive within the mail that it was in
    Column("status", _ascii(20), nullable=False),
    Column("invoice_id", BigInteger),
    Column("code", _ascii(60)),
    Index(None, "invoice_id"),
    **_STORED_AS,
)

# What other systems are told of (shared.domain.public_changes): written with the event of the trail, numbered once it
# is committed (shared.adapters.change_feed). No foreign key: a deletion is told of, too.
changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("sequence", BigInteger, unique=True),  # null: not numbered yet
    Column("type", _ascii(20), nullable=False),  # ChangeType
    Column("invoice_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "type", "sequence"),
    **_STORED_AS,
)

# The feed of the changes: one row, made when it is needed. A restored system makes another one.
change_feed = Table(
    "change_feed",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", _ascii(32), nullable=False),  # random: cursors and ids of messages are bound to it
    Column("last", BigInteger, nullable=False),  # the number that was given last
    **_STORED_AS,
)

# Endpoints of other systems that are sent the changes (shared.domain.webhook_retries).
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("url", String(2000), nullable=False),
    Column("description", String(200), nullable=False),
    Column("types", JSON(none_as_null=True), nullable=False),  # ChangeType; none: all
    Column("disabled_reason", _ascii(20)),  # DisabledReason; null: it is enabled
    Column("disabled_at", UtcDateTime),
    # Of which SECRET_KEY makes the secret, and the one before until then
    Column("salt", _ascii(64), nullable=False),
    Column("old_salt", _ascii(64)),
    Column("old_until", UtcDateTime),
    # Changes up to here were delivered, or wait in `webhook_deliveries`; a range that is sent again
    Column("position", BigInteger, nullable=False),
    Column("replay_position", BigInteger),
    Column("replay_until", BigInteger),
    # How it is
    Column("failures", Integer, nullable=False, default=0),  # rounds in a row without a success
    Column("failing_since", UtcDateTime),
    Column("resume_at", UtcDateTime),  # nothing is sent before
    Column("last_success_at", UtcDateTime),
    Column("last_error_at", UtcDateTime),
    Column("last_error", _ascii(30)),  # DeliveryFault
    Column("last_status_code", Integer),  # of that error
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    **_STORED_AS,
)

# Messages that did not arrive yet, and the newest of the others. No foreign key to `changes`: those may be forgotten.
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("webhook_id", ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),  # of the change
    Column("type", _ascii(20), nullable=False),
    Column("invoice_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", _ascii(10), nullable=False),  # DeliveryState
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcDateTime),  # null of a pending one: it waits for an earlier one of its invoice
    Column("last_attempt_at", UtcDateTime),
    Column("status_code", Integer),
    Column("fault", _ascii(30)),  # DeliveryFault
    Column("milliseconds", Integer),
    Index(None, "webhook_id", "state", "sequence"),
    Index(None, "webhook_id", "next_attempt_at"),
    Index(None, "webhook_id", "invoice_id", "sequence"),
    **_STORED_AS,
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False),
    Column("role", _ascii(20), nullable=False),
    Column("key_hash", _digest(), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    **_STORED_AS,
)
