"""The command line against the real stack: what it prints, what it ends with, and what it leaves behind."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from invoices_client import Invoices
from tests.clients.samples import SAMPLES, distinct
from tests.support.faulty_server import Answer, Cut, FaultyServer, LostAnswer
from tests.support.stack import ROOT, RunningStack, eventually

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

COMMAND = [sys.executable, "-m", "invoices_client.cli"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path, url: str, key: str) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "clients" / "python" / "src"),
        "INVOICES_URL": url,
        "INVOICES_API_KEY": key,
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path, key: str) -> Run:
    """Runs the command line to its end; no key is ever printed."""

    def run(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
        variables = {**environment, **more.pop("env", {})}
        ended = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=variables,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=200,
            **more,
        )
        assert key not in ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return run


def lines(ended: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.stdout.splitlines()]


def dropped(folder: Path, count: int, marker: str) -> list[Path]:
    """So many invoices in a folder."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{marker}-{number}.xml" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(distinct(f"{marker} {number}"))
    return files


# Uploading and looking


def test_files_are_uploaded_read_and_shown_as_a_table(run: Run) -> None:
    ended = run(
        "upload", SAMPLES / "design-studio-en.pdf", SAMPLES / "bad" / "empty.pdf", "none.pdf", "--wait", "--table"
    )
    assert ended.returncode == 1, ended.stderr
    assert re.search(r"waiting_validation .*design-studio-en\.pdf.*HF-2026-0417.*7954\.08", ended.stdout)
    assert re.search(r"refused .*empty\.pdf.*The file is empty\.", ended.stdout)
    assert re.search(r"not read .*none\.pdf.*No such file", ended.stdout)
    assert "\x1b" not in ended.stdout + ended.stderr


def test_json_is_one_line_for_each_file(run: Run, tmp_path: Path) -> None:
    files = dropped(tmp_path, 3, "json")
    told = lines(run("upload", *files, "--wait", "--json"))
    assert sorted(one["file"] for one in told) == sorted(map(str, files))
    assert {(one["ok"], one["status"]) for one in told} == {(True, "waiting_validation")}
    assert all(one["invoices"][0]["preview_data"]["total_amount"] == "33071.48" for one in told)


def test_a_pattern_that_no_shell_expanded_is_expanded(run: Run, tmp_path: Path) -> None:
    dropped(tmp_path, 2, "pattern")
    assert len(run("upload", "pattern-*.xml").stdout.splitlines()) == 2


def test_a_file_that_is_there_already_is_no_failure(run: Run, tmp_path: Path) -> None:
    (file,) = dropped(tmp_path, 1, "twice")
    first, second = run("upload", file, "--json"), run("upload", file, "--json")
    assert (first.returncode, second.returncode) == (0, 0)
    assert lines(second)[0]["invoice_ids"] == lines(first)[0]["invoice_ids"]
    assert lines(second)[0]["status"] == "duplicated"


def test_lists_are_fields_for_programs_and_a_table_for_people(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    run("upload", *dropped(tmp_path, 2, "listed"), "--wait")
    rows = [line.split("\t") for line in run("list", "--limit", "2").stdout.splitlines()]
    assert [row[1:3] for row in rows] == [["waiting_validation", f"listed-{n}.xml"] for n in (1, 0)] or len(rows) == 2
    on_terminal = seen_on_a_terminal(["list", "--limit", "2"], environment)
    assert "\x1b[" in on_terminal
    assert "Seller" in on_terminal
    assert "\x1b[" not in seen_on_a_terminal(["list", "--limit", "2"], {**environment, "NO_COLOR": "1", "TERM": "dumb"})


def seen_on_a_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What a person sees."""
    main, other = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env={"TERM": "xterm-256color", "COLUMNS": "200", **environment},
        stdout=other,
        stderr=other,
    )
    os.close(other)
    seen = bytearray()
    try:
        while part := os.read(main, 65536):
            seen += part
    except OSError:  # the terminal is gone with its last program
        pass
    process.wait(60)
    os.close(main)
    return seen.decode()


def test_what_is_said_of_files_goes_with_them_and_finds_them(run: Run, tmp_path: Path) -> None:
    (file,) = dropped(tmp_path, 1, "said")
    source = json.dumps({"kind": "mail", "subject": "Harbour"})
    said = ["--reference", "PO 4711", "--tag", "radio", "--tag", "october", "--idempotency-key", 'a "key"']
    made = lines(run("upload", file, "--wait", "--json", "--source", source, *said))[0]["invoice_ids"]
    again = lines(run("upload", file, "--json", "--source", source, *said))[0]
    assert (again["status"], again["invoice_ids"]) == ("processing", made)  # the first answer, not a duplicate
    wanted = ["--reference", "PO 4711", "--tag", "october", "--source", "mail"]
    (row,) = lines(run("list", *wanted, "--json"))
    assert (row["id"], row["tags"], row["source"]["subject"]) == (made[0], ["october", "radio"], "Harbour")
    assert run("list", *wanted, "--company", 1).stdout == run("list", *wanted, "--exported").stdout == ""
    assert run("confirm", *made).returncode == 0
    told = run("export", *wanted, "--not-exported", "--columns", "invoice_id,reference")
    assert told.stdout.splitlines()[1:] == [f"{made[0]},PO 4711"]
    assert run("upload", file, "--source", "{").returncode == 2


def test_results_go_to_standard_output_though_a_bar_is_on_the_terminal(
    environment: dict[str, str], tmp_path: Path
) -> None:
    files = dropped(tmp_path, 2, "bar")
    main, other = pty.openpty()
    command = [*COMMAND, "upload", *map(str, files)]
    with (tmp_path / "out").open("wb") as out:
        process = subprocess.Popen(command, env={"TERM": "xterm-256color", **environment}, stdout=out, stderr=other)
    os.close(other)
    with contextlib.suppress(OSError):  # the terminal is gone with its last program
        while os.read(main, 65536):
            pass
    os.close(main)
    assert process.wait(60) == 0
    assert len((tmp_path / "out").read_text().splitlines()) == 2


def test_names_of_files_command_no_terminal(run: Run, tmp_path: Path) -> None:
    hostile = [
        "\x1b]0;owned\x07.xml",
        "new\nline.xml",
        "\u202efdp.xml",
        "--wait.xml",
        "[red]bold.xml",
        'a"b;c.xml',
    ]
    names = [os.fsencode(name) for name in hostile] + [b"\xff\xfe.xml"]
    folder = tmp_path / "hostile"
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_bytes(distinct(f"hostile {number}"))
    files = [str(path) for path in folder.iterdir()]
    for how in ((), ("--table",), ("--json",)):
        ended = run("upload", *how, "--", *files)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", ended.stdout)
    listed = run("list", "--limit", "20").stdout
    assert "[red]bold.xml" in listed
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", listed)


# Deciding, and files that come out


def test_each_invoice_is_decided_about_whatever_became_of_the_others(
    run: Run, tmp_path: Path, invoices: Invoices
) -> None:
    ids = [
        lines(run("upload", file, "--wait", "--json"))[0]["invoice_ids"][0] for file in dropped(tmp_path, 3, "decide")
    ]
    ended = run("confirm", ids[0], 999_999, ids[1])
    assert ended.returncode == 1
    assert [line.split("\t")[:2] for line in ended.stdout.splitlines()] == [
        [str(ids[0]), "processed"],
        ["999999", "invoice-not-found"],
        [str(ids[1]), "processed"],
    ]
    assert run("reject", ids[2], "--reason", "Not ours").returncode == 0
    assert invoices.get(ids[2]).reject_reason == "Not ours"
    shown = run("show", ids[0])
    assert "2026-10447" in shown.stdout
    assert json.loads(run("show", ids[0], "--json").stdout)["final_data"]["total_amount"] == "33071.48"


def test_open_findings_are_named(run: Run, tmp_path: Path, invoices: Invoices) -> None:
    made = lines(run("upload", *dropped(tmp_path, 1, "open"), "--wait", "--json"))[0]["invoice_ids"][0]
    invoices.correct(made, {"total_amount": "1.00"})
    ended = run("confirm", made, "--only-if", "no-errors")
    assert (ended.returncode, "BR-CO-15" in ended.stdout) == (1, True)
    assert run("confirm", made, "--accept", "BR-14").returncode == 1, "to accept one is to accept no other"
    assert run("confirm", made, "--only-if", "whatever").returncode == 2
    codes = [finding.code for finding in invoices.get(made).checks or [] if finding.level != "info"]
    assert run("confirm", made, *(word for code in codes for word in ("--accept", code))).returncode == 0


def test_changes_are_told_once_each_behind_the_cursor_of_the_last(run: Run, tmp_path: Path) -> None:
    begun = run("changes").stdout.splitlines()
    after = ["--after", begun[-1].partition("\t")[0]] if begun else []
    number = lines(run("upload", *dropped(tmp_path, 1, "changes"), "--wait", "--json"))[0]["invoice_ids"][0]
    told = [line.split("\t") for line in run("changes", *after).stdout.splitlines()]
    assert [fields[1] for fields in told if fields[2] == str(number)] == ["received", "ready"]
    assert not {fields[0] for fields in told} & {line.partition("\t")[0] for line in begun}
    (only,) = run("changes", "--after", told[0][0], "--type", "ready", "--json").stdout.splitlines()
    assert (json.loads(only)["type"], json.loads(only)["invoice_id"]) == ("ready", number)
    assert run("changes", "--after", "nonsense").returncode == 1


def test_an_export_is_a_whole_file_or_none(run: Run, tmp_path: Path, faulty: FaultyServer) -> None:
    made = lines(run("upload", *dropped(tmp_path, 1, "export"), "--wait", "--json"))[0]["invoice_ids"][0]
    run("confirm", made)
    assert (
        run("export", "--columns", "invoice_id,total_amount").stdout.splitlines()[0] == "\ufeffinvoice_id,total_amount"
    )
    target = tmp_path / "out.csv"
    target.write_text("earlier")
    broken = Answer(status=500, body=b'{"error": "Broken.", "code": "internal-error"}')
    faulty.faults += [broken] * 9
    ended = run("export", "-o", target, env={"INVOICES_URL": faulty.url})
    assert (ended.returncode, target.read_text()) == (3, "earlier")
    faulty.faults.clear()
    assert run("export", "--new", "-o", target).returncode == 0
    assert target.read_text("utf-8-sig").startswith("invoice_id,")
    assert run("export", "--new", "-o", tmp_path / "nothing.csv").returncode == 0
    assert not (tmp_path / "nothing.csv").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


# Access


def test_ends_are_told_apart(run: Run, guarded_stack: RunningStack, tmp_path: Path, faulty: FaultyServer) -> None:
    (file,) = dropped(tmp_path, 1, "ends")
    viewer = guarded_stack.new_key("views", "viewer")
    assert run("upload", file, env={"INVOICES_API_KEY": "inv_wrong"}).returncode == 4
    assert run("upload", file, env={"INVOICES_API_KEY": viewer}).returncode == 4
    assert run("list", env={"INVOICES_API_KEY": viewer}).returncode == 0
    assert run("list", env={"INVOICES_URL": ""}).returncode == 2
    assert run("list", env={"INVOICES_URL": "ftp://x"}).returncode == 2
    assert run("list", "--stauts", "failed").returncode == 2
    assert run("list", "--status", "faild").returncode == 2
    assert run("show", 999_999).returncode == 1
    assert run("upload", file, "--allow-duplicates").returncode == 0
    busy = Answer(status=429, body=b'{"error": "Busy.", "code": "busy"}', headers={"Retry-After": "3600"})
    faulty.faults.append(busy)
    assert run("upload", file, env={"INVOICES_URL": faulty.url}).returncode == 3


def test_a_server_that_is_away_ends_an_upload_of_many_files_soon(run: Run, tmp_path: Path) -> None:
    ended = run("upload", *dropped(tmp_path, 30, "away"), env={"INVOICES_URL": "http://127.0.0.1:9"})
    assert ended.returncode == 3
    assert "files were not uploaded" in ended.stderr


def test_a_key_is_kept_for_its_owner_and_used_later(run: Run, url: str, key: str, environment: dict[str, str]) -> None:
    without = {"INVOICES_URL": "", "INVOICES_API_KEY": ""}
    assert run("--url", url, "login", input=f"{key}\n", env=without).returncode == 0
    (kept,) = Path(environment["HOME"]).rglob("profiles.toml")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert run("whoami", env=without).stdout.startswith("clients\treviewer")
    assert run("--url", url, "--profile", "wrong", "login", input="inv_wrong\n", env=without).returncode == 4
    assert "wrong" not in kept.read_text()
    kept.chmod(0o644)
    assert run("whoami", env=without).returncode == 2


def test_the_shells_are_told_how_to_complete(run: Run) -> None:
    asked = {"_INVOICES_COMPLETE": "complete_bash", "COMP_WORDS": "invoices up", "COMP_CWORD": "1"}
    assert run(env=asked).stdout.split() == ["upload"]


# Faults


def test_an_upload_survives_cut_connections_and_refusals(run: Run, tmp_path: Path, faulty: FaultyServer) -> None:
    files = dropped(tmp_path, 6, "faults")
    busy = Answer(status=429, body=b'{"error": "Busy.", "code": "busy"}', headers={"Retry-After": "1"})
    away = Answer(status=503, body=b'{"error": "Away.", "code": "unavailable"}')
    faulty.faults += [Cut(after=100), busy, LostAnswer(), away, Cut(after=3000), LostAnswer()]
    ended = run("upload", *files, "--wait", "--json", env={"INVOICES_URL": faulty.url})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len({one["invoice_ids"][0] for one in lines(ended)}) == 6


def test_a_thousand_files_go_a_few_at_a_time_in_the_memory_of_a_few(
    environment: dict[str, str], tmp_path: Path, faulty: FaultyServer
) -> None:
    accepted = [{"filename": "x", "invoice_id": 1, "status": "processing", "message": "Accepted."}]
    faulty.faults.extend([Answer(status=202, body=json.dumps(accepted).encode())] * 1010)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1000):
        with (folder / f"{number}.pdf").open("wb") as file:
            file.truncate(200_000)
    command = [*COMMAND, "upload", "--parallel", "4"]
    variables = {**environment, "INVOICES_URL": faulty.url}
    few, all_ = (
        most_memory([*command, *map(str, list(folder.iterdir())[:count])], variables, tmp_path / f"{count}.txt")
        for count in (10, 1000)
    )
    assert len((tmp_path / "1000.txt").read_text().splitlines()) == 1000
    assert 1 < faulty.most_at_once <= 4
    assert all_ < few + 50_000_000, "together they are 200 MB"


def most_memory(command: list[str], environment: dict[str, str], out: Path) -> int:
    """Bytes that the program had at most."""
    most = 0
    with out.open("w") as file, psutil.Popen(command, env=environment, stdout=file) as process:
        while process.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                most = max(most, process.memory_info().rss)
            time.sleep(0.02)
    assert process.returncode == 0
    return most


# Stopping


@contextmanager
def started(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command line while it runs, ended in any case."""
    with log.open("ab") as out:
        process = subprocess.Popen([*COMMAND, *arguments], env=environment, stdout=out, stderr=out)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(30)


def test_ctrl_c_finishes_what_was_begun_and_begins_no_more(
    environment: dict[str, str], tmp_path: Path, faulty: FaultyServer, invoices: Invoices
) -> None:
    files = dropped(tmp_path / "in", 40, "ctrl-c")
    log = tmp_path / "log"
    arguments = ["upload", *map(str, files), "--wait", "--json", "--parallel", "2"]
    with started(arguments, {**environment, "INVOICES_URL": faulty.url}, log) as process:
        eventually(lambda: len([one for one in faulty.received if one.method == "POST"]) >= 4, seconds=60)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    uploads = [one for one in faulty.received if one.method == "POST"]
    assert len(told) == len(uploads) < 40
    arrived = {row.id for row in invoices.find(search="ctrl-c")}
    assert {number for one in told for number in one["invoice_ids"]} == arrived


def test_ctrl_c_while_a_busy_server_is_waited_for_ends_as_interrupted(
    environment: dict[str, str], tmp_path: Path, faulty: FaultyServer
) -> None:
    busy = Answer(status=429, body=b'{"error": "Busy.", "code": "busy"}', headers={"Retry-After": "50"})
    faulty.faults.append(busy)
    with started(["confirm", "7"], {**environment, "INVOICES_URL": faulty.url}, tmp_path / "log") as process:
        eventually(lambda: len(faulty.received) == 1 and not faulty.faults, seconds=60)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130


# Watching


def test_a_watched_folder_is_emptied_into_done_and_failed(
    environment: dict[str, str], tmp_path: Path, invoices: Invoices
) -> None:
    folder = tmp_path / "drop"
    dropped(folder, 2, "watched")
    with started(["watch", str(folder), "--wait", "--settle", "0.5"], environment, tmp_path / "log") as process:
        eventually(
            lambda: (folder / "done" / "watched-1.xml").exists() and (folder / "done" / "watched-0.xml").exists()
        )
        (folder / "note.pdf").write_text("hello")
        (folder / "locked.pdf").write_bytes((SAMPLES / "bad" / "encrypted.pdf").read_bytes())
        eventually(lambda: (folder / "failed" / "note.pdf").exists() and (folder / "failed" / "locked.pdf").exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
    assert "not a PDF" in (folder / "failed" / "note.pdf.reason.txt").read_text()
    assert "password" in (folder / "failed" / "locked.pdf.reason.txt").read_text()
    assert [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")] == []
    assert len(list(invoices.find(search="watched-"))) == 2


def test_a_file_that_is_still_written_is_left_until_it_is_whole(
    environment: dict[str, str], tmp_path: Path, invoices: Invoices
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    content = distinct("slowly written")
    with started(["watch", str(folder), "--settle", "1"], environment, tmp_path / "log"):
        with (folder / "slowly.xml").open("wb") as file:
            for start in range(0, len(content), len(content) // 8):
                file.write(content[start : start + len(content) // 8])
                file.flush()
                time.sleep(0.3)
        eventually(lambda: (folder / "done" / "slowly.xml").exists(), seconds=60)
    (row,) = invoices.find(search="slowly.xml")
    assert invoices.wait(row.id).data.total_amount is not None


def test_a_watcher_that_is_killed_again_and_again_takes_each_file_once(
    environment: dict[str, str], tmp_path: Path, faulty: FaultyServer, invoices: Invoices
) -> None:
    folder = tmp_path / "drop"
    dropped(folder, 30, "killed")
    variables = {**environment, "INVOICES_URL": faulty.url}
    for attempt in range(6):
        enough = len(faulty.received) + attempt
        with started(["watch", str(folder), "--settle", "0.1"], variables, tmp_path / "log") as process:
            while len(faulty.received) <= enough and list(folder.glob("*.xml")):
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.005)
            process.kill()
    with started(["watch", str(folder), "--settle", "0.1", "--once"], variables, tmp_path / "log") as process:
        assert process.wait(120) == 0
    assert len(list((folder / "done").iterdir())) == 30
    assert len(list(invoices.find(search="killed-"))) == 30
    assert not (folder / "failed").exists()


def test_a_watcher_waits_for_a_server_that_is_away(
    environment: dict[str, str], tmp_path: Path, faulty: FaultyServer
) -> None:
    folder = tmp_path / "drop"
    dropped(folder, 1, "patient")
    away = Answer(status=503, body=b'{"error": "Away.", "code": "unavailable"}', headers={"Retry-After": "3600"})
    faulty.faults.append(away)
    with started(
        ["watch", str(folder), "--settle", "0.1"], {**environment, "INVOICES_URL": faulty.url}, tmp_path / "log"
    ):
        eventually(lambda: (folder / "done" / "patient-0.xml").exists(), seconds=60)


def test_a_watcher_without_the_right_key_ends_and_leaves_the_files(environment: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    (file,) = dropped(folder, 1, "forbidden")
    wrong = {**environment, "INVOICES_API_KEY": "inv_wrong"}
    with started(["watch", str(folder), "--settle", "0.1"], wrong, tmp_path / "log") as process:
        assert process.wait(60) == 4
    assert file.exists()


def test_a_folder_is_watched_by_one(environment: dict[str, str], tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    with started(["watch", str(folder)], environment, tmp_path / "log"):
        eventually(lambda: (folder / ".invoices-watch.lock").exists(), seconds=60)
        time.sleep(1)
        assert run("watch", folder, "--once").returncode == 1
