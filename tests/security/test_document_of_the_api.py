"""Whatever is sent to the routes of the OpenAPI document, the answer is one that the document tells of."""

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks

from functions.api.openapi import openapi_app
from shared.domain.access import Role
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "12"))

# The statuses by which a request that the document forbids may be refused.
REFUSALS = [400, 404, 405, 411, 412, 413, 415, 416]
config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}})
# A stream of news stays open for minutes: the contract's tests listen to it.
schema = schemathesis.openapi.from_dict(openapi_app().api_doc, config=config).exclude(path="/api/events")

CHECKS = [
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
    openapi_checks.unsupported_method,
]


@pytest.fixture(scope="module")
def some_ids(api: Api) -> list[int]:
    """Invoices in every state; what the examples do to them is theirs."""
    return [add_invoice(api, status) for status in Status for _ in range(3)]


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_document_tells_of(case: Any, api: Api, some_ids: list[int]) -> None:
    if "invoice_id" in (case.path_parameters or {}) and isinstance(case.path_parameters["invoice_id"], int):
        number = case.path_parameters["invoice_id"]
        case.path_parameters["invoice_id"] = some_ids[number % len(some_ids)] if number % 4 else number
    case.call_and_validate(app=api.app, headers={"Authorization": f"Bearer {api.keys[Role.ADMIN]}"}, checks=CHECKS)
