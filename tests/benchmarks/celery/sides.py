"""Both sides as running programs on the same stores: functions and dispatcher, or Celery's workers."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from infra.local.programs import Program, running
from infra.local.stack import function_program
from infra.local.state import ROOT
from shared.domain.lifecycle import Stage
from shared.settings import Settings
from tests.benchmarks.celery.passes import Side
from tests.benchmarks.celery.stage_work import WORK, Kind
from tests.benchmarks.processes import MEASURABLE

_START_SECONDS = 120.0


@contextmanager
def dispatcher_side(kind: Kind, settings: Settings, logs: Path) -> Iterator[Side]:
    """The functions as the local stack runs them, and the dispatcher."""
    environment = {**os.environ, **MEASURABLE, WORK: kind}
    source = ROOT / "tests" / "benchmarks" / "celery" / "empty_stages.py" if kind is Kind.NOTHING else None
    functions = [
        function_program(stage, urlsplit(url).port or 80, environment, source=source)
        for stage, url in ((Stage.OCR, settings.ocr_url), (Stage.EXTRACT, settings.extract_url))
    ]
    dispatcher = Program(
        name="dispatcher",
        command=(sys.executable, "-m", "infra.dispatcher"),
        environment=environment,
        ready=lambda: True,
        stop_seconds=30.0,
    )
    with _all_running([*functions, dispatcher], logs) as pids:
        yield Side(through="dispatcher", python=Path(sys.executable), pids=pids)


@contextmanager
def celery_side(kind: Kind, settings: Settings, logs: Path, python: Path) -> Iterator[Side]:
    """A worker for each stage, with as many processes as the dispatcher delivers events of the quick lane at once."""
    workers = [
        _celery_worker(stage, concurrency, kind, python, logs)
        for stage, concurrency in (
            (Stage.OCR, settings.ocr_quick_concurrency),
            (Stage.EXTRACT, settings.extract_quick_concurrency),
        )
    ]
    with _all_running(workers, logs) as pids:
        yield Side(through="celery", python=python, pids=pids)


def _celery_worker(stage: Stage, concurrency: int, kind: Kind, python: Path, logs: Path) -> Program:
    log = _log_of(f"celery-{stage}", logs)
    return Program(
        name=log.stem,
        command=(
            *(str(python), "-m", "celery", "-A", "tests.benchmarks.celery.celery_tasks", "worker"),
            *("-Q", stage, "-c", str(concurrency), "-n", f"{stage}@%h", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ),
        environment={WORK: kind, "PYTHONPATH": str(ROOT)},
        ready=lambda: log.exists() and " ready." in log.read_text(errors="replace"),
        stop_seconds=30.0,
    )


@contextmanager
def _all_running(programs: list[Program], logs: Path) -> Iterator[list[int]]:
    with ExitStack() as stack:
        processes = []
        for program in programs:
            log = _log_of(program.name, logs)
            log.unlink(missing_ok=True)
            processes.append(stack.enter_context(running(program, log_file=log, start_seconds=_START_SECONDS)))
        yield [process.pid for process in processes]


def _log_of(name: str, logs: Path) -> Path:
    return logs / f"{name}.log"
