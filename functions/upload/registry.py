"""The rows that uploads make."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from shared.adapters.audit import record
from shared.adapters.database import advisory_lock, database_now, document_lock
from shared.adapters.tables import invoices
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import FIRST_STAGE, Status

_LOCK_SECONDS = 30  # the longest that storing the same bytes elsewhere may keep us waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that has arrived whole."""

    filename: str
    content_type: str
    size: int
    sha256: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A document's invoice: a new one, with the time of its first message, or the earlier one of the same bytes."""

    invoice_id: int
    enqueued_at: datetime | None


class Registry:
    """Makes the row of a document, exactly one for the same bytes unless a second is asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, document: NewDocument, place: Callable[[], None], *, allow_duplicates: bool) -> Registered:
        """The document's invoice. For a new one the object is placed first, then the row is made: no row lacks its
        object. A deletion of the same bytes waits meanwhile. Raises UnavailableError."""
        with advisory_lock(self._engine, document_lock(document.sha256), seconds=_LOCK_SECONDS) as connection:
            earlier = _earliest(connection, document.sha256)
            connection.rollback()
            if earlier is not None and not allow_duplicates:
                return Registered(invoice_id=earlier, enqueued_at=None)
            place()
            with connection.begin():
                return _add(connection, document, is_copy=earlier is not None)


def _earliest(connection: Connection, sha256: str) -> int | None:
    return connection.execute(
        select(invoices.c.id).where(invoices.c.sha256 == sha256).order_by(invoices.c.id).limit(1)
    ).scalar()


def _add(connection: Connection, document: NewDocument, *, is_copy: bool) -> Registered:
    now = database_now(connection)
    inserted = connection.execute(
        insert(invoices).values(
            filename=document.filename,
            content_type=document.content_type,
            size=document.size,
            sha256=document.sha256,
            dedup_key=None if is_copy else document.sha256,
            status=Status.PROCESSING,
            stage=FIRST_STAGE,
            enqueued_at=now,
            created_at=now,
            updated_at=now,
        )
    )
    invoice_id = int(inserted.lastrowid)
    attributes = {"size": document.size, "content_type": document.content_type, "sha256": document.sha256}
    record(connection, invoice_id, AuditEventType.UPLOADED, now, actor=document.actor, data=attributes)
    return Registered(invoice_id=invoice_id, enqueued_at=now)
