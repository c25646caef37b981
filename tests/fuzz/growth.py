"""`make fuzz TARGET=growth`: how the cost of extraction, and of the reader's steps that walk the words of a page, grows
with the document. Exit code 1 where it is worse than n log n.

Documents of each kind are taken through at 1, 2 and 4 times their least size. The growth is the power of the size that
the cost rises with: 1 for twice the cost at twice the size, 2 for its square; n log n is about 1.1 here. The cost is
counted in calls, which are the same in every run and on every machine, and measured in processor time, which also holds
what no call does, such as the search of a pattern.
"""

import argparse
import cProfile
import gc
import pstats
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path
from time import process_time
from typing import TypeVar

from functions.extract.codes import settled
from functions.extract.einvoice.completing import completed_from_page
from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.einvoice.printed import printed_disagreements
from functions.extract.grounding import ground
from functions.extract.layout import read_layout
from functions.extract.layout_text import page_text
from functions.extract.local import extract_locally
from functions.extract.unseen import unseen_findings
from shared.domain.document import DocumentText
from tests.fuzz.growing import KINDS
from tests.fuzz.growing_reading import READING_KINDS, judge

ROOT = Path(__file__).resolve().parents[2]
TIMES = (1, 2, 4)

WORST_OF_CALLS = 1.3
WORST_OF_SECONDS = 1.5
"""The greatest growth that is taken; the time is measured up to `ATTEMPTS` times, as other programs disturb it."""

ATTEMPTS = 3
LEAST_SHARE = 0.05
"""Of the time at the largest size, for a module to be named."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Of one kind: seconds at each size, the growth of calls and of seconds, and the modules that grow worst."""

    seconds: tuple[float, ...]
    calls: float
    time: float
    modules: tuple[tuple[str, float], ...]

    @property
    def bounded(self) -> bool:
        return self.calls <= WORST_OF_CALLS and self.time <= WORST_OF_SECONDS


def extract_all(document: DocumentText) -> None:
    """Every step of extraction, for one document."""
    layout = read_layout(document)
    local = ground(extract_locally(document, layout=layout), document, layout=layout)
    if document.einvoice is not None:
        xml = parse_einvoice(document.einvoice.content)
        printed_disagreements(xml.data, document)
        completed_from_page(ground(xml, document, layout=layout), local)
    settled(local, document, layout=layout)
    unseen_findings(document)
    for page in layout.pages:
        page_text(page)


_Made = TypeVar("_Made")

Work = Callable[[], None]
"""What is measured, on a document that is there already."""


def _work(step: Callable[[_Made], None], make: Callable[[int], _Made], size: int) -> Work:
    return partial(step, make(size))


def _works(
    step: Callable[[_Made], None], kinds: Mapping[str, tuple[Callable[[int], _Made], int]]
) -> Iterator[tuple[str, tuple[Callable[[int], Work], int]]]:
    for kind, (make, least) in kinds.items():
        yield kind, (partial(_work, step, make), least)


WORKS: Mapping[str, tuple[Callable[[int], Work], int]] = {
    **dict(_works(extract_all, KINDS)),
    **dict(_works(judge, READING_KINDS)),
}
"""Kind -> what is done at a size, and its least size."""


def growth_of(make: Callable[[int], Work], least: int) -> Growth:
    """Measured anew until it is bounded, at most `ATTEMPTS` times."""
    found = _measured(make, least)
    for _ in range(ATTEMPTS - 1):
        if found.bounded:
            break
        found = min(found, _measured(make, least), key=lambda one: one.time)
    return found


def calls_of(work: Work) -> int:
    """How many calls it makes: a measure that no other program disturbs."""
    return sum(calls for calls, _, _ in _profiled(work))


def _measured(make: Callable[[int], Work], least: int) -> Growth:
    seconds: list[float] = []
    profiles: list[list[tuple[int, float, str]]] = []
    for times in TIMES:
        work = make(least * times)
        gc.collect()
        started = process_time()
        work()
        seconds.append(process_time() - started)
        profiles.append(list(_profiled(work)))
    first, last = (sum(calls for calls, _, _ in profile) for profile in (profiles[0], profiles[-1]))
    return Growth(
        seconds=tuple(seconds),
        calls=_power(first, last),
        time=_power(seconds[0], seconds[-1]),
        modules=_worst(profiles[0], profiles[-1]),
    )


def _profiled(work: Work) -> Iterator[tuple[int, float, str]]:
    """Calls, seconds and module of each function that ran."""
    profile = cProfile.Profile()
    profile.runcall(work)
    for (file, _, _), (_, calls, seconds, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        yield calls, seconds, file.removeprefix(f"{ROOT}/")


def _power(first: float, last: float) -> float:
    return log2(last / max(first, 1e-6)) / log2(TIMES[-1] / TIMES[0])


def _worst(
    first: Sequence[tuple[int, float, str]], last: Sequence[tuple[int, float, str]]
) -> tuple[tuple[str, float], ...]:
    """The modules whose own time grows worse than the limit, the worst first."""
    before, after = _by_module(first), _by_module(last)
    least = LEAST_SHARE * sum(after.values())
    grown = [(module, _power(before.get(module, 0.001), spent)) for module, spent in after.items() if spent >= least]
    return tuple(sorted((one for one in grown if one[1] > WORST_OF_SECONDS), key=lambda one: -one[1]))


def _by_module(profile: Sequence[tuple[int, float, str]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for _, seconds, module in profile:
        found[module] = found.get(module, 0.0) + seconds
    return found


def main() -> int:
    """One line for each kind; those that grow worse than the limits are marked."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.growth", description=__doc__)
    parser.add_argument("kinds", nargs="*", help="only these")
    names = parser.parse_args().kinds or list(WORKS)
    for first in ("identical lines", "layer: words"):
        WORKS[first][0](20)()  # what is read once a process
    failed = []
    for name in names:
        make, least = WORKS[name]
        growth = growth_of(make, least)
        seconds = "  ".join(f"{one:6.2f}" for one in growth.seconds)
        worst = " ".join(f"{module} {power:.2f}" for module, power in growth.modules)
        mark = "" if growth.bounded else " TOO FAST"
        print(
            f"{name:30} {least:5} x 1, 2, 4: {seconds} s calls {growth.calls:.2f} time {growth.time:.2f}{mark} {worst}",
            flush=True,
        )
        if not growth.bounded:
            failed.append(name)
    print(f"{len(names)} kinds; grow faster than n log n: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
