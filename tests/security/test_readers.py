"""Untrusted files are opened in sandboxed children only: processes that serve the web never load a decoder."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from shared.adapters import sandbox
from shared.adapters.sandbox import KEPT_VARIABLES, run_sandboxed, sandboxed_argv, sandboxed_environment
from tests.security.processes import bare_environment
from tests.support.stack import ROOT, RunningStack

# Native code that opens documents, by its path; the project uses no decoder in pure Python.
DECODERS = re.compile(
    r"/(PIL|lxml|cv2|numpy|pypdfium2\w*|pymupdf|onnxruntime|pillow_heif|pi_heif)/"
    r"|/lib(poppler|tesseract|leptonica|jpeg|tiff|webp|heif|xml2|freetype|openjp2)[^/]*\.so"
)


def native_code(stack: RunningStack, program: str) -> set[str]:
    """Paths of all files that the program's server and its workers have loaded, without sandboxed children."""
    server = psutil.Process(stack.record["programs"][program])
    found: set[str] = set()
    for process in (server, *server.children()):
        if "_process" in " ".join(process.cmdline()):
            continue
        try:
            maps = Path(f"/proc/{process.pid}/maps").read_text()
        except PermissionError:
            pytest.skip("the processes hide their memory: only root may look which code they have loaded")
        found |= {line.split(maxsplit=5)[5] for line in maps.splitlines() if line.count("/")}
    return found


@pytest.fixture(scope="module")
def used(stack: RunningStack) -> RunningStack:
    """The stack after it has accepted, shown and exported documents of every kind."""
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


@pytest.mark.parametrize("program", ["upload", "api", "dispatcher", "extract"])
def test_the_processes_that_face_the_web_and_extraction_load_no_decoder(used: RunningStack, program: str) -> None:
    loaded = native_code(used, program)
    assert any("python" in path for path in loaded)
    assert [path for path in loaded if DECODERS.search(path)] == []


def test_this_test_would_see_a_decoder(used: RunningStack) -> None:
    """Reading loads lxml, with which its sandboxed process parses what poppler wrote about a PDF."""
    assert any(DECODERS.search(path) for path in native_code(used, "ocr"))


# The sandbox: what `tests/programs/adapters/test_sandbox.py` shows, and in addition


def test_every_limit_is_on_the_command_line() -> None:
    command = " ".join(sandboxed_argv(["true"], memory_mb=100, file_mb=7, cpu_seconds=3))
    for limit in ("--as=104857600", "--fsize=7340032", "--core=0", "--cpu=3:4"):
        assert limit in command


def test_a_child_inherits_no_secret_and_no_loader_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MINIO_SECRET_KEY", "OPENAI_API_KEY", "HOME", "LD_PRELOAD"):
        monkeypatch.setenv(name, "canary")
    assert "canary" not in sandboxed_environment(None).values()
    assert not {"SECRET_KEY", "OPENAI_API_KEY", "LD_PRELOAD", "PYTHONSTARTUP"} & set(KEPT_VARIABLES)


def test_a_child_cannot_lift_its_limits() -> None:
    code = "import resource as r; r.setrlimit(r.RLIMIT_CPU, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    limited = run_sandboxed(
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
    lifted = run_sandboxed([sys.executable, "-c", code], timeout=20, memory_mb=300, cpu_seconds=5)
    assert lifted.returncode != 0


def test_a_child_inherits_no_open_file_or_socket(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canary")
    with secret.open() as file, socket.create_server(("127.0.0.1", 0)) as server:
        listed = run_sandboxed(["ls", "-l", "/proc/self/fd"], timeout=10, memory_mb=256)
        assert {file.fileno(), server.fileno()} & {0, 1, 2} == set()
    assert listed.returncode == 0
    assert str(secret).encode() not in listed.stdout
    assert b"socket:" not in listed.stdout


@pytest.mark.servers
@pytest.mark.parametrize("namespaces", [True, False], ids=["namespaces", "no namespaces"])
def test_a_child_cannot_reach_the_stores(
    stores_environment: dict[str, str], namespaces: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, whose runtime refuses `unshare`: the filter of system calls alone must hold."""
    sandbox._starter.cache_clear()
    if not namespaces:
        monkeypatch.setattr(sandbox, "leave_network", lambda: "refused")
        monkeypatch.setattr(sandbox, "_that_works", lambda *command: ())
    redis = urlsplit(stores_environment["REDIS_URL"])
    address = (redis.hostname, redis.port)
    with socket.create_connection(address, 5):
        pass  # this process can
    connect = f"import socket; socket.create_connection({address!r}, 5)"
    connected = run_sandboxed([sys.executable, "-c", connect], timeout=20, memory_mb=300)
    sandbox._starter.cache_clear()
    assert connected.returncode != 0
    assert b"PermissionError" in connected.stderr


# The sandboxed child runs as the same user as its function: what it can read of the function

CANARY = "canary4vQx"
ASKED = ("environ", "maps", "fd/0")

# A minimal function: it changes its user, hides its memory or not, and lets a sandboxed program inspect it.
FUNCTION = """
import ctypes, os, sys
from shared.adapters import sandbox

user, hidden, namespaces, asked = int(sys.argv[1]), sys.argv[2] == "hidden", sys.argv[3] == "namespaces", sys.argv[4]
if user:
    os.setgroups([]), os.setgid(user), os.setuid(user)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # a program that was started by this user could be looked into
if hidden:
    sandbox.hide_memory()
if not namespaces:
    sandbox.leave_network, sandbox._that_works = lambda: "refused", lambda *command: ()
answer = sandbox.run_sandboxed(["cat", f"/proc/{os.getpid()}/{asked}"], timeout=20, memory_mb=256)
sys.stdout.buffer.write(answer.stdout + answer.stderr)
sys.exit(answer.returncode != 0)
"""
NOBODY = 65534


def caged_look(
    user: int, *, hidden: bool, namespaces: bool, asked: str = "environ"
) -> subprocess.CompletedProcess[str]:
    """What a sandboxed child can read of its parent process, which runs as this user."""
    options = [str(user), "hidden" if hidden else "open", "namespaces" if namespaces else "none", asked]
    return subprocess.run(
        [sys.executable, "-c", FUNCTION, *options],
        cwd=ROOT,
        env=bare_environment(SECRET_KEY=CANARY),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )


users = pytest.mark.parametrize("user", [0, NOBODY], ids=["root", "nobody"])


@users
@pytest.mark.parametrize("namespaces", [True, False], ids=["namespaces", "no namespaces"])
@pytest.mark.parametrize("asked", ASKED)
def test_a_child_cannot_look_into_its_function(user: int, namespaces: bool, asked: str) -> None:
    if user != os.getuid() and os.getuid() != 0:
        pytest.skip("only root can become another user")
    looked = caged_look(user, hidden=True, namespaces=namespaces, asked=asked)
    assert CANARY not in looked.stdout
    assert "denied" in looked.stdout.lower() or "not permitted" in looked.stdout.lower(), looked
    assert looked.returncode != 0


def test_a_child_could_look_if_nothing_were_hidden() -> None:
    """Shows that the test above can fail: in a container an ordinary user has no namespaces."""
    if os.getuid() != 0:
        pytest.skip("only root can become another user")
    looked = caged_look(NOBODY, hidden=False, namespaces=False)
    assert CANARY in looked.stdout


def test_a_child_has_no_capability_and_can_gain_none() -> None:
    status = run_sandboxed(["cat", "/proc/self/status"], timeout=10, memory_mb=256).stdout.decode()
    facts = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    assert int(facts["CapEff"], 16) == int(facts["CapPrm"], 16) == 0
    assert facts["NoNewPrivs"].strip() == "1"
    if os.getuid() == 0:
        assert int(facts["CapBnd"], 16) == int(facts["CapInh"], 16) == int(facts["CapAmb"], 16) == 0


def test_the_function_itself_keeps_its_capabilities() -> None:
    before = Path("/proc/self/status").read_text()
    run_sandboxed(["true"], timeout=10, memory_mb=256)
    after = Path("/proc/self/status").read_text()
    assert re.findall("Cap.*", before) == re.findall("Cap.*", after)


@pytest.mark.parametrize("function", ["upload", "ocr", "extract", "api"])
def test_every_function_hides_its_memory_before_it_serves(function: str) -> None:
    assert _dumpable(f"import functions.{function}.main") == 0
    assert _dumpable(f"import functions.{function}.main", FLASK_DEBUG="true") == 1


def test_the_dispatcher_hides_its_memory_before_it_connects() -> None:
    code = "import infra.dispatcher.__main__ as d; d.make_redis = lambda _: (tell(), sys.exit()); d.main()"
    assert _dumpable(code) == 0


def _dumpable(code: str, **environment: str) -> int:
    """The result of prctl(PR_GET_DUMPABLE) after this code has run in a process of its own."""
    code = f"import ctypes, sys; tell = lambda: print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)); {code}; tell()"
    given = bare_environment(SECRET_KEY="k4J-b7Wq_x9Zt2Lm-Rv5Ns8Py_c3Hd6Gf", **environment)
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=True
    )
    return int(ended.stdout.split()[-1])
