"""Plans the local stack: its programs, their order and settings."""

import http.client
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.mariadb import Database
from infra.local.ports import LOOPBACK, choose_port, reserve_port
from infra.local.programs import Program, ProgramError
from infra.local.redis_server import Queue
from infra.local.s3 import WEED_PORTS, S3Server
from infra.local.servers import Server
from infra.local.state import ROOT, load_secrets, make_private
from shared.settings import settings_of

FUNCTIONS = ("upload", "ocr", "extract", "api")
DEFAULT_PORT = 8010
DEFAULT_WEB_PORT = 5173

_TAKES_EVENTS = frozenset(("ocr", "extract"))

# One process each; one thread per running request. ocr and extract work in subprocesses; event streams hold no thread.
_THREADS = {"upload": 16, "ocr": 32, "extract": 32, "api": 48}

# Offsets from the api's port, so that a stack moves as a whole.
_OFFSETS = {"upload": 1, "ocr": 2, "extract": 3, "mariadb": 4, "redis": 5, "s3": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack ready to be started: `stores`, then migrations, then the rest."""

    state_dir: Path
    ports: Mapping[str, int]
    environment: Mapping[str, str]  # of every process of the stack
    stores: tuple[Program, ...]
    functions: tuple[Program, ...]
    dispatcher: Program
    intake: tuple[Program, ...]  # one, if something is to come in by itself
    web: Program

    @property
    def api_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports['api']}"

    @property
    def web_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports['web']}"

    @property
    def stages(self) -> tuple[tuple[Program, ...], ...]:
        """In order of start; stopped in reverse, so that the dispatcher ends before the functions that it calls."""
        return (self.stores, (*self.functions, self.web), (self.dispatcher, *self.intake))


def plan_stack(state_dir: Path, given: Mapping[str, str], *, port: int | None, web_port: int | None) -> Stack:
    """Decides ports, secrets and settings. `given` is the operator's environment: stores named there are used instead
    of own ones. Raises ProgramError if a port given by number is in use."""
    make_private(state_dir)
    return stack_on(state_dir, given, _choose_ports(port, web_port))


def stack_on(state_dir: Path, given: Mapping[str, str], ports: Mapping[str, int]) -> Stack:
    """The stack on these ports: a new or the running one."""
    keys = load_secrets(state_dir)
    stores, store_settings = _plan_stores(state_dir, given, ports, keys)
    web_url = f"http://{LOOPBACK}:{ports['web']}"
    settings = {
        "HOST": LOOPBACK,
        "SECRET_KEY": keys["secret_key"],
        # Everything listens on the loopback address only: callers are on this machine.
        "AUTH": "off",
        "CORS_ORIGINS": web_url,
        "OCR_CACHE_DIR": str(state_dir / "cache" / "ocr"),
        # One thread per page: Tesseract's own threads would compete for the cores.
        "OMP_THREAD_LIMIT": "1",
    }
    environment = {
        **os.environ,
        **settings,
        **{name: value for name, value in given.items() if value},
        **store_settings,
        **{f"{name.upper()}_URL": f"http://{LOOPBACK}:{ports[name]}" for name in ("upload", "ocr", "extract")},
        "HOST": LOOPBACK,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    return Stack(
        state_dir=state_dir,
        ports=ports,
        environment=environment,
        stores=stores,
        functions=tuple(function_program(name, ports[name], environment) for name in FUNCTIONS),
        dispatcher=_dispatcher(environment),
        intake=(_intake(environment),) if settings_of(environment).has_intake else (),
        web=_web(ports, environment),
    )


def _choose_ports(port: int | None, web_port: int | None) -> dict[str, int]:
    for name, asked in (("PORT", port), ("WEB_PORT", web_port)):
        if asked is not None and not reserve_port(asked):
            raise ProgramError(f"{name}={asked} is used by another program. Set another number, or none.")
    ports = {
        "api": port if port is not None else choose_port(DEFAULT_PORT),
        "web": web_port if web_port is not None else choose_port(DEFAULT_WEB_PORT),
    }
    for name, offset in _OFFSETS.items():
        ports[name] = choose_port(ports["api"] + offset, also=WEED_PORTS if name == "s3" else ())
    return ports


def _plan_stores(
    state_dir: Path, given: Mapping[str, str], ports: Mapping[str, int], keys: Mapping[str, str]
) -> tuple[tuple[Program, ...], dict[str, str]]:
    """The stores to run, and the settings to connect to them."""
    servers: dict[str, Server] = {}  # by the name used for folder and port
    if not given.get("DATABASE_URL"):
        servers["mariadb"] = Database(port=ports["mariadb"], password=keys["database_password"])
    if not given.get("REDIS_URL"):
        servers["redis"] = Queue(port=ports["redis"], password=keys["redis_password"])
    if not given.get("MINIO_ENDPOINT"):
        servers["s3"] = S3Server(
            port=ports["s3"],
            access_key=keys["minio_access_key"],
            secret_key=keys["minio_secret_key"],
            bucket=given.get("MINIO_BUCKET") or "invoices",
        )
    programs = tuple(server.program(state_dir / name) for name, server in servers.items())
    return programs, {name: value for server in servers.values() for name, value in server.environment.items()}


def function_program(name: str, port: int, environment: Mapping[str, str], *, source: Path | None = None) -> Program:
    """One function, served on this port; from another source, if given."""
    return Program(
        name=name,
        command=(
            *(sys.executable, "-m", "shared.http.server"),
            *("--source", str(source or ROOT / "functions" / name / "main.py")),
            *("--target", name),
            *("--signature-type", "cloudevent" if name in _TAKES_EVENTS else "http"),
            *("--host", LOOPBACK),
            *("--port", str(port)),
        ),
        environment={**environment, "PORT": str(port), "WORKERS": "1", "THREADS": str(_THREADS.get(name, 16))},
        # The api is ready when it reaches its stores; the others when the Functions Framework answers, which it does
        # for this path without calling the function.
        ready=(lambda: _answers(port, "/readyz", 200)) if name == "api" else (lambda: _answers(port, "/robots.txt")),
        stop_seconds=35.0,  # the server gives running requests 30 s
    )


def _dispatcher(environment: Mapping[str, str]) -> Program:
    return Program(
        name="dispatcher",
        command=(sys.executable, "-m", "infra.dispatcher"),
        environment=environment,
        ready=lambda: True,  # it does not listen
        stop_seconds=30.0,
    )


def _intake(environment: Mapping[str, str]) -> Program:
    return Program(
        name="intake",
        command=(sys.executable, "-m", "infra.intake"),
        # It shares the rules of watched folders with the command line.
        environment={**environment, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'clients' / 'python' / 'src'}"},
        ready=lambda: True,  # it does not listen
        stop_seconds=30.0,
    )


def _web(ports: Mapping[str, int], environment: Mapping[str, str]) -> Program:
    port = ports["web"]
    return Program(
        name="web",
        command=(sys.executable, "-m", "infra.local.web", str(port)),
        environment={
            **environment,
            "WEB_DIST": str(ROOT / "frontend" / "dist"),
            "WEB_API_URL": f"http://{LOOPBACK}:{ports['api']}",
            "WEB_HOSTS": f"{LOOPBACK}:{port},localhost:{port}",
        },
        ready=lambda: _answers(port, "/", 200),
    )


def _answers(port: int, path: str, status: int | None = None) -> bool:
    """Whether an HTTP server answers at this address (with this status, if given)."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return status is None or answer == status
