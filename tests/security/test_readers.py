"""Foreign bytes are opened in caged children only: the processes that face the web never load a decoder."""

import os
import re
import socket
import sys
from pathlib import Path

import psutil
import pytest

from shared.adapters.cage import KEPT_VARIABLES, caged_argv, caged_environment, run_caged
from tests.support.stack import ROOT, RunningStack

# Native code that opens documents, by where it lies: a decoder in pure Python would not be one of ours.
DECODERS = re.compile(
    r"/(PIL|lxml|cv2|numpy|pypdfium2\w*|pymupdf|onnxruntime|pillow_heif|pi_heif)/"
    r"|/lib(poppler|tesseract|leptonica|jpeg|tiff|webp|heif|xml2|freetype|openjp2)[^/]*\.so"
)


def native_code(stack: RunningStack, program: str) -> set[str]:
    """Paths of all that the program's server and its workers have loaded."""
    server = psutil.Process(stack.record["programs"][program])
    found: set[str] = set()
    for process in (server, *server.children()):
        maps = Path(f"/proc/{process.pid}/maps").read_text()
        found |= {line.split(maxsplit=5)[5] for line in maps.splitlines() if line.count("/")}
    return found


@pytest.fixture(scope="module")
def used(stack: RunningStack) -> RunningStack:
    """The stack after it has taken in, shown and exported documents of every kind."""
    names = ("fietsen-ubl-nl.xml", "imprimerie-facturx-fr.pdf", "bad/encrypted.pdf", "bad/cut-off.pdf")
    files = [(name, (ROOT / "samples" / name).read_bytes()) for name in names]
    results = stack.upload(*files, allow_duplicates="true")
    for result in results:
        invoice = stack.finished(result["invoice_id"])
        path = f"/api/invoices/{invoice['id']}"
        shown = [stack.client.get(f"{path}/pages/1.png", params={"width": 333}), stack.client.get(f"{path}/text")]
        stack.client.get(f"{path}/download")
        if invoice["status"] == "waiting_validation":
            assert [answer.status_code for answer in shown] == [200, 200]
            stack.client.post(f"{path}/confirm")
    assert stack.client.get("/api/invoices/export", params={"format": "xlsx"}).status_code == 200
    return stack


@pytest.mark.parametrize("program", ["upload", "api", "dispatcher"])
def test_the_processes_that_face_the_web_load_no_decoder(used: RunningStack, program: str) -> None:
    loaded = native_code(used, program)
    assert any("python" in path for path in loaded)
    assert [path for path in loaded if DECODERS.search(path)] == []


def test_this_test_would_see_a_decoder(used: RunningStack) -> None:
    """The extraction reads XML that was found safe, with lxml, and is behind the queue."""
    assert any(DECODERS.search(path) for path in native_code(used, "extract"))


# The cage: what `tests/unit/adapters/test_cage.py` shows, and in addition


def test_every_limit_stands_on_the_command_line() -> None:
    command = " ".join(caged_argv(["true"], memory_mb=100, file_mb=7, cpu_seconds=3))
    for limit in ("--as=104857600", "--fsize=7340032", "--core=0", "--cpu=3:4"):
        assert limit in command


def test_a_child_knows_only_where_programs_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MINIO_SECRET_KEY", "OPENAI_API_KEY", "HOME", "LD_PRELOAD"):
        monkeypatch.setenv(name, "canary")
    assert "canary" not in caged_environment(None).values()
    assert not {"SECRET_KEY", "OPENAI_API_KEY", "LD_PRELOAD", "PYTHONSTARTUP"} & set(KEPT_VARIABLES)


def test_a_child_cannot_lift_its_limits() -> None:
    code = "import resource as r; r.setrlimit(r.RLIMIT_CPU, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    limited = run_caged(
        [
            sys.executable,
            "-c",
            "import resource as r; print(r.getrlimit(r.RLIMIT_CPU)[1], r.getrlimit(r.RLIMIT_AS)[1])",
        ],
        timeout=20,
        memory_mb=300,
        cpu_seconds=5,
    )
    assert limited.stdout.split() == [b"6", str(300 * 1024 * 1024).encode()]
    as_nobody = ["setpriv", "--reuid=65534", "--clear-groups"] if os.getuid() == 0 else []
    lifted = run_caged([*as_nobody, sys.executable, "-c", code], timeout=20, memory_mb=300, cpu_seconds=5)
    assert lifted.returncode != 0


def test_a_child_inherits_no_open_file_or_socket(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    with secret.open() as file, socket.create_server(("127.0.0.1", 0)) as server:
        listed = run_caged(["ls", "-l", "/proc/self/fd"], timeout=10, memory_mb=256)
        assert {file.fileno(), server.fileno()} & {0, 1, 2} == set()
    assert listed.returncode == 0
    assert str(secret).encode() not in listed.stdout
    assert b"socket:" not in listed.stdout
