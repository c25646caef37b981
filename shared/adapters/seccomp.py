"""A filter of system calls (seccomp(2)) with which a thread, and every program that it starts, opens no sockets.

A network namespace needs a right that containers usually refuse; a filter needs none. The kernel gives it to the
calling thread and to all of its later children alone, so one thread that only starts programs (`sandbox`) costs the
programs nothing, where a wrapper that sets the filter and execs would cost each of them a start of Python.
"""

import ctypes
import errno
import os
import platform
import sys
from dataclasses import dataclass

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 38, 22  # linux/prctl.h
_MODE_FILTER = 2  # linux/seccomp.h
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h: 32 bits, absolute, constants
_NUMBER, _ARCHITECTURE_OF = 0, 4  # offsets in struct seccomp_data
_IO_URING_SETUP = 425  # the same everywhere; its operations open sockets without a system call
_X32 = 0x40000000  # the second numbering of x86_64 starts here; nothing of ours uses it


@dataclass(frozen=True, slots=True, kw_only=True)
class _Architecture:
    """`audit` is its name in linux/audit.h; the number of socket(2)."""

    audit: int
    socket: int


_ARCHITECTURES = {
    "x86_64": _Architecture(audit=0xC000003E, socket=41),
    "aarch64": _Architecture(audit=0xC00000B7, socket=198),
}


class _Instruction(ctypes.Structure):
    """struct sock_filter."""

    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction)))


def refuse_sockets() -> str | None:
    """From now on socket(2) fails with EPERM in this thread and in all that it starts, and nothing that it starts gains
    privileges. There is no way back. Returns the reason if the system does not permit it.

    Sockets of every family are refused: readers need none, and a Unix socket may be that of a database."""
    architecture = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or architecture is None:
        return f"no filter for {platform.machine()}"
    rules = _rules(architecture)
    program = _Program(len(rules), (_Instruction * len(rules))(*rules))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    for option, value, address in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0),
        (_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program)),
    ):
        if prctl(option, value, address, 0, 0) != 0:
            return os.strerror(ctypes.get_errno())
    return None


def _rules(architecture: _Architecture) -> list[_Instruction]:
    """A jump skips so many instructions: `jt` if its comparison is true, else `jf`."""
    return [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE_OF),
        _Instruction(_IF_EQUAL, 0, 6, architecture.audit),  # 32-bit programs number their calls differently: killed
        _Instruction(_LOAD, 0, 0, _NUMBER),
        _Instruction(_IF_AT_LEAST, 3, 0, _X32),
        _Instruction(_IF_EQUAL, 2, 0, architecture.socket),
        _Instruction(_IF_EQUAL, 1, 0, _IO_URING_SETUP),
        _Instruction(_RETURN, 0, 0, _ALLOW),
        _Instruction(_RETURN, 0, 0, _REFUSE),
        _Instruction(_RETURN, 0, 0, _KILL),
    ]
