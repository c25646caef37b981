"""Booking suggestions and completions on the real database: from confirmed invoices alone, and by index."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, text

from functions.api import decisions, queries
from shared.adapters.answers import answer_columns
from shared.adapters.bookings import booking_suggestions, booking_values, stored_bookings
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.relearning import relearn
from shared.adapters.tables import audit_events, bookings, invoices, sellers
from shared.domain.booking import BookingField
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.settings import Settings
from tests.support.reads import rows_read

ACME, OTHER = 7_000_001, 7_000_002


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Invoices of two sellers that wait for validation."""

    engine: Engine

    def arrive(self, data: dict[str, Any], *, seller: int | None = ACME) -> int:
        """An invoice that waits."""
        with transaction(self.engine) as connection:
            now = database_now(connection)
            columns = {
                "filename": "a.pdf",
                "content_type": "application/pdf",
                "size": 1,
                "sha256": uuid4().hex * 2,
                "status": Status.WAITING_VALIDATION,
                "enqueued_at": now,
                "created_at": now,
                "updated_at": now,
                **answer_columns(InvoiceData.model_validate(data), {}, []),
                "seller_id": seller,
            }
            return insert_invoice(connection, columns)

    def confirm(self, data: dict[str, Any], *, seller: int | None = ACME) -> int:
        """A confirmed invoice of the seller, whatever its data says of it."""
        invoice_id = self.arrive(data, seller=seller)
        SqlInvoiceStore(self.engine).decide(invoice_id, actor="ana", rule=decisions.confirm)
        with transaction(self.engine) as connection:
            connection.execute(invoices.update().where(invoices.c.id == invoice_id).values(seller_id=seller))
        return invoice_id

    def suggested(self, invoice_id: int) -> Any:
        """Pointer -> (value, invoices, of)."""
        with transaction(self.engine) as connection:
            found = queries.whole_invoice(connection, invoice_id)["suggestions"]
        return found and {pointer: [tuple(one.values()) for one in values] for pointer, values in found.items()}

    def values(self, field: BookingField, beginning: str = "", *, limit: int = 20) -> list[str]:
        """Completions."""
        with transaction(self.engine) as connection:
            return booking_values(connection, field, beginning, limit=limit)


@pytest.fixture
def books(migrated_database_url: str) -> Iterator[Books]:
    """An empty system."""
    engine = make_engine(Settings(database_url=migrated_database_url))
    for table in (audit_events, invoices):
        with transaction(engine) as connection:
            connection.execute(table.delete())
    with transaction(engine) as connection:
        now = database_now(connection)
        named = {"country": "ES", "created_at": now, "updated_at": now}
        connection.execute(insert(sellers), [{"id": one, "name": f"Seller {one}", **named} for one in (ACME, OTHER)])
    yield Books(engine=engine)
    with transaction(engine) as connection:
        connection.execute(invoices.delete())
        connection.execute(sellers.delete().where(sellers.c.id.in_([ACME, OTHER])))
    engine.dispose()


def test_a_seller_is_booked_as_before_until_the_invoices_are_gone(books: Books) -> None:
    first = books.confirm({"booking": {"account": "6280"}})
    second = books.confirm({"booking": {"account": "6280"}})
    books.confirm({"booking": {"account": "1111"}}, seller=OTHER)
    asked = books.arrive({"invoice_number": "A-1"})
    assert books.suggested(asked) == {"/booking/account": [("6280", 2, 2)]}

    store = SqlInvoiceStore(books.engine)
    store.decide(first, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))
    assert books.suggested(asked) == {"/booking/account": [("6280", 1, 1)]}
    store.remove([second], actor="ana", untouched_since=None, erase=lambda _: None, release=lambda _: None)
    assert books.suggested(asked) == {}


def test_what_is_learned_anew_is_what_was_learned(books: Books) -> None:
    lines = [{"description": "Paper", "booking": {"account": "6281"}}]
    ids = [books.confirm({"booking": {"account": "6280"}, "lines": lines}), books.confirm({})]
    with transaction(books.engine) as connection:
        grown = stored_bookings(connection, ids)
        connection.execute(bookings.delete())
        connection.execute(insert(bookings), [{"invoice_id": ids[1], "number": 0, "account": "1"}])
    assert set(grown) == {ids[0]}
    list(relearn(books.engine))
    with transaction(books.engine) as connection:
        assert stored_bookings(connection, ids) == grown


def test_a_line_is_suggested_what_another_seller_calls_the_same(books: Books) -> None:
    books.confirm({"lines": [{"description": "Paper 80 g", "booking": {"account": "6281"}}]}, seller=OTHER)
    asked = books.arrive({"lines": [{"description": "PAPER, 120 g"}, {"description": "Ink"}]}, seller=None)
    assert books.suggested(asked) == {"/lines/0/booking/account": [("6281", 1, 1)]}


def test_only_what_waits_for_validation_has_suggestions(books: Books) -> None:
    confirmed = books.confirm({"booking": {"account": "6280"}})
    assert books.suggested(confirmed) is None


def test_completions_are_the_values_of_confirmed_invoices_each_once_whatever_their_case(books: Books) -> None:
    for account in ("6280", "6281", "6280", "Ütiles", "4_0", "450"):
        books.confirm({"booking": {"account": account, "category": "Media"}})
    books.arrive({"booking": {"account": "6299"}})  # nobody has confirmed it
    assert books.values(BookingField.ACCOUNT, "62") == ["6280", "6281"]
    assert books.values(BookingField.ACCOUNT, "utI") == ["Ütiles"]
    assert books.values(BookingField.ACCOUNT, "4_") == ["4_0"], "no pattern of LIKE"
    assert books.values(BookingField.CATEGORY) == ["Media"]
    assert books.values(BookingField.TAX_CODE) == []
    assert len(books.values(BookingField.ACCOUNT, limit=2)) == 2


def test_neither_suggestions_nor_completions_read_every_invoice(books: Books) -> None:
    ids = [books.confirm({"booking": {"account": "6280"}}) for _ in range(3)]
    with transaction(books.engine) as connection:
        connection.execute(text("SET SESSION foreign_key_checks = 0"))
        for start in range(0, 20_000, 2000):
            rows = [
                {"invoice_id": 10**9 + number, "number": 1, "item": "paper", "account": f"{number % 40:04}"}
                for number in range(start, start + 2000)
            ]
            connection.execute(insert(bookings), rows)
        connection.execute(text("ANALYZE TABLE bookings, invoices")).all()
    try:
        data = InvoiceData.model_validate({"lines": [{"description": "Paper"}]})
        with transaction(books.engine) as connection, rows_read(connection) as read:
            found = booking_suggestions(connection, data, seller=ACME, without=ids[0])
        assert found["/lines/0/booking/account"]
        assert read() < 300
        with transaction(books.engine) as connection, rows_read(connection) as read:
            assert len(booking_values(connection, BookingField.ACCOUNT, "00", limit=20)) == 20
        assert read() < 300
    finally:
        with transaction(books.engine) as connection:
            connection.execute(bookings.delete())
