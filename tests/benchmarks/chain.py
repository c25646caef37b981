"""What the chain adds to the reading itself, and how soon a waiting message finds its function."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median, quantiles

from samples.make import wear
from samples.make.content import Sample, all_samples
from samples.make.printing import printed
from tests.benchmarks.tesseract_clock import TesseractClock
from tests.support.stack import RunningStack


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A number of invoices through the chain at once; times in seconds."""

    kind: str
    invoices: int
    whole: float  # upload answered to the last one waiting for validation
    tesseract: float  # of that, time in which Tesseract ran

    @property
    def overhead(self) -> float:
        return self.whole - self.tesseract


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """From the row's commit to the function's claim, one invoice at a time in an idle system; milliseconds."""

    stage: str
    median: float
    p95: float
    count: int


def digital_documents(count: int, mark: str) -> list[bytes]:
    """Distinct PDFs with a text layer."""
    return [printed(_numbered(_sample("design-studio-en"), f"{mark}-{number}")) for number in range(count)]


def scanned_documents(count: int, mark: str) -> list[bytes]:
    """Distinct scans of one page at 300 dpi."""
    return [wear.scanned(printed(_numbered(_sample("taller-scan-es"), f"{mark}-{number}"))) for number in range(count)]


def send(stack: RunningStack, kind: str, documents: Sequence[bytes], clock: TesseractClock) -> Pass:
    """Uploads them in one call and waits until the last is read."""
    results = stack.upload(*((f"{number}.pdf", content) for number, content in enumerate(documents)))
    answered = time.time()
    ids = [result["invoice_id"] for result in results]
    for invoice_id in ids:
        invoice = stack.finished(invoice_id, seconds=1800)
        if invoice["status"] != "waiting_validation":
            raise RuntimeError(f"invoice {invoice_id} ended as {invoice['status']}: {invoice['error']}")
    ended = max(moments(stack, invoice_id)["extract.finished"] for invoice_id in ids)
    return Pass(
        kind=kind, invoices=len(ids), whole=ended - answered, tesseract=clock.busy_seconds(answered, ended)
    )  # fmt: skip


def delays(stack: RunningStack, count: int) -> list[Delays]:
    """Sends `count` digital documents, each when the one before it is done."""
    found: dict[str, list[float]] = {"ocr": [], "extract": []}
    for number, content in enumerate(digital_documents(count, "delay")):
        (result,) = stack.upload((f"{number}.pdf", content))
        stack.finished(result["invoice_id"])
        at = moments(stack, result["invoice_id"])
        found["ocr"].append(1000 * (at["ocr.started"] - at["uploaded"]))
        found["extract"].append(1000 * (at["extract.started"] - at["ocr.finished"]))
    return [
        Delays(stage=stage, median=median(values), p95=quantiles(values, n=20)[-1], count=count)
        for stage, values in found.items()
    ]


def moments(stack: RunningStack, invoice_id: int) -> dict[str, float]:
    """When each event of the audit trail happened, as Unix time."""
    return {event["type"]: datetime.fromisoformat(event["created_at"]).timestamp() for event in stack.trail(invoice_id)}


def _sample(name: str) -> Sample:
    return next(sample for sample in all_samples() if sample.name == name)


def _numbered(sample: Sample, number: str) -> Sample:
    return replace(sample, data=sample.data.model_copy(update={"invoice_number": number}))
