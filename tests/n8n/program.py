"""n8n from npm, in a folder outside the repository, and the package that is built from clients/n8n."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.ports import choose_port
from tests.support.stack import ROOT

VERSIONS = {"n8n": "2.41.1", "node": "24.21.0"}
"""n8n 2.41 needs Node 24, which npm has as a package."""

SOURCE = ROOT / "clients" / "n8n"

_QUICK = ("--no-audit", "--no-fund", "--loglevel=error")


class CommandError(RuntimeError):
    """A command failed; the end of what it said."""


@dataclass(frozen=True, slots=True)
class N8n:
    """An installed n8n whose data is below `folder`."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """A user of its own, and no calls to n8n's makers."""
        node = self.folder / "n8n" / "node_modules" / "node" / "bin"
        return {
            **os.environ,
            "PATH": f"{node}:{os.environ['PATH']}",
            "N8N_USER_FOLDER": str(self.folder / "user"),
            "N8N_DIAGNOSTICS_ENABLED": "false",
            "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
            "N8N_TEMPLATES_ENABLED": "false",
            "N8N_RESTRICT_FILE_ACCESS_TO": str(self.folder / "files"),
            "N8N_LISTEN_ADDRESS": "127.0.0.1",
            "N8N_RUNNERS_BROKER_PORT": str(choose_port()),
            "N8N_PORT": str(choose_port()),
        }

    def run(self, *arguments: str) -> str:
        """What a command of n8n prints. Raises CommandError."""
        return run(["node", self._program, *arguments], environment=self.environment)

    def load(self, command: str, content: Any) -> None:
        """Imports credentials or a workflow."""
        file = self.folder / "import.json"
        file.write_text(json.dumps([content]))
        self.run(f"import:{command}", f"--input={file}")

    def execute(self, workflow: str) -> dict[str, list[dict[str, Any]]]:
        """The items that came out of each node of a workflow that is started by hand. Raises CommandError."""
        printed = self.run("execute", f"--id={workflow}", "--rawOutput")
        told = json.loads(printed[printed.index("{") :])
        return {
            name: [item for branch in runs[0]["data"]["main"] for item in branch]
            for name, runs in told["data"]["resultData"]["runData"].items()
        }

    @contextmanager
    def started(self) -> Iterator[Path]:
        """Runs it as a server inside the block; its log."""
        log = self.folder / "n8n.log"
        with log.open("w") as file:
            process = subprocess.Popen(
                ["node", self._program, "start"], env=self.environment, stdout=file, stderr=file, cwd=self.folder
            )
        try:
            yield log
        finally:
            process.terminate()
            process.wait(60)

    @property
    def _program(self) -> str:
        return str(self.folder / "n8n" / "node_modules" / "n8n" / "bin" / "n8n")


def installed(folder: Path) -> N8n:
    """n8n in the folder, from npm unless it is there already; without its earlier data. Takes 3 GB."""
    place = folder / "n8n"
    place.mkdir(parents=True, exist_ok=True)
    manifest = json.dumps({"private": True, "dependencies": VERSIONS})
    is_there = (place / "package.json").exists() and (place / "package.json").read_text() == manifest
    if not is_there:
        (place / "package.json").write_text(manifest)
        # Its other native packages want compilers and headers, for nodes that nobody needs here.
        run(["npm", "install", "--ignore-scripts", *_QUICK], folder=place)
        run(["npm", "rebuild", "node", "sqlite3"], folder=place)
    shutil.rmtree(folder / "user", ignore_errors=True)
    return N8n(folder)


def build(folder: Path) -> Path:
    """Builds, lints and tests the package in a copy, as its developers would; the archive that npm would publish."""
    place = folder / "package"
    for part in ("nodes", "credentials", "icons", "dist"):
        shutil.rmtree(place / part, ignore_errors=True)
    shutil.copytree(SOURCE, place, dirs_exist_ok=True)
    if not (place / "node_modules").exists():
        run(["npm", "ci", "--ignore-scripts", *_QUICK], folder=place)
    for script in ("lint", "test", "build"):
        run(["npm", "run", "--silent", script], folder=place)
    name = run(["npm", "pack", "--silent"], folder=place).split()[-1]
    return place / name


def add(n8n: N8n, package: Path) -> None:
    """Installs the package where n8n keeps those of the community."""
    place = n8n.folder / "user" / ".n8n" / "nodes"
    place.mkdir(parents=True)
    (place / "package.json").write_text(json.dumps({"private": True}))
    run(["npm", "install", "--ignore-scripts", "--legacy-peer-deps", *_QUICK, str(package)], folder=place)


def run(command: list[str], *, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints. Raises CommandError."""
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=3600)
    if ended.returncode != 0:
        said = (ended.stdout + ended.stderr)[-3000:]
        raise CommandError(f"{' '.join(command[:4])} ended with {ended.returncode}:\n{said}")
    return ended.stdout
