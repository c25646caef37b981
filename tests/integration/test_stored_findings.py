"""Stored findings, events and errors: kept over corrections, and readable in every version that wrote them."""

from typing import Any

from sqlalchemy import insert, update

from shared.adapters.database import database_now
from shared.adapters.invoice_rows import write_columns
from shared.adapters.tables import audit_events, invoices
from shared.domain.access import Role
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api, api, secret_key, unhurried, upload_url

__all__ = ["api", "secret_key", "unhurried", "upload_url"]

DISPUTED = finding(
    FindingCode.EXTRACTORS_DISAGREE,
    Level.WARNING,
    ["/total_amount"],
    field="/total_amount",
    model="119.00",
    local="19.00",
    kept="119.00",
)
OF_THE_DOCUMENT = [
    finding(FindingCode.FILE_DAMAGED, Level.WARNING),
    DISPUTED,
    finding(FindingCode.MODEL_VALUES_DROPPED, Level.WARNING, ["/lines"], count=1, fields=["/lines"]),
]
CODES = ["file-damaged", "extractors-disagree", "model-values-dropped"]


def _with_checks(api: Api, checks: list[dict[str, Any]]) -> int:
    invoice_id = add_invoice(api)
    with api.services.engine.begin() as connection:
        write_columns(connection, invoice_id, {"checks": checks, "error_count": 0})
    return invoice_id


def _corrected(api: Api, invoice_id: int, patch: dict[str, Any]) -> list[str]:
    path = f"/api/invoices/{invoice_id}/preview"
    answer = api.client(Role.REVIEWER).patch(path, json={"preview_data": patch})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [one["code"] for one in answer.get_json()["checks"]]


def test_a_first_correction_keeps_what_is_about_the_document(api: Api) -> None:
    invoice_id = _with_checks(api, [one.model_dump(mode="json") for one in OF_THE_DOCUMENT])
    found = _corrected(api, invoice_id, {"seller": {"name": "Imprenta Norte S.L."}})
    assert [code for code in found if code in CODES] == CODES


def test_a_disputed_value_is_settled_by_the_person_who_gives_it(api: Api) -> None:
    invoice_id = _with_checks(api, [one.model_dump(mode="json") for one in OF_THE_DOCUMENT])
    found = _corrected(api, invoice_id, {"total_amount": "19.00"})
    assert [code for code in found if code in CODES] == ["file-damaged", "model-values-dropped"]


def test_findings_of_an_earlier_version_are_shown_and_corrected(api: Api) -> None:
    stored = [
        {"code": "file-damaged", "level": "warning", "message": "Damaged.", "pointers": []},
        {"code": "no-longer-checked", "level": "warning", "message": "It was so.", "pointers": []},
    ]
    invoice_id = _with_checks(api, stored)
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}")
    assert [(one["code"], one["message"], one["params"]) for one in answer.get_json()["checks"]] == [
        ("file-damaged", "Damaged.", None),
        ("other", "It was so.", None),
    ]
    assert {"file-damaged", "other"} <= set(_corrected(api, invoice_id, {"invoice_number": "4712"}))


def test_an_event_of_an_unknown_type_is_answered_as_other(api: Api) -> None:
    invoice_id = add_invoice(api)
    with api.services.engine.begin() as connection:
        row = {"invoice_id": invoice_id, "type": "archived", "actor": "system", "data": {"shelf": 3}}
        connection.execute(insert(audit_events).values(**row, created_at=database_now(connection)))
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}/events")
    uploaded, archived = answer.get_json()["events"]
    assert uploaded["type"] == "uploaded"
    assert (archived["type"], archived["data"]) == ("other", {"shelf": 3})


def test_an_error_of_an_unknown_code_is_answered_as_other(api: Api) -> None:
    invoice_id = add_invoice(api, Status.FAILED)
    with api.services.engine.begin() as connection:
        connection.execute(update(invoices).where(invoices.c.id == invoice_id).values(error_code="gone"))
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}")
    assert answer.get_json()["error"] == {"code": "other", "message": "This document cannot be read."}
