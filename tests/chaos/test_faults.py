"""Slow, silent, refusing and read-only stores, a cut between dispatcher and functions, an exhausted pool, a new column:
a clear state while it lasts, and full recovery."""

import getpass
import os
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pymysql
import pytest
from sqlalchemy import text

from infra.local.mariadb import Database
from infra.local.redis_server import Queue
from infra.local.s3 import S3Server
from shared.adapters.database import make_engine
from shared.settings import Settings
from tests.chaos.proxy import Mode, Proxy, proxy
from tests.chaos.second_dispatcher import SecondDispatcher
from tests.support.stack import ROOT, RunningStack, eventually, running_stack

SAMPLES = ROOT / "samples"
XML, SCAN = SAMPLES / "fietsen-ubl-nl.xml", SAMPLES / "osteria-photo-it.jpg"
SETTINGS = {
    "STORE_TIMEOUT_SECONDS": "2",
    "DATABASE_POOL_SIZE": "2",
    "LEASE_SECONDS": "5",
    "LOST_MESSAGE_SECONDS": "3",
    "SWEEP_SECONDS": "0.5",
    "RETRY_BASE_SECONDS": "0.5",
    "RETRY_MAX_SECONDS": "2",
    "OCR_LANGUAGES": "eng",
    "OCR_ENGINE": "tesseract",
    "OCR_DPI": "150",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultyStack:
    """A stack whose way to each store leads through a proxy."""

    stack: RunningStack
    environment: dict[str, str]
    database: Proxy
    redis: Proxy
    minio: Proxy

    def upload(self, path: Path = XML) -> httpx.Response:
        """A new document."""
        content = path.read_bytes() + (f"<!-- {uuid4()} -->" if path is XML else str(uuid4())).encode()
        return self.stack.client.post("/api/invoices/ocr", files={"file": (path.name, content)})

    def ready(self) -> dict[str, Any]:
        """The answer of readyz."""
        found: dict[str, Any] = self.stack.client.get("/readyz").json()
        return found

    def works_again(self) -> None:
        """Waits until all stores answer and a new upload is processed completely."""
        eventually(lambda: self.ready()["status"] == "ok", seconds=60)

        def taken() -> int | None:
            answer = self.upload()
            invoice_id: int | None = answer.json()[0]["invoice_id"] if answer.status_code == 202 else None
            return invoice_id

        invoice = self.stack.finished(eventually(taken, seconds=60))
        assert invoice["status"] == "waiting_validation", invoice["error"]


@pytest.fixture(scope="module")
def faulty(
    tmp_path_factory: pytest.TempPathFactory, database_server: Database, redis_queue: Queue, minio: S3Server
) -> Iterator[FaultyStack]:
    with ExitStack() as exits:
        database, redis, store = (
            exits.enter_context(proxy(server.port)) for server in (database_server, redis_queue, minio)
        )
        environment = SETTINGS | minio.environment
        environment |= {
            "DATABASE_URL": f"{database_server.url}_faulty".replace(f":{database_server.port}/", f":{database.port}/"),
            "REDIS_URL": redis_queue.url.replace(f":{redis_queue.port}/", f":{redis.port}/"),
            "MINIO_ENDPOINT": f"127.0.0.1:{store.port}",
        }
        _create(database_server, f"{database_server.name}_faulty")
        stack = exits.enter_context(running_stack(tmp_path_factory.mktemp("faulty"), **environment))
        yield FaultyStack(stack=stack, environment=environment, database=database, redis=redis, minio=store)


def _create(server: Database, name: str) -> None:
    with pymysql.connect(host="127.0.0.1", port=server.port, user=server.user, password=server.password) as connection:
        connection.cursor().execute(f"CREATE DATABASE IF NOT EXISTS `{name}`")


def _is_clear_fault(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("mode", [Mode.SILENT, Mode.REFUSE])
def test_uploads_answer_503_without_the_database(faulty: FaultyStack, mode: Mode) -> None:
    with faulty.database.being(mode):
        assert faulty.ready()["checks"]["database"] == "unavailable"
        _is_clear_fault(faulty.stack.client.get("/api/invoices/"))
        _is_clear_fault(faulty.upload())
    faulty.works_again()


@pytest.mark.parametrize("mode", [Mode.SILENT, Mode.REFUSE])
def test_without_redis_people_go_on_and_uploads_wait(faulty: FaultyStack, mode: Mode) -> None:
    with faulty.redis.being(mode):
        assert faulty.ready()["checks"] == {"database": "ok", "redis": "unavailable", "minio": "ok"}
        assert faulty.stack.client.get("/api/invoices/").status_code == 200
        _is_clear_fault(faulty.upload())
    faulty.works_again()


def test_without_the_object_store_people_go_on_and_uploads_wait(faulty: FaultyStack) -> None:
    with faulty.minio.being(Mode.REFUSE):
        assert faulty.ready()["checks"]["minio"] == "unavailable"
        assert faulty.stack.client.get("/api/invoices/").status_code == 200
        _is_clear_fault(faulty.upload())
    faulty.works_again()


def test_an_outage_of_the_object_store_that_outlasts_all_attempts_fails_no_invoice(faulty: FaultyStack) -> None:
    scans = [faulty.upload(SCAN).json()[0]["invoice_id"] for _ in range(3)]
    with faulty.minio.being(Mode.REFUSE):
        eventually(lambda: any(faulty.stack.invoice(scan)["error"] for scan in scans), seconds=60)
        time.sleep(10)  # five attempts would be used up in six seconds
        assert {faulty.stack.invoice(scan)["status"] for scan in scans} == {"processing"}
    for scan in scans:
        assert faulty.stack.finished(scan)["status"] == "waiting_validation"


def test_a_store_lost_in_the_middle_of_the_work_delays_it(faulty: FaultyStack) -> None:
    invoice_id = faulty.upload(SCAN).json()[0]["invoice_id"]
    eventually(lambda: "ocr.started" in _types(faulty, invoice_id), seconds=60, pause=0.05)
    with faulty.minio.being(Mode.REFUSE), faulty.redis.being(Mode.REFUSE):
        assert faulty.ready()["status"] == "unavailable"
    assert faulty.stack.finished(invoice_id)["status"] == "waiting_validation"
    assert _types(faulty, invoice_id).count("ocr.finished") == 1


def test_an_exhausted_pool_is_a_temporary_503(faulty: FaultyStack) -> None:
    with faulty.database.being(Mode.SLOW), ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: faulty.stack.client.get("/api/invoices/"), range(10)))
    assert {answer.status_code for answer in answers} <= {200, 503}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused, "two connections cannot serve ten slow calls within the time-out"
    for answer in refused:
        _is_clear_fault(answer)
    faulty.works_again()


def test_a_slow_database_slows_down_and_breaks_nothing(faulty: FaultyStack) -> None:
    faulty.database.delay = 0.1
    try:
        with faulty.database.being(Mode.SLOW):
            answer = eventually(lambda: _taken(faulty.upload()), seconds=120)
            assert faulty.stack.finished(answer)["status"] == "waiting_validation"
    finally:
        faulty.database.delay = 1.0
    faulty.works_again()


def _taken(answer: httpx.Response) -> int | None:
    assert answer.status_code in {202, 503}, answer.text
    return answer.json()[0]["invoice_id"] if answer.status_code == 202 else None


@contextmanager
def _read_only(servers_dir: Path) -> Iterator[None]:
    # As an operator does before moving the database; the server's administrator is this machine's user.
    socket = str(servers_dir / "mariadb" / "data" / "mariadb.sock")
    with pymysql.connect(unix_socket=socket, user=getpass.getuser(), autocommit=True) as connection:
        connection.cursor().execute("SET GLOBAL read_only = 1")
        try:
            yield
        finally:
            connection.cursor().execute("SET GLOBAL read_only = 0")


def test_a_read_only_database_answers_reads_and_refuses_writes(faulty: FaultyStack, servers_dir: Path) -> None:
    with _read_only(servers_dir):
        assert faulty.stack.client.get("/api/invoices/").status_code == 200
        _is_clear_fault(faulty.upload())
    faulty.works_again()


def test_a_cut_between_dispatcher_and_functions_delays_the_work(faulty: FaultyStack) -> None:
    """A dispatcher that reaches the stores and not the functions, while the stack's own is frozen."""
    ports = faulty.stack.record["ports"]
    with proxy(ports["ocr"]) as ocr, proxy(ports["extract"]) as extract:
        urls = {"OCR_URL": f"http://127.0.0.1:{ocr.port}", "EXTRACT_URL": f"http://127.0.0.1:{extract.port}"}
        cut_off = _second_dispatcher(faulty, urls)
        faulty.stack.kill("dispatcher", signal.SIGSTOP)
        try:
            cut_off.start()
            with ocr.being(Mode.REFUSE), extract.being(Mode.REFUSE):
                invoice_id = faulty.upload().json()[0]["invoice_id"]
                eventually(lambda: "worker pool pauses" in cut_off.log(), seconds=60)
                assert faulty.stack.invoice(invoice_id)["status"] == "processing"
                assert faulty.ready()["status"] == "ok"
            assert faulty.stack.finished(invoice_id)["status"] == "waiting_validation"
        finally:
            faulty.stack.kill("dispatcher", signal.SIGCONT)
            cut_off.stop()
    assert _types(faulty, invoice_id).count("extract.finished") == 1
    faulty.works_again()


def _second_dispatcher(faulty: FaultyStack, urls: dict[str, str], under: tuple[str, ...] = ()) -> SecondDispatcher:
    secret = {"SECRET_KEY": faulty.stack.secrets["secret_key"]}
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return SecondDispatcher(faulty.stack, own | faulty.environment | secret | urls, under=under)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize("jump", ["+2h", "-2h"])
def test_a_dispatcher_whose_clock_has_jumped_is_refused_and_harms_nothing(faulty: FaultyStack, jump: str) -> None:
    """Its signed calls are too old or from the future; rows are compared with the database's clock only."""
    ports = faulty.stack.record["ports"]
    urls = {f"{name.upper()}_URL": f"http://127.0.0.1:{ports[name]}" for name in ("ocr", "extract")}
    jumped = _second_dispatcher(faulty, urls, under=("faketime", "-f", jump))
    faulty.stack.kill("dispatcher", signal.SIGSTOP)
    try:
        jumped.start()
        invoice_id = faulty.upload().json()[0]["invoice_id"]
        eventually(lambda: "event refused" in jumped.log(), seconds=60)
        assert faulty.stack.invoice(invoice_id)["status"] == "processing"
        assert "extract.started" not in _types(faulty, invoice_id)
    finally:
        faulty.stack.kill("dispatcher", signal.SIGCONT)
        jumped.stop()
    assert faulty.stack.finished(invoice_id)["status"] == "waiting_validation"
    assert _types(faulty, invoice_id).count("extract.finished") == 1


def _types(faulty: FaultyStack, invoice_id: int) -> list[str]:
    return [event["type"] for event in faulty.stack.trail(invoice_id)]


def test_a_function_finishes_running_requests_after_sigterm(faulty: FaultyStack) -> None:
    invoice_id = faulty.upload(SCAN).json()[0]["invoice_id"]
    eventually(lambda: "ocr.started" in _types(faulty, invoice_id), seconds=60, pause=0.05)
    faulty.stack.kill("ocr", signal.SIGTERM)
    assert faulty.stack.finished(invoice_id)["status"] == "waiting_validation"
    assert _types(faulty, invoice_id).count("ocr.started") == 1, "it was not done a second time"
    faulty.works_again()


def test_a_column_is_added_and_dropped_during_uploads(faulty: FaultyStack, database_server: Database) -> None:
    """Expand and contract: code without a column works before and after the table gets it."""
    engine_url = f"{database_server.url}_faulty"
    invoice_ids = []
    for statement in (
        "ALTER TABLE invoices ADD COLUMN cost_centre VARCHAR(40) NULL",
        "ALTER TABLE invoices ADD COLUMN legacy INT NOT NULL DEFAULT 0",
        "ALTER TABLE invoices DROP COLUMN cost_centre, DROP COLUMN legacy",
    ):
        invoice_ids += [faulty.upload().json()[0]["invoice_id"]]
        _migrated(engine_url, statement)
        invoice_ids += [faulty.upload().json()[0]["invoice_id"]]
    assert len(invoice_ids) == 6
    for invoice_id in invoice_ids:
        assert faulty.stack.finished(invoice_id)["status"] == "waiting_validation"
        assert _types(faulty, invoice_id).count("extract.finished") == 1
    faulty.works_again()


def _migrated(url: str, statement: str) -> None:
    engine = make_engine(Settings(database_url=url))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
