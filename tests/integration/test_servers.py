"""The servers of the local stack are real, private and keep their data."""

import secrets
from pathlib import Path

import pymysql
import pytest
import redis
from minio import Minio
from minio.error import S3Error

from infra.local.mariadb import Database
from infra.local.ports import choose_port
from infra.local.programs import ProgramError
from infra.local.redis_server import Queue
from infra.local.s3 import S3Server
from infra.local.servers import serving


def connect(database: Database, password: str | None = None) -> pymysql.Connection:
    return pymysql.connect(
        host="127.0.0.1",
        port=database.port,
        user=database.user,
        password=database.password if password is None else password,
        database=database.name,
        autocommit=True,
    )


def test_database_refuses_a_wrong_password(database_server: Database) -> None:
    with pytest.raises(pymysql.MySQLError, match="Access denied"):
        connect(database_server, password="wrong")


def test_database_keeps_its_rows_and_takes_a_new_password(tmp_path: Path) -> None:
    with serving(Database(port=choose_port(), password="first"), tmp_path) as database, connect(database) as connection:
        connection.cursor().execute("CREATE TABLE kept (word VARCHAR(20))")
        connection.cursor().execute("INSERT INTO kept VALUES ('señor 🧾')")
    with (
        serving(Database(port=choose_port(), password="second"), tmp_path) as database,
        connect(database) as connection,
    ):
        cursor = connection.cursor()
        cursor.execute("SELECT word FROM kept")
        assert cursor.fetchall() == (("señor 🧾",),)


def test_redis_refuses_a_wrong_password_and_keeps_its_lists(tmp_path: Path) -> None:
    password = secrets.token_urlsafe(8)
    with serving(Queue(port=choose_port(), password=password), tmp_path) as queue:
        redis.Redis.from_url(queue.url).rpush("waiting", "one")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=queue.port, password="wrong").ping()
    with serving(Queue(port=choose_port(), password=password), tmp_path) as queue:
        assert redis.Redis.from_url(queue.url).lrange("waiting", 0, -1) == [b"one"]


def test_object_store_refuses_a_wrong_secret(minio: S3Server) -> None:
    stranger = Minio(minio.endpoint, access_key=minio.access_key, secret_key="not-the-secret", secure=False)
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        stranger.bucket_exists(minio.bucket)


def test_a_redis_that_does_not_start_from_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "redis"
    queue = Queue(port=choose_port(), password="x" * 20)
    with serving(queue, folder), redis.Redis.from_url(queue.url) as client:
        client.set("a", "b")
    (file,) = (path for path in folder.rglob("appendonly*") if path.suffix in {".aof"} and "base" not in path.name)
    file.write_bytes(file.read_bytes() + b"garbage")
    with pytest.raises(ProgramError, match=f"mv {folder} {folder}.damaged"), serving(queue, folder):
        pass
    folder.rename(f"{folder}.damaged")
    with serving(queue, folder), redis.Redis.from_url(queue.url) as client:
        assert client.get("a") is None
