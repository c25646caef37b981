"""The schema is strict, and it is InvoiceData."""

import json
from typing import Any

import pytest

from functions.extract.model.schema import ASKED, OWN_FIELDS, answer_schema
from shared.domain.invoice import InvoiceData
from tests.support.model_server import schema_problem


def test_a_strict_server_accepts_it() -> None:
    assert schema_problem(answer_schema()) is None


def test_a_strict_server_would_not_accept_the_models_own_schema() -> None:
    assert schema_problem(InvoiceData.model_json_schema()) is not None


def test_it_asks_for_what_is_listed_and_for_nothing_else() -> None:
    properties = answer_schema()["properties"]
    assert tuple(properties) == (*OWN_FIELDS, *ASKED["InvoiceData"])
    assert tuple(properties["seller"]["properties"]) == ASKED["Party"]
    assert tuple(properties["lines"]["items"]["properties"]) == ASKED["Line"]
    assert tuple(properties["withholdings"]["items"]["properties"]) == ASKED["Withholding"]


def test_the_rare_groups_of_the_model_leave_it_lean() -> None:
    assert "summary" not in ASKED["InvoiceData"]
    assert len(json.dumps(answer_schema())) < 9500  # characters: some 2000 tokens with every question


def test_the_empty_answer_that_it_allows_is_valid() -> None:
    fields = _emptiest(answer_schema())
    for name in OWN_FIELDS:
        fields.pop(name)
    assert InvoiceData.model_validate(fields) == InvoiceData()


def _emptiest(schema: dict[str, Any]) -> Any:
    if schema["type"] == "object":
        return {name: _emptiest(inner) for name, inner in schema["properties"].items()}
    return [] if schema["type"] == "array" else None


@pytest.mark.parametrize("field", ["net_amount", "issue_date", "invoice_number", "document_type"])
def test_values_may_be_null_and_are_text(field: str) -> None:
    assert answer_schema()["properties"][field]["type"] == ["string", "null"]


def test_a_caller_cannot_spoil_it() -> None:
    answer_schema()["properties"].clear()
    assert answer_schema()["properties"]
