"""A process whose function does what the request says: `python -m tests.programs.adapters.calls_process`."""

import ctypes
import os
import re
import signal
import socket
import time
from pathlib import Path

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
        case [b"kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case [b"refuse"]:
            raise EncryptedDocumentError("Locked.")
        case [b"break", text]:
            raise ValueError(text)
        case [b"remember", text]:
            kept.append(text)
        case [b"recall"]:
            return b" ".join(kept)
        case [b"search", pattern]:
            return str(_found_in_memory(pattern)).encode()
        case [b"print"]:
            print("noise")
        case [b"connect", port]:
            socket.create_connection(("127.0.0.1", int(port)), 5)
        case [b"environment"]:
            return repr(sorted(os.environ)).encode()
        case [b"parent"]:
            return str(os.getppid()).encode()
        case [b"fork"]:
            return str(os.getpid()).encode()
        case [b"work", seconds]:
            until = time.process_time() + float(seconds)
            while time.process_time() < until:
                pass
        case [b"look"]:
            with open(f"/proc/{os.getppid()}/environ", "rb") as file:  # noqa: PTH123
                return file.read()
    return request


def _found_in_memory(pattern: bytes) -> int:
    """How often this process has it in the memory that it may write. The pattern must not match itself."""
    searched = re.compile(pattern)
    areas = re.findall(r"^(\w+)-(\w+) rw", Path("/proc/self/maps").read_text(), re.MULTILINE)
    spans = [(int(start, 16), int(end, 16)) for start, end in areas]
    return sum(
        1 for start, end in spans for _ in searched.finditer((ctypes.c_char * (end - start)).from_address(start))
    )


if __name__ == "__main__":
    serve(answer)
