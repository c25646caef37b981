"""How the web app is served: one table for the local stack's web server and for nginx.

`infra/local/web.py` reads it; `python -m infra.nginx` writes `infra/nginx.conf` from it.
`tests/security/test_web_server.py` checks both against it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.errors import AppError, ErrorCode
from shared.http.server.errors import BodyTooSlowError, HeadersTooLargeError, MalformedRequestError
from shared.waits import PROXY_SECONDS

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
    """An error response of the web server itself, in the format of the API's errors. `retry_after` is in seconds."""

    status: int
    code: ErrorCode
    text: str
    retry_after: int | None = None

    def body(self, request_id: str) -> str:
        """JSON."""
        return json.dumps({"error": self.text, "code": self.code, "request_id": request_id})


def _sentence_of(error: type[AppError]) -> Sentence:
    """What our own servers say of this error."""
    return Sentence(status=error.status, code=ErrorCode(error.code), text=error.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLimits:
    """How long a client may take, and how much of the web server it may have."""

    header_seconds: int = 10  # for a request's headers
    silence_seconds: int = 30  # without a byte of the body, or without reading one of the response
    keep_alive_seconds: int = 60  # between two requests
    connections_per_address: int = 250  # with a request to the api; many people may share an address
    connections: int = 900  # of all addresses; fewer than the api accepts


CLIENT_LIMITS = ClientLimits()

UPLOAD_PATH = "/api/invoices/ocr"

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
    retry_after=2,
)

TOO_LARGE = Sentence(status=413, code=ErrorCode.TOO_LARGE, text="The request is larger than the limit.")

TOO_SLOW = _sentence_of(BodyTooSlowError)

# What nginx itself may answer to a request for the api -> what it says instead.
NGINX_ERRORS: Mapping[tuple[int, ...], Sentence] = MappingProxyType(
    {
        (400,): _sentence_of(MalformedRequestError),
        (413,): TOO_LARGE,
        (414, 494): _sentence_of(HeadersTooLargeError),
        (429,): Sentence(
            status=429,
            code=ErrorCode.TOO_MANY_AT_ONCE,
            text="Too many calls from this address at once. Please wait until some of them are finished.",
            retry_after=2,
        ),
        (500,): _sentence_of(AppError),
        (502, 504): API_AWAY,
    }
)

API_SILENCE_SECONDS = PROXY_SECONDS
"""An event stream gets a comment every 15 seconds."""

GZIP_FROM_BYTES = 1000
