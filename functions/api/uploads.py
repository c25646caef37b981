"""Uploads: streams the body to the upload function and returns its response."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import flask
import httpx

from functions.api.blueprints import Resource
from functions.api.models.base import Error
from functions.api.models.uploads import FileResults, UploadHeaders, UploadQuery
from functions.api.queries import whole_invoice
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.adapters.database import transaction
from shared.domain.metrics import UPLOADS
from shared.domain.origins import LONGEST_REFERENCE, Labels
from shared.errors import UnavailableError
from shared.http.client_presence import client_gone
from shared.http.idempotency_keys import idempotency_key
from shared.http.signing import streamed_headers
from shared.http.upload_bodies import boundary_of, checked_length
from shared.pipeline.reviews import InvoiceNotFoundError

blueprint = Resource("uploads", __name__, tag="upload")

_CHUNK = 256 * 1024
_FORWARDED = ("Retry-After", "Content-Type")

_LABELS = Labels.model_json_schema()["properties"]
_SAID = {
    "source": {
        "allOf": [{"$ref": "#/components/schemas/UploadSource"}],
        "description": "Where the documents come from, as JSON. Without it they were uploaded.",
    },
    "reference": {"type": "string", "maxLength": LONGEST_REFERENCE, "description": "What the sender calls them."},
    "tags": {**_LABELS["tags"], "description": "What they are filed under: one part each."},
    "company": {"type": "integer", "description": "Id of the own company that they are for."},
}

_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "The documents: one part each.",
                        },
                        **_SAID,
                    },
                }
            }
        },
    }
}


@blueprint.post(
    "/api/invoices/ocr",
    responses={200: FileResults, 202: FileResults, 409: Error, 411: Error, 422: Error},
    openapi_extensions=_BODY,
)
def upload(query: UploadQuery, header: UploadHeaders) -> flask.Response:
    """Upload one or more documents (multipart, field `file`). With `wait` the answer is `200` once the first of them is
    read, and holds that invoice; with an Idempotency-Key the same upload can be repeated without being made twice."""
    length = checked_length(flask.request, services().settings)
    content_type = flask.request.headers.get("Content-Type", "")
    boundary_of(content_type)  # refused here, before megabytes of no form are passed on
    key = idempotency_key(header.idempotency_key)
    answer = take_in(_chunks(length), length, content_type, allow_duplicates=query.allow_duplicates, key=key)
    results: list[dict[str, Any]] = answer.json() if answer.status_code == 202 else []
    response = _read_within(query.wait, results) or flask.Response(answer.content, answer.status_code)
    for name in _FORWARDED:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    _point_to_the_invoice(response, results)
    return response


def _read_within(seconds: int, results: Sequence[dict[str, Any]]) -> flask.Response | None:
    """The answer with the first invoice, if that is read within so many seconds and is there still."""
    first = next((one for one in results if one["invoice_id"] is not None), None)
    gone = client_gone(flask.request.environ)
    if not seconds or first is None or not services().waiting.until_read(first["invoice_id"], seconds, gone):
        return None
    try:
        with transaction(services().engine) as connection:
            invoice = whole_invoice(connection, first["invoice_id"])
    except InvoiceNotFoundError:
        return None
    return json_response(FileResults, [{**one, "invoice": invoice} if one is first else one for one in results])


def take_in(
    content: Iterable[bytes],
    length: int,
    content_type: str,
    *,
    allow_duplicates: bool = False,
    key: str | None = None,
) -> httpx.Response:
    """The upload function's answer to a multipart body of so many bytes. Raises UnavailableError."""
    claims = {
        "actor": caller().name,
        "caller": str(caller().key_id or ""),
        "allow_duplicates": str(allow_duplicates).lower(),
        **({"idempotency_key": key} if key is not None else {}),
    }
    headers = {
        "Content-Type": content_type,
        "Content-Length": str(length),
        **streamed_headers(services().settings.secret_key.get_secret_value(), "upload", length=length, claims=claims),
    }
    try:
        return services().upload_client.post(services().settings.upload_url, headers=headers, content=content)
    except httpx.HTTPError as error:
        services().metrics.count(UPLOADS, "refused", UnavailableError.code)
        raise UnavailableError("Uploads cannot be accepted right now. Please try again in a moment.") from error


def _chunks(length: int) -> Iterator[bytes]:
    left = length
    while left > 0 and (chunk := flask.request.stream.read(min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk
    if left:
        raise httpx.WriteError("the client ended the body early")


def _point_to_the_invoice(response: flask.Response, results: Sequence[Mapping[str, Any]]) -> None:
    named = [one["invoice_id"] for one in results if one["status"] != "skipped"]
    if len(named) == 1 and named[0] is not None:
        response.headers["Location"] = f"{services().settings.base_path}/api/invoices/{named[0]}"
