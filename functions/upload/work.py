"""What taking the files of an upload needs: loaded behind the start (`main`)."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache

import flask
from sqlalchemy import Engine

from functions.upload.form import fingerprint_of, read_said, rewindable
from functions.upload.intake import Intake, UploadLimits
from functions.upload.multipart import iter_files
from functions.upload.outcomes import FileOutcome, ensure_one_usable
from shared.adapters.companies import ensure_company
from shared.adapters.database import make_engine, shared_engine, transaction
from shared.adapters.idempotent_answers import once
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_after_commit
from shared.http.idempotency_keys import HOURS_KEPT
from shared.settings import load_settings

settings = load_settings()


def take_files(request: flask.Request, claims: Mapping[str, str]) -> list[FileOutcome]:
    """The outcome of each file of the body. Raises BadRequestError for a field that is not valid, and the errors of
    `Intake.take`."""
    limits = UploadLimits(file_bytes=settings.max_upload_mb * 1024**2, files=settings.max_files_per_upload)
    intake = Intake(
        store=shared_object_store(),
        invoices=SqlInvoiceStore(shared_engine()),
        after_commit=make_after_commit(shared_redis()),
        metrics=RedisMetrics(shared_redis()),
        limits=limits,
    )
    content_type = request.headers.get("Content-Type")
    allow_duplicates = claims["allow_duplicates"] == "true"
    with rewindable(request.stream) as body:
        said = read_said(content_type, body.read)
        if said.labels.company is not None:
            with transaction(shared_engine()) as connection:
                ensure_company(connection, said.labels.company)
        body.seek(0)

        def take(name: str | None = None) -> list[FileOutcome]:
            parts = iter_files(content_type, body.read)
            actor = claims["actor"]
            return intake.take(parts, actor=actor, allow_duplicates=allow_duplicates, said=said, once=name)

        key = claims.get("idempotency_key")
        if key is None:
            return take()
        fingerprint = fingerprint_of(content_type, body.read, claims["allow_duplicates"])
        body.seek(0)
        with once(
            _engine_of_locks(), scope=claims["caller"], key=key, fingerprint=fingerprint, hours=HOURS_KEPT
        ) as call:
            if call.earlier is not None:
                return [FileOutcome(**outcome) for outcome in call.earlier]
            outcomes = take(call.name)
            # An upload of which nothing is taken may be repeated with other files.
            ensure_one_usable(outcomes)
            call.keep([asdict(outcome) for outcome in outcomes])
            return outcomes


@cache
def _engine_of_locks() -> Engine:
    """Connections that are held for whole uploads: of a pool of their own, so that those who take the files never wait
    for one another."""
    return make_engine(settings)
