"""A process whose function does what the request says: `python -m tests.programs.adapters.calls_process`."""

import os
import signal
import socket
import time

from shared.adapters.forked_calls import serve
from shared.errors import EncryptedDocumentError

kept: list[bytes] = []


def answer(request: bytes) -> bytes:
    """Each request of the test that is no order is answered with itself."""
    match request.split(maxsplit=1):
        case [b"spin"]:
            while True:
                pass
        case [b"fill"]:
            return bytes(bytearray(2_000_000_000))
        case [b"sleep"]:
            time.sleep(60)
        case [b"die"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case [b"refuse"]:
            raise EncryptedDocumentError("Locked.")
        case [b"break", text]:
            raise ValueError(text)
        case [b"remember", text]:
            kept.append(text)
        case [b"recall"]:
            return b" ".join(kept)
        case [b"print"]:
            print("noise")
        case [b"connect", port]:
            socket.create_connection(("127.0.0.1", int(port)), 5)
        case [b"environment"]:
            return repr(sorted(os.environ)).encode()
        case [b"parent"]:
            return str(os.getppid()).encode()
        case [b"look"]:
            with open(f"/proc/{os.getppid()}/environ", "rb") as file:  # noqa: PTH123
                return file.read()
    return request


if __name__ == "__main__":
    serve(answer)
