"""The extraction in its sandboxed process says what it says in this one."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.extract.extraction import Extraction
from functions.extract.handling import NOT_EXTRACTED
from functions.extract.sandboxed_extraction import SandboxedExtraction, cpu_seconds
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import TextTask, XmlFile, extracted_codec
from shared.adapters.sandboxed_calls import TooMuchWorkError
from shared.domain.companies import OwnCompanies, OwnCompany
from shared.domain.document import Box, CodeFormat, DocumentText, Page, PageCode, Source, Word, dump_document_text
from shared.domain.extractors import Extractor
from shared.domain.invoice import InvoiceData
from shared.errors import DocumentError
from tests.support.documents import printed

PAGE = """
Papelería Sol S.L.                      Factura F-2026/17
NIF ESB58818501                         Fecha 02/01/2026
Cliente: Imprenta Norte S.L. NIF ESA58818501

Concepto      Cantidad   Precio   Importe
Papel            10       2,00     20,00
Base 20,00    IVA 21 % 4,20    Total EUR 24,20
"""
OWN = OwnCompanies((OwnCompany(name="Imprenta Norte S.L.", tax_numbers=("ESA58818501",)),))


@pytest.fixture(scope="module")
def extraction() -> Iterator[SandboxedExtraction]:
    extraction = SandboxedExtraction(processes=2, memory_mb=1024, longest_seconds=60)
    yield extraction
    extraction.close()


@pytest.mark.parametrize(
    "task",
    [
        TextTask(),
        TextTask(own=OWN, wants_pages=True),
        TextTask(own=OWN, answer=Extraction(data=InvoiceData(invoice_number="F-2026/17"), extractor=Extractor.OPENAI)),
    ],
    ids=["alone", "with pages for a model", "with a model's answer"],
)
def test_it_says_what_it_says_in_this_process(extraction: SandboxedExtraction, task: TextTask) -> None:
    content = dump_document_text(printed(PAGE))

    extracted = extraction(content, task)

    assert extracted == extract_text(content, task)
    assert extracted.extraction.data.invoice_number == "F-2026/17"
    assert (extracted.pages is not None) is task.wants_pages


WARMED_UP = """
import re, sys
from functions.extract import text_extraction_process
text_extraction_process.warm_up()
known, compiled = set(sys.modules), []
compile = re._compiler.compile
re._compiler.compile = lambda *pattern: compiled.append(pattern) or compile(*pattern)
text_extraction_process.answer(sys.stdin.buffer.read())
print(sorted(set(sys.modules) - known), compiled)
"""


def test_a_fork_imports_and_compiles_nothing_of_its_own() -> None:
    """It would for each document. A warm process has seen an invoice, and all that checks numbers of any country."""
    page = printed(
        f"{PAGE}\nUSt-IdNr. DE136695976   SIRET 73282932000074   Tel. +34 911 234 567   www.sol.example"
    ).pages[0]
    code = PageCode(format=CodeFormat.QR, text="https://example.org/invoice/4711", box=Box(0.8, 0.8, 0.9, 0.9))
    content = dump_document_text(DocumentText(pages=(replace(page, codes=(code,)),)))

    found = subprocess.run([sys.executable, "-c", WARMED_UP], input=b"{}\n" + content, capture_output=True, check=True)

    assert found.stdout == b"[] []\n"


@pytest.mark.parametrize("xml", [None, XmlFile(content_type="application/xml", max_pages=1)])
def test_an_xml_file_has_a_fork_of_its_own(
    extraction: SandboxedExtraction, monkeypatch: pytest.MonkeyPatch, xml: XmlFile | None
) -> None:
    asked: list[bool] = []

    def call(_: bytes, *, cpu_seconds: int, alone: bool) -> bytes:
        asked.append(alone)
        return extracted_codec.dump_json(NOT_EXTRACTED)

    monkeypatch.setattr(extraction, "_call", call)
    extraction(b"", TextTask(xml=xml))

    assert asked == [xml is not None]


def test_a_damaged_text_is_refused(extraction: SandboxedExtraction) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        extraction(b'{"pages": 1', TextTask())


def test_a_text_that_needs_more_than_is_allowed_is_ended() -> None:
    word = Word(text="1.234,56", box=Box(0.1, 0.1, 0.2, 0.11), confidence=1)
    pages = tuple(Page(number=n, width=595, height=842, source=Source.TEXT_LAYER, words=(word,) * 3000) for n in (1, 2))
    small = SandboxedExtraction(processes=1, memory_mb=1024, longest_seconds=1)
    try:
        with pytest.raises(TooMuchWorkError):
            small(dump_document_text(DocumentText(pages=pages * 40)), TextTask())
    finally:
        small.close()


@pytest.mark.parametrize(
    ("megabytes", "longest", "seconds"),
    [(0.01, 120, 10), (1.25, 120, 10), (10, 120, 80), (100, 120, 120), (0.01, 5, 5)],
)
def test_a_long_text_gets_more_time(megabytes: float, longest: float, seconds: int) -> None:
    assert cpu_seconds(int(megabytes * 1024 * 1024), longest) == seconds
