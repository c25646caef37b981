"""A receiver of webhooks that verifies what it gets as a stranger would, by the library of Standard Webhooks."""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

Answer = Callable[[Mapping[str, Any]], tuple[int, Mapping[str, str]]]
"""The status and the headers of the answer to a verified message."""


def accepts(_: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
    return 204, {}


@dataclass(slots=True)
class Receiver:
    """What arrived: `tried` are the ids of all tries, `taken` those that were answered with success, in order."""

    url: str = ""
    secret: str = ""
    answer: Answer = accepts
    tried: list[str] = field(default_factory=list)
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def handle(self, headers: Mapping[str, str], body: bytes) -> tuple[int, Mapping[str, str]]:
        """Verify and answer."""
        try:
            Webhook(self.secret).verify(body, dict(headers))
        except WebhookVerificationError as error:
            self.refused.append(repr(error))
            return 401, {}
        message: dict[str, Any] = json.loads(body)
        with self.lock:
            self.tried.append(headers["webhook-id"])
            status, more = self.answer(message)
            if 200 <= status < 300:
                self.taken.append((headers["webhook-id"], message))
        return status, more

    def versions_of(self, invoice_id: int) -> list[int]:
        """The versions of an invoice as they arrived, each message once."""
        first = dict(reversed([(id_, message) for id_, message in self.taken]))
        ids = dict.fromkeys(id_ for id_, _ in self.taken)
        return [first[id_]["data"]["version"] for id_ in ids if first[id_]["data"]["invoice_id"] == invoice_id]


@contextmanager
def receiving(answer: Answer = accepts) -> Iterator[Receiver]:
    """A receiver on a free port of 127.0.0.1."""
    receiver = Receiver(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed in the middle: no message
                self.close_connection = True
                return
            status, more = receiver.handle({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **more}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as in the base class
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), ConnectionError):  # the sender was killed
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
