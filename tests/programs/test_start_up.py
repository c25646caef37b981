"""What a function does not import before it answers its first request: half of the time of its start."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

NEEDED_BY_DOCUMENTS = ("sqlalchemy", "pymysql", "minio", "httpx", "numpy", "PIL", "openai", "lxml", "pypdf", "zxingcpp")
"""Loaded behind the start, or only by the children that read documents."""

NEVER_AT_START = {
    "upload": (*NEEDED_BY_DOCUMENTS, "stdnum", "shared.domain.invoice"),
    "ocr": NEEDED_BY_DOCUMENTS,
    "extract": (*NEEDED_BY_DOCUMENTS, "stdnum", "shared.domain.invoice"),
    "api": (*NEEDED_BY_DOCUMENTS, "stdnum", "shared.domain.invoice", "flask_openapi3", "flask_cors"),
}

ONLY_IN_CHILDREN = ("numpy", "PIL", "cv2", "onnxruntime", "lxml", "pypdf", "zxingcpp", "pypdfium2", "openpyxl")
"""What reads or writes files: not even a loaded api or upload has it in its own process."""

_NAMES = "import sys; from functions.{name} import main; print(*sys.modules)"
_BEHIND = (
    "import sys, time; from functions.{name} import main\n"
    "deadline = time.monotonic() + 60\n"
    "while 'functions.{name}.work' not in sys.modules and time.monotonic() < deadline: time.sleep(0.05)\n"
    "assert 'functions.{name}.work' in sys.modules\n"
    "from functions.{name} import work; print(*sys.modules)"
)
_BROKEN = (
    "import time; from shared.http.start_up import load_behind, start_process\n"
    "start_process('ocr'); load_behind('functions.ocr.{name}'); time.sleep(20)"
)


def _run(code: str, name: str) -> subprocess.CompletedProcess[str]:
    """A fresh process that ran this."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "kJ3x0Qw8Zr5Lt1Vb7Nc4Mf6Hd9Gs2Pa-yEuR",
    }
    command = [sys.executable, "-c", code.format(name=name)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def _loaded(code: str, name: str) -> set[str]:
    """The modules of a fresh process that ran this."""
    answer = _run(code, name)
    answer.check_returncode()
    return set(answer.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", NEVER_AT_START)
def test_a_function_starts_without_what_only_its_documents_need(name: str) -> None:
    assert _loaded(_NAMES, name) & {*NEVER_AT_START[name], f"functions.{name}.work"} == set()


@pytest.mark.parametrize("name", NEVER_AT_START)
def test_what_documents_need_is_loaded_behind_the_start_before_one_comes(name: str) -> None:
    assert {"sqlalchemy", "minio"} <= _loaded(_BEHIND, name)


@pytest.mark.parametrize("name", ["api", "upload"])
def test_what_reads_files_is_not_in_the_process_that_answers(name: str) -> None:
    assert _loaded(_BEHIND, name) & set(ONLY_IN_CHILDREN) == set()


def test_a_process_that_cannot_load_what_documents_need_says_so_and_ends() -> None:
    answer = _run(_BROKEN, "missing")

    assert answer.returncode == -signal.SIGTERM
    assert any(json.loads(line)["severity"] == "CRITICAL" for line in (answer.stdout + answer.stderr).splitlines())
