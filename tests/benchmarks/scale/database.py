"""The benchmark's own MariaDB, with the settings that a server for a million invoices would have."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from infra.local.mariadb import Database
from infra.local.ports import choose_port
from infra.local.programs import Program, running

SETTINGS = {
    "innodb-buffer-pool-size": "4G",
    "innodb-log-file-size": "1G",
    # Only while rows are made, and in the benchmark: a crash may lose the last second.
    "innodb-flush-log-at-trx-commit": "2",
    "innodb-flush-method": "O_DIRECT",
    "innodb-sort-buffer-size": "64M",
}
"""What differs from the local stack's MariaDB, which is set for a laptop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDatabase:
    """A MariaDB of this process."""

    server: Database
    pid: int

    def url(self, name: str) -> str:
        """DATABASE_URL of one of its databases; the name begins with `invoices`."""
        return replace(self.server, name=name).url


@contextmanager
def running_database(folder: Path) -> Iterator[RunningDatabase]:
    """MariaDB on the data of this folder, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "password"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(18))
    server = Database(port=choose_port(), password=secret.read_text())
    with running(_program(server, folder), log_file=folder / "mariadb.log", start_seconds=300) as process:
        yield RunningDatabase(server=server, pid=process.pid)


def _program(server: Database, folder: Path) -> Program:
    program = server.program(folder)
    settings = tuple(f"--{name}={value}" for name, value in SETTINGS.items())
    return replace(program, command=(*program.command, *settings))
