"""Starts one function: `python -m shared.http.server --source functions/ocr/main.py --target ocr --port 8012`.

Options and variables are the Functions Framework's: FUNCTION_SOURCE, FUNCTION_TARGET, FUNCTION_SIGNATURE_TYPE, HOST,
PORT, WORKERS, THREADS. Plain `functions-framework` serves the same function, without the deadlines.
"""

import argparse
import os
import resource
import signal
import sys
from types import FrameType

import flask
import functions_framework
import uvicorn

from shared.errors import AppError
from shared.http.admission import gate_of
from shared.http.server.bridge import Bridge
from shared.http.server.gates import DefaultGate
from shared.http.server.limits import Limits
from shared.http.server.uvicorn_options import uvicorn_options
from shared.settings import load_settings

_OPTIONS = {
    "source": "FUNCTION_SOURCE",
    "target": "FUNCTION_TARGET",
    "signature-type": "FUNCTION_SIGNATURE_TYPE",
    "host": "HOST",
    "port": "PORT",
}


def main() -> None:
    """Serves until SIGTERM or Ctrl-C, then lets requests finish."""
    _take_options()
    signal.signal(signal.SIGTERM, _exit)  # uvicorn's own handler comes later and raises the signal again at its end
    workers = int(os.environ.get("WORKERS", "1"))
    try:
        limits = _limits()
    except AppError as error:  # a wrong setting, told as `start_process` tells it
        sys.exit(f"{os.environ.get('FUNCTION_TARGET')} does not start:\n{error}")
    _allow_files(2 * limits.connections)
    # Several workers are processes that import the app themselves; one is this process.
    bridge = make_bridge() if workers == 1 else None
    uvicorn.run(
        bridge or "shared.http.server.__main__:make_bridge",
        factory=bridge is None,
        workers=workers,
        host=os.environ.get("HOST", "0.0.0.0"),  # noqa: S104 - as the Functions Framework
        port=int(os.environ.get("PORT", "8080")),
        **uvicorn_options(limits),
    )


def make_bridge() -> Bridge:
    """The function's app, ready for uvicorn."""
    app = functions_framework.create_app()  # type: ignore[no-untyped-call]
    if not isinstance(app, flask.Flask):
        raise TypeError("Functions of this system are WSGI functions: decorate with `http` or `cloud_event`.")
    limits = _limits()
    return Bridge(app, gate_of(app) or DefaultGate(app, limits), limits)


def _limits() -> Limits:
    threads = int(os.environ.get("THREADS", 4 * (os.cpu_count() or 1)))  # the Functions Framework's default
    return Limits.from_settings(load_settings(), threads=threads)


def _take_options() -> None:
    """Puts what the command line says into the environment, where workers find it too."""
    parser = argparse.ArgumentParser(prog="python -m shared.http.server")
    for option, variable in _OPTIONS.items():
        parser.add_argument(f"--{option}", dest=variable, metavar=variable, default=os.environ.get(variable))
    given = vars(parser.parse_args())
    os.environ.update({name: value for name, value in given.items() if value is not None})


def _allow_files(needed: int) -> None:
    """Raises the limit of open files as far as it is allowed: a connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _exit(_: int, __: FrameType | None) -> None:
    sys.exit(0)  # and not by the signal, so that what is registered for the exit runs: spans are sent


if __name__ == "__main__":
    main()
