"""Endpoints for operators: liveness, readiness and metrics."""

import logging
from collections.abc import Callable

import flask

from functions.api.blueprints import Resource
from functions.api.metrics import CONTENT_TYPE, metrics_text
from functions.api.models.operations import Alive, Readiness
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.database import ping
from shared.adapters.redis_client import ensure_writable
from shared.errors import AppError

blueprint = Resource("operations", __name__, tag="operations")
log = logging.getLogger(__name__)


@blueprint.get("/healthz", responses={200: Alive})
def healthz() -> flask.Response:
    """The process is alive."""
    return json_response(Alive, {})


@blueprint.get("/readyz", responses={200: Readiness, 503: Readiness})
def readyz() -> flask.Response:
    """Whether database, Redis and object store answer, each by name; Redis must accept a write too."""
    faults = {
        "database": _fault(lambda: ping(services().engine)),
        "redis": _fault(lambda: ensure_writable(services().redis)),
        "minio": _fault(services().store.ping),
    }
    sentences = [fault for fault in faults.values() if fault is not None]
    body = {
        "status": "unavailable" if sentences else "ok",
        "checks": {name: "ok" if fault is None else "unavailable" for name, fault in faults.items()},
        "error": " ".join(sentences) or None,
    }
    return json_response(Readiness, body, 503 if sentences else 200)


@blueprint.get(
    "/metrics",
    responses={
        200: {
            "description": "Prometheus' text form.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
    },
)
def metrics() -> flask.Response:
    """Prometheus metrics: counts, durations, queues, states. No contents of documents."""
    return flask.Response(metrics_text(services()), 200, content_type=CONTENT_TYPE)


def _fault(call: Callable[[], object]) -> str | None:
    """The sentence of a check that fails."""
    try:
        call()
    except AppError as error:
        log.warning("not ready", extra={"code": error.code, "cause": repr(error.__cause__)})
        return str(error)
    return None
