"""`make up`, `make backup` and the like: the right system or a refusal, never an empty system made in passing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.stack import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SECRETS = ("SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY")
FILLED = {name: f"a-long-enough-value-of-{name}" for name in SECRETS}

# Writes its arguments to calls.txt; lists containers if the file `running` is there.
_DOCKER = """#!/usr/bin/env bash
[[ "$1" != ps ]] || { [[ ! -f "$CALLS/running" ]] || echo 0123456789ab; exit; }
printf '%s\\n' "$*" >> "$CALLS/calls.txt"
[[ "$*" != *infra.check_settings* ]] || exit "${WRONG_SETTINGS:-0}"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the scripts alone, and a `docker` that only takes notes."""
    shutil.copytree(ROOT / "infra", tmp_path / "infra", ignore=lambda folder, names: [n for n in names if "." not in n])
    (tmp_path / "infra" / "setup.sh").write_text("#!/usr/bin/env bash\n")
    for path, text in (("bin/docker", _DOCKER), (".venv/bin/python", '#!/bin/sh\necho "here: $*"\n')):
        program = tmp_path / path
        program.parent.mkdir(parents=True)
        program.write_text(text)
        program.chmod(0o755)
    return tmp_path


@pytest.fixture
def run(checkout: Path) -> Run:
    """Runs a script of the checkout with these environment variables beside PATH."""

    def call(script: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", str(checkout / "infra" / script), *arguments],
            env={"PATH": f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}", "CALLS": str(checkout), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return call


def calls(checkout: Path) -> list[str]:
    path = checkout / "calls.txt"
    return path.read_text().splitlines() if path.exists() else []


def start_containers(checkout: Path) -> None:
    (checkout / "running").touch()


TASKS = (
    ("migrate",),
    ("recount",),
    ("relearn",),
    ("reindex",),
    ("api-key", "me", "admin"),
    ("backup", "b.tar"),
    ("restore", str(ROOT / "Makefile")),
)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task[0])
def test_without_a_system_nothing_is_done(checkout: Path, run: Run, task: tuple[str, ...]) -> None:
    result = run("operate.sh", *task)
    assert result.returncode == 2
    assert "No system runs here" in result.stderr
    assert "make up" in result.stderr
    assert result.stdout == ""
    assert not (checkout / ".local").exists()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task[0])
def test_beside_containers_it_runs_in_them(checkout: Path, run: Run, task: tuple[str, ...]) -> None:
    start_containers(checkout)
    result = run("operate.sh", *task)
    assert result.returncode == 0, result.stderr
    (call,) = calls(checkout)
    assert "--env-file .env --file infra/docker-compose.yml --progress quiet run --rm --no-deps" in call
    assert "here:" not in result.stdout


def test_backup_in_containers_is_the_callers_file(checkout: Path, run: Run, tmp_path: Path) -> None:
    start_containers(checkout)
    archive = tmp_path / "kept" / "b.tar"
    assert "There is no folder" in run("operate.sh", "backup", str(archive)).stderr
    archive.parent.mkdir()
    assert "There is no file" in run("operate.sh", "restore", str(archive)).stderr
    assert calls(checkout) == []
    run("operate.sh", "backup", str(archive))
    (call,) = calls(checkout)
    assert f"--user {os.getuid()}:{os.getgid()} --volume {archive.parent}:/backup" in call
    assert call.endswith("python -m infra.backup save /backup/b.tar")


def test_a_named_database_or_folder_is_used_here(checkout: Path, run: Run) -> None:
    start_containers(checkout)
    for named in ({"DATABASE_URL": "mysql://x"}, {"STATE_DIR": "elsewhere"}):
        result = run("operate.sh", "migrate", **named)
        assert result.stdout == "here: -m infra.local exec -- .venv/bin/python -m alembic upgrade head\n"
    assert calls(checkout) == []


def test_two_systems_are_not_guessed_between(checkout: Path, run: Run) -> None:
    start_containers(checkout)
    (checkout / ".env").write_text("DATABASE_URL=mysql://x\n")
    result = run("operate.sh", "backup", "b.tar")
    assert result.returncode == 2
    assert "COMPOSE=1" in result.stderr
    assert calls(checkout) == []
    assert run("operate.sh", "backup", "b.tar", COMPOSE="1").returncode == 0
    assert len(calls(checkout)) == 1


def test_running_local_stack_is_used(checkout: Path, run: Run) -> None:
    (checkout / ".local").mkdir()
    lock = checkout / ".local" / "lock"
    lock.touch()
    with subprocess.Popen(["flock", str(lock), "sleep", "60"]) as holder:
        try:
            while subprocess.run(["flock", "--nonblock", str(lock), "true"], check=False).returncode == 0:
                assert holder.poll() is None
            assert run("operate.sh", "migrate").stdout.startswith("here: ")
        finally:
            holder.kill()


def test_an_env_file_that_is_missing_or_not_filled_in_is_named(checkout: Path, run: Run) -> None:
    assert "cp .env.example .env" in run("up.sh").stderr
    env_file(checkout, SECRET_KEY="", REDIS_PASSWORD="")
    result = run("up.sh")
    assert result.returncode == 1
    assert result.stderr.startswith("Not filled in in .env: SECRET_KEY REDIS_PASSWORD.\n")
    assert not [call for call in calls(checkout) if "build" in call]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_PASSWORD", "p@ss/word"),
        ("REDIS_PASSWORD", "two words"),
        ("MINIO_ACCESS_KEY", "ab"),
        ("MINIO_SECRET_KEY", "1234567"),
    ],
)
def test_a_secret_of_the_wrong_form_is_named_before_anything_is_built(
    checkout: Path, run: Run, name: str, value: str
) -> None:
    env_file(checkout, **{name: value})
    result = run("up.sh")
    assert result.returncode == 1
    assert result.stderr.startswith(f"{name} in .env ")
    assert not [call for call in calls(checkout) if "build" in call]


def test_settings_that_the_new_version_refuses_start_nothing(checkout: Path, run: Run) -> None:
    env_file(checkout)
    result = run("up.sh", WRONG_SETTINGS="1")
    assert result.returncode == 1
    assert "Nothing was started or stopped" in result.stderr
    assert not [call for call in calls(checkout) if " up " in call]


def test_up_ends_with_where_to_click_and_how_to_make_a_key(checkout: Path, run: Run) -> None:
    env_file(checkout)
    result = run("up.sh")
    assert result.returncode == 0, result.stderr
    assert "Web app    http://" in result.stdout
    assert "make api-key NAME=me ROLE=admin" in result.stdout
    commands = [call.split("docker-compose.yml ")[-1].removeprefix("--progress quiet ") for call in calls(checkout)[1:]]
    assert [command.split()[0] for command in commands] == ["build", "run", "up", "port"]


def test_compose_file_of_the_env_file_adds_files(checkout: Path, run: Run) -> None:
    env_file(checkout, COMPOSE_FILE="infra/docker-compose.yml:infra/compose.api-port.yml")
    run("compose.sh", "ps")
    assert calls(checkout) == ["compose --env-file .env ps"]


def env_file(checkout: Path, **other: str) -> None:
    (checkout / ".env").write_text("".join(f"{name}={value}\n" for name, value in {**FILLED, **other}.items()))
