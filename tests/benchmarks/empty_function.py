"""A function that does nothing: what the Functions Framework itself costs."""

import flask
import functions_framework


@functions_framework.http
def empty(request: flask.Request) -> str:
    """Answers at once."""
    return "ok"
