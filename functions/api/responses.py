"""JSON responses of models."""

from typing import Any

import flask
from pydantic import BaseModel


def json_response(model: type[BaseModel], content: Any, status: int = 200) -> flask.Response:
    """The content as JSON, validated by the model; content that does not fit is a server error."""
    body = model.model_validate(content).model_dump_json()
    return flask.Response(body, status, mimetype="application/json")
