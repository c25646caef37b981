"""The memory of a stack's programs over time."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import psutil

from tests.support.stack import RunningStack

_EVERY_SECONDS = 1.0
_LASTING_SECONDS = 20  # a program that reads one page and ends is not one whose memory could creep up


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Resident megabytes of each program with its lasting children, second by second."""

    samples: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> list[str]:
        """Markdown: the median of the second and of the last quarter of the time, and the most."""
        rows = []
        for name, samples in sorted(self.samples.items()):
            quarter = max(1, len(samples) // 4)
            early, late = median(samples[quarter : 2 * quarter] or samples), median(samples[-quarter:])
            rows.append(f"| {name} | {early:.0f} | {late:.0f} | {max(samples):.0f} |")
        return rows


@contextmanager
def memory_watched(stack: RunningStack) -> Iterator[Memory]:
    """Samples are taken until the block ends."""
    memory, stopping = Memory(), threading.Event()

    def watch() -> None:
        while not stopping.wait(_EVERY_SECONDS):
            for name, pid in stack.record["programs"].items():
                if pid is not None and (megabytes := _megabytes(pid)):
                    memory.samples[name].append(megabytes)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield memory
    finally:
        stopping.set()
        thread.join()


def _megabytes(pid: int) -> float:
    total = 0
    try:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            try:
                if time.time() - process.create_time() > _LASTING_SECONDS or process is parent:
                    total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
    except psutil.NoSuchProcess:
        return 0
    return total / 1024**2
