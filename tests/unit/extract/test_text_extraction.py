"""The two answers about one text: before a model is asked, and with what it said."""

from dataclasses import replace

import pytest

from functions.extract import text_extraction
from functions.extract.extraction import Extraction
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import TextTask, XmlFile
from shared.domain.document import Box, CodeFormat, DocumentText, EInvoiceXml, PageCode, dump_document_text
from shared.domain.document_types import DocumentType
from shared.domain.extractors import Extractor
from shared.domain.invoice import InvoiceData
from tests.support.documents import printed

PAGE = "Alpha Ltd\nInvoice no. 17\nDate 2026-01-01\nTotal 12.00 EUR"
CODE = "BCD\n002\n1\nSCT\n\nAlpha Ltd\nDE02120300000000202051\nEUR12.00\n\n\n17"


def text_with_code() -> bytes:
    code = PageCode(format=CodeFormat.QR, text=CODE, box=Box(0.1, 0.1, 0.2, 0.2))
    return dump_document_text(DocumentText(pages=(replace(printed(PAGE).pages[0], codes=(code,)),)))


def test_what_was_found_before_a_models_answer_is_compared_with_it_as_if_found_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = text_with_code()
    answer = Extraction(data=InvoiceData(invoice_number="18", currency="EUR"), extractor=Extractor.OPENAI)
    first = extract_text(content, TextTask(wants_pages=True))
    anew = extract_text(content, TextTask(answer=answer))
    monkeypatch.setattr(text_extraction, "read_locally", lambda *_, **__: pytest.fail("searched again"))

    kept = extract_text(content, TextTask(answer=answer, local=first.local))

    assert kept == replace(anew, marks=None, sketch=None)
    assert kept.extraction.data.payment.iban == "DE02120300000000202051"
    assert first.local is not None
    assert first.local.data.payment.iban is None


def test_without_a_model_only_the_data_is_answered() -> None:
    extracted = extract_text(text_with_code(), TextTask())

    assert (extracted.pages, extracted.local) == (None, None)
    assert extracted.extraction.data.invoice_number == "17"


@pytest.mark.parametrize("bare", [True, False], ids=["a bare file", "attached to a page"])
def test_words_of_an_einvoice_that_no_field_holds_are_searched_and_files_in_it_are_not(bare: bool) -> None:
    xml = (
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>4711</ID>'
        "<Clause> Retention of\n title </Clause><Clause>Retention of title</Clause>"
        f"<File>{'QUJD' * 2_000}</File></Invoice>"
    )
    if bare:
        extracted = extract_text(xml.encode(), TextTask(xml=XmlFile(content_type=DocumentType.XML, max_pages=1)))
    else:
        document = replace(printed(PAGE), einvoice=EInvoiceXml(name="a.xml", content=xml))
        extracted = extract_text(dump_document_text(document), TextTask())

    assert extracted.searched is not None
    assert extracted.searched.splitlines()[1:] == ["Retention of title"]
