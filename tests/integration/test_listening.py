"""The address that a function listens on: HOST, of either family."""

import http.client
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from infra.local.programs import Program, running
from tests.support.stack import ROOT, START_SECONDS

SOURCE = ROOT / "tests" / "security" / "slow_client_function.py"


def _free_port(host: str) -> int:
    try:
        with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
            return int(server.getsockname()[1])
    except OSError:
        pytest.skip(f"this machine has no {host}")


def _answer(host: str, port: int) -> bytes:
    with closing(http.client.HTTPConnection(host, port, timeout=10)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().read()


def _answers(host: str, port: int) -> bool:
    try:
        return bool(_answer(host, port))
    except OSError:
        return False


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_function_listens_on_host(host: str, tmp_path: Path) -> None:
    port = _free_port("127.0.0.1" if host == "localhost" else host)
    program = Program(
        name="function",
        command=(sys.executable, "-m", "shared.http.server", "--source", str(SOURCE), "--target", "slow"),
        environment={**os.environ, "PYTHONPATH": str(ROOT), "HOST": host, "PORT": str(port)},
        ready=lambda: _answers(host, port),
    )
    with running(program, log_file=tmp_path / "log", start_seconds=START_SECONDS):
        assert _answer(host, port) == b"0"
