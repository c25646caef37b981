"""`python -m tests.compose`: builds the images and checks the stack in containers; ends with a table of figures.

Everything that it downloads or makes is below `--cache`, and is used again by the next run: the engine's root folder,
the base images, the builder's caches. Containers, volumes, the engine and its changes to the network are removed.
"""

import argparse
import fcntl
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.compose.checks import CHECKS
from tests.compose.commands import CommandError, output_of
from tests.compose.engine import Engine, docker_engine
from tests.compose.images import provide_images
from tests.compose.system import PROJECT, System, copy_of_checkout, fresh_settings


def main() -> int:
    """Exit code 0 if every check passed, else 1; the checks after one that failed are run all the same."""
    arguments = _arguments()
    cache = Path(arguments.cache).expanduser().resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all is removed then too
    with _only_run(cache), docker_engine(cache, arguments.release) as engine:
        print(f"Docker engine {engine.version}, compose {engine.compose}", flush=True)
        stand_ins = provide_images(cache, engine.environment)
        print(
            f"{len(stand_ins)} stand-ins for images that cannot be pulled: {', '.join(stand_ins) or 'none'}", flush=True
        )
        if arguments.no_cache:
            output_of("docker", "builder", "prune", "--all", "--force", environment=engine.environment)
        system = System(
            checkout=copy_of_checkout(cache / "work" / "checkout"),
            settings=fresh_settings(),
            docker=engine.environment,
        )
        _remove(system)  # what a run left behind that was killed
        try:
            passed = _run_checks(system)
            print(_image_sizes(engine))
        finally:
            if not arguments.keep:
                _remove(system)
    return 0 if passed else 1


@contextmanager
def _only_run(cache: Path) -> Iterator[None]:
    """Two runs would take each other's engine and network away."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"Another run uses {cache}.")
        yield


def _run_checks(system: System) -> bool:
    print("\n| check | seconds | figure |\n|---|---|---|", flush=True)
    failed = 0
    for check in CHECKS:
        began = time.monotonic()
        try:
            figure = check(system)
        except (AssertionError, OSError, httpx.HTTPError) as error:
            print(f"\nFAILED: {check.__doc__}\n{''.join(traceback.format_exception(error, limit=-2))}", flush=True)
            failed += 1
            continue
        sentence = " ".join((check.__doc__ or "").split())
        print(f"| {sentence} | {time.monotonic() - began:.0f} | {figure} |", flush=True)
    return failed == 0


def _image_sizes(engine: Engine) -> str:
    """A table of the images built here, and of what they add to the base image."""
    names = ("api", "dispatcher", "extract", "frontend", "ocr", "upload")
    base = _size("python:3.11-slim-bookworm", engine)
    web = _size("nginxinc/nginx-unprivileged:1.27-alpine", engine)
    lines = ["\n| image | MB | of these ours |", "|---|---|---|"]
    for name in names:
        size = _size(f"{PROJECT}-{name}", engine)
        lines.append(f"| {name} | {size:.0f} | {size - (web if name == 'frontend' else base):.0f} |")
    return "\n".join(lines)


def _size(image: str, engine: Engine) -> float:
    text = output_of("docker", "image", "inspect", "--format", "{{.Size}}", image, environment=engine.environment)
    return int(text) / 1e6


def _remove(system: System) -> None:
    system.write_settings()
    try:
        system.compose("down", "--volumes", "--remove-orphans", "--timeout", "5")
        seaweedfs = f"{PROJECT}_seaweedfs"
        if seaweedfs in output_of("docker", "volume", "ls", "--quiet", environment=system.environment).split():
            output_of("docker", "volume", "rm", seaweedfs, environment=system.environment)
    except CommandError as error:
        print(error, file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.compose", description=__doc__)
    parser.add_argument(
        "--cache",
        default=os.environ.get("COMPOSE_TEST_CACHE") or "~/.cache/invoices-compose",
        help="folder for the engine, images and the copy of the checkout (COMPOSE_TEST_CACHE; some 5 GB)",
    )
    parser.add_argument(
        "--release", default="trixie", help="Debian release of the engine: trixie has 26.1, sid has 28.5"
    )
    parser.add_argument("--no-cache", action="store_true", help="forget what the builder has, to measure a first build")
    parser.add_argument("--keep", action="store_true", help="leave containers and volumes for a look at them")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
