"""The parts of the command line that need no server: settings, the drop folder, what is shown, how many at once."""

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from invoices_client import NotReachableError, UnauthenticatedError, UploadRefusedError
from invoices_client.cli.exit_codes import ExitCode, exit_code
from invoices_client.cli.folder import DropFolder, FolderInUseError, locked
from invoices_client.cli.profiles import Access, SettingsError, access, read_profile, write_profile
from invoices_client.cli.stopping import Stop
from invoices_client.cli.uploading import Wanted, uploaded
from invoices_client.cli.wording import shown
from invoices_client.errors import InvoicesError
from invoices_client.models import ErrorCode, FileResult
from invoices_client.synchronous.client import Upload

STORED = Access(url="https://stored.test", key="inv_stored")


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "profiles.toml"
    write_profile(path, "default", STORED)
    return path


def found(profiles: Path, **more: Any) -> Access:
    return access(**{"url": None, "key_file": None, "profile": None, "environment": {}, "profiles": profiles, **more})


# Settings


def test_a_profile_is_its_owners_alone(profiles: Path) -> None:
    assert profiles.stat().st_mode & 0o777 == 0o600
    assert profiles.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_profile_that_others_can_read_is_refused(profiles: Path, mode: int) -> None:
    profiles.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600") as caught:
        found(profiles)
    assert "inv_stored" not in str(caught.value)


def test_a_second_profile_leaves_the_first(profiles: Path) -> None:
    strange = Access(url="https://other.test/a", key='inv_"\\')
    write_profile(profiles, 'a"b]\n', strange)
    assert read_profile(profiles, 'a"b]\n') == strange
    assert read_profile(profiles, None) == STORED


def test_flags_come_before_the_environment_and_that_before_the_profile(profiles: Path, tmp_path: Path) -> None:
    environment = {"INVOICES_URL": "https://env.test", "INVOICES_API_KEY": "inv_env"}
    (tmp_path / "key").write_text("inv_file\n")
    assert found(profiles) == STORED
    assert found(profiles, environment=environment) == Access(url="https://env.test", key="inv_env")
    by_flags = found(profiles, environment=environment, url="https://flag.test", key_file=tmp_path / "key")
    assert by_flags == Access(url="https://flag.test", key="inv_file")
    assert found(profiles, environment=environment, profile="default") == STORED


def test_the_key_of_a_profile_goes_nowhere_else(profiles: Path) -> None:
    assert found(profiles, url="https://elsewhere.test").key is None
    assert found(profiles, environment={"INVOICES_URL": "https://elsewhere.test"}).key is None
    assert found(profiles, url="https://stored.test/").key == "inv_stored"


def test_without_an_address_the_sentence_says_how_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="INVOICES_URL"):
        found(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "content", ["not toml [", "[default]\nurl = 7", "[default]\nkey = 'inv_x'", "default = 'x'", "\xff"]
)
def test_a_broken_profile_is_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "profiles.toml"
    path.write_bytes(content.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(SettingsError):
        found(path)


def test_a_key_is_not_in_what_is_shown_of_an_access() -> None:
    assert "inv_stored" not in repr(STORED)


# What is shown


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Übung €.pdf", "Übung €.pdf"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\nb\tc\r", "a\ufffdb\ufffdc\ufffd"),
        ("\u202efdp.exe", "\ufffdfdp.exe"),
        ("\x9b2J", "\ufffd2J"),
        ("\udcff.pdf", "\ufffd.pdf"),
    ],
)
def test_a_text_commands_no_terminal(text: str, safe: str) -> None:
    assert shown(text) == safe


def test_an_error_ends_with_the_code_of_its_kind() -> None:
    assert exit_code(NotReachableError()) is ExitCode.NOT_REACHABLE
    assert exit_code(UnauthenticatedError("x", status=401, code=ErrorCode.UNAUTHENTICATED)) is ExitCode.NOT_ALLOWED
    assert exit_code(UploadRefusedError("x", None)) is ExitCode.SOME_FAILED


# The drop folder


def names(files: Any) -> list[str]:
    return sorted(file.name for file in files)


def test_a_file_is_whole_once_it_has_not_changed_for_a_while(tmp_path: Path) -> None:
    folder = DropFolder(path=tmp_path, settle=2)
    (tmp_path / "a.pdf").write_bytes(b"half")
    assert names(folder.whole_files(100)) == []
    assert names(folder.whole_files(101)) == []
    with (tmp_path / "a.pdf").open("ab") as file:
        file.write(b"more")
    assert names(folder.whole_files(102.5)) == []
    assert names(folder.whole_files(104)) == []
    assert names(folder.whole_files(104.5)) == ["a.pdf"]
    assert names(folder.whole_files(200)) == [], "it was given already"


def test_files_may_be_moved_while_the_others_are_given(tmp_path: Path) -> None:
    folder = DropFolder(path=tmp_path, settle=0)
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(b"x")
    assert names(folder.done(file) for file in folder.whole_files(1)) == ["a.pdf", "b.pdf", "c.pdf"]
    assert names(folder.whole_files(2)) == []


def test_only_files_that_are_meant_are_taken(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"x")
    for name in (".hidden.pdf", "a.pdf.part", "b.crdownload", "c.PDF.TMP", "d~"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    (tmp_path / "done").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    folder = DropFolder(path=tmp_path, settle=0)
    assert names(folder.whole_files(1)) == ["real.pdf"]


def test_a_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    folder = DropFolder(path=tmp_path, settle=0)
    for content in (b"1", b"2", b"3"):
        (tmp_path / "a.pdf").write_bytes(content)
        folder.done(tmp_path / "a.pdf")
    kept = {path.name: path.read_bytes() for path in (tmp_path / "done").iterdir()}
    assert kept == {"a.pdf": b"1", "a-2.pdf": b"2", "a-3.pdf": b"3"}


def test_a_file_that_was_written_anew_meanwhile_is_still_to_do(tmp_path: Path) -> None:
    folder = DropFolder(path=tmp_path, settle=1)
    (tmp_path / "scan.pdf").write_bytes(b"first")
    list(folder.whole_files(1))
    assert names(folder.whole_files(2)) == ["scan.pdf"]
    (tmp_path / "scan.pdf").write_bytes(b"second one")
    folder.done(tmp_path / "scan.pdf")
    assert (tmp_path / "scan.pdf").read_bytes() == b"second one"
    assert names(folder.whole_files(3)) == []
    assert names(folder.whole_files(4)) == ["scan.pdf"]
    assert names([folder.done(tmp_path / "scan.pdf")]) == ["scan.pdf"]
    assert not (tmp_path / "scan.pdf").exists()


def test_a_file_that_somebody_took_away_meanwhile_is_no_fault(tmp_path: Path) -> None:
    folder = DropFolder(path=tmp_path, settle=0)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    first, second = sorted(folder.whole_files(1))
    first.unlink()
    second.unlink()
    folder.done(first)
    folder.failed(second, "No invoice.")
    assert names(folder.whole_files(2)) == []


@pytest.mark.parametrize(
    "name", ["a" * 251 + ".pdf", "ü" * 120 + ".pdf", b"\xff\xfe.pdf", "a\nb.pdf", "-rf", "ends.", "a.b.c.pdf"]
)
def test_a_hostile_name_moves_with_its_reason_beside_it(tmp_path: Path, name: str | bytes) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_bytes(b"x")
    moved = DropFolder(path=tmp_path, settle=0).failed(file, "Why \udcff: it is no invoice.")
    assert moved.read_bytes() == b"x"
    assert moved.with_name(f"{moved.name}.reason.txt").read_text() == "Why \\udcff: it is no invoice.\n"
    assert not file.exists()


def test_a_folder_is_watched_once_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(FolderInUseError), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


# How many at once


class Counting:
    """Takes every file, slowly, and counts."""

    def __init__(self, error_at: int | None = None) -> None:
        self.now = self.most = self.count = 0
        self._error_at = error_at
        self._lock = threading.Lock()

    def upload(self, file: Path, **_: Any) -> Upload:
        with self._lock:
            self.now, self.count = self.now + 1, self.count + 1
            self.most = max(self.most, self.now)
            number = self.count
        time.sleep(0.001)
        with self._lock:
            self.now -= 1
        if number == self._error_at:
            raise NotReachableError("away")
        result = {"filename": file.name, "invoice_id": number, "status": "processing", "message": "Accepted."}
        return Upload(None, (FileResult.model_validate(result),))  # type: ignore[arg-type]


def test_of_a_thousand_files_a_few_are_open_at_once_and_the_next_is_named_when_one_is_done() -> None:
    taken = 0

    def files() -> Any:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield Path(f"{number}.pdf")

    service = Counting()
    ahead = []
    for done, outcome in enumerate(uploaded(service, files(), Wanted(parallel=4), Stop())):  # type: ignore[arg-type]
        assert outcome.is_ok
        ahead.append(taken - done)
    assert (service.count, len(ahead)) == (1000, 1000)
    assert 1 < service.most <= 4
    assert max(ahead) <= 4 + 4


def test_an_error_of_all_ends_it_and_what_was_begun_is_told() -> None:
    service = Counting(error_at=10)
    files = [Path(f"{number}.pdf") for number in range(1000)]
    outcomes = list(uploaded(service, files, Wanted(parallel=4), Stop()))  # type: ignore[arg-type]
    assert len([one for one in outcomes if isinstance(one.error, NotReachableError)]) == 1
    assert len(outcomes) == service.count < 30


def test_a_stop_ends_it_and_what_was_begun_is_told() -> None:
    service, stop, outcomes = Counting(), Stop(), []
    files = [Path(f"{number}.pdf") for number in range(1000)]
    for outcome in uploaded(service, files, Wanted(parallel=4), stop):  # type: ignore[arg-type]
        outcomes.append(outcome)
        stop.event.set()
    assert all(one.is_ok for one in outcomes)
    assert 1 <= len(outcomes) == service.count < 30


def test_a_pause_ends_at_once_when_a_stop_is_asked() -> None:
    stop = Stop()
    stop.event.set()
    with pytest.raises(InvoicesError):
        stop.pause(1000)
