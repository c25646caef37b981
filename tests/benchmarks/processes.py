"""Start-up time and memory of the functions, as the kernel counts them."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from infra.local.ports import choose_port

ROOT = Path(__file__).resolve().parents[2]
MB = 1024 * 1024
# Functions hide their memory from all but root; whoever else measures must ask them not to.
MEASURABLE = {} if os.getuid() == 0 else {"FLASK_DEBUG": "true"}
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """A function just started, after its first answer."""

    name: str
    start_seconds: float  # from the start of the process to its first answer; median of three
    memory_mb: float  # its own share (PSS) of master and worker, idle; median of three


def footprint(name: str, environment: Mapping[str, str]) -> Footprint:
    """Measures one of the functions, or `empty`."""
    seconds, memory = [], []
    for _ in range(_TRIES):
        began = time.monotonic()
        with _started(name, environment) as (process, port):
            _wait_for_answer(port)
            seconds.append(time.monotonic() - began)
            memory.append(sum(_pss(member) for member in _family(process.pid)) / MB)
    return Footprint(name=name, start_seconds=median(seconds), memory_mb=median(memory))


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """The most memory that a function's worker held while a file passed."""

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


@contextlib.contextmanager
def _started(name: str, environment: Mapping[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    port = choose_port()
    source = (
        ROOT / "tests" / "benchmarks" / "empty_function.py"
        if name == "empty"
        else ROOT / "functions" / name / "main.py"
    )
    command: Sequence[str] = (
        *(str(Path(sys.prefix) / "bin" / "functions-framework"), "--source", str(source), "--target", name),
        *("--signature-type", "cloudevent" if name in {"ocr", "extract"} else "http"),
        *("--host", "127.0.0.1", "--port", str(port)),
    )
    process = subprocess.Popen(
        command,
        env={**environment, **MEASURABLE, "WORKERS": "1", "THREADS": "16", "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(40)


def _wait_for_answer(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        time.sleep(0.005)
    raise TimeoutError("the function did not answer in two minutes")


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
