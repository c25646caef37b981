"""Asks one kind of request, alone and with many clients, and measures it: by the clients' clocks, and by what the
servers spent on it."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

import psutil
from sqlalchemy import Engine, text

from tests.benchmarks.scale.cases import Case

CLIENTS = 20
PAUSE_SECONDS = 0.5
"""Mean time that a client of the paced run reads an answer before it asks again."""

_ALONE = 30
_PACED = 10  # of each client
_FLAT_OUT = 5  # of each client
_LONGEST_SECONDS = 20  # of one run: what is slower is asked less often
_FIRST_BYTES = 4096


@dataclass(slots=True)
class Times:
    """Seconds of every answer of one run, and their statuses."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lasted: float = 0.0

    def at(self, share: float) -> float:
        """Milliseconds within which so many of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    @property
    def a_second(self) -> float:
        return len(self.seconds) / self.lasted


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one request cost: rows that the database read, CPU milliseconds of the api and of the database."""

    rows: float
    api_ms: float
    database_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One case. `flat_out`: clients that do not pause, as fast as the servers can."""

    case: Case
    alone: Times
    paced: Times | None
    flat_out: Times | None
    spent: Spent

    @property
    def wrong_statuses(self) -> Mapping[int, int]:
        """Answers that are none."""
        good = {200, 400} if self.case.refused else {200}
        every = (times.statuses for times in (self.alone, self.paced, self.flat_out) if times)
        return {status: count for status, count in sum(every, Counter()).items() if status not in good}


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Whom to ask, and whose costs to count."""

    api_url: str
    engine: Engine
    api_pid: int
    database_pid: int


def measure(case: Case, servers: Servers, *, alone_only: bool = False) -> Measured:
    """The case, first alone, with its costs; then by many clients."""
    _run(case, servers, clients=1, times=2, pause=0)  # what a first one pays for
    before = _costs(servers)
    alone = _run(case, servers, clients=1, times=_ALONE, pause=0)
    spent = _difference(before, _costs(servers), len(alone.seconds))
    many: list[Times | None] = [None, None]
    if not alone_only:
        many = [
            _run(case, servers, clients=CLIENTS, times=_PACED, pause=PAUSE_SECONDS),
            _run(case, servers, clients=CLIENTS, times=_FLAT_OUT, pause=0),
        ]
    return Measured(case=case, alone=alone, paced=many[0], flat_out=many[1], spent=spent)


def memory_mb(pid: int) -> float:
    """The program's own share of memory (PSS) with that of its children."""
    parent = psutil.Process(pid)
    return sum(one.memory_full_info().pss for one in (parent, *parent.children(recursive=True))) / 1024**2


def _run(case: Case, servers: Servers, *, clients: int, times: int, pause: float) -> Times:
    found = Times()
    until = time.monotonic() + _LONGEST_SECONDS

    def ask(number: int) -> None:
        random = Random(f"{case.name} {number} {clients} {pause}")
        connection = http.client.HTTPConnection(urlsplit(servers.api_url).netloc, timeout=60)
        time.sleep(random.random() * pause)
        for _ in range(times):
            if time.monotonic() > until:
                break
            path = case.path(random)
            began = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read(_FIRST_BYTES if case.started else None)
            found.seconds.append(time.perf_counter() - began)
            found.statuses[answer.status] += 1
            if case.started:
                connection.close()
            if pause:
                time.sleep(random.expovariate(1 / pause))
        connection.close()

    _together(ask, clients, found)
    return found


def _together(ask: Callable[[int], None], clients: int, found: Times) -> None:
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.lasted = time.monotonic() - began


def _costs(servers: Servers) -> Sequence[float]:
    """Rows read by the database, CPU seconds of the api, and of the database, since they started."""
    with servers.engine.connect() as connection:
        counts = connection.execute(text("SHOW GLOBAL STATUS LIKE 'Handler_read%'")).all()
    return sum(int(count) for _, count in counts), _cpu(servers.api_pid), _cpu(servers.database_pid)


def _cpu(pid: int) -> float:
    parent = psutil.Process(pid)
    times = (one.cpu_times() for one in (parent, *parent.children(recursive=True)))
    return sum(one.user + one.system for one in times)


def _difference(before: Sequence[float], after: Sequence[float], requests: int) -> Spent:
    rows, api, database = ((late - early) / requests for early, late in zip(before, after, strict=True))
    return Spent(rows=rows, api_ms=1000 * api, database_ms=1000 * database)
