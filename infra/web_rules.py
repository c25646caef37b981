"""How the web app is served: one table for the local stack's web server and for nginx.

`infra/local/web.py` reads it; `python -m infra.nginx` writes `infra/nginx.conf` from it.
`tests/security/test_web_server.py` checks both against it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.errors import ErrorCode

KEEP_FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
KEEP_NOTHING = "no-store"

# Headers of the web server's own responses, errors too. The api sets its own.
# Styles: component libraries set style attributes (menu positions), but load no external styles.
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "style-src-attr 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPath:
    """A path served by the api; with `below`, all paths under it too."""

    path: str
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The built files under a path: how long browsers cache them, and the replacement for missing files (None: 404,
    never cached)."""

    prefix: str
    cache: str
    instead: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """An error response of the web server itself, in the format of the API's errors."""

    status: int
    code: ErrorCode
    text: str

    @property
    def body(self) -> str:
        """JSON."""
        return json.dumps({"error": self.text, "code": self.code})


API_PATHS = (ApiPath(path="/api", below=True), ApiPath(path="/healthz"), ApiPath(path="/readyz"))

# The first matching prefix applies.
FILES = (
    Files(prefix="/assets/", cache=KEEP_FOR_EVER, instead=None),  # Vite puts a hash of the content into these names
    Files(prefix="/", cache=ASK_EACH_TIME, instead="/index.html"),  # any other path is a page of the app
)

API_AWAY = Sentence(
    status=502,
    code=ErrorCode.API_UNAVAILABLE,
    text="The API does not answer right now. Please try again in a moment.",
)

# An event stream gets a comment every 15 seconds; after this long without data the api is considered dead.
API_SILENCE_SECONDS = 3600

GZIP_FROM_BYTES = 1000
