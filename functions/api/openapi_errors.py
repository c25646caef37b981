"""What the OpenAPI document tells beside each route's own answers: which key it asks for, and how it can fail."""

import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.routing import Map

from functions.api.access import RULES
from functions.api.models import Error
from shared.domain.access import Permission

_SCHEMES: list[dict[str, list[str]]] = [{"bearer": []}, {"api_key": []}]
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def add_error_responses(document: dict[str, Any], routes: Map) -> None:
    """Adds to each operation of `document` its `security` and, in the one shape of errors, what it may answer."""
    permissions = _permissions(routes)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            is_open = permissions[path, method] is Permission.PUBLIC
            operation["security"] = [] if is_open else _SCHEMES
            _allow_no_body(document, operation)
            answers = operation["responses"]
            for status in _faults(operation, is_open=is_open):
                answers[str(status)] = answers.get(str(status)) or _fault(status)
            # The framework tells of a list of errors here, whatever the callback answers.
            answers["400"] = _fault(400)
            operation["responses"] = dict(sorted(answers.items()))


def _allow_no_body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> None:
    """A JSON body of which nothing is required may be left out, whatever the framework says."""
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
        yield 413
    yield from (421, 500, 503)  # 421: AUTH=off, and the call is not of this machine


def _fault(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Error.__name__}"}
    description = HTTPStatus(status).phrase
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _permissions(routes: Map) -> dict[tuple[str, str], Permission]:
    """The rule of each (path as the document writes it, method in lower case)."""
    return {
        (_ARGUMENT.sub(r"{\1}", rule.rule), method.lower()): RULES[rule.endpoint]
        for rule in routes.iter_rules()
        if rule.endpoint in RULES
        for method in rule.methods or ()
    }
