"""The Docker engine of the run: the machine's own if it answers, else Debian's, out of a root folder of its own.

Such an engine needs root and Linux, but neither an installation nor systemd. It runs in a mount namespace, on the
machine's network: what it changes there (bridges, firewall, forwarding) is put back when it has ended.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.compose.commands import output_of, run

_MIRROR = "http://deb.debian.org/debian"
_BASE_PACKAGES = "ca-certificates,iptables,iproute2,procps"
_ENGINE_PACKAGES = ("docker.io", "docker-cli", "docker-buildx", "docker-compose")
_START_SECONDS = 60
_STOP_SECONDS = 60
_FORWARDING = Path("/proc/sys/net/ipv4/ip_forward")
_LINKS = Path("/sys/class/net")
_FIREWALLS = ("iptables", "ip6tables")

# In the new namespace: the root folder becomes /, and the cache folder is at the same path inside as outside, so that
# the socket and the folders that containers mount are where a client says they are.
_ENTER = """
cd "$CACHE"
mount --bind "$CACHE" /mnt
mount --bind "$ROOT" "$ROOT"
cd "$ROOT"
mount --rbind /sys sys
mount --rbind /dev dev
mount -t proc proc proc
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mkdir -p ".$CACHE" oldroot
mount --bind /mnt ".$CACHE"
umount /mnt
pivot_root . oldroot
umount -l /oldroot
exec dockerd --host "unix://$SOCKET" --exec-root /run/docker --pidfile /run/docker.pid --data-root /var/lib/docker
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A running engine. `environment` makes `docker` and its plugins use it; `version` is the server's."""

    environment: Mapping[str, str]
    version: str
    compose: str


@contextmanager
def docker_engine(cache: Path, release: str) -> Iterator[Engine]:
    """The machine's engine, else one of that Debian release below `cache`, ended and cleaned up after the block."""
    own = dict(os.environ)
    if _answers(own):
        yield _described(own)
        return
    root = _engine_root(cache, release)
    socket = cache / "run" / "docker.sock"
    socket.parent.mkdir(parents=True, exist_ok=True)
    environment = {
        **own,
        "DOCKER_HOST": f"unix://{socket}",
        "DOCKER_CONFIG": str(_client(cache, root)),
        "PATH": f"{cache / 'client'}{os.pathsep}{own['PATH']}",
    }
    with _network_put_back(root), _started(cache, root, socket, environment):
        yield _described(environment)


def _answers(environment: Mapping[str, str]) -> bool:
    return shutil.which("docker") is not None and (
        subprocess.run(["docker", "info"], env=dict(environment), capture_output=True, check=False).returncode == 0
    )


def _described(environment: Mapping[str, str]) -> Engine:
    return Engine(
        environment=environment,
        version=output_of("docker", "version", "--format", "{{.Server.Version}}", environment=environment),
        compose=output_of("docker", "compose", "version", "--short", environment=environment),
    )


def _engine_root(cache: Path, release: str) -> Path:
    """A folder with Debian and its engine; made once, in some minutes."""
    if os.geteuid() != 0:
        sys.exit(
            "No Docker engine answers. As root this would set up one of its own; else start yours, or set DOCKER_HOST."
        )
    root = cache / "roots" / release
    if not (root / "usr/sbin/dockerd").exists():
        print(f"Setting up an engine of Debian {release} in {root}", flush=True)
        debootstrap(root, release, _BASE_PACKAGES)
        refuse = root / "usr/sbin/policy-rc.d"  # packages must not start services
        refuse.write_text("#!/bin/sh\nexit 101\n")
        refuse.chmod(0o755)
        # Frozen mirrors serve a release file whose date has passed; its signature is checked all the same.
        (root / "etc/apt/apt.conf.d/99frozen").write_text('Acquire::Check-Valid-Until "false";\n')
        run("mount", "-t", "proc", "proc", str(root / "proc"))
        try:
            run("chroot", str(root), "apt-get", "update", "-qq")
            run("chroot", str(root), "apt-get", "install", "-qq", "--yes", "--no-install-recommends", *_ENGINE_PACKAGES)
        finally:
            run("umount", str(root / "proc"))
    return root


def debootstrap(root: Path, release: str, packages: str) -> None:
    """A minimal Debian in this folder; made beside it and renamed, so that a folder that is there is whole."""
    if shutil.which("debootstrap") is None:
        sys.exit("debootstrap is needed: apt-get install debootstrap")
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    run("debootstrap", "--variant=minbase", f"--include={packages}", release, str(part), _MIRROR)
    part.rename(root)


def _client(cache: Path, root: Path) -> Path:
    """A configuration folder with the plugins of the engine's release; `docker` itself lies beside them."""
    client = cache / "client"
    shutil.rmtree(client, ignore_errors=True)
    shutil.copytree(root / "usr/libexec/docker/cli-plugins", client / "cli-plugins")
    shutil.copy2(root / "usr/bin/docker", client / "docker")
    given = os.environ.get("COMPOSE_PLUGIN")
    if given:
        shutil.copy2(given, client / "cli-plugins" / "docker-compose")
    return client


@contextmanager
def _started(cache: Path, root: Path, socket: Path, environment: Mapping[str, str]) -> Iterator[None]:
    socket.unlink(missing_ok=True)
    with (cache / "engine.log").open("wb") as log:
        # One process from here to dockerd: each step replaces itself by the next.
        process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "bash", "-ec", _ENTER],
            env={**os.environ, "CACHE": str(cache), "ROOT": str(root), "SOCKET": str(socket)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(environment):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"The engine did not start:\n{(cache / 'engine.log').read_text()[-3000:]}")
            time.sleep(0.2)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_SECONDS)


@contextmanager
def _network_put_back(root: Path) -> Iterator[None]:
    """Removes the links that appear in the block, and restores the firewall and the forwarding of before."""
    links, forwarding = _links(), _FORWARDING.read_text()
    rules = {name: output_of("chroot", str(root), f"{name}-save") for name in _FIREWALLS}
    try:
        yield
    finally:
        for link in sorted(_links() - links):
            subprocess.run(["ip", "link", "delete", link], capture_output=True, check=False)  # a pair goes together
        for name in _FIREWALLS:
            _restore_firewall(root, name, rules[name])
        _FORWARDING.write_text(forwarding)


def _restore_firewall(root: Path, name: str, rules: str) -> None:
    """The rules of before; a table that did not exist then is emptied, and lets everything pass as if not there."""
    present = {line[1:] for line in output_of("chroot", str(root), f"{name}-save").splitlines() if line[:1] == "*"}
    before = {line[1:] for line in rules.splitlines() if line[:1] == "*"}
    for table in present - before:
        for chain in ("INPUT", "FORWARD", "OUTPUT"):  # not every table has all of them
            _quietly("chroot", str(root), name, "-t", table, "-P", chain, "ACCEPT")
        _quietly("chroot", str(root), name, "-t", table, "-F")
        _quietly("chroot", str(root), name, "-t", table, "-X")
    if rules.strip():
        subprocess.run(["chroot", str(root), f"{name}-restore"], input=rules, text=True, check=True)


def _links() -> set[str]:
    return {path.name for path in _LINKS.iterdir()}


def _quietly(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=False)
