"""What the contract tests ask of a store under test: the ports, a clock that can be advanced, and a look inside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event, select

from shared.adapters.automation import AutomationSettings
from shared.adapters.database import transaction
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.invoice_rows import DOCUMENT_COLUMNS, whole_invoices, write_columns
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.memory.clock import ManualClock
from shared.adapters.memory.invoice_store import MemoryInvoiceStore
from shared.adapters.memory.rows import MemoryRows
from shared.adapters.memory.stage_store import MemoryStageStore
from shared.adapters.recount import differences
from shared.adapters.sellers import keys_in
from shared.adapters.stage_store import SqlStageStore
from shared.adapters.tables import (
    audit_events,
    automation,
    bookings,
    figures,
    final_versions,
    invoices,
    operation_codes,
    seller_keys,
    seller_lessons,
    sellers,
)
from shared.domain.automation import AutomationPolicy
from shared.domain.figures import (
    FigureKind,
    Figures,
    change_of_figures,
    counted_values,
    difference,
    figures_of,
    figures_of_event,
    summed,
)
from shared.domain.sellers import SellerKey
from shared.pipeline.ports import InvoiceStore, StageStore


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSeller:
    """A seller's record: how many confirmed invoices have which key, and what each of them teaches, by its id."""

    id: int
    name: str
    keys: dict[SellerKey, int]
    lessons: dict[int, Any]


class Inside(Protocol):
    """A look into what a store holds, past its port."""

    def row(self, invoice_id: int) -> dict[str, Any]:
        """The columns of an invoice."""
        ...

    def put(self, invoice_id: int, **columns: Any) -> None:
        """Change columns, and the figures with them."""
        ...

    def wrong_figures(self) -> Figures:
        """What the figures lack of a recount."""
        ...

    def sellers(self) -> set[str]:
        """The names that the figures of sellers have, whatever they count."""
        ...

    def set_policy(self, policy: AutomationPolicy) -> None:
        """Decide when invoices are confirmed automatically."""
        ...

    def known_sellers(self) -> list[KnownSeller]:
        """The records of sellers."""
        ...

    def ids(self) -> list[int]:
        """Every invoice."""
        ...

    def trail(self, invoice_id: int) -> list[tuple[str, str, Any]]:
        """(type, actor, data) of each event, in order."""
        ...

    def codes(self, invoice_id: int) -> set[str]:
        """The operation codes that the invoice is found by."""
        ...

    def bookings(self, invoice_id: int) -> list[tuple[int, str | None, str | None]]:
        """(number, item, account) of each row that the invoice taught."""
        ...

    def versions(self, invoice_id: int) -> list[dict[str, Any]]:
        """The final data that was withdrawn, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Both ports on the same rows, and their clock."""

    stages: StageStore
    invoices: InvoiceStore
    clock: ManualClock
    inside: Inside


class _MemoryInside:
    def __init__(self, rows: MemoryRows) -> None:
        self._rows = rows

    def row(self, invoice_id: int) -> dict[str, Any]:
        return dict(self._rows.rows[invoice_id])

    def put(self, invoice_id: int, **columns: Any) -> None:
        row = self._rows.rows[invoice_id]
        before = counted_values(row)
        row.update(columns)
        self._rows.figures = summed((self._rows.figures, change_of_figures(before, counted_values(row))))

    def wrong_figures(self) -> Figures:
        of_rows = (figures_of(counted_values(row)) for row in self._rows.rows.values())
        of_events = (
            figures_of_event(one.type, one.data, actor=one.actor, at=one.created_at) for one in self._rows.trail
        )
        return difference(self._rows.figures, summed((*of_rows, *of_events)))

    def sellers(self) -> set[str]:
        return {key.label for key in self._rows.figures if key.kind is FigureKind.SELLER}

    def set_policy(self, policy: AutomationPolicy) -> None:
        self._rows.automation = policy

    def known_sellers(self) -> list[KnownSeller]:
        lessons = self._rows.sellers.lessons
        return [
            KnownSeller(
                id=one.id,
                name=one.name,
                keys=dict(one.keys),
                lessons={
                    invoice_id: taught.lesson and taught.lesson.model_dump(mode="json")
                    for invoice_id, taught in lessons.items()
                    if taught.seller_id == one.id
                },
            )
            for one in self._rows.sellers.records.values()
        ]

    def ids(self) -> list[int]:
        return sorted(self._rows.rows)

    def trail(self, invoice_id: int) -> list[tuple[str, str, Any]]:
        return [(one.type, one.actor, one.data) for one in self._rows.trail if one.invoice_id == invoice_id]

    def codes(self, invoice_id: int) -> set[str]:
        return set(self._rows.operation_codes.get(invoice_id, ()))

    def bookings(self, invoice_id: int) -> list[tuple[int, str | None, str | None]]:
        rows = self._rows.bookings.get(invoice_id, ())
        return [(one.number, one.item, one.booking.account) for one in rows]

    def versions(self, invoice_id: int) -> list[dict[str, Any]]:
        return list(self._rows.versions.get(invoice_id, ()))


def memory_stores() -> Stores:
    """The stores in memory, empty."""
    clock = ManualClock()
    rows = MemoryRows(clock)
    return Stores(
        stages=MemoryStageStore(rows), invoices=MemoryInvoiceStore(rows), clock=clock, inside=_MemoryInside(rows)
    )


class _SqlInside:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def row(self, invoice_id: int) -> dict[str, Any]:
        with transaction(self._engine) as connection:
            query = select(invoices, *DOCUMENT_COLUMNS).select_from(whole_invoices()).where(invoices.c.id == invoice_id)
            return dict(connection.execute(query).mappings().one())

    def put(self, invoice_id: int, **columns: Any) -> None:
        with transaction(self._engine) as connection:
            row = connection.execute(select(*COUNTED).where(invoices.c.id == invoice_id)).mappings().one()
            before = counted_values(row)
            write_columns(connection, invoice_id, columns)
            add_to_figures(connection, change_of_figures(before, before.after(columns)))

    def wrong_figures(self) -> Figures:
        with transaction(self._engine) as connection:
            return differences(connection)

    def sellers(self) -> set[str]:
        with transaction(self._engine) as connection:
            query = select(figures.c.label).where(figures.c.kind == FigureKind.SELLER)
            return set(connection.scalars(query))

    def set_policy(self, policy: AutomationPolicy) -> None:
        AutomationSettings(engine=self._engine).set_policy(policy, actor="ana")

    def known_sellers(self) -> list[KnownSeller]:
        with transaction(self._engine) as connection:
            rows = connection.execute(select(sellers).order_by(sellers.c.id)).all()
            keys = connection.execute(select(seller_keys)).mappings().all()
            lessons = connection.execute(select(seller_lessons)).all()
        for row in rows:
            assert row.invoices == sum(one.seller_id == row.id for one in lessons)
        return [
            KnownSeller(
                id=row.id,
                name=row.name,
                keys={
                    keys_in([(one["kind"], one["key"], one["printed"])])[0]: one["invoices"]
                    for one in keys
                    if one["seller_id"] == row.id
                },
                lessons={one.invoice_id: one.lesson for one in lessons if one.seller_id == row.id},
            )
            for row in rows
        ]

    def ids(self) -> list[int]:
        with transaction(self._engine) as connection:
            return list(connection.scalars(select(invoices.c.id).order_by(invoices.c.id)))

    def trail(self, invoice_id: int) -> list[tuple[str, str, Any]]:
        columns = (audit_events.c.type, audit_events.c.actor, audit_events.c.data)
        query = select(*columns).where(audit_events.c.invoice_id == invoice_id).order_by(audit_events.c.id)
        with transaction(self._engine) as connection:
            return [(row.type, row.actor, row.data) for row in connection.execute(query)]

    def codes(self, invoice_id: int) -> set[str]:
        query = select(operation_codes.c.code).where(operation_codes.c.invoice_id == invoice_id)
        with transaction(self._engine) as connection:
            return set(connection.scalars(query))

    def bookings(self, invoice_id: int) -> list[tuple[int, str | None, str | None]]:
        columns = (bookings.c.number, bookings.c.item, bookings.c.account)
        query = select(*columns).where(bookings.c.invoice_id == invoice_id).order_by(bookings.c.number)
        with transaction(self._engine) as connection:
            return [(row.number, row.item, row.account) for row in connection.execute(query)]

    def versions(self, invoice_id: int) -> list[dict[str, Any]]:
        query = select(final_versions).where(final_versions.c.invoice_id == invoice_id)
        with transaction(self._engine) as connection:
            return [dict(row) for row in connection.execute(query.order_by(final_versions.c.number)).mappings()]


@contextmanager
def mariadb_stores(engine: Engine) -> Iterator[Stores]:
    """The stores in MariaDB, empty before and after. Its sessions are given the manual clock, so that time can pass."""
    clock = ManualClock()

    def set_session_clock(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET timestamp = {clock().timestamp():.6f}")

    _empty(engine)
    event.listen(engine, "begin", set_session_clock)
    try:
        yield Stores(
            stages=SqlStageStore(engine), invoices=SqlInvoiceStore(engine), clock=clock, inside=_SqlInside(engine)
        )
    finally:
        event.remove(engine, "begin", set_session_clock)
        _empty(engine)  # rows of another time would confuse the session's other tests


def _empty(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table in (audit_events, operation_codes, invoices, sellers, figures, automation):
            connection.execute(table.delete())
