"""`python -m tests.benchmarks.merging [--invoices 100000]`: what it takes to merge a seller with very many invoices.

A MariaDB of its own is filled with the confirmed invoices of one seller, each with what it taught. Then that seller
becomes part of another one, in batches, while a person confirms invoices of the other one. How long transactions hold
their locks is measured on the side of the server's client, by when they begin and end.
"""

import argparse
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, Engine, event, select, text

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.recount import repair
from shared.adapters.seller_changes import SellerChanges
from shared.adapters.tables import invoices, sellers
from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.settings import Settings
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.scale.database import running_database
from tests.benchmarks.scale.filled import migrate

_TARGET = {"name": "Imprenta Norte S.L.", "vat_id": "ESB12345678"}
_SOURCE = {"name": "Norte Print", "vat_id": "FR12345678901"}
_NAMES = 1000
"""Spellings of the merged seller's name, as recognition of many scans makes them."""

_LESSON_LETTERS = 6000
_PLACED = Evidence(page=1, box=Box(0.1, 0.1, 0.3, 0.12), text="x", confidence=0.9, source=Source.TEXT_LAYER)

_FILL = (
    (
        "INSERT INTO invoices (sha256, {columns}) SELECT sha2(seq, 256), {columns} FROM invoices, seq_1_to_{count}"
        " WHERE seller_id = {seller}"
    ),
    (
        "INSERT INTO seller_lessons (invoice_id, seller_id, layout, lesson, `keys`)"
        " SELECT id, seller_id, '0123456789abcdef', json_object('layout', repeat('x', {letters})),"
        " json_array(json_array('tax', '12345678901', 'FR12345678901'),"
        " json_array('name', concat('n0rtepr1nt', id % {names}), concat('Norte Print ', id % {names})))"
        " FROM invoices WHERE seller_id = {seller} AND id NOT IN (SELECT invoice_id FROM seller_lessons)"
    ),
    (
        "INSERT INTO seller_keys (seller_id, kind, printed, `key`, invoices, is_kept)"
        " SELECT {seller}, 'name', concat('Norte Print ', seq % {names}), concat('n0rtepr1nt', seq % {names}),"
        " count(*), 0"
        " FROM seq_1_to_{count} GROUP BY seq % {names}"
    ),
    "UPDATE seller_keys SET invoices = invoices + {count} WHERE seller_id = {seller} AND kind = 'tax'",
    "UPDATE sellers SET invoices = invoices + {count} WHERE id = {seller}",
    "ANALYZE TABLE invoices, seller_lessons, seller_keys, sellers",
)


def main() -> None:
    """Fills, merges, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    count = parser.parse_args().invoices
    with tempfile.TemporaryDirectory(prefix="merging-") as folder, running_database(Path(folder, "db")) as database:
        url = database.url("invoices")
        migrate(url, "head")
        engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": 600}))
        for seller in (_TARGET, _SOURCE):
            _confirm(engine, _waiting(engine, seller))
        with transaction(engine) as connection:
            target, source = connection.scalars(select(sellers.c.id).order_by(sellers.c.id)).all()
        _fill(engine, source, count)
        with _confirming(engine, "before"):
            time.sleep(5)
        changes, spent = SellerChanges(engine=engine), processor_seconds(database.pid)
        with _confirming(engine, "while it moves"), _transactions(engine) as taken:
            began = time.monotonic()
            changes.merge(target, [source], actor="Ana")
            print(f"merge: {(time.monotonic() - began) * 1000:.0f} ms until the one is part of the other", flush=True)
            began = time.monotonic()
            while not changes.settle(seconds=5):
                pass
            print(
                f"moved {count:,} in {time.monotonic() - began:.0f} s,"
                f" {processor_seconds(database.pid) - spent:.0f} s of the database's processor time",
                flush=True,
            )
        print(f"{len(taken)} transactions: {_figures(taken)}", flush=True)
        with transaction(engine) as connection:
            left = connection.execute(text("SELECT count(*), count(DISTINCT seller_id) FROM seller_lessons")).one()
            known = connection.execute(select(sellers.c.id, sellers.c.invoices)).all()
        print(f"lessons {left[0]:,} of {left[1]} sellers; sellers {[tuple(row) for row in known]}")


def _fill(engine: Engine, seller: int, count: int) -> None:
    """So many copies of the seller's only invoice."""
    others = ("id", "sha256", "dedup_key")
    columns = ", ".join(one.name for one in invoices.columns if one.name not in others and one.computed is None)
    for statement in _FILL:
        with engine.begin() as connection:
            connection.execute(
                text(
                    statement.format(columns=columns, seller=seller, count=count, letters=_LESSON_LETTERS, names=_NAMES)
                )
            )
    repair(engine)
    print(f"{count:,} invoices of one seller", flush=True)


@contextmanager
def _transactions(engine: Engine) -> Iterator[list[float]]:
    """The seconds of each transaction of this thread that wrote something, once they are over."""
    taken: list[float] = []
    thread, began = threading.get_ident(), [0.0]

    def begin(_: Connection) -> None:
        if threading.get_ident() == thread:
            began[0] = time.monotonic()

    def end(_: Connection) -> None:
        if threading.get_ident() == thread:
            taken.append(time.monotonic() - began[0])

    event.listen(engine, "begin", begin)
    event.listen(engine, "commit", end)
    yield taken
    event.remove(engine, "begin", begin)
    event.remove(engine, "commit", end)


@contextmanager
def _confirming(engine: Engine, when: str) -> Iterator[None]:
    """A person confirms invoices of the other seller, one after the other; prints how long each took."""
    over, taken = threading.Event(), []

    def work() -> None:
        while not over.is_set():
            waiting = _waiting(engine, _TARGET)
            began = time.monotonic()
            _confirm(engine, waiting)
            taken.append(time.monotonic() - began)
            over.wait(0.05)

    person = threading.Thread(target=work)
    person.start()
    yield
    over.set()
    person.join()
    print(f"{len(taken)} confirmations {when}: {_figures(taken)}", flush=True)


def _figures(taken: Sequence[float]) -> str:
    times = sorted(one * 1000 for one in taken)
    return (
        f"{median(times):.0f} ms, of a hundred the slowest {times[len(times) * 99 // 100]:.0f}, of all {times[-1]:.0f}"
    )


def _waiting(engine: Engine, seller: dict[str, str]) -> int:
    data = InvoiceData.model_validate({"seller": seller, "currency": "EUR", "total_amount": "121"})
    with transaction(engine) as connection:
        now = database_now(connection)
        times = dict.fromkeys(("enqueued_at", "created_at", "updated_at"), now)
        file = {"filename": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": secrets.token_hex(32)}
        invoice_id = insert_invoice(connection, {**file, **times, "status": Status.WAITING_VALIDATION})
        write_columns(connection, invoice_id, answer_columns(data, {"/seller/name": _PLACED}, []))
        return invoice_id


def _confirm(engine: Engine, invoice_id: int) -> None:
    SqlInvoiceStore(engine).decide(invoice_id, actor="Ana", rule=decisions.confirm)


if __name__ == "__main__":
    main()
