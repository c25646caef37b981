"""Whose a document is, by the keys that are read on it."""

import pytest

from shared.domain.sellers import KnownKey, SellerKey, SellerKeyKind, recognised

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
