"""Starts one function under its production server on the session's stores."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from infra.local.ports import choose_port
from infra.local.programs import running
from infra.local.stack import function_program
from tests.support.stack import ROOT

_START_SECONDS = 90  # a busy machine


def bare_environment(**given: str) -> dict[str, str]:
    """The environment of a process: the minimum to run, and the given settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOST": "127.0.0.1", **given}


@contextmanager
def function_process(name: str, environment: Mapping[str, str]) -> Iterator[str]:
    """The URL of the function `name`, which listens while the block runs."""
    port = choose_port()
    program = replace(function_program(name, port, bare_environment(**environment)), inherit=False)
    with (
        tempfile.TemporaryDirectory(prefix="function-") as folder,
        running(program, log_file=Path(folder) / f"{name}.log", start_seconds=_START_SECONDS),
    ):
        yield f"http://127.0.0.1:{port}"
