"""Whose invoices are: what stores learn of sellers when one is confirmed, and forget with it."""

from typing import Any

import pytest

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.sellers import SellerKeyKind
from tests.contract.documents import added
from tests.contract.stores import KnownSeller, Stores
from tests.support.known_seller import confirmed_by_nobody

NORTE = {"name": "Imprenta Norte S.L.", "vat_id": "ESB12345678", "address": "C/ Mayor 3, 28013 Madrid"}
IBAN = "ES9121000418450200051332"


def read(stores: Stores, seller: dict[str, Any], **values: Any) -> int:
    """An invoice of this seller that waits for a person."""
    invoice_id = added(stores)
    data = InvoiceData.model_validate({"seller": seller, "total_amount": "121", "currency": "EUR", **values})
    evidence = {
        "/seller/name": Evidence(
            page=1, box=Box(0.1, 0.1, 0.3, 0.12), text="x", confidence=0.9, source=Source.TEXT_LAYER
        )
    }
    columns = answer_columns(data, evidence, [])
    stores.inside.put(invoice_id, status=Status.WAITING_VALIDATION, stage=None, **columns)
    return invoice_id


def confirm(stores: Stores, invoice_id: int, *, teaches: bool = True) -> None:
    stores.invoices.decide(invoice_id, actor="ana", rule=decisions.confirm if teaches else confirmed_by_nobody)


def confirmed(stores: Stores, seller: dict[str, Any], **values: Any) -> int:
    invoice_id = read(stores, seller, **values)
    confirm(stores, invoice_id)
    return invoice_id


def reopen(stores: Stores, invoice_id: int) -> None:
    stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))


def delete(stores: Stores, invoice_id: int) -> None:
    stores.invoices.remove(
        [invoice_id], actor="ana", untouched_since=None, erase=lambda _: None, release=lambda _: None
    )


def only(stores: Stores) -> KnownSeller:
    (seller,) = stores.inside.known_sellers()
    return seller


def printed(seller: KnownSeller, kind: SellerKeyKind) -> dict[str, int]:
    return {key.printed: number for key, number in seller.keys.items() if key.kind is kind}


def test_a_confirmed_invoice_makes_its_seller_known_and_teaches(stores: Stores) -> None:
    invoice_id = confirmed(stores, NORTE, payment={"iban": IBAN})
    seller = only(stores)
    assert seller.name == "Imprenta Norte S.L."
    assert {(key.kind, key.printed) for key in seller.keys} == {
        (SellerKeyKind.TAX, "ESB12345678"),
        (SellerKeyKind.NAME, "Imprenta Norte S.L."),
        (SellerKeyKind.ACCOUNT, IBAN),
        (SellerKeyKind.POSTCODE, "28013"),
    }
    assert set(seller.keys.values()) == {1}
    assert [one["pointer"] for one in seller.lessons[invoice_id]["learned"]] == ["/seller/name"]
    assert stores.inside.row(invoice_id)["seller_id"] == seller.id


@pytest.mark.parametrize(
    ("other", "accounts"),
    [
        ({"name": "IMPRENTA NORTE", "vat_id": "B-12345678"}, {}),
        ({"name": "Norte Print"}, {"payment": {"iban": IBAN}}),
        ({"name": "imprenta norte sl"}, {}),
    ],
    ids=["by its number", "by its account", "by its name"],
)
def test_the_next_invoice_is_of_the_same_seller_and_is_called_as_it(
    stores: Stores, other: dict[str, Any], accounts: dict[str, Any]
) -> None:
    confirmed(stores, NORTE, payment={"iban": IBAN})
    second = confirmed(stores, other, **accounts)
    seller = only(stores)
    assert set(printed(seller, SellerKeyKind.NAME)) == {"Imprenta Norte S.L.", other["name"]}
    assert stores.inside.row(second)["seller_name"] == "Imprenta Norte S.L."
    assert stores.inside.row(second)["final_data"]["seller"]["name"] == other["name"]
    assert stores.inside.sellers() == {"Imprenta Norte S.L."}


def test_another_number_of_the_same_kind_is_another_seller_of_the_name(stores: Stores) -> None:
    confirmed(stores, {"name": "Taxi García", "vat_id": "ES11111111H"})
    confirmed(stores, {"name": "Taxi García", "vat_id": "ES22222222J"})
    assert [one.name for one in stores.inside.known_sellers()] == ["Taxi García"] * 2


def test_a_number_with_one_figure_misread_is_the_seller_of_its_name_and_no_other(stores: Stores) -> None:
    confirmed(stores, {"name": "Taxi García", "tax_id": "001734164480"})
    confirmed(stores, {"name": "Taxi García", "tax_id": "001734164430"})
    confirmed(stores, {"name": "Taxi Bermúdez", "tax_id": "001734164490"})
    assert sorted(one.name for one in stores.inside.known_sellers()) == ["Taxi Bermúdez", "Taxi García"]


def test_one_name_without_a_number_is_one_seller(stores: Stores) -> None:
    for name in ("Ἀλφα Βῆτα Α.Ε.", "Ооо Ромашка", "株式会社日本", "x" * 200):
        confirmed(stores, {"name": name})
        confirmed(stores, {"name": name})
    assert [len(one.lessons) for one in stores.inside.known_sellers()] == [2, 2, 2, 2]


def test_companies_of_a_group_are_one_seller_until_a_person_splits_it(stores: Stores) -> None:
    confirmed(stores, {"name": "Alfa GmbH", "vat_id": "DE123456789"})
    confirmed(stores, {"name": "Beta GmbH", "vat_id": "DE123456789"})
    assert set(printed(only(stores), SellerKeyKind.NAME)) == {"Alfa GmbH", "Beta GmbH"}


def test_who_has_neither_name_nor_number_is_no_seller(stores: Stores) -> None:
    invoice_id = confirmed(stores, {"address": "C/ Mayor 3, 28013 Madrid"})
    assert stores.inside.known_sellers() == []
    assert stores.inside.row(invoice_id)["seller_id"] is None


def test_a_seller_is_called_by_its_number_until_it_has_a_name(stores: Stores) -> None:
    nameless = {"vat_id": "ESB12345678"}
    confirmed(stores, nameless)
    assert only(stores).name == "ESB12345678"
    second = confirmed(stores, NORTE)
    assert only(stores).name == "Imprenta Norte S.L."
    assert stores.inside.row(second)["seller_name"] == "Imprenta Norte S.L."


def test_confirmed_by_nobody_teaches_nothing_but_belongs_to_its_seller(stores: Stores) -> None:
    unknown = read(stores, NORTE)
    confirm(stores, unknown, teaches=False)
    assert stores.inside.known_sellers() == []
    confirmed(stores, NORTE)
    known = read(stores, {"name": "Norte", "vat_id": "ESB12345678"})
    confirm(stores, known, teaches=False)
    seller = only(stores)
    assert (seller.lessons[known], printed(seller, SellerKeyKind.NAME)) == (None, {"Imprenta Norte S.L.": 1})
    assert stores.inside.row(known)["seller_name"] == "Imprenta Norte S.L."


@pytest.mark.parametrize("undo", [reopen, delete])
def test_what_one_invoice_taught_alone_goes_with_it(stores: Stores, undo: Any) -> None:
    first = confirmed(stores, NORTE)
    before = only(stores)
    second = confirmed(stores, {**NORTE, "name": "Norte Print"}, payment={"iban": IBAN})
    undo(stores, second)
    assert only(stores) == before
    undo(stores, first)
    assert stores.inside.known_sellers() == []


@pytest.mark.parametrize("undo", [reopen, delete])
def test_a_name_goes_with_its_last_invoice_and_the_most_frequent_one_follows(stores: Stores, undo: Any) -> None:
    first = confirmed(stores, NORTE)
    for name in ("Norte Print", "Norte Druck", "Norte Print"):
        confirmed(stores, {**NORTE, "name": name})
    undo(stores, first)
    assert only(stores).name == "Norte Print"


def test_an_invoice_that_waits_names_its_seller_once_it_is_known(stores: Stores) -> None:
    confirmed(stores, NORTE)
    waiting = read(stores, {"name": "misread"})
    stores.invoices.decide(
        waiting, actor="ana", rule=lambda invoice: decisions.correct(invoice, {"seller": {"vat_id": "B12345678"}}, {})
    )
    row = stores.inside.row(waiting)
    assert (row["seller_id"], row["seller_name"]) == (only(stores).id, "misread")


def test_a_reopened_invoice_is_called_as_it_was_read_and_confirmed_again_as_its_seller(stores: Stores) -> None:
    confirmed(stores, NORTE)
    second = confirmed(stores, {"name": "Norte", "vat_id": "B12345678"})
    reopen(stores, second)
    assert stores.inside.row(second)["seller_name"] == "Norte"
    confirm(stores, second)
    assert stores.inside.row(second)["seller_name"] == "Imprenta Norte S.L."
    assert len(only(stores).lessons) == 2
