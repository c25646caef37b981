"""What can go wrong, and a seeded order in which it does: everything once, then two at a time."""

import random
from dataclasses import dataclass
from enum import StrEnum

PROGRAMS = ("upload", "ocr", "extract", "api", "dispatcher", "dispatcher-2", "redis", "mariadb", "s3")


class Kind(StrEnum):
    """How a program is hurt."""

    KILL = "SIGKILL"
    FREEZE = "SIGSTOP"
    RESTART = "SIGTERM"
    FORGET = "FLUSHALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One program hurt in one way; a frozen one goes on after `seconds`."""

    kind: Kind
    program: str
    seconds: float = 0

    def __str__(self) -> str:
        return f"{self.kind} {self.program}"


Blow = tuple[Fault, ...]
"""Faults that strike at the same moment."""


def schedule(seed: int, blows: int | None = None) -> list[Blow]:
    """Every fault on its own once, then a pair for each program; `blows` takes so many of these, evenly, in order."""
    chance = random.Random(seed)
    singles = [
        Fault(kind=kind, program=program, seconds=_freeze_seconds(kind, chance))
        for program in PROGRAMS
        for kind in (Kind.KILL, Kind.FREEZE, Kind.RESTART)
    ]
    singles.append(Fault(kind=Kind.FORGET, program="redis"))
    chance.shuffle(singles)
    pairs = [
        (chance.choice([one for one in singles if one.program == program]), _other(singles, program, chance))
        for program in PROGRAMS
    ]
    chance.shuffle(pairs)
    everything: list[Blow] = [*((one,) for one in singles), *pairs]
    if blows is None or blows >= len(everything):
        return everything
    return [everything[number * len(everything) // blows] for number in range(blows)]


def _other(faults: list[Fault], program: str, chance: random.Random) -> Fault:
    return chance.choice([one for one in faults if one.program != program])


def _freeze_seconds(kind: Kind, chance: random.Random) -> float:
    # Around the lease of 5 s: some sleepers wake up to find their work taken over.
    return round(chance.uniform(2, 12), 1) if kind is Kind.FREEZE else 0
