"""The work of a stage, the same for both: nothing, or that of the product on its caches, cages and stores."""

import os
from dataclasses import replace
from enum import StrEnum
from functools import cache

from functions.extract.sandboxed_extraction import SandboxedExtraction
from functions.extract.work import extraction_stage
from functions.ocr.work import reading_stage
from shared.domain.lifecycle import Stage
from shared.pipeline.stages import Claim, StageResult
from shared.pipeline.worker import Lease, Work
from shared.settings import load_settings

WORK = "BENCHMARK_WORK"
"""The environment variable that names the `Kind`."""


class Kind(StrEnum):
    """What is done with an invoice."""

    NOTHING = "nothing"
    DOCUMENTS = "documents"


def stage_work(stage: Stage) -> Work:
    """The work that the environment names. One in a process keeps its cages."""
    if Kind(os.environ[WORK]) is Kind.NOTHING:
        return _nothing
    return reading_stage().work if stage is Stage.OCR else _extracting()


def _nothing(claim: Claim, lease: Lease) -> StageResult:
    return StageResult()


@cache
def _extracting() -> Work:
    settings = load_settings()
    # A process of Celery's has one task at a time, so it needs one cage.
    cage = SandboxedExtraction(
        processes=1, memory_mb=settings.reader_memory_mb, longest_seconds=settings.extract_timeout_seconds
    )
    return replace(extraction_stage(), extract_text=lambda lane: cage, model=None).work
