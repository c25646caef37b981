"""The stack under test: a copy of the checkout with settings of its own, worked by the operator's own targets."""

import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from infra.local.ports import choose_port
from tests.compose.commands import completed, output_of, run
from tests.compose.images import MINIO
from tests.support.stack import FINAL, ROOT, eventually

PROJECT = "invoices-test"
MAX_UPLOAD_MB = 2
PAUSE_SECONDS = 0.5
"""Between two looks at the stack, whose containers need the processor."""


def copy_of_checkout(folder: Path) -> Path:
    """The files of the checkout as git sees them, changed and new ones too, in a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    names = output_of("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    return folder


def fresh_settings() -> dict[str, str]:
    """What an operator writes into .env, and a limit and a port for the test."""
    names = ("SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY")
    return {
        **{name: secrets.token_urlsafe(32) for name in names},
        "WEB_PORT": str(choose_port()),
        "MAX_UPLOAD_MB": str(MAX_UPLOAD_MB),
        # A stand-in has no digest.
        "MINIO_IMAGE": MINIO,
    }


@dataclass(slots=True, kw_only=True)
class System:
    """One compose project. `checkout` may be exchanged for one of another version; `key` is an admin's."""

    checkout: Path
    settings: dict[str, str]
    docker: Mapping[str, str]
    key: str = ""

    @property
    def web(self) -> str:
        """The web server's address."""
        return f"http://127.0.0.1:{self.settings['WEB_PORT']}"

    @property
    def environment(self) -> dict[str, str]:
        """Of `make` and `docker`: the tester's own settings must not reach the stack."""
        kept = ("PATH", "HOME", "LANG", "DOCKER_HOST", "DOCKER_CONFIG")
        return {**{name: self.docker[name] for name in kept if name in self.docker}, "COMPOSE_PROJECT_NAME": PROJECT}

    def write_settings(self, **other: str) -> None:
        """Writes .env, with these values in place of the system's."""
        lines = (f"{name}={value}\n" for name, value in {**self.settings, **other}.items())
        (self.checkout / ".env").write_text("".join(lines))

    def make(self, *arguments: str) -> str:
        """`make …` in the checkout. Returns what it prints; raises CommandError."""
        return run("make", *arguments, environment=self.environment, folder=self.checkout)

    def refused(self, *arguments: str) -> str:
        """What `make …` prints when it must fail."""
        result = completed("make", *arguments, environment=self.environment, folder=self.checkout)
        assert result.returncode != 0, f"make {arguments[0]} succeeded: {result.stdout}"
        return result.stdout + result.stderr

    def compose(self, *arguments: str) -> str:
        """`infra/compose.sh …`; its standard output."""
        return output_of("infra/compose.sh", *arguments, environment=self.environment, folder=self.checkout)

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine says of each service's container that is there, by the service's name."""
        ids = self.compose("ps", "--all", "--quiet").split()
        inspected: list[dict[str, Any]] = json.loads(output_of("docker", "inspect", *ids, environment=self.environment))
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in inspected}

    def client(self, **options: Any) -> httpx.Client:
        """A client of the web server with the admin's key."""
        return httpx.Client(base_url=self.web, headers={"Authorization": f"Bearer {self.key}"}, timeout=60, **options)

    def make_key(self) -> None:
        """Makes the first key, as an operator does."""
        self.key = self.make("--silent", "api-key", "NAME=test", "ROLE=admin").strip()
        assert re.fullmatch(r"inv_[\w-]+", self.key), self.key

    def upload(self, path: Path) -> int:
        """Uploads a file. Returns the invoice's id."""
        with self.client() as client:
            answer = client.post(
                "/api/invoices/ocr?allow_duplicates=true", files={"file": (path.name, path.read_bytes())}
            )
        assert answer.status_code == 202, answer.text
        invoice_id: int = answer.json()[0]["invoice_id"]
        return invoice_id

    def finished(self, invoice_id: int) -> dict[str, Any]:
        """The invoice, once it is no longer processing."""

        def final() -> dict[str, Any] | None:
            with self.client() as client:
                invoice: dict[str, Any] = client.get(f"/api/invoices/{invoice_id}").json()
            return invoice if invoice.get("status") in FINAL else None

        return eventually(final, pause=PAUSE_SECONDS)

    def works(self) -> bool:
        """Whether a document can be uploaded right now and is read and extracted within the time of `eventually`."""
        try:
            return bool(self.finished(self.upload(ROOT / "samples" / "credit-note-en.pdf")))
        except (httpx.HTTPError, AssertionError, KeyError, ValueError):
            return False
