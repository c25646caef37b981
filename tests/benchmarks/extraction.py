"""`python -m tests.benchmarks.extraction [FOLDER]`: processor time that the local extraction of a digital one-page
invoice takes, by step, and as a whole in its sandboxed processes. It measures and prints.

Each step runs in a process forked for one document from one that is warm, as the first of those that share a fork does:
what only a process that has seen the same document before would have at hand is paid for.
"""

import argparse
import gc
import json
import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import process_time
from typing import TypeVar

import psutil

from functions.extract import text_extraction_process
from functions.extract.codes import settled
from functions.extract.grounding import ground
from functions.extract.layout import read_layout
from functions.extract.local import extract_locally
from functions.extract.sandboxed_extraction import SandboxedExtraction
from functions.extract.text_tasks import Extracted, TextTask, extracted_codec
from functions.extract.unseen import unseen_findings
from shared.domain.document import DocumentText, Source, dump_document_text, load_document_text
from tests.support.read_cached import read_cached

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MEMORY_MB = 1024

Answer = TypeVar("Answer")


@dataclass
class Clock:
    """Processor seconds of each step, by its name."""

    seconds: dict[str, float] = field(default_factory=dict)

    def of(self, name: str, step: Callable[[], Answer]) -> Answer:
        """What the step returns."""
        began = process_time()
        answer = step()
        self.seconds[name] = process_time() - began
        return answer


def digital_invoices(folder: Path, most: int) -> list[bytes]:
    """The stored texts of PDFs with one page that has a text layer and no XML, in the order of their names."""
    found = (read_cached(path) for path in sorted(folder.glob("*.pdf")))
    return [dump_document_text(document) for document in found if _is_digital(document)][:most]


def _is_digital(document: DocumentText) -> bool:
    return len(document.pages) == 1 and document.pages[0].source is Source.TEXT_LAYER and document.einvoice is None


def by_step(contents: Sequence[bytes]) -> dict[str, float]:
    """Seconds of all documents together, without the forks themselves."""
    text_extraction_process.warm_up()
    gc.collect()
    gc.freeze()
    found: defaultdict[str, float] = defaultdict(float)
    for content in contents:
        for name, seconds in _in_a_fork(content).items():
            found[name] += seconds
    return found


def _in_a_fork(content: bytes) -> dict[str, float]:
    readable, writable = os.pipe()
    if os.fork() == 0:
        gc.disable()
        os.write(writable, json.dumps(_steps(content)).encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as answer:
        found: dict[str, float] = json.loads(answer.read())
    os.wait()
    return found


def _steps(content: bytes) -> dict[str, float]:
    """The steps of `extract_text` for a text without XML, one by one."""
    clock = Clock()
    document = clock.of("read the stored text", lambda: load_document_text(content))
    layout = clock.of("rows and cells", lambda: read_layout(document))
    local = clock.of("find the values", lambda: extract_locally(document, layout=layout))
    grounded = clock.of("ground them", lambda: ground(local, document, layout=layout))
    settled_with = clock.of("agree with codes", lambda: settled(grounded, document, layout=layout))
    findings = clock.of("look for the unseen", lambda: unseen_findings(document))
    extracted = Extracted(extraction=replace(settled_with, findings=(*findings, *settled_with.findings)))
    clock.of("write the answer", lambda: extracted_codec.dump_json(extracted))
    return clock.seconds


def in_the_sandbox(contents: Sequence[bytes]) -> tuple[float, float]:
    """Processor seconds of all documents in the sandboxed process with its forks: in all, and of them the system's."""
    extract = SandboxedExtraction(processes=1, memory_mb=MEMORY_MB, longest_seconds=60)
    try:
        extract(contents[0], TextTask())
        user_before, system_before = _spent()
        for content in contents:
            extract(content, TextTask())
        user, system = _spent()
    finally:
        extract.close()
    return user + system - user_before - system_before, system - system_before


def _spent() -> tuple[float, float]:
    """Processor seconds of the sandboxed process, its fork and those that have ended: its own, and the system's."""
    found = (one for one in psutil.Process().children(recursive=True) if _serves(one))
    times = [one.cpu_times() for one in found]
    return (
        sum(one.user + one.children_user for one in times),
        sum(one.system + one.children_system for one in times),
    )


def _serves(process: psutil.Process) -> bool:
    return text_extraction_process.__name__ in process.cmdline()


def main() -> None:
    """Prints milliseconds a document."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extraction", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[SAMPLES], metavar="FOLDER")
    parser.add_argument("--documents", type=int, default=60, help="the first so many of each folder")
    parser.add_argument("--times", type=int, default=3, help="how often each is extracted")
    options = parser.parse_args()
    contents = list(chain.from_iterable(digital_invoices(folder, options.documents) for folder in options.folders))
    runs = contents * options.times
    print(
        f"{len(contents)} digital invoices of one page, {sum(map(len, contents)) // len(contents):,} bytes on average"
    )
    for name, seconds in by_step(runs).items():
        print(f"{name:24}{1000 * seconds / len(runs):8.2f} ms")
    whole, system = (1000 * seconds / len(runs) for seconds in in_the_sandbox(runs))
    print(f"{'in the sandbox':24}{whole:8.2f} ms, of them {system:.2f} of the system")


if __name__ == "__main__":
    main()
