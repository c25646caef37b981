"""Answers in the form of their models."""

from typing import Any

import flask
from pydantic import BaseModel


def json_response(model: type[BaseModel], content: Any, status: int = 200) -> flask.Response:
    """JSON of the content as the model shows it. Content that does not fit the model is a fault of ours."""
    body = model.model_validate(content).model_dump_json()
    return flask.Response(body, status, mimetype="application/json")
