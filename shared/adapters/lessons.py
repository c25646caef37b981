"""What the confirmed invoices of a document's seller teach: read for each document, since it takes some milliseconds,
and what was forgotten must not be in a cache."""

import logging
from collections.abc import Iterator

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, select

from shared.adapters.seller_recognition import known_keys
from shared.adapters.tables import invoices, seller_lessons
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.memory.lesson import Lesson
from shared.domain.memory.seller_memory import MOST_LESSONS, SellerMarks, SellerMemory
from shared.domain.sellers import OF_DOCUMENTS, keys_of_document, seller_of_document

log = logging.getLogger(__name__)


def recall(connection: Connection, marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
    """The memory of the seller that a document is of: by what is printed anywhere on it or, where that names several,
    by the `data` that was read of it at first. None: no known seller, or nothing to be learned of it."""
    known = known_keys(connection, keys_of_document(marks, data), OF_DOCUMENTS)
    seller_id = seller_of_document(marks, data, known)
    if seller_id is None:
        return None
    lessons = tuple(lessons_of(connection, seller_id))
    return SellerMemory(lessons=lessons) if lessons else None


def lessons_of(connection: Connection, seller_id: int) -> Iterator[Lesson]:
    """What the newest invoices of the seller teach, newest first; a lesson that this version cannot read is none."""
    for invoice_id, stored in connection.execute(_NEWEST, {"of_id": seller_id}):
        try:
            yield Lesson.model_validate(stored)
        except ValidationError:
            log.warning("lesson not usable", extra={"invoice_id": invoice_id})


# Built once: building one costs as much as executing it. Only of confirmed invoices: a function of the version before
# reopens one without taking its lesson back.
_NEWEST = (
    select(seller_lessons.c.invoice_id, seller_lessons.c.lesson)
    .join(invoices, invoices.c.id == seller_lessons.c.invoice_id)
    .where(
        seller_lessons.c.seller_id == bindparam("of_id"),
        seller_lessons.c.lesson.is_not(None),
        invoices.c.status == Status.PROCESSED,
    )
    .order_by(seller_lessons.c.invoice_id.desc())
    .limit(MOST_LESSONS)
)
