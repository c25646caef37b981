"""The options of a reading: engine, languages, resolution and limits."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from math import inf
from os import cpu_count
from typing import Literal

from shared.adapters.sandbox import run_sandboxed
from shared.domain.document_types import DocumentType
from shared.settings import Settings

Engine = Literal["auto", "tesseract", "rapidocr"]

# Increase it when this package reads the same document differently with the same settings and programs.
READER_VERSION = 7
# The same for PDFs alone: how their text layers are judged and joined with what is read from pictures.
PDF_VERSION = 6
# The same for codes: they are read in a step of their own, so a change here needs no new reading of words.
CODES_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """`workers` pages are read in parallel, each within `page_timeout` seconds and `memory_mb` of address space.

    `look_timeout`: seconds for each step of looking at a PDF before anything is recognised, however many pages it has;
    by default only `page_timeout` limits it.
    """

    languages: str = "eng"
    engine: Engine = "auto"
    dpi: int = 300
    workers: int = 1
    page_timeout: float = 60
    look_timeout: float = inf
    memory_mb: int = 1536
    max_pages: int = 300
    max_pixels: int = 100_000_000
    read_codes: bool = True

    @property
    def is_hurried(self) -> bool:
        """Whether a document that takes long to look at is given up."""
        return self.look_timeout < inf

    @classmethod
    def from_settings(cls, settings: Settings) -> "ReadingOptions":
        """The options of this process; OCR_WORKERS=0 means one page per core."""
        return cls(
            languages=settings.ocr_languages,
            engine=settings.ocr_engine,
            dpi=settings.ocr_dpi,
            workers=settings.ocr_workers or cpu_count() or 1,
            page_timeout=settings.ocr_page_timeout_seconds,
            memory_mb=settings.reader_memory_mb,
            max_pages=settings.max_pages,
            max_pixels=settings.max_pixels,
            read_codes=settings.read_codes,
        )

    def fingerprint(self, content_type: str) -> str:
        """Every setting and program version that changes the reading of documents of this type; limits only decide
        whether it is read."""
        return f"{self.words_fingerprint(content_type)};{self.codes_fingerprint()}"

    def codes_fingerprint(self) -> str:
        """The part of the fingerprint that the codes depend on."""
        return f"codes={CODES_VERSION};zxing-cpp={_version('zxing-cpp')}" if self.read_codes else "codes=none"

    def words_fingerprint(self, content_type: str) -> str:
        """The part of the fingerprint that the words depend on."""
        of_pdfs = (f"pdf={PDF_VERSION}", f"pdfium={_version('pypdfium2')}")
        return ";".join(
            (
                f"reader={READER_VERSION}",
                f"engine={self.engine}",
                f"languages={self.languages}",
                f"dpi={self.dpi}",
                f"max_pixels={self.max_pixels}",
                *program_versions(),
                *(of_pdfs if content_type == DocumentType.PDF else ()),
            )
        )


@cache
def _version(package: str) -> str:
    # Kept: each question reads and parses a file, and a fingerprint is asked for at each look into a cache.
    return metadata.version(package)


@cache
def program_versions() -> tuple[str, ...]:
    """`name=version` of each program and library that reads. Raises UnavailableError if one is not installed."""
    poppler = run_sandboxed(["pdftotext", "-v"], timeout=10, memory_mb=512)
    tesseract = run_sandboxed(["tesseract", "--version"], timeout=10, memory_mb=1024)
    return (
        f"poppler={_first_version(poppler.stdout + poppler.stderr)}",
        f"tesseract={_first_version(tesseract.stdout + tesseract.stderr)}",
        f"rapidocr={_version('rapidocr')}",
        f"pillow={_version('pillow')}",
    )


def _first_version(answer: bytes) -> str:
    found = re.search(rb"\d+(?:\.\d+)+", answer)
    return found.group().decode() if found else "unknown"
