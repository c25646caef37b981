"""Objects below a prefix of an S3 bucket, found by listing; not those below a further slash. An object is whole as soon
as it is listed."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Literal

import minio
from minio.commonconfig import CopySource, Tags
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from infra.intake.sources import ContentError, Session, SourceError
from shared.adapters.intake_store import Arrival, IntakeStore
from shared.adapters.object_store import NO_SUCH_OBJECT
from shared.domain.intake import FAILED, IntakeOutcome, IntakeReason, SourceTrouble
from shared.domain.origins import SourceKind

Afterwards = Literal["move", "tag", "delete"]
"""What is done with an object that was taken. One that was not is moved, unless it is tagged."""

TAG = "intake"

_LISTED_AT_ONCE = 500
_REFUSED = frozenset({"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketSource:
    """The objects of this bucket whose keys begin with the prefix. Objects of more than `most_bytes` are not
    uploaded."""

    client: minio.Minio
    server: str
    bucket: str
    prefix: str
    most_bytes: int
    afterwards: Afterwards = "move"

    kind = SourceKind.BUCKET

    @property
    def name(self) -> str:
        """Server, bucket and prefix."""
        return f"s3://{self.server}/{self.bucket}/{self.prefix}"

    @contextlib.contextmanager
    def opened(self) -> Iterator[Session]:
        """The bucket. Raises SourceError."""
        with _told():
            if not self.client.bucket_exists(self.bucket):
                raise SourceError(SourceTrouble.NOT_FOUND, f"there is no bucket {self.bucket}")
        yield _BucketSession(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ObjectItem:
    source: BucketSource
    key: str
    etag: str
    size: int
    modified: datetime

    @property
    def arrival(self) -> Arrival:
        return Arrival(
            key=f"{self.key} {self.etag} {self.modified.isoformat()}",
            size=self.size,
            received_at=self.modified,
            name=self.key,
        )

    @property
    def filename(self) -> str:
        return self.key.rpartition("/")[2]

    @property
    def refusal(self) -> IntakeReason | None:
        return IntakeReason.TOO_LARGE if self.size > self.source.most_bytes else None

    def content(self) -> bytes:
        with _told():
            try:
                response = self.source.client.get_object(self.source.bucket, self.key)
            except S3Error as error:
                if error.code in NO_SUCH_OBJECT:
                    raise ContentError(IntakeReason.VANISHED) from error
                raise
            try:
                content: bytes = response.read(self.source.most_bytes + 1)
            finally:
                response.close()
                response.release_conn()
        if response.headers.get("ETag", "").strip('"') != self.etag or len(content) != self.size:
            raise ContentError(IntakeReason.VANISHED)
        return content

    def content_key(self, content: bytes) -> str | None:
        return None

    def put_away(self, outcome: IntakeOutcome, told: str) -> None:
        with _told():
            if not self._is_as_found():
                return
            client, bucket = self.source.client, self.source.bucket
            if self.source.afterwards == "tag":
                tags = Tags.new_object_tags()
                tags[TAG] = outcome
                client.set_object_tags(bucket, self.key, tags)
                return
            if outcome in FAILED:
                target = self._copied("failed")
                reason = f"{told}\n".encode("utf-8", "replace")
                client.put_object(bucket, f"{target}.reason.txt", BytesIO(reason), len(reason), "text/plain")
            elif self.source.afterwards == "move":
                self._copied("done")
            client.remove_object(bucket, self.key)

    def _copied(self, folder: str) -> str:
        """The key of a copy below the folder."""
        target = f"{self.source.prefix}{folder}/{self.filename}"
        if self._stat(target) is not None:  # an earlier object of this name
            target = f"{self.source.prefix}{folder}/{self.modified:%Y%m%dT%H%M%S%f}-{self.filename}"
        self.source.client.copy_object(self.source.bucket, target, CopySource(self.source.bucket, self.key))
        return target

    def _is_as_found(self) -> bool:
        found = self._stat(self.key)
        return found is not None and found == self.etag

    def _stat(self, key: str) -> str | None:
        """The ETag of an object; None: there is none."""
        try:
            return str(self.source.client.stat_object(self.source.bucket, key).etag)
        except S3Error as error:
            if error.code in NO_SUCH_OBJECT:
                return None
            raise


@dataclass(frozen=True, slots=True)
class _BucketSession:
    source: BucketSource

    def look(self, store: IntakeStore) -> Iterator[_ObjectItem]:
        listed = self._listed()
        while True:
            with _told():
                some = list(islice(listed, _LISTED_AT_ONCE))
            if not some:
                return
            if self.source.afterwards == "tag":  # what was taken is still there
                unknown = store.unknown([item.arrival.key for item in some])
                some = [item for item in some if item.arrival.key in unknown]
            yield from some

    def wait(self, seconds: float, stopping: threading.Event) -> None:
        stopping.wait(seconds)

    def _listed(self) -> Iterator[_ObjectItem]:
        for found in self.source.client.list_objects(self.source.bucket, prefix=self.source.prefix, recursive=False):
            key, etag, modified = found.object_name, found.etag, found.last_modified
            if key and etag and modified and not found.is_dir and not key.endswith("/"):
                yield _ObjectItem(
                    source=self.source, key=key, etag=etag.strip('"'), size=found.size or 0, modified=modified
                )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Raises SourceError for what goes wrong while the server is talked to."""
    try:
        yield
    except S3Error as error:
        trouble = SourceTrouble.NOT_UNDERSTOOD
        if error.code in _REFUSED:
            trouble = SourceTrouble.NOT_ALLOWED
        elif error.code == "NoSuchBucket":
            trouble = SourceTrouble.NOT_FOUND
        raise SourceError(trouble, f"the server answers {error.code}: {error.message}") from error
    except (MinioException, HTTPError, OSError) as error:
        raise SourceError(SourceTrouble.NOT_REACHABLE, f"the server cannot be reached: {error}") from error
