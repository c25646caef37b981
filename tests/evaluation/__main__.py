"""`python -m tests.evaluation DATA [--sets a,b] [--ignore-xml] [--ocr-engine auto] [--jobs 2] [--out FILE.json] …`"""

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.evaluation.report import by_set, calibration, changes, print_report, summary, with_figures
from tests.evaluation.running import DocumentResult, Way, load_results, run
from tests.evaluation.truth import LabelledDocument, labelled_documents, with_pages
from tests.support.read_cached import DEFAULT_FOLDER


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
    results = _run_all(documents, way, options.jobs)
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


def _run_all(documents: Sequence[LabelledDocument], way: Way, jobs: int) -> list[DocumentResult]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    found: dict[int, DocumentResult] = {}
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        ProcessPoolExecutor(max(jobs, 1)) as pool,
    ):
        task = progress.add_task("evaluating", total=len(documents))
        waiting = {pool.submit(run, document, way): index for index, document in enumerate(documents)}
        for future in as_completed(waiting):
            found[waiting[future]] = future.result()
            progress.advance(task)
    return [found[index] for index in range(len(documents))]


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
