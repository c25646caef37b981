"""An e-invoice printed on pages: what stands where, and that every value has its place."""

from pathlib import Path

from functions.extract.printed_invoice import PrintedInvoice, print_invoice
from functions.extract.printed_words import printed_words
from functions.extract.text_tasks import XmlFile
from functions.extract.xml_document import read_xml
from shared.adapters.page_images import draw_words
from shared.domain.document import Page
from shared.domain.document_types import DocumentType
from shared.domain.invoice import InvoiceData
from shared.domain.languages import LANGUAGES

SAMPLE = Path(__file__).parents[3] / "samples" / "fietsen-ubl-nl.xml"
INVOICE = InvoiceData.model_validate(
    {
        "document_type": "credit_note",
        "invoice_number": "4711",
        "issue_date": "2026-11-09",
        "currency": "EUR",
        "seller": {"name": "Müller & Söhne GmbH", "vat_id": "DE123456789"},
        "buyer": {"name": "Blue Harbour"},
        "lines": [{"description": "Bicycle", "quantity": "12", "unit_price": "2149.00", "net_amount": "25788.00"}],
        "tax_breakdown": [{"rate": "21", "taxable_amount": "25788.00", "tax_amount": "5415.48"}],
        "net_amount": "25788.00",
        "total_amount": "31203.48",
        "payment": {"iban": "NL47INGB0003847261"},
        "project_reference": "P-9",
        "summary": "Written by nobody.",
    }
)


def lines(page: Page) -> list[str]:
    """The words of each line, joined, from top to bottom and left to right."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for word in page.words:
        rows.setdefault(word.box.y0, []).append((word.box.x0, word.text))
    return [" ".join(text for _, text in sorted(rows[top])) for top in sorted(rows)]


def text_at(printed: PrintedInvoice, pointer: str) -> str:
    number, box = printed.places[pointer]
    inside = (
        word.text
        for word in printed.pages[number - 1].words
        if box.x0 <= word.box.x0 and word.box.x1 <= box.x1 and box.y0 <= word.box.y0 and word.box.y1 <= box.y1
    )
    return " ".join(inside)


def test_an_einvoice_reads_as_an_invoice_not_as_tags() -> None:
    (page,) = print_invoice(INVOICE, 10).pages

    assert lines(page) == [
        "Müller & Söhne GmbH CREDIT NOTE",
        "VAT: DE123456789",
        "Bill to Invoice number 4711",
        "Blue Harbour Date 2026-11-09",
        "Currency EUR",
        "Description Quantity Unit Price Tax % Amount",
        "Bicycle 12 2,149.00 25,788.00",
        "Net 25,788.00",
        "Tax 21 % of 25,788.00 5,415.48",
        "Total 31,203.48",
        "Payment",
        "IBAN NL47INGB0003847261",
        "Further details",
        "Project reference P-9",
    ]


def test_a_number_of_days_is_printed_without_decimals() -> None:
    discount = {"days": 14, "percent": "2.00"}
    (page,) = print_invoice(InvoiceData.model_validate({"cash_discounts": [discount]}), 10).pages

    assert lines(page)[-2:] == ["Cash discount 1, days 14", "Cash discount 1, percent 2.00"]


def test_each_value_has_the_place_where_it_stands() -> None:
    printed = print_invoice(INVOICE, 10)

    assert text_at(printed, "/seller/name") == "Müller & Söhne GmbH"
    assert text_at(printed, "/lines/0/net_amount") == "25,788.00"
    assert text_at(printed, "/net_amount") == "25,788.00"
    assert printed.places["/net_amount"] != printed.places["/lines/0/net_amount"]
    assert text_at(printed, "/document_type") == "CREDIT NOTE"


def test_every_value_of_an_einvoice_is_printed() -> None:
    invoice = read_xml(SAMPLE.read_bytes(), XmlFile(content_type=DocumentType.XML, max_pages=10))

    assert invoice.extraction.evidence
    assert [pointer for pointer, one in invoice.extraction.evidence.items() if one.page is None] == []


def test_words_lie_beside_each_other_inside_the_page() -> None:
    long = {"notes": "word " * 200 + "W" * 500, "lines": [{"description": "Ä" * 300, "net_amount": "9" * 12}]}
    pages = print_invoice(InvoiceData.model_validate(long), 10).pages

    words = [word for page in pages for word in page.words]
    assert sum(word.text == "word" for word in words) == 200
    assert sum(word.text.count("W") for word in words) == 500
    assert all(0 <= word.box.x0 < word.box.x1 <= 0.95 and word.box.y1 <= 0.96 for word in words)


def test_a_long_table_repeats_its_head_and_what_does_not_fit_is_counted() -> None:
    many = InvoiceData.model_validate({"lines": [{"description": f"Item {number}"} for number in range(300)]})

    whole = print_invoice(many, 50).pages
    cut = print_invoice(many, 2).pages

    assert sum(line.startswith("Item ") for page in whole for line in lines(page)) == 300
    assert all(lines(page)[0].startswith("Description") for page in whole[1:])
    assert len(cut) == 2
    assert lines(cut[-1])[-1].endswith("more lines are not shown)")


def test_it_can_be_drawn() -> None:
    (page,) = print_invoice(INVOICE, 10).pages

    assert draw_words(page, 600).startswith(b"\x89PNG")


def test_it_is_printed_in_spanish_with_every_value_in_the_same_place() -> None:
    english, spanish = (print_invoice(INVOICE, 10, language) for language in ("en", "es"))

    assert lines(spanish.pages[0])[:7] == [
        "Müller & Söhne GmbH FACTURA RECTIFICATIVA",
        "NIF-IVA: DE123456789",
        "Cliente N.º de factura 4711",
        "Blue Harbour Fecha 2026-11-09",
        "Moneda EUR",
        "Descripción Cantidad Unidad Precio Imp. % Importe",
        "Bicycle 12 2.149,00 25.788,00",
    ]
    same = {pointer for pointer, place in english.places.items() if spanish.places[pointer] == place}
    assert english.places.keys() - same == {"/document_type"}


def test_a_unit_is_printed_by_its_name_in_the_same_place_in_each_language() -> None:
    rows = [{"description": "Bicycle", "quantity": "12", "unit": code} for code in ("H87", "C62", "crate")]
    english, spanish = (print_invoice(InvoiceData.model_validate({"lines": rows}), 10, one) for one in LANGUAGES)

    assert lines(english.pages[0])[-3:] == ["Bicycle 12 piece", "Bicycle 12 unit", "Bicycle 12 crate"]
    assert lines(spanish.pages[0])[-3:] == ["Bicycle 12 pieza", "Bicycle 12 unidad", "Bicycle 12 crate"]
    for row in range(3):
        assert english.places[f"/lines/{row}/unit"] == spanish.places[f"/lines/{row}/unit"]


def test_a_tax_category_and_a_means_of_payment_are_printed_by_their_names_in_the_same_place_in_each_language() -> None:
    tax = {"category": "K", "rate": "0", "taxable_amount": "25788.00", "tax_amount": "0.00"}
    known = {"tax_breakdown": [tax], "payment": {"means": "58"}, "booking": {"category": "K"}}
    english, spanish = (print_invoice(InvoiceData.model_validate(known), 10, one) for one in LANGUAGES)

    assert lines(english.pages[0])[-5:] == [
        "Tax Intra-Community 0 % of 25,788.00 0.00",
        "Payment",
        "Means SEPA credit transfer",
        "Further details",
        "Booking, category K",
    ]
    assert text_at(spanish, "/tax_breakdown/0/category") == "Intracomunitario"
    assert text_at(spanish, "/payment/means") == "Transferencia SEPA"
    for pointer in ("/tax_breakdown/0/category", "/tax_breakdown/0/rate", "/payment/means"):
        assert english.places[pointer] == spanish.places[pointer]


def test_every_field_has_a_name_in_every_language() -> None:
    schema = InvoiceData.model_json_schema()
    objects = [schema, *schema["$defs"].values()]
    fields = {name for one in objects for name in one.get("properties", {})}
    lists = {
        name for one in objects for name, field in one.get("properties", {}).items() if field.get("type") == "array"
    }
    words = printed_words("es")
    assert fields <= words.fields.keys()
    assert lists <= words.rows.keys()
    for part in ("titles", "parts", "columns", "labels", "units", "tax_categories", "payment_means"):
        assert getattr(words, part).keys() == getattr(printed_words("en"), part).keys()
    assert {words.parts["beyond"].format(count=3), printed_words("en").parts["beyond"].format(count=3)} == {
        "(no se muestran 3 líneas más)",
        "(3 more lines are not shown)",
    }
