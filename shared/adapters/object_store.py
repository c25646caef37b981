"""MinIO, or any S3 server: one bucket with the keys of `shared.domain.object_keys`."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from uuid import uuid4

import minio
import urllib3
from minio.commonconfig import CopySource
from minio.deleteobjects import DeleteObject
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError

from shared.domain.object_keys import INCOMING
from shared.errors import UnavailableError
from shared.pipeline.ports import ObjectMissingError, OpenedObject, Readable
from shared.settings import Settings, load_settings
from shared.waits import OBJECT_TRIES

PART_SIZE = 5 * 1024 * 1024  # the smallest part that S3 allows; one upload buffers this much in memory
_CHUNK = 64 * 1024

NO_SUCH_OBJECT = frozenset({"NoSuchKey", "NoSuchObject"})
"""Error codes of S3 servers."""

_REGION_CODES = {"AuthorizationHeaderMalformed", "PermanentRedirect", "Redirect", "BadRequest"}
_EXPECTED_REGION = re.compile(r"expecting '([A-Za-z0-9_-]+)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """An object of a listing; `modified` is by the store's clock."""

    key: str
    modified: datetime


class S3ObjectStore:
    """One bucket. Methods raise UnavailableError if the store is unreachable, ObjectMissingError for a missing key."""

    def __init__(self, client: minio.Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def ensure_bucket(self) -> None:
        """Create the bucket if it does not exist."""
        with _translated_faults():
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)

    def ping(self) -> None:
        """Raises UnavailableError unless the store answers and the bucket exists."""
        with _translated_faults():
            if not self._client.bucket_exists(self._bucket):
                raise UnavailableError("The bucket of MINIO_BUCKET does not exist.")

    def probe(self) -> None:
        """Raises UnavailableError unless the store takes and gives an object: one that is full answers `ping`. Whoever
        dies here leaves no more than an upload that was cut off."""
        key = f"{INCOMING}{uuid4()}"
        self.put(key, b"ok", "text/plain")
        self.get(key)
        self.delete(key)

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store bytes."""
        with _translated_faults():
            self._client.put_object(self._bucket, key, BytesIO(content), len(content), content_type)

    def put_stream(self, key: str, stream: Readable, content_type: str) -> None:
        """Store a stream of unknown length, part by part; buffers a few parts at most."""
        with _translated_faults():
            self._client.put_object(
                self._bucket,
                key,
                stream,  # type: ignore[arg-type]
                -1,
                content_type,
                part_size=PART_SIZE,
                num_parallel_uploads=1,  # each holds a part
            )

    def copy(self, source: str, target: str) -> None:
        """Copy within the bucket, on the server."""
        with _translated_faults():
            self._client.copy_object(self._bucket, target, CopySource(self._bucket, source))

    def exists(self, key: str) -> bool:
        """Whether the key exists."""
        try:
            with _translated_faults():
                self._client.stat_object(self._bucket, key)
        except ObjectMissingError:
            return False
        return True

    def get(self, key: str) -> bytes:
        """The whole object, for small ones."""
        with closing(self.open(key)) as opened:
            return b"".join(opened.chunks)

    def open(self, key: str, *, offset: int = 0, length: int = 0) -> OpenedObject:
        """The object's bytes from `offset`, `length` of them (0: to the end)."""
        with _translated_faults():
            try:
                response = self._client.get_object(self._bucket, key, offset=offset, length=length)
            except S3Error as error:
                if error.code == "InvalidRange":
                    return OpenedObject(size=0, version="", chunks=iter(()), close=lambda: None)
                raise

        def close() -> None:
            response.close()
            response.release_conn()

        return OpenedObject(
            size=_whole_size(response), version=_version(response), chunks=_chunks(response), close=close
        )

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key with this prefix."""
        for found in self.listed(prefix):
            yield found.key

    def listed(self, prefix: str) -> Iterator[StoredObject]:
        """Every object whose key has this prefix."""
        with _translated_faults():
            for item in self._client.list_objects(self._bucket, prefix=prefix, recursive=True):
                if item.object_name and item.last_modified and not item.is_dir:
                    yield StoredObject(key=item.object_name, modified=item.last_modified)

    def delete(self, *keys: str) -> None:
        """Remove objects; missing ones are ignored."""
        with _translated_faults():
            for failure in self._client.remove_objects(self._bucket, [DeleteObject(key) for key in keys]):
                raise UnavailableError(f"An object could not be removed from the store ({failure.code}).")


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    with _translated_faults():
        yield from response.stream(_CHUNK)


def _whole_size(response: urllib3.BaseHTTPResponse) -> int:
    """Of a part, it stands behind the slash of Content-Range (RFC 9110, 14.4)."""
    whole = response.headers.get("Content-Range", "").rpartition("/")[2] or response.headers.get("Content-Length", "0")
    return int(whole)


def _version(response: urllib3.BaseHTTPResponse) -> str:
    return f"{response.headers.get('ETag')} {response.headers.get('Last-Modified')}"


@contextmanager
def _translated_faults() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in NO_SUCH_OBJECT:
            raise ObjectMissingError from error
        if region := _other_region(error):
            raise UnavailableError(
                f"The file store keeps the bucket in another region: set MINIO_REGION={region}."
            ) from error
        raise UnavailableError(f"The file store refused this ({error.code}).") from error
    except (ServerError, InvalidResponseError, MinioException, HTTPError, OSError) as error:
        raise UnavailableError("The file store is not available right now. Please try again in a moment.") from error


def _other_region(error: S3Error) -> str | None:
    """The region that a request should have been signed for, if the error is that it was another one."""
    if error.code not in _REGION_CODES:
        return None
    told: str | None = error.response.headers.get("x-amz-bucket-region")
    return told or (named[1] if (named := _EXPECTED_REGION.search(error.message or "")) else None)


def make_object_store(settings: Settings) -> S3ObjectStore:
    """A store whose client connects on first use; each call has a time-out."""
    return S3ObjectStore(make_s3_client(settings), settings.minio_bucket)


def make_s3_client(settings: Settings) -> minio.Minio:
    """A client of the server of MINIO_ENDPOINT; certificates are verified, each call has a time-out."""
    waits = settings.waits
    pool = urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=waits.store, read=waits.object_try),
        retries=urllib3.Retry(total=OBJECT_TRIES - 1, backoff_factor=0.1, status_forcelist=[500, 502, 503, 504]),
        maxsize=32,
    )
    address = settings.s3_address
    return minio.Minio(
        address.host,
        access_key=settings.minio_access_key.get_secret_value(),
        secret_key=settings.minio_secret_key.get_secret_value(),
        secure=address.secure,
        http_client=pool,
        region=settings.minio_region,  # given, so that the client does not ask for it
    )


@cache
def shared_object_store() -> S3ObjectStore:
    """The store of this process."""
    return make_object_store(load_settings())
