"""The OpenAPI document is the code's own, and says who may call what."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from werkzeug.exceptions import NotFound

from functions.api.access import RULES
from functions.api.openapi import TARGET, openapi_app, openapi_document
from functions.api.openapi_operations import OPERATION_IDS


def test_the_document_in_the_repository_is_the_codes_own() -> None:
    assert TARGET.read_text(encoding="utf-8") == openapi_document(), "run `python -m functions.api.openapi`"


def test_every_operation_of_the_document_has_a_rule() -> None:
    document = json.loads(openapi_document())
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len(operations) >= len([name for name in RULES if not name.startswith("docs.")])


@pytest.mark.parametrize("path", ["/api/invoices/١٢", "/api/invoices/1٢/events", "/api/companies/１", "/api/keys/१"])
def test_an_id_is_written_with_the_digits_0_to_9(path: str) -> None:
    routes = openapi_app().url_map.bind("localhost")
    for method in ("GET", "POST", "PATCH", "DELETE"):
        with pytest.raises(NotFound):
            routes.match(path, method=method)


def test_every_operation_has_a_name_of_its_own_and_a_summary_of_one_sentence() -> None:
    document = json.loads(openapi_document())
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(OPERATION_IDS.values())
    assert len(set(names)) == len(names)
    for operation in operations:
        assert re.fullmatch(r"[a-z]+(?:[A-Z][a-z]+)*", operation["operationId"])
        assert operation["summary"]
        assert ". " not in operation["summary"]
        assert operation["description"].startswith(operation["summary"])
        assert "<br" not in operation["description"]


def test_an_id_in_a_path_is_an_integer() -> None:
    assert openapi_app().url_map.bind("localhost").match("/api/invoices/012/events")[1] == {"invoice_id": 12}


@pytest.mark.parametrize(
    ("schema", "field"), [("InvoiceData", "total_amount"), ("CurrencyTotal", "tax_amount"), ("Line", "quantity")]
)
def test_a_decimal_number_in_a_string_is_told_from_a_text(schema: str, field: str) -> None:
    described = json.loads(openapi_document())["components"]["schemas"][schema]["properties"][field]
    forms = described.get("anyOf", [described])
    assert {"type": "string", "format": "decimal"}.items() <= forms[0].items()


def _without_description(part: Any, where: str) -> Iterator[str]:
    """The properties in a part of the document that nobody explains."""
    if isinstance(part, dict):
        fields = part.get("properties")
        for name, field in fields.items() if isinstance(fields, dict) and "type" in part else ():
            if not field.get("description"):
                yield f"{where}/{name}"
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, one in inner:
        yield from _without_description(one, f"{where}/{name}")


def test_every_field_of_the_document_is_explained() -> None:
    schemas = json.loads(openapi_document())["components"]["schemas"]
    assert list(_without_description(schemas, "")) == []


def test_every_parameter_of_the_document_is_explained() -> None:
    paths = json.loads(openapi_document())["paths"]
    unexplained = [
        (operation["operationId"], parameter["name"])
        for path in paths.values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert unexplained == []


def test_the_example_of_a_parameter_is_what_its_schema_says() -> None:
    document = json.loads(openapi_document())
    given = [
        (operation["operationId"], parameter)
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if "example" in parameter
    ]
    wrong = [
        f"{where}: {parameter['name']}"
        for where, parameter in given
        if not Draft202012Validator({**parameter["schema"], "components": document["components"]}).is_valid(
            parameter["example"]
        )
    ]
    assert wrong == []
    assert {type(parameter["example"]) for _, parameter in given} >= {list, str, int}


@pytest.mark.parametrize(
    ("schema", "field", "term"),
    [
        ("InvoiceData", "invoice_number", "(BT-1)"),
        ("ConfirmedInvoice", "invoice_number", "(BT-1)"),
        ("DocumentAllowanceCharge", "amount", "(BT-136"),
        ("ChangedValue", "from", "before"),
    ],
)
def test_a_field_is_explained_by_the_docstring_below_it_also_an_inherited_or_renamed_one(
    schema: str, field: str, term: str
) -> None:
    schemas = json.loads(openapi_document())["components"]["schemas"]
    assert term in schemas[schema]["properties"][field]["description"]


_BYTES = {
    *("*/*", "image/png", "application/pdf", "application/zip"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Answers that are no text: their examples would say nothing."""

_CSV = "text/csv; charset=utf-8"
_SECOND_FORM = {"image/svg+xml"}
"""An invoice in another form shows its XML. Exports show their CSV alone."""


def _bodies() -> list[tuple[str, dict[str, Any]]]:
    """(where, media type as the document has it) of each body of a request or of a success."""
    paths = json.loads(openapi_document())["paths"]
    return [
        (f"{operation['operationId']} {part} {kind}", described)
        for path in paths.values()
        for operation in path.values()
        for part, body in [
            ("request", operation.get("requestBody", {})),
            *((status, answer) for status, answer in operation["responses"].items() if status in {"200", "201", "202"}),
        ]
        for kind, described in body.get("content", {}).items()
        if kind not in _BYTES | _SECOND_FORM and kind in ({_CSV} & body["content"].keys() or {kind})
    ]


def test_every_call_has_an_example_of_request_and_answer() -> None:
    assert [where for where, body in _bodies() if "example" not in body] == [], (
        "add the call to tests/record_api_examples.py and run it"
    )


def test_the_examples_are_what_their_schemas_say() -> None:
    components = json.loads(openapi_document())["components"]
    wrong = [
        f"{where}: {error.json_path}: {error.message}"
        for where, body in _bodies()
        if "example" in body
        for error in Draft202012Validator({**body["schema"], "components": components}).iter_errors(body["example"])
    ]
    assert wrong == []
