"""The text of a document as it is stored, and who draws its pages."""

import json

import pytest

from shared.domain.document import DocumentText, Page, Renderer, Source, dump_document_text, load_document_text


@pytest.mark.parametrize(
    ("source", "unjudged", "renderer"),
    [
        (Source.TEXT_LAYER, False, Renderer.PDFIUM),
        (Source.TEXT_LAYER, True, Renderer.POPPLER),
        (Source.TESSERACT, False, Renderer.POPPLER),
        (Source.RAPIDOCR, False, Renderer.POPPLER),
    ],
)
def test_a_page_is_drawn_by_the_program_whose_drawing_was_judged_or_read(
    source: Source, renderer: Renderer, *, unjudged: bool
) -> None:
    page = Page(number=1, width=595, height=842, source=source, unjudged=unjudged)
    stored = dump_document_text(DocumentText(pages=(page,)))
    assert load_document_text(stored).pages[0].renderer is renderer


def test_what_is_as_usual_is_not_stored_so_that_the_version_before_can_read_it() -> None:
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER)
    stored = json.loads(dump_document_text(DocumentText(pages=(page,))))
    assert stored == {"pages": [{"number": 1, "width": 595, "height": 842, "source": "text_layer"}]}
