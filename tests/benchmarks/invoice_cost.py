"""`python -m tests.benchmarks.invoice_cost [--invoices 200]`: what one digital invoice of one page costs, and where.

Sends distinct PDFs with a text layer through a stack of its own, one request each, and prints the processor time of
each program, and what the stores were asked, divided by the number of invoices. It measures and prints; nothing here
passes or fails. Processor time is the kernel's count, so other work on the machine changes the pace, and little else.
"""

import argparse
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, text

from infra.local.ports import LOOPBACK, choose_port
from infra.local.programs import running
from infra.local.s3 import WEED_PORTS, S3Server
from tests.benchmarks.chain import digital_documents
from tests.benchmarks.processes import MEASURABLE
from tests.support.stack import RunningStack, running_stack

_CLIENTS = 4
_WARM_UP = 20
_POLL_SECONDS = 0.5
_IDLE_SECONDS = 5
_TICKS = os.sysconf("SC_CLK_TCK")
_PROGRAMS = ("api", "upload", "dispatcher", "ocr", "extract", "mariadb", "redis", "s3")
_S3_REQUESTS = re.compile(r'^SeaweedFS_s3_request_total\{.*?type="(\w+)"\} (\d+)', re.MULTILINE)
_STATUS = "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' OR Variable_name = 'Innodb_data_fsyncs'"
_STATEMENTS = {"Innodb_data_fsyncs": ("disk", "synchronised"), "Com_admin_commands": ("mariadb", "ping")}
_FEWEST_SHOWN = 0.05

Counts = Mapping[tuple[str, str], float]
"""(what is counted, of which) -> the number: ("itself", "api") and ("started", "api") in seconds of processor time,
("mariadb", "select"), ("redis", "blpop") and ("s3", "GET") in requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What so many invoices cost beyond what the stack does anyway, in `seconds` from the first upload until the last
    one waits for validation; and what the idle stack costs in a second."""

    invoices: int
    seconds: float
    whole: Counts
    idle: Counts

    def of_one(self, what: str, which: str) -> float:
        """For one invoice."""
        key = what, which
        return max(0.0, self.whole.get(key, 0) - self.idle.get(key, 0) * self.seconds) / self.invoices


def main() -> None:
    """Starts a stack, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.invoice_cost", description=__doc__)
    parser.add_argument("--invoices", type=int, default=200, help="how many go through")
    count = parser.parse_args().invoices
    console = Console(width=None if os.isatty(1) else 110)
    console.print(f"{os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, _measured_stack(Path(folder)) as (stack, s3_pid, metrics_url):
        cost = _measured(stack, digital_documents(count, "cost"), s3_pid, metrics_url)
    console.print(f"{cost.invoices} invoices in {cost.seconds:.1f} s: {cost.invoices / cost.seconds:.1f} a second")
    console.print(_cpu_table(cost))
    console.print(_requests_table(cost))


@contextmanager
def _measured_stack(folder: Path) -> Iterator[tuple[RunningStack, int, str]]:
    """A stack whose S3 server counts its requests; that server's process, and where its counts are read."""
    metrics_port = choose_port()
    server = S3Server(port=choose_port(also=WEED_PORTS), access_key="benchmark", secret_key="benchmark-only")
    program = server.program(folder / "s3")
    program = replace(program, command=(*program.command, f"-metricsPort={metrics_port}"))
    settings = {**server.environment, **MEASURABLE, "EXTRACTOR": "local"}
    with (
        running(program, log_file=folder / "s3.log") as process,
        running_stack(folder / "stack", **settings) as stack,
    ):
        yield stack, process.pid, f"http://{LOOPBACK}:{metrics_port}/metrics"


def _measured(stack: RunningStack, documents: list[bytes], s3_pid: int, metrics_url: str) -> Cost:
    pids = {name: s3_pid if name == "s3" else stack.record["programs"][name] for name in _PROGRAMS}
    with stack.engine().connect() as connection, stack.redis() as redis:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")

        def counts() -> Counts:
            return {
                **{key: seconds for name, pid in pids.items() for key, seconds in _processor_seconds(name, pid)},
                **dict(_statements(connection)),
                **{("redis", name[8:]): each["calls"] for name, each in redis.info("commandstats").items()},
                **_objects(metrics_url),
            }

        def put_through(documents: list[bytes]) -> None:
            _send(stack, documents)
            while connection.execute(text("SELECT 1 FROM invoices WHERE status = 'processing' LIMIT 1")).scalar():
                time.sleep(_POLL_SECONDS)

        put_through(digital_documents(_WARM_UP, "warm"))
        at_rest = counts()
        time.sleep(_IDLE_SECONDS)
        before = counts()
        began = time.monotonic()
        put_through(documents)
        seconds = time.monotonic() - began
        after = counts()
        failed = connection.execute(text("SELECT COUNT(*) FROM invoices WHERE status <> 'waiting_validation'")).scalar()
        if failed:
            raise RuntimeError(f"{failed} invoices did not get through")
    return Cost(
        invoices=len(documents),
        seconds=seconds,
        whole={key: number - before.get(key, 0) for key, number in after.items()},
        idle={key: (number - at_rest.get(key, 0)) / _IDLE_SECONDS for key, number in before.items()},
    )


def _send(stack: RunningStack, documents: list[bytes]) -> None:
    def send(document: bytes) -> None:
        answer = client.post("/api/invoices/ocr", files={"file": ("invoice.pdf", document)})
        answer.raise_for_status()

    with httpx.Client(base_url=str(stack.client.base_url), timeout=60) as client, ThreadPoolExecutor(_CLIENTS) as pool:
        list(pool.map(send, documents))


def _processor_seconds(name: str, pid: int) -> Iterator[tuple[tuple[str, str], float]]:
    """Of the process itself, and of all that it started: living ones, and ended ones that were waited for."""
    process = psutil.Process(pid)
    own, started = _times(pid)
    yield ("itself", name), own
    yield ("started", name), started + sum(sum(_times(child.pid)) for child in process.children(recursive=True))


def _times(pid: int) -> tuple[float, float]:
    """Seconds of the process, and of its ended children (`man 5 proc`: utime, stime, cutime, cstime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    user, system, children_user, children_system = (int(field) / _TICKS for field in fields)
    return user + system, children_user + children_system


def _statements(connection: Connection) -> Iterator[tuple[tuple[str, str], float]]:
    for name, number in connection.execute(text(_STATUS)):
        yield _STATEMENTS.get(name, ("mariadb", name.removeprefix("Com_"))), float(number)


def _objects(metrics_url: str) -> Counts:
    counts: Counter[tuple[str, str]] = Counter()
    for kind, number in _S3_REQUESTS.findall(httpx.get(metrics_url).text):
        counts["s3", kind] += int(number)
    return counts


def _cpu_table(cost: Cost) -> Table:
    table = Table("program", title="Processor time of one invoice, and of a second in which nothing is to be done")
    for heading in ("itself", "what it started", "together", "idle"):
        table.add_column(heading, justify="right")
    total = [0.0] * 4
    for name in _PROGRAMS:
        itself, started = (cost.of_one(what, name) for what in ("itself", "started"))
        idle = cost.idle["itself", name] + cost.idle["started", name]
        row = [itself, started, itself + started, idle]
        total = [sum(pair) for pair in zip(total, row, strict=True)]
        table.add_row(name, *(f"{1000 * seconds:.1f} ms" for seconds in row))
    table.add_row("all", *(f"{1000 * seconds:.1f} ms" for seconds in total))
    return table


def _requests_table(cost: Cost) -> Table:
    table = Table("store", "asked", title="Requests of one invoice to the stores")
    table.add_column("times", justify="right")
    for store in ("mariadb", "disk", "redis", "s3"):
        times = {which: cost.of_one(what, which) for what, which in cost.whole if what == store}
        for which, number in sorted(times.items(), key=lambda item: -item[1]):
            if number >= _FEWEST_SHOWN:
                table.add_row(store, which, f"{number:.1f}")
        table.add_row(store, "all", f"{sum(times.values()):.1f}", end_section=True)
    return table


if __name__ == "__main__":
    main()
