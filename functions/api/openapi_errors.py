"""Adds to the OpenAPI document what the routes do not declare: the required key and the possible errors."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.routing import Map

from functions.api.access import RULES
from functions.api.models.base import Error
from shared.domain.access import Permission

_SCHEMES: list[dict[str, list[str]]] = [{"bearer": []}, {"api_key": []}]
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def add_error_responses(document: dict[str, Any], routes: Map) -> None:
    """Adds `security` and the error responses to each operation of `document`."""
    endpoints = documented_endpoints(routes)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            is_open = RULES[endpoints[path, method]] is Permission.PUBLIC
            operation["security"] = [] if is_open else _SCHEMES
            _allow_no_body(document, operation)
            answers = operation["responses"]
            for status in _faults(operation, is_open=is_open):
                answers[str(status)] = answers.get(str(status)) or _fault(status)
            # The framework documents a list of errors here, whatever the callback returns.
            answers["400"] = _fault(400)
            operation["responses"] = dict(sorted(answers.items()))


def _allow_no_body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> None:
    """A JSON body without required members is optional, whatever the framework documents."""
    body = operation.get("requestBody")
    schema = body["content"].get("application/json", {}).get("schema") if body else None
    if body and schema and "$ref" in schema:
        named = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        body["required"] = bool(named.get("required"))


def _faults(operation: Mapping[str, Any], *, is_open: bool) -> Iterator[int]:
    if not is_open:
        yield from (401, 403, 429)
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", [])):
        yield 404
    if "requestBody" in operation:
        yield from (408, 413, 415)
    yield from (421, 500, 503)  # 421: AUTH=off, and the call is not from this machine


def _fault(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Error.__name__}"}
    description = HTTPStatus(status).phrase
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def documented_endpoints(routes: Map) -> dict[tuple[str, str], str]:
    """(path as in the document, method in lower case) -> its endpoint."""
    return {
        (_ARGUMENT.sub(r"{\1}", rule.rule), method.lower()): rule.endpoint
        for rule in routes.iter_rules()
        if rule.endpoint in RULES
        for method in rule.methods or ()
    }
