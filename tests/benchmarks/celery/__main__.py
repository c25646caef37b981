"""`python -m tests.benchmarks.celery [--documents 200]`: our chain and Celery's, side by side in one run.

Both have the same MariaDB, Redis and S3 server, the same rows, leases and audit trail, and for documents the same code
in the same cages. What differs is what brings an invoice from stage to stage: dispatcher and functions, or tasks of
Celery's workers (acks_late, a process for each event that the dispatcher delivers at once). The sides take turns, and
change places in the second round. It measures and prints; nothing here passes or fails.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from rich.console import Console
from rich.table import Table

from infra.local.running import run_with_stores
from infra.local.stack import plan_stack
from shared.settings import Settings, load_settings
from tests.benchmarks.celery.environment import NotInstalledError, make_environment
from tests.benchmarks.celery.passes import Pass, Sending, Side, measured
from tests.benchmarks.celery.sides import celery_side, dispatcher_side
from tests.benchmarks.celery.stage_work import Kind
from tests.benchmarks.chain import digital_documents

_FOLDER = "BENCHMARK_FOLDER"
_STEADY_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A row of the table: what is sent, in which way."""

    name: str
    kind: Kind
    sending: Sending


def main() -> int:
    """Starts stores of its own, measures, prints. Exit code 3 if Celery cannot be installed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.celery", description=__doc__)
    parser.add_argument("--documents", type=int, default=200, help="digital PDFs sent at once")
    parser.add_argument("--empty", type=int, default=400, help="invoices without work sent at once")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if folder := os.environ.get(_FOLDER):
        _measure(options, Path(folder))
        return 0
    with tempfile.TemporaryDirectory() as made:
        try:
            make_environment(Path(made) / "celery")
        except NotInstalledError as error:
            print(f"Celery is left out, since it cannot be installed here: {error}")
            return 3
        given = {**os.environ, "OCR_ENGINE": "tesseract", "EXTRACTOR": "local", _FOLDER: made}
        stack = plan_stack(Path(made) / "state", given, port=None, web_port=None)
        return run_with_stores(stack, [sys.executable, "-m", "tests.benchmarks.celery", *sys.argv[1:]])


def _measure(options: argparse.Namespace, folder: Path) -> None:
    """With the stores running, and their settings in the environment."""
    settings = load_settings()
    measures = (
        Measure(name="no work, one by one", kind=Kind.NOTHING, sending=Sending(count=60, await_each=True)),
        Measure(
            name=f"no work, {1 / _STEADY_SECONDS:.0f} a second",
            kind=Kind.NOTHING,
            sending=Sending(count=200, every=_STEADY_SECONDS),
        ),
        Measure(name=f"no work, {options.empty} at once", kind=Kind.NOTHING, sending=Sending(count=options.empty)),
        Measure(
            name=f"{options.documents} digital PDFs at once",
            kind=Kind.DOCUMENTS,
            sending=Sending(count=options.documents),
        ),
    )
    found: dict[str, dict[str, list[Pass]]] = {one.name: {"dispatcher": [], "celery": []} for one in measures}
    for turn in range(options.rounds):
        for kind in Kind:
            sides = _sides(kind, settings, folder)
            for make in sides if turn % 2 == 0 else reversed(sides):
                with make() as side:
                    _warm_up(side, kind, folder, turn)
                    for number, one in enumerate(measures):
                        if one.kind is kind:
                            mark = f"{side.through}-{turn}-{number}"
                            sending = _with_documents(one.sending, kind, folder, mark)
                            found[one.name][side.through].append(measured(side, sending, mark))
    Console(width=None if os.isatty(1) else 130).print(_table(found))


def _sides(kind: Kind, settings: Settings, folder: Path) -> list[Callable[[], AbstractContextManager[Side]]]:
    python, logs = folder / "celery" / "bin" / "python", folder / "logs"
    return [
        lambda: dispatcher_side(kind, settings, logs),
        lambda: celery_side(kind, settings, logs, python),
    ]


def _warm_up(side: Side, kind: Kind, folder: Path, turn: int) -> None:
    """Every process pays for imports, connections and cages before it is measured."""
    mark = f"{side.through}-{turn}-warm-{kind}"
    measured(side, _with_documents(Sending(count=24), kind, folder, mark), mark)


def _with_documents(sending: Sending, kind: Kind, folder: Path, mark: str) -> Sending:
    """Digital PDFs, alike but for their number: nothing is in a cache, and none is the duplicate of another."""
    if kind is Kind.NOTHING:
        return sending
    documents = folder / mark
    documents.mkdir()
    for number, content in enumerate(digital_documents(sending.count, mark)):
        (documents / f"{number:04}.pdf").write_bytes(content)
    return Sending(count=sending.count, folder=documents)


def _table(found: dict[str, dict[str, list[Pass]]]) -> Table:
    table = Table(title="Beside Celery, on the same stores (ours / Celery's = ratio)")
    for heading in ("", "hop, median", "hop, p95", "invoices a second", "CPU an invoice"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, of_side in found.items():
        ours, theirs = of_side["dispatcher"], of_side["celery"]
        table.add_row(
            name,
            _compared([one.hop_median for one in ours], [one.hop_median for one in theirs], "ms"),
            _compared([one.hop_p95 for one in ours], [one.hop_p95 for one in theirs], "ms"),
            _compared([one.rate for one in ours], [one.rate for one in theirs], ""),
            _compared([one.cpu for one in ours], [one.cpu for one in theirs], "ms"),
        )
    return table


def _compared(ours: list[float], theirs: list[float], unit: str) -> str:
    """The means of the rounds, and their ratio."""
    mine, other = mean(ours), mean(theirs)
    return f"{mine:.1f} / {other:.1f} {unit} = {mine / other:.2f}".replace("  ", " ")


if __name__ == "__main__":
    sys.exit(main())
