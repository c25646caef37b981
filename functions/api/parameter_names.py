"""Query parameters by name: a misspelt one would be ignored, and the call answered with more than was asked for."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, get_type_hints

import flask

from functions.api.access import permission_of
from shared.domain.access import Permission
from shared.http.problems import not_valid

_LONGEST_SHOWN = 60  # characters of a name that nobody knows


def refuse_unknown_parameters() -> None:
    """Raises BadRequestError for a parameter that the call does not have, suggesting the name that is meant.

    Public calls (probes, the documentation) answer everybody alike; load balancers add parameters of their own.
    """
    request = flask.request
    if request.endpoint is None or request.method == "OPTIONS" or not request.args:
        return
    if permission_of(request.endpoint) is Permission.PUBLIC:
        return
    known = parameter_names(flask.current_app.view_functions[request.endpoint])
    unknown = [name for name in request.args if name not in known]
    if unknown:
        raise not_valid({"parameter": name[:_LONGEST_SHOWN], "message": _correction(name, known)} for name in unknown)


def parameter_names(view: Callable[..., Any]) -> Sequence[str]:
    """The names of an endpoint's query parameters, by its model."""
    model = get_type_hints(view).get("query")
    if model is None:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _correction(name: str, known: Sequence[str]) -> str:
    if not known:
        return "this call has no query parameters"
    if meant := get_close_matches(name[:_LONGEST_SHOWN].lower(), known, n=1):
        return f"no such parameter; is {meant[0]} meant?"
    return f"no such parameter; there are {', '.join(known)}"
