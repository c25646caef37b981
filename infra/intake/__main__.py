"""The intake: `python -m infra.intake` uploads what comes by mail, into a folder and into a bucket, as INTAKE_… says.

SIGTERM lets the mail or file that is being taken finish.
"""

import logging
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import httpx
from sqlalchemy import Engine

from infra.intake.keeping import Keeper
from infra.intake.sources import Source
from infra.intake.taking import Taking
from infra.intake.uploading import Uploader
from shared.adapters.database import make_engine
from shared.adapters.intake_store import IntakeStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import make_s3_client
from shared.adapters.redis_client import make_redis
from shared.addresses import bucket_place, mail_address
from shared.http.body_sizes import CONTAINER_FACTOR
from shared.http.keep_alive import IDLE_SECONDS
from shared.http.start_up import start_process
from shared.pipeline.ports import Metrics
from shared.settings import Settings
from shared.waits import UPLOAD_SECONDS

log = logging.getLogger(__name__)

_CONNECTIONS = 6
"""Of each of three sources: one holds its lock, one writes."""


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = start_process("intake")
    if not settings.has_intake:
        sys.exit(
            "intake does not start: nothing is to be taken in. Set INTAKE_IMAP_URL, INTAKE_FOLDER or INTAKE_BUCKET."
        )
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    engine = make_engine(settings.model_copy(update={"database_pool_size": _CONNECTIONS}))
    metrics = RedisMetrics(make_redis(settings))
    timeout = httpx.Timeout(UPLOAD_SECONDS, connect=5)
    with httpx.Client(timeout=timeout, limits=httpx.Limits(keepalive_expiry=IDLE_SECONDS), trust_env=False) as client:
        uploader = Uploader(client=client, settings=settings)
        keepers = [keeper_of(source, engine, uploader, metrics, settings) for source in sources(settings)]
        threads = [threading.Thread(target=one.run, args=(stopping,), name=one.source.kind) for one in keepers]
        for thread in threads:
            thread.start()
        log.info("intake started", extra={"sources": [keeper.source.name for keeper in keepers]})
        for thread in threads:
            thread.join()
    log.info("intake stopped")


def keeper_of(source: Source, engine: Engine, uploader: Uploader, metrics: Metrics, settings: Settings) -> Keeper:
    """The loop over one source."""

    def taking(store: IntakeStore) -> Taking:
        return Taking(kind=source.kind, store=store, uploader=uploader, metrics=metrics)

    return Keeper(source=source, engine=engine, taking=taking, poll_seconds=settings.intake_poll_seconds)


def sources(settings: Settings) -> Iterator[Source]:
    """Those that are set. What a source needs is imported only if there is one."""
    most_bytes = CONTAINER_FACTOR * settings.max_upload_mb * 1024**2  # of files that are no mail the upload takes less
    if settings.intake_imap_url:
        from infra.intake.mailbox import MailSource

        yield MailSource(
            address=mail_address(settings.intake_imap_url),
            auth=settings.intake_imap_auth,
            secret=partial(_secret, settings),
            ca_file=settings.intake_imap_ca_file,
            most_bytes=most_bytes,
            senders=settings.intake_senders,
            authserv_id=settings.intake_authserv_id,
            done=settings.intake_imap_done,
            failed=settings.intake_imap_failed,
            since=partial(_since, settings),
        )
    if settings.intake_folder:
        from infra.intake.folder import FolderSource

        yield FolderSource(path=settings.intake_folder, most_bytes=most_bytes)
    if settings.intake_bucket:
        from infra.intake.bucket import BucketSource

        of_bucket, place = _with_its_server(settings), bucket_place(settings.intake_bucket)
        yield BucketSource(
            client=make_s3_client(of_bucket),
            server=of_bucket.s3_address.host,
            bucket=place.bucket,
            prefix=place.prefix,
            most_bytes=most_bytes,
            afterwards=settings.intake_bucket_afterwards,
        )


def _secret(settings: Settings) -> str:
    """The password or token, from its file if there is one: tokens are renewed there. Raises OSError."""
    if settings.intake_imap_password_file is not None:
        return settings.intake_imap_password_file.read_text().strip()
    return settings.intake_imap_password.get_secret_value()


def _since(settings: Settings) -> date | None:
    """The day from which mails are taken: what would be deleted for its age at once is not."""
    kept = datetime.now(UTC).date() - timedelta(days=settings.retention_days) if settings.retention_days else None
    return max(filter(None, (settings.intake_imap_since, kept)), default=None)


def _with_its_server(settings: Settings) -> Settings:
    """The settings with the intake's S3 server in place of the system's own, if it has one."""
    if not settings.intake_bucket_endpoint:
        return settings
    return settings.model_copy(
        update={
            "minio_endpoint": settings.intake_bucket_endpoint,
            "minio_secure": None,
            "minio_region": settings.intake_bucket_region,
            "minio_access_key": settings.intake_bucket_access_key,
            "minio_secret_key": settings.intake_bucket_secret_key,
        }
    )


if __name__ == "__main__":
    main()
