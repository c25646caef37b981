"""Runs programs for the checks: their output is shown only if they fail."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


class CommandError(AssertionError):
    """A program of the run failed; the message has its last lines."""


def run(
    *command: str, environment: Mapping[str, str] | None = None, folder: Path | None = None, stdin: int | None = None
) -> str:
    """Standard output and error of the program, together. Raises CommandError."""
    result = completed(*command, environment=environment, folder=folder, stdin=stdin, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        raise CommandError(f"{' '.join(command)}: exit code {result.returncode}\n{result.stdout[-4000:]}")
    return result.stdout


def output_of(*command: str, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """Standard output alone, without the white space at its ends. Raises CommandError."""
    result = completed(*command, environment=environment, folder=folder)
    if result.returncode != 0:
        raise CommandError(f"{' '.join(command)}: exit code {result.returncode}\n{result.stderr[-4000:]}")
    return result.stdout.strip()


def completed(
    *command: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    stdin: int | None = None,
    stderr: int = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """The program, once it has ended, with whatever exit code."""
    return subprocess.run(
        command,
        env=None if environment is None else dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        errors="replace",
        check=False,
    )
