"""Messages on a pipe: eight bytes with the length of what follows. The blocking ends, for the sandboxed process."""

import mmap
import os
import struct

LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 20


def read_frame(descriptor: int) -> bytes | None:
    """The next message, None at the end of the pipe, which may be in the middle of one."""
    head = _read(descriptor, LENGTH.size)
    return None if head is None else _read(descriptor, LENGTH.unpack(head)[0])


def read_private_frame(descriptor: int, *, most: int | None = None) -> mmap.mmap | None:
    """The next message, in pages of its own: nothing of it is left in the memory of this process once they are closed,
    as it would be in a heap. None also for a message that is empty, or longer than `most` bytes."""
    head = _read(descriptor, LENGTH.size)
    size: int = 0 if head is None else LENGTH.unpack(head)[0]
    if size == 0 or (most is not None and size > most):
        return None
    pages = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    found = 0
    with memoryview(pages) as view:
        while found < size:
            with view[found : found + _CHUNK] as rest:
                count = os.readv(descriptor, [rest])
            if count == 0:
                break
            found += count
    if found == size:
        return pages
    pages.close()
    return None


def write_frame(descriptor: int, message: bytes | mmap.mmap) -> None:
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
