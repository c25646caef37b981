"""Every answer to a generated request is one that the OpenAPI document declares."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks

from functions.api.openapi import openapi_app
from shared.adapters.database import transaction
from shared.adapters.tables import companies
from shared.domain.access import Role
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "12"))

# The statuses that may refuse a request that the document does not allow.
REFUSALS = [400, 404, 405, 411, 412, 413, 415, 416]
config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}})
# The stream of live updates stays open for minutes: the contract's tests listen to it.
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
    """Invoices in every state, which the examples may change."""
    return [add_invoice(api, status) for status in Status for _ in range(3)]


@pytest.fixture(scope="module")
def some_keys(api: Api) -> Iterator[list[int]]:
    """Keys that the examples may revoke, so that those of other tests stay. Deletes the created companies."""
    yield [api.services.keys.create(f"example {number}", Role.VIEWER)[1].id for number in range(3)]
    with transaction(api.services.engine) as connection:
        connection.execute(companies.delete())


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
def test_every_response_is_declared_in_the_document(
    case: Any, api: Api, some_ids: list[int], some_keys: list[int]
) -> None:
    given = case.path_parameters or {}
    if isinstance(number := given.get("invoice_id"), int):
        given["invoice_id"] = some_ids[number % len(some_ids)] if number % 4 else number
    if isinstance(number := given.get("key_id"), int):
        # Never the number of another test's key.
        given["key_id"] = some_keys[number % len(some_keys)] if number % 4 else number + max(some_keys) + 1
    case.call_and_validate(app=api.app, headers={"Authorization": f"Bearer {api.keys[Role.ADMIN]}"}, checks=CHECKS)
