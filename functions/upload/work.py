"""What taking the files of an upload needs: loaded behind the start (`main`)."""

from collections.abc import Mapping

import flask

from functions.upload.form import read_said, rewindable
from functions.upload.intake import Intake, UploadLimits
from functions.upload.multipart import iter_files
from functions.upload.outcomes import FileOutcome
from shared.adapters.companies import ensure_company
from shared.adapters.database import shared_engine, transaction
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_after_commit
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
    with rewindable(request.stream) as body:
        said = read_said(content_type, body.read)
        if said.labels.company is not None:
            with transaction(shared_engine()) as connection:
                ensure_company(connection, said.labels.company)
        body.seek(0)
        return intake.take(
            iter_files(content_type, body.read),
            actor=claims["actor"],
            allow_duplicates=claims["allow_duplicates"] == "true",
            said=said,
        )
