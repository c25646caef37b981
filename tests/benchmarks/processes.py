"""Processor time of the start and memory of the functions, as the kernel counts them."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

import httpx
import psutil

from infra.local.ports import LOOPBACK, choose_port
from infra.local.programs import running
from infra.local.stack import function_program

ROOT = Path(__file__).resolve().parents[2]
MB = 1024 * 1024
# Functions hide their memory from all but root; whoever else measures must ask them not to.
MEASURABLE = {} if os.getuid() == 0 else {"FLASK_DEBUG": "true"}
_TRIES = 3
_BEHIND_SECONDS = 3.0  # until all that a function loads behind its start is loaded
_EMPTY = ROOT / "tests" / "benchmarks" / "empty_function.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """A function just started, without work."""

    name: str
    start_seconds: float  # of processor time, from the start of the process to its first answer; least of three
    memory_mb: float  # its own share (PSS), all loaded and idle; median of three


def footprint(name: str, environment: Mapping[str, str]) -> Footprint:
    """Measures one of the functions, or `empty`."""
    seconds, memory = [], []
    source = _EMPTY if name == "empty" else None
    path = "/healthz" if name == "api" else "/robots.txt"  # which the Functions Framework answers itself
    for _ in range(_TRIES):
        port = choose_port()
        program = function_program(name, port, {**environment, **MEASURABLE}, source=source)
        program = replace(program, ready=partial(_answers, f"http://{LOOPBACK}:{port}{path}"))
        with (
            tempfile.TemporaryDirectory() as folder,
            running(program, log_file=Path(folder) / "log", start_seconds=120, poll_seconds=0.005) as process,
        ):
            seconds.append(processor_seconds(process.pid))
            time.sleep(_BEHIND_SECONDS)
            memory.append(sum(_pss(member) for member in _family(process.pid)) / MB)
    return Footprint(name=name, start_seconds=min(seconds), memory_mb=median(memory))


def _answers(url: str) -> bool:
    """Whether a server answers there, whatever it says."""
    try:
        httpx.get(url, timeout=5)
    except httpx.HTTPError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The most memory that a function held while a file passed."""

    name: str
    before_mb: float
    peak_mb: float


@contextlib.contextmanager
def peaks(pids: Mapping[str, int]) -> Iterator[list[Peak]]:
    """Fills the list, at the end of the block, with the peak of each program's processes within the block."""
    found: list[Peak] = []
    families = {name: [process.pid for process in _family(pid)] for name, pid in pids.items()}
    for pid in (pid for family in families.values() for pid in family):
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the kernel forgets the peak so far
    before = {name: sum(_status_mb(pid, "VmRSS") for pid in family) for name, family in families.items()}
    yield found
    found += [
        Peak(name=name, before_mb=before[name], peak_mb=sum(_status_mb(pid, "VmHWM") for pid in family))
        for name, family in families.items()
    ]


def processor_seconds(pid: int) -> float:
    """What the process has used so far, with its ended children."""
    times = psutil.Process(pid).cpu_times()
    return float(sum(times[:4]))


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _pss(process: psutil.Process) -> int:
    share: int = process.memory_full_info().pss
    return share


def _status_mb(pid: int, field: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0
