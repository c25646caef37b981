"""Pages of a PDF as grey drawings of low resolution: complete, and without their text."""

import json
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import numpy

from functions.ocr.pdf_info import PageInfo, fitting_dpi
from shared.adapters.sandbox import run_module, run_sandboxed

log = logging.getLogger(__name__)

Pixels = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]
"""Rows of grey values, 0 black."""

# Six-point print is eight pixels high, and its strokes are dark enough to be told from the paper.
DRAWING_DPI = 100
# A page of more pixels (A3 has two million) is drawn coarser.
MOST_PIXELS_DRAWN = 4_000_000
# Pages of one call of poppler: their drawings are in memory together.
PAGES_AT_ONCE = 8
# A larger file is compared without a copy.
LARGEST_COPIED = 64_000_000
# Text in a font that is not embedded, and for which poppler has no other, is not drawn at all.
NO_FONT = re.compile(rb"Couldn't (?:find|create) a font|Couldn't find font file|No font in |Unknown font t")
GREYMAP = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextlessCopy:
    """What is known from making the copy without text. `path` is None if it could not be made; `xfa_form` as in
    `DocumentText`; `text_may_lie`: what the file says about its text contradicts itself (`lying_maps`)."""

    path: Path | None
    xfa_form: bool = False
    text_may_lie: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One page as shown, `complete` and `textless` of the same size. `textless` is None if there is no copy;
    `fonts_missing`: some text may not be drawn because poppler found no font for it."""

    number: int
    complete: Pixels
    textless: Pixels | None
    fonts_missing: bool


def textless_copy(pdf: Path, folder: Path, *, timeout: float, memory_mb: int) -> TextlessCopy:
    """A copy of the PDF in `folder` that draws no text. Raises ReadingTimeoutError."""
    if pdf.stat().st_size > LARGEST_COPIED:
        return TextlessCopy(path=None)
    copy = folder / "textless.pdf"
    answer = run_module(
        "functions.ocr.textless_process",
        pdf.resolve(),
        copy,
        timeout=timeout,
        memory_mb=memory_mb,
    )
    if answer.returncode != 0:
        log.info("no copy without text", extra={"reason": answer.stderr[-200:].decode("utf-8", "replace")})
        return TextlessCopy(path=None)
    return TextlessCopy(path=copy, **json.loads(answer.stdout))


def draw_pages(
    pdf: Path,
    textless: Path | None,
    infos: Sequence[PageInfo],
    *,
    timeout: float,
    memory_mb: int,
    longest: float = inf,
) -> Iterator[Drawing]:
    """The drawings of these pages, in order, at most `timeout` seconds each and `longest` in all; leaves out pages that
    cannot be drawn. Raises ReadingTimeoutError."""
    ends_at = time.monotonic() + longest
    for run in _runs(infos):
        first, last, dpi = run[0].number, run[-1].number, _dpi(run[0])
        draw = partial(_draw, first=first, last=last, dpi=dpi, memory_mb=memory_mb)
        complete, fonts_missing = draw(pdf, timeout=_left(ends_at, timeout * len(run)))
        without, _ = draw(textless, timeout=_left(ends_at, timeout * len(run))) if textless is not None else ([], False)
        if len(complete) != len(run):
            continue
        for place, info in enumerate(run):
            shown = complete[place]
            bare = without[place] if len(without) == len(run) and without[place].shape == shown.shape else None
            yield Drawing(number=info.number, complete=shown, textless=bare, fonts_missing=fonts_missing)


def _left(ends_at: float, most: float) -> float:
    """At most so many seconds, none after the end."""
    return max(0.0, min(most, ends_at - time.monotonic()))


def _dpi(info: PageInfo) -> int:
    return fitting_dpi(info.width, info.height, DRAWING_DPI, MOST_PIXELS_DRAWN)


def _runs(infos: Sequence[PageInfo]) -> Iterator[list[PageInfo]]:
    """Consecutive pages that are drawn with the same resolution by one call."""
    run: list[PageInfo] = []
    for info in infos:
        if run and (len(run) == PAGES_AT_ONCE or info.number != run[-1].number + 1 or _dpi(info) != _dpi(run[0])):
            yield run
            run = []
        run.append(info)
    if run:
        yield run


def _draw(pdf: Path, *, first: int, last: int, dpi: int, timeout: float, memory_mb: int) -> tuple[list[Pixels], bool]:
    """The pages as far as poppler gets, and whether it missed fonts."""
    answer = run_sandboxed(
        ["pdftoppm", "-gray", "-cropbox", "-r", str(dpi), "-f", str(first), "-l", str(last), pdf.resolve()],
        timeout=timeout,
        memory_mb=memory_mb,
    )
    return list(_greymaps(answer.stdout)), bool(NO_FONT.search(answer.stderr))


def _greymaps(content: bytes) -> Iterator[Pixels]:
    """The pictures of concatenated PGM files of 8 bits; ends at the first that is malformed or cut off."""
    place = 0
    while header := GREYMAP.match(content, place):
        width, height = int(header[1]), int(header[2])
        place = header.end() + width * height
        if place > len(content) or not width * height:
            return
        yield numpy.frombuffer(content, numpy.uint8, width * height, header.end()).reshape(height, width)
