"""Endpoints for operators: liveness, readiness and metrics."""

import logging
from collections.abc import Callable

import flask
from flask_openapi3 import APIBlueprint, Tag

from functions.api.metrics import CONTENT_TYPE, metrics_text
from functions.api.models import Alive, Readiness
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.database import ping
from shared.adapters.redis_client import translated_faults
from shared.errors import AppError

blueprint = APIBlueprint("operations", __name__, abp_tags=[Tag(name="operations")])
log = logging.getLogger(__name__)


@blueprint.get("/healthz", responses={200: Alive})
def healthz() -> flask.Response:
    """The process is alive."""
    return json_response(Alive, {})


@blueprint.get("/readyz", responses={200: Readiness, 503: Readiness})
def readyz() -> flask.Response:
    """Whether database, Redis and object store answer, each by name."""
    checks = {
        "database": _answers(lambda: ping(services().engine)),
        "redis": _answers(_ping_redis),
        "minio": _answers(services().store.ping),
    }
    ready = all(checks.values())
    words = {name: "ok" if fine else "unavailable" for name, fine in checks.items()}
    return json_response(
        Readiness, {"status": "ok" if ready else "unavailable", "checks": words}, 200 if ready else 503
    )


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


def _ping_redis() -> None:
    with translated_faults():
        services().redis.ping()


def _answers(call: Callable[[], object]) -> bool:
    try:
        call()
    except AppError as error:
        log.warning("not ready", extra={"code": error.code, "cause": repr(error.__cause__)})
        return False
    return True
