"""Small files that are much work: they end, by themselves or at a limit, and nobody waits behind them for long.

The bounds are several times what is seen on two cores that do nothing else.
"""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from functions.extract.sandboxed_extraction import SandboxedExtraction
from functions.extract.text_tasks import TextTask
from shared.domain.document import dump_document_text
from shared.domain.xml_text import MOST_TAGS
from tests.support.heavy_documents import grid_pdf, invoice_pdf, long_xml, pdf_with_xml, telephone_bill, wide_xml
from tests.support.stack import RunningStack, eventually

GRIDS = 5
ORDINARY_SECONDS = 120
"""For an ordinary invoice beside the grids; alone it takes one to two."""

MOST_GROWTH_MB = 150
"""Of a function's own process, without sandboxed children, while it works on XML that unpacks to a thousandfold."""


def send(stack: RunningStack, name: str, content: bytes) -> int:
    (result,) = stack.upload((name, content), allow_duplicates="true")
    return int(result["invoice_id"])


def assert_an_ordinary_invoice_is_ready_soon(stack: RunningStack, number: str) -> None:
    started = time.monotonic()
    invoice = stack.finished(send(stack, f"{number}.pdf", invoice_pdf(number)), seconds=ORDINARY_SECONDS)
    print(f"{number}: ready after {time.monotonic() - started:.1f} s")
    assert invoice["status"] == "waiting_validation"
    assert invoice["preview_data"]["invoice_number"] == number


def test_pages_full_of_words_stop_nobody_after_a_restart_either(stack: RunningStack) -> None:
    grids = [send(stack, f"grid-{number}.pdf", grid_pdf(seed=number)) for number in range(GRIDS)]

    assert_an_ordinary_invoice_is_ready_soon(stack, "A-1")

    stack.kill("extract", signal.SIGKILL)
    eventually(lambda: stack.client.get("/readyz").status_code == 200, seconds=60)
    assert_an_ordinary_invoice_is_ready_soon(stack, "A-2")
    assert {stack.finished(grid)["status"] for grid in grids} == {"waiting_validation"}


class Peak:
    """The most memory of the functions' own processes, in MB above that at the start, while the block lasts."""

    def __init__(self, stack: RunningStack, *functions: str) -> None:
        self._processes = {name: psutil.Process(stack.record["programs"][name]) for name in functions}
        self._before = {name: self._memory(name) for name in functions}
        self._ended = threading.Event()
        self.growth = dict.fromkeys(functions, 0)

    def __enter__(self) -> "Peak":
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _memory(self, name: str) -> int:
        return int(self._processes[name].memory_info().rss) // 2**20

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            for name in self.growth:
                self.growth[name] = max(self.growth[name], self._memory(name) - self._before[name])


HOSTILE_XML = {
    "as many elements as may be": wide_xml(MOST_TAGS - 10),
    "more elements": wide_xml(MOST_TAGS),
    "40 MB of elements": wide_xml(10_000_000),
    "40 MB of text": long_xml(40),
}


@pytest.fixture(scope="module")
def warm(stack: RunningStack) -> RunningStack:
    stack.finished(send(stack, "warm.pdf", invoice_pdf("W-1")))
    return stack


@pytest.mark.parametrize("xml", HOSTILE_XML.values(), ids=HOSTILE_XML)
def test_an_xml_that_unpacks_to_a_thousandfold_costs_neither_memory_nor_the_page_beside_it(
    warm: RunningStack, xml: bytes
) -> None:
    pdf = pdf_with_xml("X-1", xml)
    assert len(pdf) < 50_000

    with Peak(warm, "ocr", "extract") as peak:
        invoice = warm.finished(send(warm, "hostile.pdf", pdf))

    print(peak.growth)
    assert invoice["status"] == "waiting_validation"
    assert invoice["preview_data"]["invoice_number"] == "X-1"
    assert "einvoice-unreadable" in {check["code"] for check in invoice["checks"]}
    assert max(peak.growth.values()) < MOST_GROWTH_MB, peak.growth


@pytest.fixture(scope="module")
def extraction() -> Iterator[SandboxedExtraction]:
    extraction = SandboxedExtraction(processes=2, memory_mb=1536, longest_seconds=120)
    yield extraction
    extraction.close()


def test_a_telephone_bill_of_a_hundred_pages_is_extracted(extraction: SandboxedExtraction) -> None:
    extracted = extraction(dump_document_text(telephone_bill(100)), TextTask())

    assert extracted.extraction.data.invoice_number == "2026-00100"


IMAGES_AT_ONCE = 10  # of one key; PICTURES_AT_ONCE is 2


def test_page_images_are_drawn_two_at_a_time(warm: RunningStack) -> None:
    invoice = send(warm, "grid.pdf", grid_pdf(seed=99))
    warm.finished(invoice)
    path = f"/api/invoices/{invoice}/pages/1.png"
    server = psutil.Process(warm.record["programs"]["api"])
    most, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.01):
            drawing = [process for process in server.children(recursive=True) if _is_drawing(process)]
            most = max(most, len(drawing))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with ThreadPoolExecutor(IMAGES_AT_ONCE) as threads:
            widths = range(200, 200 + 200 * IMAGES_AT_ONCE, 200)
            answers = list(threads.map(lambda width: warm.client.get(path, params={"width": width}), widths))
    finally:
        ended.set()
        watching.join()

    assert all(answer.status_code == 200 or "Retry-After" in answer.headers for answer in answers), answers
    assert any(answer.status_code == 200 for answer in answers)
    assert 1 <= most <= 2


def _is_drawing(process: psutil.Process) -> bool:
    """A fork of the process that draws, which waits for it; or a program of poppler."""
    try:
        command, parent = " ".join(process.cmdline()), process.parent()
        started_by = " ".join(parent.cmdline()) if parent is not None else ""
    except psutil.NoSuchProcess:
        return False
    return "pdftoppm" in command or ("pdf_page_process" in command and "pdf_page_process" in started_by)
