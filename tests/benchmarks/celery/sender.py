"""Sends invoices to one side, as the upload does: `python -m tests.benchmarks.celery.sender --through celery …`.

It prints their ids as a JSON list. Of an invoice without a document nothing is stored but the row.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, select

from functions.upload.intake import Intake, UploadLimits
from functions.upload.multipart import FilePart
from shared.adapters.change_stream import RedisChangeStream
from shared.adapters.database import shared_engine, transaction
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.tables import invoices
from shared.domain.document_types import DocumentType
from shared.domain.lifecycle import Status
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.registration import NewDocument

_POLL_SECONDS = 0.01
_LONGEST_SECONDS = 60.0


def main() -> None:
    """Sends one by one, each when the one before is done (`--await`), every so many seconds (`--every`), or at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--through", choices=("dispatcher", "celery"), required=True)
    parser.add_argument("--mark", required=True, help="makes the bytes of this pass its own")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--folder", type=Path, help="PDFs to send; without it, invoices without a document")
    parser.add_argument("--await", action="store_true", dest="await_each")
    parser.add_argument("--every", type=float, default=0.0)
    options = parser.parse_args()
    client = shared_redis()
    after_commit = AfterCommit(queue=_queue(options.through), changes=RedisChangeStream(client))
    began = time.monotonic()
    ids = []
    for number, send in enumerate(_sends(options.folder, options.mark, options.count, after_commit)):
        time.sleep(max(0.0, began + number * options.every - time.monotonic()))
        ids.append(send())
        if options.await_each:
            _wait(shared_engine(), ids[-1])
    print(json.dumps(ids))


def _queue(through: str) -> RedisEventQueue:
    if through == "dispatcher":
        return RedisEventQueue(shared_redis())
    from tests.benchmarks.celery.celery_tasks import CeleryQueue

    return CeleryQueue(shared_redis())


def _sends(folder: Path | None, mark: str, count: int, after_commit: AfterCommit) -> Iterator[Callable[[], int]]:
    if folder is None:
        for number in range(count):
            yield partial(_without_document, f"{mark}-{number}", after_commit)
        return
    intake = Intake(
        store=shared_object_store(),
        invoices=SqlInvoiceStore(shared_engine()),
        after_commit=after_commit,
        metrics=RedisMetrics(shared_redis()),
        limits=UploadLimits(file_bytes=10_000_000, files=1),
    )
    for path in sorted(folder.glob("*.pdf"))[:count]:
        yield partial(_document, path, intake)


def _without_document(name: str, after_commit: AfterCommit) -> int:
    document = NewDocument(
        filename=f"{name}.pdf",
        content_type=DocumentType.PDF,
        size=0,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        actor="benchmark",
    )
    registered = SqlInvoiceStore(shared_engine()).register(document, lambda: None, allow_duplicates=False)
    if registered.change is not None:
        after_commit(registered.change)
    return registered.invoice_id


def _document(path: Path, intake: Intake) -> int:
    part = FilePart(filename=path.name, chunks=iter([path.read_bytes()]))
    (outcome,) = intake.take(iter([part]), actor="benchmark", allow_duplicates=False)
    if outcome.invoice_id is None or outcome.status != "processing":
        raise RuntimeError(f"{path.name}: {outcome.message}")
    return outcome.invoice_id


def _wait(engine: Engine, invoice_id: int) -> None:
    deadline = time.monotonic() + _LONGEST_SECONDS
    query = select(invoices.c.status).where(invoices.c.id == invoice_id)
    while time.monotonic() < deadline:
        with transaction(engine) as connection:
            if connection.execute(query).scalar_one() != Status.PROCESSING:
                return
        time.sleep(_POLL_SECONDS)
    raise TimeoutError(f"invoice {invoice_id} is not done")


if __name__ == "__main__":
    main()
