"""What reading a digital one-page PDF costs: `python -m tests.benchmarks.reading_cpu FOLDER...`.

CPU milliseconds of everything in functions/ocr for each document, codes included: this process, the programs it started
and their children, and the processes that live on. Documents of more pages, or with pages that had to be recognised or
whose pictures were read, are left out: they cost what the engines cost. Prints a table; nothing passes or fails.
"""

import os
import resource
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import psutil

from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.adapters import sandbox
from shared.domain.document import DocumentText, Source
from shared.errors import DocumentError

OPTIONS = ReadingOptions(languages="eng+spa+deu+fra+por+ita+nld", workers=1)
ROUNDS = 5
"""Of each document: the kernel counts the time of running processes in hundredths of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """CPU seconds so far: of this process, of those that ended, of those that live on with all that they started."""

    here: float
    ended: float
    living: float

    @classmethod
    def now(cls) -> "Spent":
        here, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        living = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
        return cls(
            here=here.ru_utime + here.ru_stime,
            ended=ended.ru_utime + ended.ru_stime,
            living=sum(one.user + one.system + one.children_user + one.children_system for one in living),
        )

    def since(self, before: "Spent") -> "Spent":
        return Spent(here=self.here - before.here, ended=self.ended - before.ended, living=self.living - before.living)

    @property
    def milliseconds(self) -> list[float]:
        """Of each, then of all."""
        parts = [1000 * part for part in (self.here, self.ended, self.living)]
        return [*parts, sum(parts)]


def is_plain(document: DocumentText) -> bool:
    """One page whose words are all of its text layer."""
    return len(document.pages) == 1 and all(
        page.source is Source.TEXT_LAYER and all(word.confidence == 1 for word in page.words) for page in document.pages
    )


def measure(path: Path, started: Counter[str]) -> Spent | None:
    """The mean of the rounds, None for a document of another kind. Counts the programs that each round started."""
    try:
        if not is_plain(read_document(path, "application/pdf", OPTIONS)):
            return None
    except DocumentError:
        return None
    start = sandbox._start

    def counted(command: list[str], **options: object) -> object:
        started[Path(command[command.index("--") + 1]).name] += 1
        return start(command, **options)  # type: ignore[arg-type]

    before = Spent.now()
    with mock.patch.object(sandbox, "_start", counted):
        for _ in range(ROUNDS):
            read_document(path, "application/pdf", OPTIONS)
    spent = Spent.now().since(before)
    return Spent(here=spent.here / ROUNDS, ended=spent.ended / ROUNDS, living=spent.living / ROUNDS)


def main(folders: list[str]) -> None:
    """Prints a row for each document, then the means."""
    started: Counter[str] = Counter()
    rows = []
    sys.stdout.write(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    sys.stdout.write(
        "| document | this process | programs | processes that live on | all, ms |\n|---|---|---|---|---|\n"
    )
    for path in (path for folder in folders for path in sorted(Path(folder).glob("*.pdf"))):
        if (spent := measure(path, started)) is not None:
            rows.append(spent.milliseconds)
            sys.stdout.write(f"| {path.name} | {' | '.join(f'{value:.1f}' for value in rows[-1])} |\n")
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    sys.stdout.write(f"| mean of {len(rows)} | {' | '.join(f'{value:.1f}' for value in means)} |\n")
    programs = ", ".join(f"{name} {count / ROUNDS / len(rows):.2f}" for name, count in started.most_common())
    sys.stdout.write(f"programs started for each: {programs}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
