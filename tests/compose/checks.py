"""What is checked, in order: each function raises AssertionError, or returns the figure to report."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from infra.local.stack import FUNCTIONS
from tests.compose.commands import output_of
from tests.compose.system import MAX_UPLOAD_MB, PAUSE_SECONDS, System, copy_of_checkout
from tests.support.stack import ROOT, eventually

SAMPLES = ROOT / "samples"
RECOVERY_SECONDS = 180.0

# Ends when a container of it is killed: a service that runs once is started by nothing.
ONE_OFF = frozenset(("migrate", "bucket"))

Check = Callable[[System], str]


def wrong_settings_are_named(system: System) -> str:
    """`make up` without .env, with an empty one and with a short SECRET_KEY says what to write, and starts nothing."""
    (system.checkout / ".env").unlink(missing_ok=True)
    assert "cp .env.example .env" in system.refused("up")
    system.write_settings(SECRET_KEY="", REDIS_PASSWORD="")
    assert "Not filled in in .env: SECRET_KEY REDIS_PASSWORD." in system.refused("up")
    system.write_settings(DATABASE_PASSWORD="p@ss/word")
    assert "DATABASE_PASSWORD in .env may hold letters" in system.refused("up")
    system.write_settings()
    assert "No system runs here" in system.refused("backup", "FILE=never.tar")
    assert not (system.checkout / "never.tar").exists()
    return ""


def it_is_built(system: System) -> str:
    """All images are built."""
    return _seconds(lambda: system.compose("build"))


def short_secret_key_is_refused_by_the_new_version(system: System) -> str:
    """`make up` with a SECRET_KEY that the code refuses says so, and starts nothing."""
    system.write_settings(SECRET_KEY="short")
    printed = system.refused("up")
    system.write_settings()
    assert "SECRET_KEY must be set to 32 random characters" in printed
    assert "Nothing was started or stopped" in printed
    assert system.compose("ps", "--all", "--quiet") == ""
    return ""


def it_starts(system: System) -> str:
    """`make up` starts everything, and ends with where to click and how to make a key."""
    printed: list[str] = []
    figure = _seconds(lambda: printed.append(system.make("up")))
    assert f"Web app    {system.web}" in printed[0]
    assert "make api-key NAME=me ROLE=admin" in printed[0]
    assert _all_healthy(system)
    return figure


def first_key(system: System) -> str:
    """`make api-key` makes a key that the API accepts."""
    system.make_key()
    with system.client() as client:
        assert client.get("/api/me").json()["role"] == "admin"
        assert client.get("/api/invoices/", headers={"Authorization": "Bearer nonsense"}).status_code == 401
    return ""


def only_the_web_server_is_published(system: System) -> str:
    """No other service has a port on the machine."""
    published = {name: _published(one) for name, one in system.containers().items()}
    assert {name for name, ports in published.items() if ports} == {"frontend"}, published
    assert published["frontend"] == [("127.0.0.1", system.settings["WEB_PORT"])]
    return ""


def containers_are_locked_and_limited(system: System) -> str:
    """Every container is read-only, limited, without capabilities; only MinIO's runs as root; no anonymous volume."""
    for name, one in system.containers().items():
        host = one["HostConfig"]
        assert host["ReadonlyRootfs"], name
        assert host["CapDrop"] == ["ALL"], name
        assert "no-new-privileges:true" in host["SecurityOpt"], name
        assert host["Memory"] > 0, name
        assert host["PidsLimit"] > 0, name
        if name not in ONE_OFF and name != "minio":
            assert system.compose("exec", "-T", name, "id", "-u") != "0", name
        anonymous = [mount["Name"] for mount in one["Mounts"] if mount["Type"] == "volume" and len(mount["Name"]) == 64]
        assert not anonymous, name
    return ""


def documents_become_data(system: System) -> str:
    """A PDF, a scan and an e-invoice are uploaded, read, confirmed, and found in the data."""
    for name in ("agencia-publicidad-es.pdf", "taller-scan-es.pdf", "fietsen-ubl-nl.xml"):
        invoice = system.finished(system.upload(SAMPLES / name))
        assert invoice["status"] == "waiting_validation", invoice["error"]
        with system.client() as client:
            confirmed = client.post(f"/api/invoices/{invoice['id']}/confirm")
            assert confirmed.status_code == 200, confirmed.text
            number = invoice["preview_data"]["invoice_number"]
            found = client.get("/api/invoices/data", params={"q": number}).json()
            assert number in {one["invoice_number"] for one in found["invoices"]}
            page = client.get(f"/api/invoices/{invoice['id']}/pages/1.png")
            assert page.headers["content-type"].startswith("image/")
            assert client.get(f"/api/invoices/{invoice['id']}/download").content == (SAMPLES / name).read_bytes()
    return ""


def web_app_is_served(system: System) -> str:
    """The web app and the address of a page of it are served with their policy."""
    with httpx.Client(base_url=system.web, timeout=30) as client:
        for path in ("/", "/invoices/1"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "<div id=" in answer.text
            assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert client.get("/metrics").headers["content-type"].startswith("text/html")  # not passed on
    return ""


def events_pass_the_web_server(system: System) -> str:
    """A change of an invoice arrives as an event while the stream is open."""
    arrived = threading.Event()
    with system.client() as client, client.stream("GET", "/api/events") as stream:

        def listen() -> None:
            try:
                for line in stream.iter_lines():
                    if line.startswith("event: invoice"):
                        arrived.set()
                        return
            except httpx.HTTPError:
                return

        threading.Thread(target=listen, daemon=True).start()
        system.upload(SAMPLES / "credit-note-en.pdf")
        assert arrived.wait(60)
    return ""


def too_large_is_told_as_json(system: System) -> str:
    """A file over the limit is answered 413 in the API's shape, through the web server."""
    with system.client() as client:
        answer = client.post(
            "/api/invoices/ocr", files={"file": ("big.pdf", b"%PDF-1.4\n" + os.urandom(MAX_UPLOAD_MB * 1024**2 + 1))}
        )
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["code"] == "too-large", answer.text
    return ""


def a_large_upload_needs_no_memory(system: System) -> str:
    """40 files of 2 MB in one request through the web server: all taken, and no container is near its limit."""
    content = b"%PDF-1.4\n" + bytes(MAX_UPLOAD_MB * 1024**2 - 100)
    files = [("file", (f"{number}.pdf", content + number.to_bytes(2, "big"))) for number in range(40)]
    with system.client() as client:
        answer = client.post("/api/invoices/ocr", files=files)
        assert answer.status_code == 202, answer.text
        assert {one["status"] for one in answer.json()} == {"processing"}, answer.text
        ids = [one["invoice_id"] for one in answer.json()]
        for invoice_id in ids:
            system.finished(invoice_id)
            assert client.delete(f"/api/invoices/{invoice_id}").status_code < 300
    restarted = [name for name, one in system.containers().items() if one["RestartCount"] or one["State"]["OOMKilled"]]
    assert not restarted, restarted
    return ""


def probes_leave_no_trace(system: System) -> str:
    """Health checks appear neither in the logs of the functions nor as refused uploads in the metrics."""
    time.sleep(2)  # the last request of the check before has been logged
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    time.sleep(25)  # two rounds of them
    for name in FUNCTIONS:
        logged = [
            line for line in system.compose("logs", "--no-log-prefix", "--since", since, name).splitlines() if line
        ]
        assert not [line for line in logged if '"path": "/' in line or '"status": 4' in line], logged[:3]
    counted = system.compose("exec", "-T", "redis", "redis-cli", "hgetall", "metrics")
    assert "length-required" not in counted
    return ""


def a_model_on_this_machine_is_reached(system: System) -> str:
    """extract reaches a server of the machine under host.docker.internal; no other function does."""
    if not system.compose("exec", "-T", "extract", "cat", "/etc/hosts").count("host.docker.internal"):
        raise AssertionError("extract has no name for this machine")
    with socket.create_server(("0.0.0.0", 0)) as server:  # noqa: S104 - to be reached from the bridge
        code = f"import socket; socket.create_connection(('host.docker.internal', {server.getsockname()[1]}), 5)"
        system.compose("exec", "-T", "extract", "python", "-c", code)
    assert "host.docker.internal" not in system.compose("exec", "-T", "ocr", "cat", "/etc/hosts")
    return ""


def memory_of_each(system: System) -> str:
    """Memory of each service, after the documents above."""
    lines = output_of(
        *("docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}"), environment=system.environment
    )
    found = dict(line.split(" ", 1) for line in lines.splitlines() if line.startswith("invoices-test"))
    return ", ".join(f"{name.split('-')[2]} {usage.split('/')[0].strip()}" for name, usage in sorted(found.items()))


def killed_containers_come_back(system: System) -> str:
    """The main process of each container is killed; everything is healthy again and a document passes."""
    figures = []
    for name, one in system.containers().items():
        if name in ONE_OFF:
            continue
        began = time.monotonic()
        os.kill(one["State"]["Pid"], signal.SIGKILL)
        for recovered in (
            partial(_is_another, system, name, one["State"]["Pid"]),
            partial(_all_healthy, system),
            system.works,
        ):
            eventually(recovered, seconds=RECOVERY_SECONDS, pause=PAUSE_SECONDS)
        figures.append(f"{name} {time.monotonic() - began:.0f}")
    return ", ".join(figures) + " s"


def down_and_up_keeps_everything(system: System) -> str:
    """`make down`, `make up`: the same invoices, the same key, still confirmed."""
    before = _listed(system)
    system.make("down")
    assert system.compose("ps", "--all", "--quiet") == ""
    figure = _seconds(lambda: system.make("up"))
    assert _listed(system) == before
    assert before
    return figure


def newer_version_and_back(system: System) -> str:
    """`make up` of a newer version adds a column; `make up` of this version starts on it, and both work."""
    old = system.checkout
    newer = copy_of_checkout(old.with_name("newer"))
    _add_migration(newer)
    system.checkout = newer
    system.write_settings()
    up = _seconds(lambda: system.make("up"))
    assert _revision(system) == _NEWER
    assert system.works()
    system.checkout = old
    down = _seconds(lambda: system.make("up"))
    assert _revision(system) == _NEWER
    assert "newer revision" in system.compose("logs", "--no-log-prefix", "migrate")
    assert system.works()
    return f"upgrade {up}, back {down}"


def backup_and_restore(system: System) -> str:
    """`make backup`; everything is deleted; `make restore` in a new system: the same invoices and files."""
    before = _listed(system)
    archive = system.checkout.with_name("backup.tar")
    saved = _seconds(lambda: system.make("backup", f"FILE={archive}"))
    assert archive.stat().st_mode & 0o777 == 0o600
    system.compose("down", "--volumes")
    system.make("up")
    system.compose("stop", "frontend", "api", "upload", "ocr", "extract", "dispatcher")
    loaded = _seconds(lambda: system.make("restore", f"FILE={archive}"))
    assert "is not empty" in system.refused("restore", f"FILE={archive}")
    system.make("up")
    assert _listed(system) == before
    with system.client() as client:
        for invoice in before:
            assert client.get(f"/api/invoices/{invoice['id']}/download").status_code == 200
    assert system.works()
    return f"backup {saved}, restore {loaded}"


def changed_database_password_is_explained(system: System) -> str:
    """`make up` with another DATABASE_PASSWORD than at the first start names it; with the old one it works again."""
    system.write_settings(DATABASE_PASSWORD="another-password-than-before")
    printed = system.refused("up")
    assert "DATABASE_PASSWORD of its first start" in printed, printed
    system.write_settings()
    system.make("up")
    assert system.works()
    return ""


def seaweedfs_takes_the_place_of_minio(system: System) -> str:
    """The same stack with infra/compose.seaweedfs.yml and the API's own port."""
    files = "infra/docker-compose.yml:infra/compose.seaweedfs.yml:infra/compose.api-port.yml"
    system.compose("down", "--volumes")
    port = str(int(system.settings["WEB_PORT"]) + 1)
    system.write_settings(COMPOSE_FILE=files, PORT=port)
    system.make("up")
    system.make_key()
    assert system.works()
    headers = {"Authorization": f"Bearer {system.key}"}
    assert httpx.get(f"http://127.0.0.1:{port}/metrics", headers=headers, timeout=30).status_code == 200
    return ""


CHECKS: tuple[Check, ...] = (
    wrong_settings_are_named,
    it_is_built,
    short_secret_key_is_refused_by_the_new_version,
    it_starts,
    first_key,
    only_the_web_server_is_published,
    containers_are_locked_and_limited,
    documents_become_data,
    web_app_is_served,
    events_pass_the_web_server,
    too_large_is_told_as_json,
    a_large_upload_needs_no_memory,
    probes_leave_no_trace,
    a_model_on_this_machine_is_reached,
    memory_of_each,
    killed_containers_come_back,
    down_and_up_keeps_everything,
    backup_and_restore,
    newer_version_and_back,
    changed_database_password_is_explained,
    seaweedfs_takes_the_place_of_minio,
)


def _seconds(work: Callable[[], Any]) -> str:
    began = time.monotonic()
    work()
    return f"{time.monotonic() - began:.0f} s"


def _all_healthy(system: System) -> bool:
    """Whether every container that runs for long is up and, if it has a health check, healthy."""
    return all(
        one["State"]["Running"] and one["State"].get("Health", {"Status": "healthy"})["Status"] == "healthy"
        for name, one in system.containers().items()
        if name not in ONE_OFF
    )


def _is_another(system: System, name: str, old: int) -> bool:
    state = system.containers()[name]["State"]
    return bool(state["Running"]) and state["Pid"] not in (0, old)


def _published(container: dict[str, Any]) -> list[tuple[str, str]]:
    ports = container["NetworkSettings"]["Ports"] or {}
    return [(one["HostIp"], one["HostPort"]) for bindings in ports.values() for one in bindings or []]


def _listed(system: System) -> list[dict[str, Any]]:
    """Every invoice, once none is processing."""

    def settled() -> list[dict[str, Any]] | None:
        with system.client() as client:
            invoices: list[dict[str, Any]] = client.get("/api/invoices/?per_page=100").json()["invoices"]
        return None if any(one["status"] == "processing" for one in invoices) else invoices

    return [
        {name: one[name] for name in ("id", "filename", "status")} for one in eventually(settled, pause=PAUSE_SECONDS)
    ]


_NEWER = "9000"
_MIGRATION = '''"""A column that a newer version needs."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{newer}", "{head}", None, None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("of_the_newer_version", sa.String(10), nullable=True))


def downgrade() -> None:
    op.drop_column("invoices", "of_the_newer_version")
'''


def _add_migration(checkout: Path) -> None:
    versions = checkout / "migrations" / "versions"
    head = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))
    (versions / f"{_NEWER}_newer.py").write_text(_MIGRATION.format(newer=_NEWER, head=head))


def _revision(system: System) -> str:
    """The revision of the tables."""
    code = (
        "from shared.adapters.database import make_engine; from shared.settings import load_settings; "
        "query = 'SELECT version_num FROM alembic_version'; "
        "print(make_engine(load_settings()).connect().exec_driver_sql(query).scalar())"
    )
    return system.compose("exec", "-T", "dispatcher", "python", "-c", code).strip()
