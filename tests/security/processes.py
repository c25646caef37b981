"""A function under its production server, alone, on the session's stores."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
import pytest

from infra.local.ports import choose_port
from tests.support.stack import ROOT, eventually

SIGNATURES = {"upload": "http", "ocr": "cloudevent"}
_FIRST_PORT = 25_100


def bare_environment(**given: str) -> dict[str, str]:
    """What a process gets: nothing of ours but what is given."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOST": "127.0.0.1", **given}


@contextmanager
def function_process(name: str, environment: Mapping[str, str]) -> Iterator[str]:
    """The URL of the function `name`, which listens while the block runs."""
    port = choose_port(_FIRST_PORT)
    command = [
        *(sys.executable, "-m", "functions_framework", "--source", str(ROOT / "functions" / name / "main.py")),
        *("--target", name, "--signature-type", SIGNATURES[name], "--host", "127.0.0.1", "--port", str(port)),
    ]
    given = bare_environment(**environment, WORKERS="1", THREADS="4")
    process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"

    def listening() -> bool:
        if process.poll() is not None:
            pytest.fail(f"the function {name} ended with {process.returncode}")
        try:
            return httpx.get(url, timeout=2).status_code < 500
        except httpx.HTTPError:
            return False

    try:
        eventually(listening, seconds=90)
        yield url
    finally:
        process.terminate()
        process.wait(60)
