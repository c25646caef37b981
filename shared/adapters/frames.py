"""Messages on a pipe: eight bytes with the length of what follows. The blocking ends, for the sandboxed process."""

import os
import struct

LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 20


def read_frame(descriptor: int) -> bytes | None:
    """The next message, None at the end of the pipe, which may be in the middle of one."""
    head = _read(descriptor, LENGTH.size)
    return None if head is None else _read(descriptor, LENGTH.unpack(head)[0])


def write_frame(descriptor: int, message: bytes | bytearray) -> None:
    """Raises BrokenPipeError if nobody reads."""
    for part in (LENGTH.pack(len(message)), message):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(descriptor, rest[:_CHUNK]) :]


def _read(descriptor: int, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = os.read(descriptor, min(_CHUNK, size - len(found)))
        if not part:
            return None
        found += part
    return bytes(found)
