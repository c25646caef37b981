"""What each OCR engine and policy finds and costs: `python -m tests.benchmarks.reading DATA [--sets ...] [--limit N]`.

Pictures and scans are drawn once and read by each engine. Found is a labelled date, total, number or seller's name that
stands anywhere in the words, in any notation. Of digital PDFs (`--clean`) the first page is drawn as a clean scan of
300 dpi; its text layer says which words are right. Seconds are CPU time of the engine and of all that it starts.
`auto` is run; the two policies under it are composed of the readings of both engines and of their times.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from functions.ocr.engines.engine import PageReading, Picture, mean_confidence
from functions.ocr.engines.policy import WELL_READ, better_reading, read_picture
from functions.ocr.options import Engine, ReadingOptions
from functions.ocr.page_process import draw
from functions.ocr.pdf_info import pdf_info
from functions.ocr.reading import MOST_PIXELS_READ, drawing_dpi, read_document
from functions.ocr.text_layer import extract_text_layer, parse_bbox_layout
from shared.adapters.page_images import decode_picture
from shared.domain.document import Source
from tests.benchmarks.reading_chart import chart
from tests.benchmarks.reading_checks import CHECKS, words_read

PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff"}
SCANS = "sroie,wildreceipt,de_scans,receipts_multi,receipts_qr,adbuy_us"
CLEAN = "einvoice_pdf,invoice2data"
CLEAN_DPI = 300
OPTIONS = ReadingOptions(languages="eng+spa+deu+fra+por+ita+nld", page_timeout=600, memory_mb=2048)
PLAIN, PLAIN_ENGLISH = "plain tesseract", "plain tesseract in English"
TESSERACT_FIRST, BOTH = "tesseract first", "both"
WORDS = "words"


@dataclass(kw_only=True)
class Score:
    """One engine or policy on one set: what was found of what was asked, CPU seconds of each page."""

    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        self.found.update(other.found)
        self.asked.update(other.asked)
        self.seconds.extend(other.seconds)

    def as_json(self) -> dict[str, object]:
        return {"found": dict(self.found), "asked": dict(self.asked), "seconds": self.seconds}

    @property
    def mean(self) -> float:
        """CPU seconds a page."""
        return sum(self.seconds) / max(1, len(self.seconds))

    @property
    def share(self) -> float:
        """0..1: the mean of the shares of each kind of value, so that many words do not outweigh few totals."""
        shares = [self.found[check] / self.asked[check] for check in self.asked if self.asked[check]]
        return sum(shares) / max(1, len(shares))


@dataclass(frozen=True, kw_only=True)
class Read:
    """A page read: its words with blanks between, the reading if it was one of the product's, CPU seconds."""

    text: str
    reading: PageReading | None
    seconds: float


def pictures(path: Path, folder: Path) -> Iterator[Picture]:
    """The pages as the product draws them."""
    if path.suffix == ".pdf":
        for facts in pdf_info(path, max_pages=50, timeout=OPTIONS.page_timeout, memory_mb=OPTIONS.memory_mb):
            yield draw(path, facts.number, drawing_dpi(facts, OPTIONS), OPTIONS.page_timeout, folder)
        return
    decoded = decode_picture(
        path,
        PICTURE_TYPES[path.suffix.lower()],
        1,
        output=folder / "1.ppm",
        timeout=OPTIONS.page_timeout,
        memory_mb=OPTIONS.memory_mb,
        max_pixels=OPTIONS.max_pixels,
        keep_pixels=MOST_PIXELS_READ,
    )
    yield Picture(path=decoded.path, width=decoded.width, height=decoded.height, dpi=round(decoded.dpi) or 100)


def cpu_seconds() -> float:
    """CPU time of this process and of all it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def read(picture: Picture, engine: str) -> Read:
    """The page by the engine, or by the `tesseract` command as it comes."""
    before = cpu_seconds()
    if engine in (PLAIN, PLAIN_ENGLISH):
        languages = OPTIONS.languages if engine == PLAIN else "eng"
        command = ["tesseract", str(picture.path), "stdout", "-l", languages]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return Read(text=text, reading=None, seconds=cpu_seconds() - before)
    chosen = next(known for known in get_args(Engine) if known == engine)
    reading = read_picture(picture, chosen, OPTIONS.languages, OPTIONS.page_timeout)
    text = " ".join(word.text for word in reading.words)
    return Read(text=text, reading=reading, seconds=cpu_seconds() - before)


_WARM: set[str] = set()


def warm(engine: str, picture: Picture) -> None:
    """Models are loaded once a process, and not charged to a page."""
    if engine not in _WARM:
        read(picture, engine)
        _WARM.add(engine)


def composed(one: Read, other: Read, *, always: bool) -> Read:
    """What a policy makes of two engines: the second is asked if the first is unsure, or always; the surer is kept."""
    if one.reading is None or other.reading is None:
        raise ValueError("only readings of the product's engines have confidences to choose by")
    if not always and mean_confidence(one.reading.words) >= WELL_READ:
        return one
    kept = one if better_reading(one.reading, other.reading) is one.reading else other
    return Read(text=kept.text, reading=kept.reading, seconds=one.seconds + other.seconds)


def read_by_all(picture: Picture, engines: Sequence[str]) -> dict[str, Read]:
    """The page by each engine, and by the policies that can be composed of them."""
    for engine in engines:
        warm(engine, picture)
    reads = {engine: read(picture, engine) for engine in engines}
    if {"tesseract", "rapidocr"} <= reads.keys():
        reads[TESSERACT_FIRST] = composed(reads["tesseract"], reads["rapidocr"], always=False)
        reads[BOTH] = composed(reads["rapidocr"], reads["tesseract"], always=True)
    return reads


def measure_scan(truth_path: Path, engines: Sequence[str]) -> dict[str, Score]:
    """Every page of a labelled picture or scan."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    truth = json.loads(truth_path.read_text())
    with tempfile.TemporaryDirectory() as folder:
        drawn = pictures(truth_path.parent / truth["file"], Path(folder))
        pages = [read_by_all(picture, engines) for picture in drawn]
    scores = {}
    for engine in pages[0]:
        text = " ".join(page[engine].text for page in pages)
        score = Score(seconds=[page[engine].seconds for page in pages])
        for check, (name, has) in CHECKS.items():
            if truth["fields"].get(name) is not None:
                score.asked[check] = 1
                score.found[check] = int(has(text, truth["fields"][name]))
        scores[engine] = score
    return scores


def measure_clean(truth_path: Path, engines: Sequence[str]) -> dict[str, Score]:
    """The first page of a digital PDF drawn as a scan, against the words of its text layer."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    path = truth_path.parent / json.loads(truth_path.read_text())["file"]
    limits = {"timeout": OPTIONS.page_timeout, "memory_mb": OPTIONS.memory_mb}
    facts = pdf_info(path, max_pages=50, **limits)  # type: ignore[arg-type]
    layer = extract_text_layer(path, max_pages=50, **limits)  # type: ignore[arg-type]
    first = next(parse_bbox_layout(layer.xhtml, [(fact.width, fact.height) for fact in facts]))
    with tempfile.TemporaryDirectory() as folder:
        picture = draw(path, 1, CLEAN_DPI, OPTIONS.page_timeout, Path(folder))
        reads = read_by_all(picture, engines)
    scores = {}
    for engine, page in reads.items():
        found, asked = words_read([word.text for word in first.words], page.text)
        scores[engine] = Score(found=Counter({WORDS: found}), asked=Counter({WORDS: asked}), seconds=[page.seconds])
    return scores


def measure_text_layer(truth_path: Path) -> Score:
    """The whole reading of a digital PDF, embedded XML and all; nothing is asked of it here. Pages of one document
    share its time; a document with a page that had to be read by an engine counts for nothing."""
    path = truth_path.parent / json.loads(truth_path.read_text())["file"]
    before = cpu_seconds()
    document = read_document(path, "application/pdf", OPTIONS)
    spent = cpu_seconds() - before
    if any(page.source is not Source.TEXT_LAYER for page in document.pages):
        return Score()
    return Score(seconds=[spent / len(document.pages)] * len(document.pages))


def chosen_truths(data: Path, name: str, limit: int, *, digital: bool) -> list[Path]:
    """Truth files of the set's digital PDFs, or of its scans and pictures, at even distances."""
    truths = sorted((data / name).glob("*.truth.json"))
    wanted = []
    for path in truths:
        content = json.loads(path.read_text())
        is_digital = content["meta"].get("text_layer") == "digital" or name in CLEAN.split(",")
        if is_digital == digital and (not digital or content["file"].endswith(".pdf")):
            wanted.append(path)
    return wanted[:: max(1, len(wanted) // limit)][:limit] if limit else wanted


def main() -> None:
    """Prints a row for each set and engine; writes the figures and a chart of them if asked to."""
    arguments = _arguments()
    engines = arguments.engines.split(",")
    sys.stdout.write("| set | engine | date | total | name | number | words | CPU s/page | of plain | worst page |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|---|---|---|\n")
    everything: dict[str, dict[str, Score]] = {}
    with ProcessPoolExecutor(arguments.processes) as processes:
        for name in filter(None, f"{arguments.sets},{arguments.clean}".split(",")):
            digital = name in arguments.clean.split(",")
            truths = chosen_truths(arguments.data, name, arguments.limit, digital=digital)
            measure = measure_clean if digital else measure_scan
            scores: defaultdict[str, Score] = defaultdict(Score)
            for measured in processes.map(measure, truths, [engines] * len(truths)):
                for engine, score in measured.items():
                    scores[engine].add(score)
            everything[name] = dict(scores)
            for engine, score in scores.items():
                sys.stdout.write(row(name, engine, score, scores.get(PLAIN)) + "\n")
            sys.stdout.write(overhead(name, scores) + "\n")
            sys.stdout.flush()
    for name in filter(None, arguments.clean.split(",")):
        layers = Score()
        for path in chosen_truths(arguments.data, name, 0, digital=True):
            layers.add(measure_text_layer(path))
        sys.stdout.write(f"{name}: {len(layers.seconds)} pages by their text layer, {layers.mean * 1000:.0f} ms each\n")
    if arguments.out:
        content = {name: {engine: one.as_json() for engine, one in of.items()} for name, of in everything.items()}
        arguments.out.write_text(json.dumps(content, indent=1))
    if arguments.chart:
        points = {
            name: {engine: (score.mean, score.share) for engine, score in of.items()} for name, of in everything.items()
        }
        arguments.chart.write_text(chart(points), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=SCANS)
    parser.add_argument("--clean", default=CLEAN, help="sets of digital PDFs, drawn as clean scans")
    parser.add_argument("--engines", default=f"{PLAIN},{PLAIN_ENGLISH},tesseract,rapidocr,auto")
    parser.add_argument("--limit", type=int, default=0, help="documents a set; 0: all")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write the figures, page by page")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg", help="draw found against seconds a page")
    return parser.parse_args()


def row(name: str, engine: str, score: Score, plain: Score | None) -> str:
    """One line of the table; the last two columns compare the seconds with the plain command's: all, and the worst."""
    checks = (*CHECKS, WORDS)
    shares = [f"{score.found[check]} of {score.asked[check]}" if score.asked[check] else "" for check in checks]
    ratios = ["", ""]
    if plain:
        worst = max(mine / its for mine, its in zip(score.seconds, plain.seconds, strict=True))
        ratios = [f"{score.mean / plain.mean:.2f}", f"{worst:.2f}"]
    return " | ".join(["| " + name, engine, *shares, f"{score.mean:.2f}", *ratios]) + " |"


def overhead(name: str, scores: dict[str, Score]) -> str:
    """What deciding costs: `auto` beside the engine that it asks first."""
    if not {"auto", "rapidocr"} <= scores.keys():
        return ""
    return f"{name}: auto takes {scores['auto'].mean / scores['rapidocr'].mean:.2f} of the time of rapidocr alone"


if __name__ == "__main__":
    main()
