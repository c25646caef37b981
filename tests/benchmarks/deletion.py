"""`python -m tests.benchmarks.deletion [--rows 5000]`: what it costs to delete old invoices, and who waits for it.

It makes invoices, with files, texts and page images, in stores of its own, lets all but the newest be old, and runs the
dispatcher's retention while another process registers uploads. It measures and prints; nothing here passes or fails.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, text

from infra.dispatcher.retention import Retention
from infra.local.ports import choose_port
from infra.local.programs import running
from infra.local.redis_server import Queue
from infra.local.s3 import WEED_PORTS, S3Server
from infra.local.servers import Server
from shared.adapters.caches import caches_of
from shared.adapters.database import make_engine
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.object_store import S3ObjectStore, make_object_store
from shared.adapters.recount import differences, repair
from shared.adapters.redis_client import make_redis
from shared.adapters.wiring import make_deletion
from shared.domain.object_keys import document_key, page_image_prefix, text_key
from shared.pipeline.registration import NewDocument
from shared.settings import Settings
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.scale.database import running_database
from tests.benchmarks.scale.filled import new_database

_CALM_SECONDS = 10.0
_PAUSE_SECONDS = 0.02  # between two uploads
_DAYS = 400
_WITH_IMAGES = 5  # every fifth invoice was looked at
_ASKED = ("Questions", "Com_commit", "Innodb_data_fsyncs")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stores:
    """The connected stores, and the processes that serve them."""

    settings: Settings
    engine: Engine
    objects: S3ObjectStore
    pids: Mapping[str, int]


def main() -> None:
    """Makes the invoices, deletes, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.deletion", description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--state-dir", help="where the made samples are kept; default: a temporary folder")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="deletion-") as folder, ExitStack() as running_stores:
        stores = _running_stores(running_stores, Path(folder), Path(options.state_dir or folder), options.rows)
        _put_objects(stores)
        _grow_old(stores.engine)
        repair(stores.engine)
        _measure(stores)


def _running_stores(stack: ExitStack, folder: Path, state_dir: Path, rows: int) -> _Stores:
    servers: Mapping[str, Server] = {
        "redis": Queue(port=choose_port(), password="benchmark"),
        "s3": S3Server(port=choose_port(also=WEED_PORTS), access_key="benchmark", secret_key="benchmark-only"),
    }
    pids = {
        name: stack.enter_context(running(server.program(folder / name), log_file=folder / f"{name}.log")).pid
        for name, server in servers.items()
    }
    database = stack.enter_context(running_database(folder / "mariadb"))
    url = new_database(database, state_dir, "invoices_to_delete", rows, print)
    given = {name.lower(): value for server in servers.values() for name, value in server.environment.items()}
    settings = Settings.model_validate({"database_url": url, **given})
    return _Stores(
        settings=settings,
        engine=make_engine(settings),
        objects=make_object_store(settings),
        pids={**pids, "mariadb": database.pid, "dispatcher": os.getpid()},
    )


def _put_objects(stores: _Stores) -> None:
    def put(row: Sequence[object]) -> None:
        invoice_id, hash_ = int(str(row[0])), str(row[1])
        stores.objects.put(document_key(hash_), b"%PDF-" + os.urandom(2000), "application/pdf")
        stores.objects.put(text_key(invoice_id), b"{}" * 1000, "application/json")
        if invoice_id % _WITH_IMAGES == 0:
            stores.objects.put(f"{page_image_prefix(invoice_id)}1-1600.png", b"x" * 1000, "application/octet-stream")

    with stores.engine.connect() as connection, ThreadPoolExecutor(8) as pool:
        list(pool.map(put, connection.execute(text("SELECT id, sha256 FROM invoices")).all()))


def _grow_old(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE invoices SET updated_at = updated_at - INTERVAL {2 * _DAYS} DAY"))  # noqa: S608


def _measure(stores: _Stores) -> None:
    client = make_redis(stores.settings)
    retention = Retention(
        invoices=SqlInvoiceStore(stores.engine),
        deletion=make_deletion(stores.engine, client, stores.objects, caches_of(stores.settings, client)),
        days=_DAYS,
    )
    mine, others = multiprocessing.Pipe()
    uploads = multiprocessing.get_context("spawn").Process(target=_upload, args=(stores.settings, others))
    uploads.start()
    mine.recv()
    time.sleep(_CALM_SECONDS)
    cpu = {name: processor_seconds(pid) for name, pid in stores.pids.items()}
    asked, began = _asked(stores.engine), time.monotonic()
    deleted = retention.sweep()
    took = time.monotonic() - began
    asked = {name: number - asked[name] for name, number in _asked(stores.engine).items()}
    cpu = {name: processor_seconds(pid) - cpu[name] for name, pid in stores.pids.items()}
    mine.send("stop")
    waits: list[tuple[float, float]] = mine.recv()
    uploads.join()
    _print(deleted, took, cpu, asked)
    calm = [seconds for moment, seconds in waits if moment < began]
    during = [seconds for moment, seconds in waits if began <= moment < began + took]
    print(f"Uploads before: {_figures(calm)}; during: {_figures(during)}")
    with stores.engine.connect() as connection:
        left = connection.execute(text("SELECT COUNT(*) FROM invoices WHERE status <> 'processing'")).scalar_one()
        print(f"Old invoices left: {left}; wrong figures: {len(differences(connection))}")
    left = sum(1 for _ in stores.objects.keys(""))
    print(f"Objects left: {left}, of {len(waits)} uploads and 20 invoices at work.")


def _upload(settings: Settings, pipe: Connection) -> None:
    """Registers uploads until told to stop, then says when each began and what it took."""
    invoices, objects = SqlInvoiceStore(make_engine(settings)), make_object_store(settings)
    waits = []
    pipe.send("ready")
    while not pipe.poll(_PAUSE_SECONDS):
        content = os.urandom(2000)
        hash_ = sha256(content).hexdigest()
        document = NewDocument(
            filename="a.pdf", content_type="application/pdf", size=len(content), sha256=hash_, actor="benchmark"
        )
        began = time.monotonic()
        invoices.register(
            document,
            lambda hash_=hash_, content=content: objects.put(document_key(hash_), content, "application/pdf"),  # type: ignore[misc]
            allow_duplicates=False,
        )
        waits.append((began, time.monotonic() - began))
    pipe.send(waits)


def _asked(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        rows = connection.execute(text("SHOW GLOBAL STATUS")).all()
    return {name: int(number) for name, number in rows if name in _ASKED}


def _print(deleted: int, took: float, cpu: Mapping[str, float], asked: Mapping[str, int]) -> None:
    print(f"{deleted} invoices deleted in {took:.1f} s, {1000 * took / deleted:.2f} ms each, uploads beside them.")
    each = ", ".join(f"{name} {1000 * seconds / deleted:.2f}" for name, seconds in cpu.items())
    print(f"Processor time of one in ms: {each}; together {1000 * sum(cpu.values()) / deleted:.2f}")
    print(f"For one, with those of the uploads: {', '.join(f'{name} {n / deleted:.2f}' for name, n in asked.items())}")


def _figures(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p99 = ordered[int(0.99 * (len(ordered) - 1))]
    return (
        f"{len(ordered)}, median {1000 * median(ordered):.0f} ms, p99 {1000 * p99:.0f} ms, "
        f"longest {1000 * ordered[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
