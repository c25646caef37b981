"""Installs the renderers under the output folder and runs them, cut off from the network."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.evaluation.training_data.foreign.registry import RENDERERS, Renderer

RUNNERS = Path(__file__).parent / "runners"
FOLDER = ".renderers"
MINUTES = 10
"""The longest time that all documents of one renderer may take."""

Job = tuple[dict[str, Any], Path]  # the invoice, the PDF to write


def install(out: Path) -> None:
    """Makes `OUT/.renderers` with a virtual environment and node modules of its own, once. Install scripts of npm's
    packages are not run. Raises CalledProcessError."""
    folder = out / FOLDER
    python = folder / "venv" / "bin" / "python"
    packages = [each.package for each in RENDERERS if each.program == "python"]
    if not python.is_file():
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", folder / "venv", "--python", sys.executable], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *packages], check=True)
    if shutil.which("npm") and not (folder / "node" / "node_modules").is_dir():
        (folder / "node").mkdir(parents=True, exist_ok=True)
        (folder / "node" / "package.json").write_text('{"name": "renderers", "private": true}', encoding="utf-8")
        modules = [each.package for each in RENDERERS if each.program == "node"]
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *modules]
        subprocess.run(command, cwd=folder / "node", check=True)


def render(out: Path, renderer: Renderer, jobs: Sequence[Job]) -> list[Path]:
    """The PDFs that the renderer has written; what it cannot print is left out, its reason goes to standard error."""
    folder = out / FOLDER
    lines = "".join(json.dumps({"invoice": invoice, "path": str(path.resolve())}) + "\n" for invoice, path in jobs)
    runner = RUNNERS / f"run_{renderer.name}.{'py' if renderer.program == 'python' else 'cjs'}"
    program = (
        folder / "venv" / "bin" / "python" if renderer.program == "python" else Path(shutil.which("node") or "node")
    )
    command = [*_cut_off(), str(program), str(runner.resolve())]
    environment = {
        "PATH": os.environ["PATH"],
        "NODE_PATH": str((folder / "node" / "node_modules").resolve()),
        "HOME": str(folder),
    }
    subprocess.run(
        command,
        input=lines,
        text=True,
        check=False,
        timeout=MINUTES * 60,
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return [path for _, path in jobs if path.is_file()]


def _cut_off() -> list[str]:
    """The command that runs a program without a network, where the system allows it."""
    command = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") and subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0:
        return command
    return []
