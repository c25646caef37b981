"""Responses: models as JSON, and how the OpenAPI document describes those that are files."""

from typing import Any

import flask
from pydantic import BaseModel

ANY_MEDIA_TYPE = "*/*"
"""The range of media types (RFC 9110, 12.5.1) of a call that answers a file in its own type."""


def json_response(model: type[BaseModel], content: Any, status: int = 200) -> flask.Response:
    """The content as JSON, validated by the model; content that does not fit is a server error."""
    body = model.model_validate(content).model_dump_json()
    return flask.Response(body, status, mimetype="application/json")


def binary_response(description: str, *media_types: str) -> dict[str, Any]:
    """The description of a response that is a file of one of these types."""
    schema = {"type": "string", "format": "binary"}
    return {"description": description, "content": {media_type: {"schema": schema} for media_type in media_types}}
