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
_POLL_SECONDS = 0.25
_TICKS = os.sysconf("SC_CLK_TCK")
_PROGRAMS = ("api", "upload", "dispatcher", "ocr", "extract", "mariadb", "redis", "s3")
_S3_REQUESTS = re.compile(r'^SeaweedFS_s3_request_total\{.*?type="(\w+)"\} (\d+)', re.MULTILINE)
_STATEMENTS = ("select", "insert", "update", "delete", "commit", "rollback", "set_option", "admin_commands")
_STATUS = "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' OR Variable_name = 'Innodb_data_fsyncs'"

Counts = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What so many invoices cost: seconds of processor time by program, in its own process and in those it started
    (also ended ones); requests to the stores by kind."""

    invoices: int
    seconds: float  # from the first upload to the last invoice that waits for validation
    own: Counts
    started: Counts
    statements: Counts
    commands: Counts
    objects: Counts


def main() -> None:
    """Starts a stack, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.invoice_cost", description=__doc__)
    parser.add_argument("--invoices", type=int, default=200, help="how many go through")
    count = parser.parse_args().invoices
    console = Console(width=None if os.isatty(1) else 110)
    console.print(f"{os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder, _measured_stack(Path(folder)) as (stack, s3_pid, metrics_url):
        _send(stack, digital_documents(_WARM_UP, "warm"))
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
    pids = {**stack.record["programs"], "s3": s3_pid}
    with stack.engine().connect() as connection, stack.redis() as redis:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        statements, commands, objects = (
            _statements(connection),
            _commands(redis.info("commandstats")),
            _objects(metrics_url),
        )
        before = {name: _processor_seconds(pids[name]) for name in _PROGRAMS}
        began = time.monotonic()
        _send(stack, documents)
        polls = 0
        while connection.execute(text("SELECT 1 FROM invoices WHERE status = 'processing' LIMIT 1")).scalar():
            polls += 1
            time.sleep(_POLL_SECONDS)
        seconds = time.monotonic() - began
        after = {name: _processor_seconds(pids[name]) for name in _PROGRAMS}
        after_statements = _statements(connection)
        failed = connection.execute(text("SELECT COUNT(*) FROM invoices WHERE status <> 'waiting_validation'")).scalar()
        if failed:
            raise RuntimeError(f"{failed} invoices did not get through")
        polled = {"select": polls + 1}
        return Cost(
            invoices=len(documents),
            seconds=seconds,
            own={name: after[name][0] - before[name][0] for name in _PROGRAMS},
            started={name: after[name][1] - before[name][1] for name in _PROGRAMS},
            statements={
                name: after_statements[name] - number - polled.get(name, 0) for name, number in statements.items()
            },
            commands=_difference(_commands(redis.info("commandstats")), commands),
            objects=_difference(_objects(metrics_url), objects),
        )


def _send(stack: RunningStack, documents: list[bytes]) -> None:
    def send(document: bytes) -> None:
        answer = client.post("/api/invoices/ocr", files={"file": ("invoice.pdf", document)})
        answer.raise_for_status()

    with httpx.Client(base_url=str(stack.client.base_url), timeout=60) as client, ThreadPoolExecutor(_CLIENTS) as pool:
        list(pool.map(send, documents))


def _processor_seconds(pid: int) -> tuple[float, float]:
    """Of the process itself, and of all that it started: living ones, and ended ones that were waited for."""
    process = psutil.Process(pid)
    own, started = _times(pid)
    return own, started + sum(sum(_times(child.pid)) for child in process.children(recursive=True))


def _times(pid: int) -> tuple[float, float]:
    """Seconds of the process, and of its ended children (`man 5 proc`: utime, stime, cutime, cstime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    user, system, children_user, children_system = (int(field) / _TICKS for field in fields)
    return user + system, children_user + children_system


def _statements(connection: Connection) -> Counts:
    rows = {name.lower(): float(value) for name, value in connection.execute(text(_STATUS))}
    return {
        **{name: rows[f"com_{name}"] for name in _STATEMENTS},
        "file syncs": rows["innodb_data_fsyncs"],
    }


def _commands(stats: Mapping[str, Mapping[str, float]]) -> Counts:
    return {name.removeprefix("cmdstat_"): float(numbers["calls"]) for name, numbers in stats.items()}


def _objects(metrics_url: str) -> Counts:
    counts: dict[str, float] = {}
    for kind, number in _S3_REQUESTS.findall(httpx.get(metrics_url).text):
        counts[kind] = counts.get(kind, 0) + float(number)
    return counts


def _difference(after: Counts, before: Counts) -> Counts:
    return {name: number - before.get(name, 0) for name, number in after.items() if number != before.get(name, 0)}


def _cpu_table(cost: Cost) -> Table:
    table = Table("program", title="Processor time of one invoice")
    for heading in ("itself", "what it started", "together"):
        table.add_column(heading, justify="right")

    def row(name: str, own: float, started: float) -> None:
        table.add_row(name, *(f"{1000 * seconds / cost.invoices:.1f} ms" for seconds in (own, started, own + started)))

    for name in _PROGRAMS:
        row(name, cost.own[name], cost.started[name])
    row("all", sum(cost.own.values()), sum(cost.started.values()))
    return table


def _requests_table(cost: Cost) -> Table:
    table = Table("store", "asked", title="Requests of one invoice to the stores")
    table.add_column("times", justify="right")
    for store, counts in (("mariadb", cost.statements), ("redis", cost.commands), ("s3", cost.objects)):
        for kind, number in sorted(counts.items(), key=lambda item: -item[1]):
            if number / cost.invoices >= 0.05:
                table.add_row(store, kind, f"{number / cost.invoices:.1f}")
    return table


if __name__ == "__main__":
    main()
