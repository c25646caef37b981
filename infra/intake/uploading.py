"""Hands a mail or file to the upload function, signed as the api signs what clients send."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from shared.adapters.intake_store import Arrival
from shared.domain.intake import ACTOR, IntakePart, IntakeResult, result_of
from shared.domain.origins import SourceKind, told_source
from shared.errors import UnavailableError
from shared.http.signing import streamed_headers
from shared.settings import Settings

_LATER = frozenset({408, 429, 502, 503, 504})
"""Nothing was done, for no fault of this file."""


class UploadBrokeError(Exception):
    """The upload function failed at this file; another attempt may succeed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploader:
    """Uploads with the settings' address and key."""

    client: httpx.Client
    settings: Settings

    def upload(self, kind: SourceKind, arrival: Arrival, filename: str, content: bytes) -> IntakeResult:
        """What became of it. Raises UnavailableError while nothing can be taken, UploadBrokeError."""
        request = self.client.build_request(
            "POST",
            self.settings.upload_url,
            files={"file": (filename, content)},
            data={"source": json.dumps(source_of(kind, arrival), ensure_ascii=False)},
        )
        claims = {"actor": ACTOR, "allow_duplicates": "false"}
        length = int(request.headers["Content-Length"])
        secret = self.settings.secret_key.get_secret_value()
        request.headers.update(streamed_headers(secret, "upload", length=length, claims=claims))
        try:
            answer = self.client.send(request)
        except httpx.HTTPError as error:
            raise UnavailableError("The upload function does not answer.") from error
        return _result(answer, filename)


def source_of(kind: SourceKind, arrival: Arrival) -> Mapping[str, Any]:
    """The form field `source` of what came."""
    source = told_source(
        kind,
        sender=arrival.sender,
        subject=arrival.subject,
        message_id=arrival.message_id,
        received_at=arrival.received_at,
        path=arrival.name,
    )
    return source.model_dump(mode="json", exclude_none=True)


def _result(answer: httpx.Response, filename: str) -> IntakeResult:
    if answer.status_code in _LATER:
        raise UnavailableError(f"The upload function answers {answer.status_code}.")
    try:
        body: Any = answer.json()
        if answer.status_code == 202:
            return result_of([_part(one) for one in body])
        if 400 <= answer.status_code < 500:
            return _refused(body, filename)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UploadBrokeError(f"The upload function answers {answer.status_code}, and no result.") from error
    raise UploadBrokeError(f"The upload function answers {answer.status_code}.")


def _part(one: Mapping[str, Any]) -> IntakePart:
    parent = one.get("parent")
    return IntakePart(
        filename=str(one["filename"])[:255],
        status=one["status"],
        invoice_id=one["invoice_id"],
        code=one.get("code"),
        parent=None if parent is None else str(parent)[:1000],
    )


def _refused(body: Mapping[str, Any], filename: str) -> IntakeResult:
    """Nothing was usable: `details` has each part; or the whole was refused, with a code."""
    parts = [_part(one) for one in body.get("details") or ()]
    return result_of(parts or [IntakePart(filename=filename[:255], status="error", invoice_id=None, code=body["code"])])
