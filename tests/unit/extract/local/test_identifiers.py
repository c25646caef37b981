import pytest

from functions.extract.layout import read_layout
from functions.extract.local.lexicon.kinds import IdentifierKind
from functions.extract.local.mentions.identifiers import find_identifiers, of_kind
from tests.support.documents import printed


def found(text: str, *kinds: IdentifierKind) -> list[str]:
    return [one.value.value for one in of_kind(find_identifiers(read_layout(printed(text))), *kinds)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("USt-IdNr: DE136695976", "DE136695976"),
        ("UStId DE 136 695 976    SWIFT HELADEF1GEL", "DE136695976"),
        ("BTW NL810433941B01", "NL810433941B01"),
        ("N° de TVA intra communautaire: FR 604 219 388 61", "FR60421938861"),
        ("CIF: B58378431  Tel. 93 111 22 33", "B58378431"),
        ("P. IVA 00743110157", "00743110157"),
        ("NIP 526-24-03-747", "526-24-03-747"),
        ("Contribuinte N.º 501964843", "501964843"),
        ("VAT Reg No GB 123 4567 82", "GB123456782"),
    ],
)
def test_vat_numbers(text: str, expected: str) -> None:
    assert found(text, IdentifierKind.VAT) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C.U.I.T.: 20-05536168-2", "20-05536168-2"),
        ("RFC: GODE561231GR8", "GODE561231GR8"),
        ("CNPJ 16.727.230/0001-97", "16.727.230/0001-97"),
        ("Federal Tax ID: 91-1144442", "91-1144442"),
        ("Steuernummer : 201/113/40209", "201/113/40209"),
        ("Siret 73282932000074 - APE 4778C", "73282932000074"),
        ("GST ID : 000849813504", "000849813504"),
        ("ABN 51 824 753 556", "51 824 753 556"),
    ],
)
def test_other_tax_numbers(text: str, expected: str) -> None:
    assert found(text, IdentifierKind.TAX) == [expected]


def test_a_number_under_its_label() -> None:
    assert found("GSTIN                CIN\n06AABCO6063D1ZQ      U63090DL2012PTC231770", IdentifierKind.TAX) == [
        "06AABCO6063D1ZQ"
    ]


@pytest.mark.parametrize("text", ["MwSt 19 % 15.387,08", "VAT 12/03/2024", "Umsatzsteuer 2923.55", "IVA 21% 1.234,56"])
def test_amounts_rates_and_dates_are_no_tax_numbers(text: str) -> None:
    assert found(text, IdentifierKind.VAT, IdentifierKind.TAX) == []


@pytest.mark.parametrize("text", ["Faktura VAT 441/MAG/04/2021", "Faktura VAT    118844/2021    oryginał"])
def test_the_number_behind_a_title_is_no_tax_number(text: str) -> None:
    assert found(text, IdentifierKind.VAT, IdentifierKind.TAX) == []


def test_a_label_can_assign_a_number_to_the_buyer() -> None:
    [identifier] = find_identifiers(read_layout(printed("N° TVA client   FR19787878784")))

    assert identifier.buyer
    assert identifier.country == "FR"


def test_wrong_check_digits_are_given_only_under_a_label_and_with_little_confidence() -> None:
    labelled = find_identifiers(read_layout(printed("USt-IdNr. DE136695975")))

    assert [one.value.value for one in labelled] == ["DE136695975"]
    assert labelled[0].value.confidence < 0.7
    assert found("Code DE136695975", IdentifierKind.VAT) == []


def test_iban_and_bic_however_they_are_spaced() -> None:
    text = "IBAN DE91 1000 0000 0123 4567 89 BIC: MARKDEF1100\nNL91ABNA0417164300"

    assert found(text, IdentifierKind.IBAN) == ["DE91100000000123456789", "NL91ABNA0417164300"]
    assert found(text, IdentifierKind.BIC) == ["MARKDEF1100"]


def test_an_invented_iban_needs_its_label_even_if_that_ends_the_line_above() -> None:
    assert found("bitte auf IBAN\nDE75123456780000001234, BIC WELADED1MST", IdentifierKind.IBAN) == [
        "DE75123456780000001234"
    ]
    assert found("IBAN AT00 1234 5678 9012 3456 B Kunde", IdentifierKind.IBAN) == ["AT00" + "1234567890123456"]
    assert found("Zählpunkt DE75123456780000001234", IdentifierKind.IBAN) == []
    assert found("IBAN FR76 **********************", IdentifierKind.IBAN) == []


def test_contacts() -> None:
    text = "Tel: +49 932 431 500  Fax: +49 932 431 510  info@seller.example  www.seller.example/shop"

    assert found(text, IdentifierKind.PHONE) == ["+49 932 431 500"]
    assert found(text, IdentifierKind.FAX) == ["+49 932 431 510"]
    assert found(text, IdentifierKind.EMAIL) == ["info@seller.example"]
    assert found(text, IdentifierKind.WEBSITE) == ["www.seller.example/shop"]


def test_a_specification_is_no_web_address() -> None:
    assert found("urn:cen.eu:en16931:2017#conformant#urn:zugferd.de:2p0", IdentifierKind.WEBSITE) == []


def test_american_phone_numbers_need_no_label() -> None:
    assert found("(415) 398-3173\n215-964-9009", IdentifierKind.PHONE) == ["(415) 398-3173", "215-964-9009"]
