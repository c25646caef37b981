"""What each OCR engine finds and costs: `python -m tests.benchmarks.reading DATA [--sets ...] [--limit N]`.

For every labelled document of a set that is a picture or a scan, its pages are drawn once and read by each engine.
Found is a labelled date, total or seller's name that stands anywhere in the words, in any notation. Seconds are CPU
time of the engine and all that it starts, a page; the last column compares them with the plain `tesseract` command.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from functions.ocr.engines.engine import Picture
from functions.ocr.engines.policy import read_picture
from functions.ocr.options import Engine, ReadingOptions
from functions.ocr.page_process import draw
from functions.ocr.pdf_facts import pdf_facts
from functions.ocr.reading import MOST_PIXELS_READ, drawing_dpi
from shared.adapters.page_images import decode_picture

PICTURE_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff"}
SETS = ("sroie", "wildreceipt", "de_scans", "receipts_multi", "receipts_qr", "adbuy_us")
LANGUAGES = "eng+spa+deu+fra+por+ita+nld"
PLAIN = "plain tesseract"
TIMEOUT = 600.0
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen januar january enero janvier janeiro gennaio januari",
            "feb fev fév februar february febrero février fevereiro febbraio februari",
            "mar mär mrz mrt march märz marzo mars março maart",
            "apr avr abr april abril avril aprile",
            "may mai mag mei mayo maio maggio",
            "jun juin giu june juni junio junho giugno",
            "jul juil lug july juli julio juillet julho luglio",
            "aug ago aoû august agosto août augustus",
            "sep set sept september septiembre septembre setembro settembre",
            "oct okt out ott october oktober octubre octobre outubro ottobre",
            "nov november noviembre novembre novembro",
            "dec dez dic déc december dezember diciembre décembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(kw_only=True)
class Score:
    """Counts of one set and engine."""

    found: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    pages: int = 0


def has_date(text: str, iso: str) -> bool:
    """Whether the day stands in the text, numeric in any order or with the month's name in seven languages."""
    year, month, day = (int(part) for part in iso.split("-"))
    wanted = {(year, month, day), (year % 100, month, day)}
    for match in re.finditer(r"(?<!\d)(?=(\d{1,4})\s?[./:, -]\s?(\d{1,2})\s?[./, -]\s?(\d{4}|\d{1,2}))", text):
        a, b, c = (int(part) for part in match.groups())
        if wanted & {(a, b, c), (c, b, a), (c, a, b)}:
            return True
    named = re.findall(r"(\d{1,2})\W{0,3}(?:de )?([a-zäéûç]{3,10})\W{0,3}(?:de )?(\d{4}|\d{2})(?!\d)", text.lower())
    american = re.findall(r"([a-zäéûç]{3,10})\W{0,3}(\d{1,2})\W{0,3}(\d{4}|\d{2})(?!\d)", text.lower())
    dates = [(d, m, y) for d, m, y in named] + [(d, m, y) for m, d, y in american]
    return any((int(y), MONTHS.get(m, 0), int(d)) in wanted for d, m, y in dates)


def has_amount(text: str, amount: float) -> bool:
    """Whether the amount stands in the text with two decimals, or without them if it has none."""
    cents = round(abs(amount) * 100)
    for match in re.finditer(r"\d(?:[\d.,' ]*\d)?", text):
        whole, decimals = re.fullmatch(r"(.*?)(?:[.,](\d{2}))?", match.group()).groups()  # type: ignore[union-attr]
        if int(re.sub(r"\D", "", whole) or 0) * 100 + int(decimals or 0) == cents:
            return True
    tokens = re.findall(r"(?<!\d)(\d[\d.,']*)[.,](\d{2})(?!\d)", text)
    return any(int(re.sub(r"\D", "", whole)) * 100 + int(decimals) == cents for whole, decimals in tokens)


def has_name(text: str, name: str) -> bool:
    """Whether the name stands in the text, without case, marks and spacing."""
    return _letters(name) in _letters(text)


def _letters(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalnum())


CHECKS: dict[str, tuple[str, Callable[[str, Any], bool]]] = {
    "date": ("date", has_date),
    "total": ("amount_total", has_amount),
    "name": ("supplier_name", has_name),
}


def pictures(path: Path, folder: Path) -> Iterator[Picture]:
    """The pages as the product draws them."""
    options = ReadingOptions(languages=LANGUAGES)
    if path.suffix == ".pdf":
        for facts in pdf_facts(path, max_pages=50, timeout=TIMEOUT, memory_mb=2048):
            yield draw(path, facts.number, drawing_dpi(facts, options), TIMEOUT, folder)
        return
    decoded = decode_picture(
        path,
        PICTURE_TYPES[path.suffix.lower()],
        1,
        output=folder / "1.ppm",
        timeout=TIMEOUT,
        memory_mb=2048,
        max_pixels=100_000_000,
        keep_pixels=MOST_PIXELS_READ,
    )
    yield Picture(path=decoded.path, width=decoded.width, height=decoded.height, dpi=round(decoded.dpi) or 100)


def cpu_seconds() -> float:
    """CPU time of this process and of all it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def read(picture: Picture, engine: str) -> str:
    """The words, with blanks between."""
    if engine == PLAIN:
        command = ["tesseract", str(picture.path), "stdout", "-l", LANGUAGES]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    chosen = next(known for known in get_args(Engine) if known == engine)
    return " ".join(word.text for word in read_picture(picture, chosen, LANGUAGES, TIMEOUT).words)


_WARM: set[str] = set()


def warm(engine: str, picture: Picture) -> None:
    """Models are loaded once a process, and not charged to a page."""
    if engine not in _WARM:
        read(picture, engine)
        _WARM.add(engine)


def measure(truth_path: Path, engines: list[str]) -> dict[str, tuple[dict[str, bool], float, int]]:
    """For each engine: what it found, its CPU seconds, the pages."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    truth = json.loads(truth_path.read_text())
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        drawn = list(pictures(truth_path.parent / truth["file"], Path(folder)))
        for engine in engines:
            warm(engine, drawn[0])
            before = cpu_seconds()
            text = " ".join(read(picture, engine) for picture in drawn)
            spent = cpu_seconds() - before
            fields = truth["fields"]
            found = {
                check: has(text, fields[name]) for check, (name, has) in CHECKS.items() if fields.get(name) is not None
            }
            measured[engine] = (found, spent, len(drawn))
    return measured


def chosen_truths(data: Path, name: str, limit: int) -> list[Path]:
    """Truth files of the set's scans and pictures, at even distances."""
    truths = sorted((data / name).glob("*.truth.json"))
    scans = [path for path in truths if json.loads(path.read_text())["meta"].get("text_layer") != "digital"]
    return scans[:: max(1, len(scans) // limit)][:limit] if limit else scans


def main() -> None:
    """Prints a row for each set and engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--engines", default=f"{PLAIN},tesseract,rapidocr,auto")
    parser.add_argument("--limit", type=int, default=0, help="documents a set; 0: all")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    engines = arguments.engines.split(",")
    sys.stdout.write("| set | engine | date | total | name | CPU s/page | of plain |\n|---|---|---|---|---|---|---|\n")
    with ProcessPoolExecutor(arguments.processes) as processes:
        for name in arguments.sets.split(","):
            scores: defaultdict[str, Score] = defaultdict(Score)
            truths = chosen_truths(arguments.data, name, arguments.limit)
            for measured in processes.map(measure, truths, [engines] * len(truths)):
                for engine, (found, seconds, pages) in measured.items():
                    scores[engine].found.update(check for check, ok in found.items() if ok)
                    scores[engine].asked.update(found)
                    scores[engine].seconds += seconds
                    scores[engine].pages += pages
            for engine, score in scores.items():
                sys.stdout.write(row(name, engine, score, scores.get(PLAIN)) + "\n")
                sys.stdout.flush()


def row(name: str, engine: str, score: Score, plain: Score | None) -> str:
    """One line of the table."""
    shares = [f"{score.found[check]} of {score.asked[check]}" for check in CHECKS]
    ratio = f"{score.seconds / plain.seconds:.2f}" if plain else ""
    return " | ".join(["| " + name, engine, *shares, f"{score.seconds / max(1, score.pages):.2f}", ratio + " |"])


if __name__ == "__main__":
    main()
