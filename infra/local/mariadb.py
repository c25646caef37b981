"""MariaDB as a private process."""

import getpass
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pymysql

from infra.local.ports import LOOPBACK
from infra.local.programs import Program, ProgramError
from infra.local.servers import Server, find_binary, write_private

# MariaDB sets a umask of its own from these.
_MODES = {"UMASK": "0600", "UMASK_DIR": "0700"}
_REMEDY = "apt-get install mariadb-server-core mariadb-client-core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database(Server):
    """A MariaDB; the user has all rights on databases whose names begin with `name`."""

    user: str = "invoices"
    password: str
    name: str = "invoices"

    @property
    def url(self) -> str:
        return f"mysql://{self.user}:{quote(self.password)}@{LOOPBACK}:{self.port}/{self.name}"

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url}

    def program(self, folder: Path) -> Program:
        """MariaDB with its data in the folder; creates user and database at each start if they are missing."""
        data, temporary, setup = folder / "data", folder / "tmp", folder / "setup.sql"

        def prepare() -> None:
            for directory in (folder, temporary):
                directory.mkdir(parents=True, exist_ok=True)
            write_private(setup, _setup(self))
            if not (data / "mysql").exists():
                _install(data, temporary, folder)

        return Program(
            name="mariadb",
            environment=_MODES,
            command=(
                find_binary("mariadbd", _REMEDY),
                "--no-defaults",
                f"--datadir={data}",
                f"--tmpdir={temporary}",
                # Relative to the data directory: a full path may exceed the limit of 107 bytes.
                "--socket=mariadb.sock",
                f"--pid-file={folder / 'mariadb.pid'}",
                f"--port={self.port}",
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
            ready=lambda: _answers(self),
            prepare=prepare,
        )


def _setup(database: Database) -> str:
    account = f"'{database.user}'@'{LOOPBACK}'"
    return (
        f"CREATE DATABASE IF NOT EXISTS `{database.name}`;\n"
        f"CREATE USER IF NOT EXISTS {account};\n"
        f"ALTER USER {account} IDENTIFIED BY '{database.password}';\n"
        f"GRANT ALL ON `{database.name}%`.* TO {account};\n"
    )


def _install(data: Path, temporary: Path, folder: Path) -> None:
    # Into a temporary directory, then renamed: an interrupted first start leaves nothing incomplete.
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    user = getpass.getuser()
    result = subprocess.run(  # noqa: S603 - the command is ours
        [
            find_binary("mariadb-install-db", _REMEDY),
            "--no-defaults",
            f"--datadir={fresh}",
            f"--tmpdir={temporary}",
            f"--user={user}",
            "--auth-root-authentication-method=socket",
            f"--auth-root-socket-user={user}",
            "--skip-test-db",
            "--skip-name-resolve",
            "--force",  # works even if the machine's host name does not resolve
        ],
        env={**os.environ, **_MODES},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / "install.log").write_text(result.stdout + result.stderr)
    if result.returncode != 0:
        raise ProgramError(f"mariadb-install-db failed:\n{result.stderr[-2000:]}")
    fresh.rename(data)


def _answers(database: Database) -> bool:
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
