"""Each call of the API as a value: what is sent, what answers, and whether it may be sent twice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, TypeAdapter

from invoices_client.document import Document

INVOICES = "/api/invoices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request; `fields` go with the `document`. `is_repeatable`: carrying it out twice is carrying it out once. The
    server may hold its answer for `held` seconds."""

    method: str
    path: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    document: Document | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_repeatable: bool = False
    held: int = 0


def get(path: str, **parameters: Any) -> Call:
    """A read."""
    return Call(method="GET", path=path, parameters=given(parameters), is_repeatable=True)


def upload(
    document: Document,
    *,
    allow_duplicates: bool,
    source: Mapping[str, Any] | None = None,
    reference: str | None = None,
    tags: Sequence[str] = (),
    company: int | None = None,
    wait: int | None = None,
    idempotency_key: str | None = None,
) -> Call:
    """One file, and what is said of it. Its key, a new one if none is given, is the same however often the call is
    sent: it is one upload. Raises ValueError for a key that no header can have."""
    key = idempotency_key or str(uuid4())
    if not is_idempotency_key(key):
        raise ValueError("An idempotency key has printable ASCII characters only, such as a UUID.")
    key = key.replace("\\", r"\\").replace('"', r"\"")
    said = {
        "reference": reference,
        "company": company,
        "source": None if source is None else json.dumps(as_json(source)),
    }
    return Call(
        method="POST",
        path=f"{INVOICES}/ocr",
        parameters=given({"allow_duplicates": allow_duplicates or None, "wait": wait}),
        headers={"Idempotency-Key": f'"{key}"'},
        fields=given({**said, "tags": list(tags) or None}),
        document=document,
        is_repeatable=True,
        held=wait or 0,
    )


def act(
    invoice_id: int,
    action: str,
    *,
    body: Mapping[str, Any],
    version: int | None,
    is_repeatable: bool = False,
    **query: Any,
) -> Call:
    """An action on an invoice; with a `version` only if it is still in that one. A repetition would find its own first
    attempt's version, so that a call with a version is not repeatable."""
    return Call(
        method="POST",
        path=f"{INVOICES}/{int(invoice_id)}/{action}",
        parameters=given(query),
        headers=if_match(version),
        body=given(body),
        is_repeatable=is_repeatable and version is None,
    )


def correct(invoice_id: int, patch: Mapping[str, Any], *, version: int | None) -> Call:
    """A JSON merge patch of the data."""
    return Call(
        method="PATCH",
        path=f"{INVOICES}/{int(invoice_id)}/preview",
        headers=if_match(version),
        body={"preview_data": as_json(patch)},
    )


def if_match(version: int | None) -> Mapping[str, str]:
    """The header that makes a call hold for one version alone."""
    return {} if version is None else {"If-Match": f'"{version}"'}


def is_idempotency_key(text: str) -> bool:
    """Whether a header can have it."""
    return text.isascii() and text.isprintable()


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def as_json(value: Any) -> Any:
    """The value with its decimals and days as the API wants them: as strings. Null stays: it clears a field."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    return _ANY.dump_python(value, mode="json")


_ANY: TypeAdapter[Any] = TypeAdapter(Any)
