"""Whether the client of a request is there still, for handlers that wait.

A server that notices puts an event into the environ, and sets it once the client has closed the connection (a proxy
closes its own when its client goes). Under any other (plain `functions-framework`) a client never goes.
"""

from threading import Event
from wsgiref.types import WSGIEnvironment

GONE = "shared.http.client_gone"
"""The environ's key of the event. An object, since frameworks copy the environ on its way to the app."""


def client_gone(environ: WSGIEnvironment) -> Event:
    """Is set once nobody waits for the answer. Waiting for it is a pause that ends at that moment."""
    gone = environ.get(GONE)
    return gone if isinstance(gone, Event) else Event()
