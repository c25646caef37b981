"""The faults, and a seeded schedule of them: each one once, then two at a time."""

import random
from dataclasses import dataclass
from enum import StrEnum

PROGRAMS = ("upload", "ocr", "extract", "api", "dispatcher", "dispatcher-2", "redis", "mariadb", "s3")


class FaultKind(StrEnum):
    """How a program is disturbed."""

    KILL = "SIGKILL"
    FREEZE = "SIGSTOP"
    RESTART = "SIGTERM"
    FORGET = "FLUSHALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One program disturbed in one way; a frozen one continues after `seconds`."""

    kind: FaultKind
    program: str
    seconds: float = 0

    def __str__(self) -> str:
        return f"{self.kind} {self.program}"


Step = tuple[Fault, ...]
"""Faults that are injected at the same moment."""


def schedule(seed: int, steps: int | None = None) -> list[Step]:
    """Every fault on its own once, then a pair for each program; `steps` picks this many of them, evenly, in order."""
    chance = random.Random(seed)
    singles = [
        Fault(kind=kind, program=program, seconds=_freeze_seconds(kind, chance))
        for program in PROGRAMS
        for kind in (FaultKind.KILL, FaultKind.FREEZE, FaultKind.RESTART)
    ]
    singles.append(Fault(kind=FaultKind.FORGET, program="redis"))
    chance.shuffle(singles)
    pairs = [
        (chance.choice([one for one in singles if one.program == program]), _other(singles, program, chance))
        for program in PROGRAMS
    ]
    chance.shuffle(pairs)
    everything: list[Step] = [*((one,) for one in singles), *pairs]
    if steps is None or steps >= len(everything):
        return everything
    return [everything[number * len(everything) // steps] for number in range(steps)]


def _other(faults: list[Fault], program: str, chance: random.Random) -> Fault:
    return chance.choice([one for one in faults if one.program != program])


def _freeze_seconds(kind: FaultKind, chance: random.Random) -> float:
    # Around the lease of 5 s: some frozen workers continue after their work was taken over.
    return round(chance.uniform(2, 12), 1) if kind is FaultKind.FREEZE else 0
