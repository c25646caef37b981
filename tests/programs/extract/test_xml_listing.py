from lxml import etree

from functions.extract.xml_listing import LINES_A_PAGE, listing_pages
from shared.adapters.page_images import draw_words
from shared.domain.document import Page, Source

INVOICE = """<Invoice xmlns="urn:x">
  <ID>4711</ID>
  <AccountingSupplierParty><PartyName>Müller &amp; Söhne GmbH</PartyName></AccountingSupplierParty>
  <PayableAmount currencyID="EUR">119.00</PayableAmount>
  <EmptyOne/>
  <EmbeddedDocumentBinaryObject filename="photo.jpg">QUJD</EmbeddedDocumentBinaryObject>
</Invoice>"""


def lines(page: Page) -> list[str]:
    """The words of each line, joined, from top to bottom."""
    rows: dict[float, list[str]] = {}
    for word in page.words:
        rows.setdefault(word.box.y0, []).append(word.text)
    return [" ".join(rows[top]) for top in sorted(rows)]


def test_each_value_is_on_a_line_after_its_name() -> None:
    (page,) = listing_pages(etree.fromstring(INVOICE), 10)

    assert page.source is Source.XML
    assert lines(page) == [
        "Invoice",
        "ID: 4711",
        "Accounting Supplier Party",
        "Party Name: Müller & Söhne GmbH",
        "Payable Amount: 119.00 EUR",
        "Embedded Document Binary Object: (attached file photo.jpg)",
    ]


def test_values_that_are_attributes_are_on_lines_of_their_own() -> None:
    seal = "A" * 2000
    root = etree.fromstring(f'<C Folio="117" Sello="{seal}"><Emisor Rfc="AAA010101AAA"/><Empty/></C>')

    (page,) = listing_pages(root, 10)

    assert lines(page) == ["C", "Folio: 117", "Emisor", "Rfc: AAA010101AAA"]


def test_words_lie_beside_each_other_on_the_page() -> None:
    (page,) = listing_pages(etree.fromstring(INVOICE), 10)

    assert len(page.words) > 20
    for left, right in zip(page.words, page.words[1:], strict=False):
        assert left.box.y0 < right.box.y0 or left.box.x1 < right.box.x0
    assert all(0 <= word.box.x0 < word.box.x1 <= 1 and 0 <= word.box.y0 < word.box.y1 <= 1 for word in page.words)


def test_long_values_are_wrapped_into_the_page() -> None:
    note = "word " * 200 + "x" * 500
    pages = listing_pages(etree.fromstring(f"<Invoice><Note>{note}</Note></Invoice>"), 10)

    words = [word for page in pages for word in page.words]
    assert sum(word.text == "word" for word in words) == 200
    assert sum(word.text.count("x") for word in words) == 500
    assert all(word.box.x1 <= 0.95 for word in words)


def test_long_invoices_take_more_pages() -> None:
    body = "".join(f"<Line><ID>{number}</ID></Line>" for number in range(100))

    pages = listing_pages(etree.fromstring(f"<Invoice>{body}</Invoice>"), 10)

    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert sum(len(lines(page)) for page in pages) == 201
    assert max(len(lines(page)) for page in pages) == LINES_A_PAGE


def test_what_does_not_fit_is_counted_on_the_last_line() -> None:
    body = "<ID>1</ID>" * 1000

    pages = listing_pages(etree.fromstring(f"<Invoice>{body}</Invoice>"), 2)

    assert len(pages) == 2
    assert lines(pages[-1])[-1] == f"({1001 - 2 * LINES_A_PAGE + 1} more lines are not shown)"


def test_listing_can_be_drawn() -> None:
    (page,) = listing_pages(etree.fromstring(INVOICE), 10)

    assert draw_words(page, 600).startswith(b"\x89PNG")
