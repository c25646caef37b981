"""Start-up of every process."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module

from shared.adapters.sandbox import hide_memory
from shared.adapters.span_export import export_spans
from shared.errors import AppError
from shared.http.signing import check_secret
from shared.logs import configure_logging
from shared.settings import Settings, load_settings, misspelt_settings

log = logging.getLogger(__name__)

_BEHIND_SECONDS = 0.5
"""Until the server listens and has answered whoever waits for it."""


def start_process(service: str, *checks: Callable[[Settings], None]) -> Settings:
    """Configure logs and spans under the service's name, hide the process's memory, and return the settings.

    A misconfigured process does not start: it exits with the sentences of `load_settings`, `check_secret` and the
    service's own `checks`, which raise AppError.
    """
    try:
        settings = load_settings()
        check_secret(settings.secret_key.get_secret_value())
        for check in checks:
            check(settings)
    except AppError as error:
        sys.exit(f"{service} does not start:\n{error}")
    configure_logging(service, settings.log_level)
    for name, meant in misspelt_settings(os.environ).items():
        log.warning("unknown setting", extra={"setting": name, "meant": meant})
    export_spans(service, settings)
    hide_memory(debug=settings.flask_debug)
    return settings


def load_behind(module: str) -> None:
    """Import the module a moment after the start, so that the process answers its first request without it. Whoever
    needs it before imports it, or waits for the rest of the import. A process that cannot import it ends: it would
    answer probes, and nothing else."""
    timer = threading.Timer(_BEHIND_SECONDS, _load, args=(module,))
    timer.daemon = True
    timer.start()


def _load(module: str) -> None:
    try:
        import_module(module)
    except Exception:
        log.critical("cannot be loaded", exc_info=True, extra={"needed": module})
        os.kill(os.getpid(), signal.SIGTERM)
