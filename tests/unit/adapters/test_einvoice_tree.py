import pytest

from shared.adapters.einvoice_tree import parse_einvoice_tree
from shared.domain.einvoice_syntax import EInvoiceNotReadError, XmlIsNoInvoiceError
from shared.domain.xml_text import LARGEST_XML, MOST_TAGS
from shared.errors import DocumentError

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"

BOMB = """<?xml version="1.0"?>
<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&c;</ID></Invoice>"""
FILE_READ = """<!DOCTYPE Invoice [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&secret;</ID></Invoice>"""


def ubl(kind: str = "Invoice", inner: str = "<ID>4711</ID>") -> str:
    return f'<{kind} xmlns="{UBL}:{kind}-2">{inner}</{kind}>'


def text_of(content: bytes) -> str:
    return "".join(str(text) for text in parse_einvoice_tree(content).root.itertext())


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ubl("Invoice"), "Invoice"),
        (ubl("CreditNote"), "CreditNote"),
        (f'<rsm:CrossIndustryInvoice xmlns:rsm="{CII}"/>', "CrossIndustryInvoice"),
        ('<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "CrossIndustryDocument"),
        (
            '<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"/>',
            "FatturaElettronica",
        ),
        (f"<StandardBusinessDocument><Header/>{ubl()}</StandardBusinessDocument>", "Invoice"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->' + ubl(), "Invoice"),
    ],
    ids=["UBL", "UBL credit note", "CII", "ZUGFeRD 1", "FatturaPA", "in an envelope", "with a comment before"],
)
def test_invoices_of_every_standard_are_known(content: str, name: str) -> None:
    assert parse_einvoice_tree(content.encode()).root.tag.endswith("}" + name)


def attached_document(content: str) -> str:
    file = f"<ExternalReference><Description><![CDATA[{content}]]></Description></ExternalReference>"
    return ubl("AttachedDocument", f"<ID>1</ID><Attachment>{file}</Attachment>")


def test_the_invoice_in_an_attached_document_is_parsed() -> None:
    content = attached_document('<?xml version="1.0" encoding="UTF-8"?>\n' + ubl(inner="<ID>SETP-990</ID>"))

    assert text_of(content.encode()) == "SETP-990"


@pytest.mark.parametrize("inner", ["", "no XML", "<other/>", BOMB, ubl("AttachedDocument"), attached_document("")])
def test_an_attached_document_without_an_invoice_is_refused(inner: str) -> None:
    with pytest.raises(DocumentError):
        parse_einvoice_tree(attached_document(inner.replace("]]>", "")).encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_are_obeyed(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?>' + ubl(inner="<Note>Müller</Note>")

    assert "Müller" in text_of(content.encode(encoding))


@pytest.mark.parametrize(
    "content", ["<html><body>Invoice</body></html>", "<Invoice><ID>1</ID></Invoice>", '<Order xmlns="urn:x"/>']
)
def test_other_xml_is_refused_as_no_invoice(content: str) -> None:
    with pytest.raises(XmlIsNoInvoiceError):
        parse_einvoice_tree(content.encode())


@pytest.mark.parametrize("content", [BOMB, FILE_READ], ids=["entity bomb", "file read"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declarations_are_refused(content: str, encoding: str) -> None:
    declared = content if encoding == "utf-8" else content.replace('<?xml version="1.0"?>\n', "")

    with pytest.raises(DocumentError, match="document type"):
        parse_einvoice_tree(declared.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [b"", b"no xml", ubl()[:-5].encode(), b"<a>" * 10_000, ubl(inner="<ID>" + "x" * 11_000_000 + "</ID>").encode()],
    ids=["empty", "text", "cut off", "too deep", "too long a text"],
)
def test_damaged_xml_gets_a_clear_sentence(content: bytes) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        parse_einvoice_tree(content)


def test_a_syntax_that_is_not_read_is_refused_by_its_name() -> None:
    with pytest.raises(EInvoiceNotReadError, match=r"This is a Svefaktura, which is not read yet\."):
        parse_einvoice_tree(b'<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0"/>')


@pytest.mark.parametrize("name", ["EmbeddedDocumentBinaryObject", "AttachmentBinaryObject", "Attachment"])
def test_a_file_of_eleven_megabytes_inside_is_no_damage(name: str) -> None:
    file = f'<{name} filename="scan.pdf">\n{"QUJD" * 2_750_000}\n</{name}>'
    root = parse_einvoice_tree(ubl(inner=f"<ID>1</ID>{file}<Note>after</Note>").encode()).root

    assert [child.get("filename") for child in root] == [None, "scan.pdf", None]
    assert "".join(child.text or "" for child in root).split() == ["1after"]


def test_more_elements_than_any_invoice_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(DocumentError, match="too many elements"):
        parse_einvoice_tree(ubl(inner="<a/>" * MOST_TAGS).encode())


def test_a_file_larger_than_any_invoice_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(DocumentError, match="too large"):
        parse_einvoice_tree(b" " * LARGEST_XML + ubl().encode())
