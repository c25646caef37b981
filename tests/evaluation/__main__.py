"""`python -m tests.evaluation DATA [--sets a,b] [--ignore-xml] [--ocr-engine auto] [--jobs 2] [--out FILE.json] …`"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.evaluation.memory.automatic import judged, print_verdicts
from tests.evaluation.memory.orders import by_month, known_document, run_orders, seeded_orders
from tests.evaluation.memory.report import print_bookings, print_changes, print_orders, print_slices
from tests.evaluation.report import by_set, calibration, changes, print_report, summary, with_figures
from tests.evaluation.running import DocumentResult, Way, load_results, run
from tests.evaluation.truth import LabelledDocument, labelled_documents, with_pages
from tests.support.read_cached import DEFAULT_FOLDER

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when documents were measured, 2 when the folder holds none."""
    options = _options(arguments)
    sets = frozenset(options.sets.split(",")) if options.sets else None
    documents = list(labelled_documents(options.data, sets))
    documents = (with_pages(documents) if options.ignore_xml else documents)[: options.limit]
    console = Console(width=None if sys.stdout.isatty() else 130)
    if not documents:
        console.print(f"No labelled document (*.truth.json) was found under {options.data}.")
        return 2
    way = Way(
        engine=options.ocr_engine,
        ignore_xml=options.ignore_xml,
        codes=not options.without_codes,
        cache=None if options.fresh else options.cache,
    )
    if options.automatic:
        print_verdicts(_each(judged, documents, way, options.jobs), console)
        return 0
    if options.memory:
        _measure_memory(documents, way, options, console)
        return 0
    results = _each(run, documents, way, options.jobs)
    print_report(results, console)
    if options.failures:
        _print_failures(results, console)
    if options.compare:
        console.print("changes:", *changes(load_results(options.compare), results), sep="\n", markup=False)
    if options.docs:
        page = with_figures(options.docs.read_text(encoding="utf-8"), results)
        options.docs.write_text(page, encoding="utf-8")
    if options.out:
        content = {
            "ocr_engine": options.ocr_engine,
            "ignore_xml": options.ignore_xml,
            "codes": not options.without_codes,
            "sets": {name: summary(members) for name, members in by_set(results).items()},
            "calibration": calibration(results),
            "documents": [result.as_json() for result in results],
        }
        options.out.write_text(json.dumps(content, indent=1, default=str, ensure_ascii=False), encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA", help="folder with *.truth.json, searched through")
    parser.add_argument("--sets", help="only these sets, separated by commas")
    parser.add_argument(
        "--ignore-xml", action="store_true", help="read the page of an e-invoice, and count what it shows"
    )
    parser.add_argument("--extractor", choices=["local"], default="local", help="who extracts what is no e-invoice")
    parser.add_argument("--ocr-engine", choices=["auto", "tesseract", "rapidocr"], default="auto")
    parser.add_argument("--memory", action="store_true", help="measure what memory brings: documents one by one")
    parser.add_argument("--automatic", action="store_true", help="measure what would be confirmed automatically")
    parser.add_argument("--orders", type=int, default=20, help="with --memory: in so many orders")
    parser.add_argument("--seed", type=int, default=1, help="with --memory: of the orders")
    parser.add_argument("--without-codes", action="store_true", help="leave out the codes printed on the pages")
    parser.add_argument("--jobs", type=int, default=2, help="documents at once")
    parser.add_argument("--limit", type=int, help="only the first so many documents")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write everything as JSON")
    parser.add_argument("--docs", type=Path, metavar="PAGE.md", help="write the figures between the marks of this page")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="list what changed since that report")
    parser.add_argument("--failures", action="store_true", help="list every wrong or missing value")
    parser.add_argument("--fresh", action="store_true", help="read each document anew instead of from the cache")
    parser.add_argument("--cache", type=Path, default=DEFAULT_FOLDER, help="where readings are kept")
    return parser.parse_args(arguments)


def _measure_memory(
    documents: Sequence[LabelledDocument], way: Way, options: argparse.Namespace, console: Console
) -> None:
    """Documents of a year come by month, others in seeded orders."""
    known = _each(known_document, documents, way, options.jobs)
    dated = all("month" in document.meta for document in documents)
    orders = [by_month(known)] if dated else seeded_orders(options.orders, len(known), options.seed)
    steps = run_orders(known, way, orders, options.jobs)
    print_orders(known, steps, console)
    if dated:
        for key in ("month", "role"):
            print_slices(known, steps[0], key, console)
        print_bookings(steps[0], console)
        print_verdicts([step.verdict for step in steps[0]], console)
    if options.failures:
        print_changes(known, [step for one in steps for step in one], console)


def _each(
    work: Callable[[LabelledDocument, Way], T], documents: Iterable[LabelledDocument], way: Way, jobs: int
) -> list[T]:
    """What is done with each document, so many at once."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    found: dict[int, T] = {}
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        ProcessPoolExecutor(max(jobs, 1)) as pool,
    ):
        waiting = {pool.submit(work, document, way): index for index, document in enumerate(documents)}
        task = progress.add_task("evaluating", total=len(waiting))
        for future in as_completed(waiting):
            found[waiting[future]] = future.result()
            progress.advance(task)
    return [found[index] for index in range(len(waiting))]


def _print_failures(results: Sequence[DocumentResult], console: Console) -> None:
    for result in results:
        for name, outcome in result.fields.items():
            if not outcome.right:
                sure = f" ({outcome.confidence:.2f})" if outcome.confidence is not None else ""
                console.print(
                    f"{result.set_name}/{result.name} {name}: wanted {outcome.wanted!r}, got {outcome.answer!r}{sure}",
                    markup=False,
                    soft_wrap=True,
                )


if __name__ == "__main__":
    sys.exit(main())
