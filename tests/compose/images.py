"""The images of others that the stack is built on: pulled, or made from Debian under the same names.

A stand-in runs the same kind of server as the image that it replaces, from Debian's package (or, for the S3 server, the
wheel that the local stack uses), with the few lines of entry script that the compose file relies on. It shows that
compose file, Dockerfiles and code work together, not that the original image does.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.compose.commands import run
from tests.compose.engine import debootstrap

_FOLDER = Path(__file__).parent / "bases"
_DEBIAN = "invoices-stand-in/debian"
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

MINIO = "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z"
SEAWEEDFS = "chrislusf/seaweedfs:4.48"

# Each image and the Dockerfile in `bases` that makes its stand-in.
IMAGES = {
    "python:3.11-slim-bookworm": "python",
    "node:20-bookworm-slim": "node",
    "mariadb:10.11": "mariadb",
    "redis:7.2-alpine": "redis",
    "nginxinc/nginx-unprivileged:1.27-alpine": "nginx",
    MINIO: "s3",
    SEAWEEDFS: "s3",
}


def provide_images(cache: Path, environment: Mapping[str, str]) -> list[str]:
    """Makes sure that the engine has every image. Returns the names of those that are stand-ins."""
    missing = [name for name in IMAGES if not (_there(name, environment) or _pulled(name, environment))]
    if missing:
        context = _context(cache)
        _import_debian(cache, environment)
        for name, dockerfile in ((_DEBIAN, "debian"), *((name, IMAGES[name]) for name in missing)):
            print(f"  making a stand-in for {name}", flush=True)
            file = context / f"{dockerfile}.Dockerfile"
            run("docker", "build", "--tag", name, "--file", str(file), str(context), environment=environment)
    return [name for name in IMAGES if _is_stand_in(name, environment)]


def _there(name: str, environment: Mapping[str, str]) -> bool:
    return _succeeds("docker", "image", "inspect", name, environment=environment)


def _pulled(name: str, environment: Mapping[str, str]) -> bool:
    return _succeeds("docker", "pull", "--quiet", name, environment=environment)


def _is_stand_in(name: str, environment: Mapping[str, str]) -> bool:
    label = '{{index .Config.Labels "invoices.stand-in"}}'
    return "true" in run("docker", "image", "inspect", "--format", label, name, environment=environment)


def _succeeds(*command: str, environment: Mapping[str, str]) -> bool:
    return subprocess.run(command, env=dict(environment), capture_output=True, check=False).returncode == 0


def _import_debian(cache: Path, environment: Mapping[str, str]) -> None:
    root = cache / "roots" / "bookworm-base"
    if not root.exists():
        debootstrap(root, "bookworm", "ca-certificates")
    with subprocess.Popen(["tar", "--directory", str(root), "--create", "."], stdout=subprocess.PIPE) as tar:
        assert tar.stdout is not None
        run("docker", "import", "-", f"{_DEBIAN}-root", environment=environment, stdin=tar.stdout.fileno())


def _context(cache: Path) -> Path:
    """The Dockerfiles with what they copy from this machine: certificates, package settings, node, npm, SeaweedFS."""
    context = cache / "context"
    shutil.rmtree(context, ignore_errors=True)
    shutil.copytree(_FOLDER, context)
    shutil.copy(_CERTIFICATES, context / "certificates.crt")
    for name, places in (("pip.conf", ("/etc/pip.conf",)), ("npmrc", ("~/.npmrc", "/usr/etc/npmrc"))):
        found = [place for place in (Path(place).expanduser() for place in places) if place.exists()]
        (context / name).write_text(found[0].read_text() if found else "")
    npm = Path(shutil.which("npm") or "npm").resolve().parents[1]
    shutil.copytree(npm, context / "npm", symlinks=True)
    for program in ("node", "weed"):
        beside_python = Path(sys.prefix) / "bin" / program
        shutil.copy(beside_python if beside_python.exists() else shutil.which(program) or program, context / program)
    return context
