"""What cutting the recogniser's alphabet changes: `python -m tests.benchmarks.recognition DATA [--limit 60]`.

Lines of labelled scans and photos are recognised by the whole model, whose East Asian characters are passed over after
scoring, and by the one that does not know them; both in turn, line by line. CPU time of this process.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy

from functions.ocr.engines import rapid
from tests.benchmarks.reading import PICTURE_TYPES, SCANS, pictures

_SEED = 5


class _PassedOver:
    """The decoder of the whole model, with the characters of the other alone to choose from."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode
        self._others = numpy.array([number for number, text in enumerate(decode.character) if rapid.is_cjk(text)])

    def __call__(self, scores: Any, *arguments: object, **named: object) -> object:
        scores = scores.copy()
        scores[:, :, self._others] = 0
        return self._decode(scores, *arguments, **named)


def main() -> None:
    """Reads, and prints one line of figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.recognition", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with a folder for each set")
    parser.add_argument("--limit", type=int, default=10, help="documents of each set; their first pages are read")
    options = parser.parse_args()
    whole, cut = rapid._models(cjk=True), rapid._models(cjk=False)
    decoder = whole._load_rec_model()
    decoder.postprocess_op = _PassedOver(decoder.postprocess_op)
    counted: Counter[str] = Counter()
    seconds = dict.fromkeys(("whole", "cut"), 0.0)
    for path in _documents(options.data, options.limit):
        counted["pages"] += 1
        for crop in _lines(path, cut):
            text, score = {}, {}
            for name, models in (("whole", whole), ("cut", cut)):
                began = time.process_time()
                found = models.recognize_txt([crop])
                seconds[name] += time.process_time() - began
                (text[name],), (score[name],) = found.txts, found.scores
            counted["lines"] += 1
            counted["other text"] += text["whole"] != text["cut"]
            counted["kept by one"] += (score["whole"] >= cut.text_score) != (score["cut"] >= cut.text_score)
    print(", ".join(f"{name}: {count}" for name, count in counted.items()))
    print(", ".join(f"{name}: {1000 * spent / counted['lines']:.2f} ms a line" for name, spent in seconds.items()))


def _documents(data: Path, limit: int) -> Iterator[Path]:
    for name in SCANS.split(","):
        found = sorted(path for path in (data / name).iterdir() if path.suffix in {".pdf", *PICTURE_TYPES})
        random.Random(_SEED).shuffle(found)
        yield from found[:limit]


def _lines(path: Path, models: Any) -> list[Any]:
    """The strips of the first page's lines, as the page lies."""
    with tempfile.TemporaryDirectory() as folder:
        picture = next(pictures(path, Path(folder)))
        pixels: Any = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
    quads = rapid._detect(models, pixels)
    return list(models.crop_text_regions(pixels, quads)) if len(quads) else []


if __name__ == "__main__":
    main()
