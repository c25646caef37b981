"""`python -m tests.benchmarks [--invoices 50]`: figures of speed and memory on the real stack, side by side in one run.

It measures and prints; nothing here passes or fails. Run it on an idle machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra.local.stack import FUNCTIONS, stack_on
from tests.benchmarks.chain import Delays, Pass, delays, digital_documents, scanned_documents, send
from tests.benchmarks.processes import MEASURABLE, Footprint, Peak, footprint, peaks
from tests.benchmarks.tesseract_clock import TesseractClock, tesseract_clock
from tests.support.stack import RunningStack, running_stack

MB = 1024 * 1024


def main() -> None:
    """Starts a stack of its own, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--invoices", type=int, default=50, help="how many go through at once")
    parser.add_argument("--delays", type=int, default=40, help="how many go through one by one")
    parser.add_argument("--without-celery", action="store_true", help="leave out the comparison with Celery")
    options = parser.parse_args()
    console = Console(width=None if os.isatty(1) else 110)
    load = os.getloadavg()[0]
    console.print(f"{os.cpu_count()} cores, load before the start {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        clock = tesseract_clock(Path(folder) / "clock")
        settings = {"PATH": clock.path, "OCR_ENGINE": "tesseract", "EXTRACTOR": "local", "MAX_UPLOAD_MB": "128"}
        state_dir = Path(folder) / "stack"
        with running_stack(state_dir, **settings, **MEASURABLE, MAX_FILES_PER_UPLOAD="1000") as stack:
            environment = dict(stack_on(state_dir, settings, stack.record["ports"]).environment)
            console.print(_delays_table(_measured_delays(stack, options.delays)))
            console.print(_chain_table(_passes(stack, clock, options.invoices)))
            console.print(_peaks_table(_upload_peaks(stack)))
            console.print(_footprints_table([footprint(name, environment) for name in ("empty", *FUNCTIONS)]))
    # Programs of their own, with stores of their own.
    subprocess.run([sys.executable, "-m", "tests.benchmarks.invoice_cost"], check=False)
    if not options.without_celery:  # which says itself why Celery cannot be installed
        subprocess.run([sys.executable, "-m", "tests.benchmarks.celery"], check=False)


def _measured_delays(stack: RunningStack, count: int) -> list[Delays]:
    delays(stack, 2)  # the first calls pay for imports and connections
    return delays(stack, count)


def _passes(stack: RunningStack, clock: TesseractClock, many: int) -> list[Pass]:
    send(stack, "warm-up", [*digital_documents(1, "W"), *scanned_documents(1, "W")], clock)
    return [
        send(stack, kind, make(count, f"{kind[0].upper()}{count}"), clock)
        for kind, make in (("text layer", digital_documents), ("scan", scanned_documents))
        for count in (1, many)
    ]


def _upload_peaks(stack: RunningStack) -> dict[int, list[Peak]]:
    """By megabytes. The file need not be a valid PDF: it is accepted, hashed and stored anyway."""
    found = {}
    for size in (1, 100):
        content = b"%PDF-1.7\n" + os.urandom(MB) * size
        pids = {name: stack.record["programs"][name] for name in ("upload", "api")}
        with peaks(pids) as result:
            stack.upload((f"{size}.pdf", content))
        found[size] = result
    return found


def _delays_table(measured: list[Delays]) -> Table:
    table = Table("stage", "median", "p95", "n", title="Queue to function, idle (row committed → claimed)")
    for row in measured:
        table.add_row(row.stage, f"{row.median:.1f} ms", f"{row.p95:.1f} ms", str(row.count))
    return table


def _chain_table(passes: list[Pass]) -> Table:
    table = Table(title="Overhead of the chain (upload answered → last one waiting for validation)")
    for heading in ("documents", "number", "whole", "Tesseract ran", "overhead", "overhead each"):
        table.add_column(heading, justify="left" if heading == "documents" else "right")
    for row in passes:
        table.add_row(
            row.kind,
            str(row.invoices),
            f"{row.whole:.2f} s",
            f"{row.tesseract:.2f} s",
            f"{row.overhead:.2f} s",
            f"{1000 * row.overhead / row.invoices:.0f} ms",
        )
    return table


def _peaks_table(by_size: dict[int, list[Peak]]) -> Table:
    table = Table("function", "file", "before", "peak", "grown by", title="Memory while a file passes")
    for size, found in by_size.items():
        for peak in found:
            grown = peak.peak_mb - peak.before_mb
            table.add_row(
                peak.name, f"{size} MB", f"{peak.before_mb:.0f} MB", f"{peak.peak_mb:.0f} MB", f"{grown:.1f} MB"
            )
    return table


def _footprints_table(found: list[Footprint]) -> Table:
    """The empty function comes first."""
    table = Table(title="Start-up and idle memory, beside an empty function")
    for heading in ("function", "CPU to its first answer", "times the empty one's", "idle memory (PSS)"):
        table.add_column(heading, justify="left" if heading == "function" else "right")
    for row in found:
        times = row.start_seconds / found[0].start_seconds
        table.add_row(row.name, f"{row.start_seconds:.2f} s", f"{times:.1f}", f"{row.memory_mb:.0f} MB")
    return table


if __name__ == "__main__":
    main()
