"""A correction that names no place gets the one where the document prints the value, and is taken without any."""

from shared.domain.access import Role
from shared.domain.invoice import InvoiceData
from tests.security.rows import add_invoice
from tests.security.services import Api

SHOWN = {"page": 1, "box": [0.1, 0.2, 0.3, 0.4], "text": "4711"}


def corrected(api: Api, body: dict[str, object]) -> dict[str, object]:
    invoice_id = add_invoice(api, data=InvoiceData(invoice_number="1147", currency="EUR"))
    answer = api.client(Role.REVIEWER).patch(f"/api/invoices/{invoice_id}/preview", json=body)
    assert answer.status_code == 200
    evidence: dict[str, object] = answer.get_json()["evidence"]["/invoice_number"]
    return {name: evidence[name] for name in ("page", "text", "source")}


def test_a_typed_value_that_is_printed_has_its_place(api: Api) -> None:
    evidence = corrected(api, {"preview_data": {"invoice_number": "4711"}})

    assert evidence == {"page": 1, "text": "4711", "source": "person"}


def test_a_typed_value_that_is_not_printed_has_none(api: Api) -> None:
    evidence = corrected(api, {"preview_data": {"invoice_number": "4712"}})

    assert evidence == {"page": None, "text": None, "source": "person"}


def test_the_place_that_a_person_showed_is_kept(api: Api) -> None:
    body = {"preview_data": {"invoice_number": "4711"}, "evidence": {"/invoice_number": {**SHOWN, "text": "No 4711"}}}

    assert corrected(api, body) == {"page": 1, "text": "No 4711", "source": "person"}
