"""The limits of a function's server."""

from dataclasses import dataclass

from shared.http.body_sizes import most_upload_bytes
from shared.http.client_address import Network
from shared.settings import Settings

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a client may take, and how much all of them together."""

    # Connections
    connections: int = 1000
    connections_per_address: int = 250  # but for the proxies, which have many clients behind one address
    trusted_proxies: tuple[Network, ...] = ()
    keep_alive_seconds: int = 90  # nginx and load balancers keep theirs for 60 s, our own clients for 30 s
    # A request's headers
    header_seconds: float = 10  # from its first byte; of a new connection from its opening
    header_bytes: int = 32 * 1024  # what nginx takes: four lines of 8 kB
    # Bodies and responses: who is silent for so long, or slower on average, is cut off
    silence_seconds: float = 30
    bytes_per_second: int = 2048
    grace_seconds: float = 10  # before the average counts
    unread_bytes: int = 64 * MEGABYTE  # of responses that were made at once and wait in memory for their clients
    # Bodies that are being received or worked on
    bodies: int = 256
    body_memory: int = 256 * 1024  # bytes of each; the rest goes to a temporary file
    spool_bytes: int = 2048 * MEGABYTE  # of all bodies
    # Threads
    threads: int = 16
    probe_threads: int = 2
    waiting: int = 64  # requests for a thread, of each kind; more where there are more threads
    # Stop
    stop_seconds: int = 30
    linger_seconds: float = 5  # how long the rest of a refused body is read, so that the client reads the refusal

    @classmethod
    def from_settings(cls, settings: Settings, *, threads: int) -> "Limits":
        """The operator's limits."""
        return cls(
            threads=threads,
            connections=settings.max_connections,
            connections_per_address=settings.max_connections_per_address,
            trusted_proxies=settings.trusted_proxies,
            keep_alive_seconds=settings.keep_alive_seconds,
            silence_seconds=settings.client_silence_seconds,
            bytes_per_second=settings.client_bytes_per_second,
            # One address has half of it, and the largest upload that is allowed must fit into that.
            spool_bytes=max(settings.spool_mb * MEGABYTE, 2 * most_upload_bytes(settings)),
        )

    @property
    def most_waiting(self) -> int:
        """Requests of one kind that may wait for a thread; the next one is refused at once."""
        return max(self.waiting, 4 * self.threads)

    def body_deadline(self, *, began: float, last: float, received: int) -> float:
        """When a body is given up that began at `began`, of which `received` bytes came, the last at `last`."""
        return min(last + self.silence_seconds, began + self.grace_seconds + received / self.bytes_per_second)
