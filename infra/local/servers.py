"""The three real stores: each is a private, loopback-only process with its data in one folder.

The stores are `mariadb.Database`, `redis_server.Queue` and `s3.S3Server`. The local stack supervises their programs;
tests run one for a block of code with `serving`.
"""

import contextlib
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from infra.local.programs import Program, ProgramError, running


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(ABC):
    """One store: its port and what a client needs to connect."""

    port: int

    @property
    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings with which a function connects to it."""

    @abstractmethod
    def program(self, folder: Path) -> Program:
        """The process that serves it; it writes only below the folder."""


S = TypeVar("S", bound=Server)


@contextlib.contextmanager
def serving(server: S, folder: Path) -> Iterator[S]:
    """Runs the server until the block ends; enters the block once it answers. Raises ProgramError."""
    program = server.program(folder)
    with running(program, log_file=folder / f"{program.name}.log"):
        yield server


def find_binary(name: str, remedy: str) -> str:
    """The path of an installed program. Raises ProgramError with the remedy if it is missing."""
    # Debian installs servers in /usr/sbin, which is not on every user's path.
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise ProgramError(f"{name} is not installed. Run: {remedy}")
    return found


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, from its creation on."""
    path.touch(mode=0o600, exist_ok=True)
    path.chmod(0o600)
    path.write_text(text)
