"""How uvicorn is set up for a bridge."""

import logging
from typing import Any

from shared.http.server.connections import Connection
from shared.http.server.limits import Limits


def uvicorn_options(limits: Limits) -> dict[str, Any]:
    """The options of `uvicorn.run` and `uvicorn.Config`, but for the app and its address."""
    return {
        "http": Connection,
        "ws": "none",
        "lifespan": "off",
        "interface": "asgi3",
        "loop": "asyncio",
        "log_config": None,
        "log_level": logging.WARNING,
        "access_log": False,  # the api logs its requests itself
        "proxy_headers": False,  # see shared.http.client_address
        "server_header": False,
        "timeout_keep_alive": limits.keep_alive_seconds,
        "timeout_graceful_shutdown": limits.stop_seconds,
        "h11_max_incomplete_event_size": limits.header_bytes,
    }
