"""A folder that files are dropped into: which of them are whole, and where they go afterwards.

A file is whole when its size and times have not changed for a while. It goes to `done/`, or to `failed/` with a text
beside it that says why. Nothing is noted elsewhere: a file that is in the folder is still to do. After a crash between
the upload and the move it is uploaded once more, and the system answers with the invoice that it made of it before.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", "~")
"""Ends of the names that browsers and transfer programs give to files they are still writing."""

_MOST_LOOKED_AT = 10_000
_LONGEST_NAME = 180
"""Bytes of a name in `done/` and `failed/`, before what is added to it; file systems allow 255."""

LOCK = ".invoices-watch.lock"


class FolderInUseError(Exception):
    """Another program watches this folder."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file was like, and since when, in seconds of a clock that never goes back."""

    size: int
    modified: int
    changed: int
    since: float

    def is_like(self, other: "Look") -> bool:
        """Whether nothing has changed."""
        return (self.size, self.modified, self.changed) == (other.size, other.modified, other.changed)


@dataclass(slots=True, kw_only=True)
class DropFolder:
    """A folder, and what was seen in it. `settle` is for how many seconds a whole file has not changed."""

    path: Path
    settle: float
    _seen: dict[str, Look] = field(default_factory=dict)
    _taken: dict[str, Look] = field(default_factory=dict)

    def whole_files(self, now: float) -> Iterator[Path]:
        """Files that are whole and were not given before; at most 10,000 are looked at."""
        looks = dict(islice(self._looks(now), _MOST_LOOKED_AT))
        for name, look in looks.items():
            before = self._seen.get(name)
            if before is not None and look.is_like(before):
                looks[name] = before
        self._seen = looks
        for name, look in list(looks.items()):  # files are moved between two of them
            if name not in self._taken and now - look.since >= self.settle:
                self._taken[name] = look
                yield self.path / name

    def give_back(self, file: Path) -> None:
        """The file is still to do."""
        self._taken.pop(file.name, None)
        self._seen.pop(file.name, None)

    def done(self, file: Path) -> Path:
        """Moves the file to `done/`; see `_moved`. Raises OSError."""
        return self._moved(file, "done")

    def failed(self, file: Path, reason: str) -> Path:
        """Moves the file to `failed/`, the reason in a text beside it; see `_moved`. Raises OSError."""
        return self._moved(file, "failed", reason)

    def _moved(self, file: Path, folder: str, reason: str | None = None) -> Path:
        """Where the file is now. It is left alone if it is not as it was given any more: somebody wrote another one of
        its name meanwhile, which is still to do, or took it away."""
        moved = file
        if self._is_as_given(file):
            target = _free(self.path / folder, file.name)
            if reason is not None:
                target.with_name(f"{target.name}.reason.txt").write_text(f"{reason}\n", "utf-8", "backslashreplace")
            moved = file.rename(target)
        self.give_back(file)
        return moved

    def _is_as_given(self, file: Path) -> bool:
        try:
            found = file.lstat()
        except FileNotFoundError:
            return False
        given = self._taken.get(file.name)
        return given is None or _look(found, given.since).is_like(given)

    def _looks(self, now: float) -> Iterator[tuple[str, Look]]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                # No links: they would upload what lies elsewhere. No pipes: they would never end.
                if stat.S_ISREG(found.st_mode):
                    yield entry.name, _look(found, now)


def _look(found: os.stat_result, now: float) -> Look:
    return Look(found.st_size, found.st_mtime_ns, found.st_ctime_ns, now)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """This program alone watches the folder inside the block; the lock ends with the program, however that ends. Raises
    FolderInUseError."""
    with (folder / LOCK).open("w") as file:
        if os.name == "posix":
            import fcntl  # only there

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderInUseError(f"Another program watches {folder} already.") from None
        yield


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that is not taken: `a.pdf`, `a-2.pdf`, …"""
    folder.mkdir(exist_ok=True)
    plain = Path(name)
    stem = os.fsdecode(os.fsencode(plain.stem)[:_LONGEST_NAME])
    ending = os.fsdecode(os.fsencode(plain.suffix)[:20])
    for number in count(1):
        target = folder / (f"{stem}-{number}{ending}" if number > 1 else f"{stem}{ending}")
        if not os.path.lexists(target):
            return target
    raise AssertionError("unreachable")
