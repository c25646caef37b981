"""The state directory of a local stack: generated secrets, the record of running programs, and a lock."""

import contextlib
import fcntl
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_STATE_DIR = ROOT / ".local"


PRIVATE = 0o077
"""The umask of everything in the state directory: documents, texts and passwords are its owner's alone."""

_PARTS = ("secrets.json", "stack.json", "lock", "logs", "cache", "mariadb", "redis", "s3")


class AlreadyRunningError(RuntimeError):
    """Another stack uses this state directory."""


def make_private(state_dir: Path) -> None:
    """Creates the state directory, and takes from everybody but the owner what an earlier version left open in it.

    A directory that is shared on purpose, such as /tmp, stays as it is; in it only the parts of a stack are changed."""
    state_dir.mkdir(parents=True, exist_ok=True)
    for name in _PARTS:
        part = state_dir / name
        inner = (Path(folder, one) for folder, folders, files in os.walk(part) for one in (*folders, *files))
        for path in (part, *inner):
            _close(path)
    if not state_dir.stat().st_mode & stat.S_ISVTX:
        _close(state_dir)


def _close(path: Path) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISLNK(found.st_mode) and found.st_mode & PRIVATE:
        path.chmod(stat.S_IMODE(found.st_mode) & ~PRIVATE)


def load_secrets(state_dir: Path) -> dict[str, str]:
    """The stack's passwords and keys: generated on the first call, then kept; readable by the owner only."""
    state_dir.mkdir(parents=True, exist_ok=True)
    path = state_dir / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    wanted = {  # and how many random bytes each has
        "secret_key": 48,
        "database_password": 18,
        "redis_password": 18,
        "minio_access_key": 12,
        "minio_secret_key": 30,
    }
    missing = {name: secrets.token_urlsafe(size) for name, size in wanted.items() if name not in known}
    if missing:
        known |= missing
        write_atomically(path, known)
    return known


@contextlib.contextmanager
def only_stack(state_dir: Path) -> Iterator[None]:
    """Locks the state directory for one stack. Raises AlreadyRunningError if another process holds it; the kernel frees
    it when that process ends."""
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(
                f"A stack already runs in {state_dir}. Stop it with `make stop`, or give this one another STATE_DIR."
            ) from None
        yield


def is_running(state_dir: Path) -> bool:
    """Whether a stack holds this state directory."""
    if not (state_dir / "lock").exists():
        return False
    try:
        with only_stack(state_dir):
            return False
    except AlreadyRunningError:
        return True


def has_data(state_dir: Path) -> bool:
    """Whether a stack with a database of its own has run in this state directory."""
    return (state_dir / "mariadb" / "data").exists()


def write_record(state_dir: Path, record: Mapping[str, Any]) -> None:
    """Writes the record of running programs (`stack.json`) for `status`, `stop` and tests, without secrets."""
    write_atomically(state_dir / "stack.json", record)


def read_record(state_dir: Path) -> dict[str, Any]:
    """The record of the stack that runs or last ran here; empty if there was none."""
    try:
        record: dict[str, Any] = json.loads((state_dir / "stack.json").read_text())
    except FileNotFoundError:
        return {}
    return record


def write_atomically(path: Path, content: Mapping[str, Any]) -> None:
    """Replaces a JSON file atomically; readable by the owner only."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)
    Path(name).replace(path)
