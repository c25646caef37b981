"""Whose a document is, by the keys that are read on it."""

import pytest

from shared.domain.invoice import InvoiceData
from shared.domain.memory.seller_memory import SellerMarks
from shared.domain.sellers import KnownKey, SellerKey, SellerKeyKind, recognised, seller_of_document

KNOWN = [
    KnownKey(seller_id=1, kind=SellerKeyKind.TAX, key="000394528768"),
    KnownKey(seller_id=1, kind=SellerKeyKind.POSTCODE, key="40170"),
    KnownKey(seller_id=2, kind=SellerKeyKind.TAX, key="000771204415"),
    KnownKey(seller_id=2, kind=SellerKeyKind.POSTCODE, key="40170"),
]


@pytest.mark.parametrize(
    ("number", "postcode", "seller"),
    [
        ("000394529768", "40170", 1),
        ("000394529788", "40170", None),  # two figures apart
        ("000394529768", "50450", None),
        ("94529768", "40170", None),
    ],
)
def test_a_document_with_a_misread_name_and_one_misread_figure_is_known_by_its_post_code(
    number: str, postcode: str, seller: int | None
) -> None:
    asked = [
        SellerKey(kind=SellerKeyKind.TAX, key=number, printed=number),
        SellerKey(kind=SellerKeyKind.NAME, key="a1khuathar8ware", printed="AIK HUAT HARBWARE"),
        SellerKey(kind=SellerKeyKind.POSTCODE, key=postcode, printed=postcode),
    ]

    assert recognised(asked, KNOWN, own_numbers=[number]) == seller
    assert recognised(asked, KNOWN) is None  # what a person confirmed was not misread


NORDWIND = [
    KnownKey(seller_id=1, kind=SellerKeyKind.TAX, key="136695976"),
    KnownKey(seller_id=1, kind=SellerKeyKind.ACCOUNT, key="DE02120300000000202051"),
    KnownKey(seller_id=1, kind=SellerKeyKind.NAME, key="n0rdw1ndhande15"),
]


@pytest.mark.parametrize("number", [None, "DE136695976"])  # the buyer's number, printed beside no label
@pytest.mark.parametrize(("accounts", "seller"), [((), None), (("DE02120300000000202051",), 1)])
def test_a_known_seller_who_buys_does_not_sell_unless_its_account_is_printed(
    number: str | None, accounts: tuple[str, ...], seller: int | None
) -> None:
    names = {"seller": {"name": "Süd Papier KG", "vat_id": number}, "buyer": {"name": "Nordwind Handels GmbH"}}
    marks = SellerMarks(tax=("136695976",) if number else (), accounts=accounts, names=("n0rdw1ndhande15",))

    assert seller_of_document(marks, InvoiceData.model_validate(names), NORDWIND) == seller
    assert seller_of_document(marks, InvoiceData.model_validate({"seller": names["buyer"]}), NORDWIND) == 1
