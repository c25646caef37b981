"""A full disk under the object store and under the database: reported as a temporary fault; stored data
stays readable, and all works again once there is room."""

import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from infra.local.mariadb import Database
from infra.local.ports import choose_port
from infra.local.s3 import WEED_PORTS, S3Server
from infra.local.servers import serving
from shared.adapters.database import make_engine, transaction
from shared.adapters.object_store import make_object_store
from shared.errors import UnavailableError
from shared.settings import Settings
from tests.support.stack import eventually

MEGABYTE = 1024**2

pytestmark = pytest.mark.long  # a full object store looks for room once a minute


class SmallDisk:
    """A file system in memory, filled by a foreign file."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        self._filler = folder / "filler"
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))

    def fill(self, *, leaving: int) -> None:
        """Fill all but the given megabytes."""
        with self._filler.open("wb") as file:
            for _ in range(shutil.disk_usage(self.folder).free // MEGABYTE - leaving):
                file.write(bytes(MEGABYTE))

    def free(self) -> None:
        """Free the space."""
        self._filler.unlink()

    def unmount(self) -> None:
        """Unmount it."""
        _run("umount", "--lazy", str(self.folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    try:
        made = SmallDisk(tmp_path, 400)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small file system needs root")
    yield made
    made.unmount()


def test_a_full_object_store_refuses_and_goes_on_when_there_is_room(disk: SmallDisk) -> None:
    server = S3Server(
        port=choose_port(also=WEED_PORTS), access_key=secrets.token_hex(8), secret_key=secrets.token_hex(20)
    )
    with serving(server, disk.folder / "s3"):
        store = make_object_store(
            Settings(
                minio_endpoint=server.endpoint,
                minio_access_key=SecretStr(server.access_key),
                minio_secret_key=SecretStr(server.secret_key),
            )
        )
        store.put("before", b"stored", "x/y")
        disk.fill(leaving=20)

        def fill() -> None:
            for number in range(100):
                store.put(f"{number}", secrets.token_bytes(MEGABYTE), "x/y")

        with pytest.raises(UnavailableError):
            fill()
        assert store.get("before") == b"stored"
        disk.free()

        def takes_again() -> bool:
            try:
                store.put("after", b"room", "x/y")
            except UnavailableError:
                return False
            return True

        eventually(takes_again, seconds=120, pause=0.5)
        assert store.get("after") == b"room"


def test_a_full_database_refuses_writes_and_keeps_its_rows(disk: SmallDisk) -> None:
    """MariaDB may end itself on a full disk; after its restart by a supervisor nothing is missing."""
    folder, password = disk.folder / "mariadb", secrets.token_hex(12)
    written = 0
    with serving(Database(port=choose_port(), password=password), folder) as server:
        run = _statements(server)
        run("CREATE TABLE filled (id INT AUTO_INCREMENT PRIMARY KEY, content LONGBLOB)")
        disk.fill(leaving=10)

        def fill() -> None:
            nonlocal written
            for _ in range(100):
                run("INSERT INTO filled (content) VALUES (:content)", content=secrets.token_bytes(MEGABYTE))
                written += 1

        with pytest.raises(UnavailableError):
            fill()
    disk.free()
    with serving(Database(port=choose_port(), password=password), folder) as server:
        run = _statements(server)
        # One may have been committed although the client got no answer.
        assert written <= run("SELECT COUNT(*) FROM filled") <= written + 1
        run("INSERT INTO filled (content) VALUES ('after')")
        assert run("SELECT content FROM filled ORDER BY id DESC LIMIT 1") == b"after"


def _statements(server: Database) -> Callable[..., Any]:
    engine = make_engine(Settings(database_url=SecretStr(server.url)))

    def run(statement: str, **values: Any) -> Any:
        with transaction(engine) as connection:
            result = connection.execute(text(statement), values)
            return result.scalar() if result.returns_rows else None

    return run
