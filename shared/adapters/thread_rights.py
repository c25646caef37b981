"""Rights that a thread gives up for itself and for every program that it starts; the other threads keep theirs.

Network namespaces, capabilities and `no_new_privs` belong to a thread and are inherited by its children (clone(2),
capabilities(7)). So one thread that only starts programs (`sandbox`) gives them up once, where commands such as unshare
and setpriv would cost each program two starts.
"""

import ctypes
import os
import sys

_CLONE_NEWNET = 0x40000000  # linux/sched.h
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 24, 38  # linux/prctl.h
_CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h: two words of 32 capabilities each
_MOST_CAPABILITIES = 64


class _Header(ctypes.Structure):
    """struct __user_cap_header_struct; 0 is the calling thread."""

    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Word(ctypes.Structure):
    """struct __user_cap_data_struct."""

    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def leave_network() -> str | None:
    """From now on this thread, and what it starts, has a network of its own in which nobody else is. Returns the reason
    if the system does not permit it: it needs CAP_SYS_ADMIN, which containers usually lack."""
    if sys.platform != "linux":
        return "no network namespaces"
    return None if _libc().unshare(_CLONE_NEWNET) == 0 else _error()


def give_up_capabilities() -> str | None:
    """From now on no program that this thread starts gains a capability, and one started by root has none. Returns the
    reason if the system does not permit it."""
    if sys.platform != "linux":
        return "no capabilities"
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        return _error()
    header, words = _Header(_CAPABILITY_VERSION_3, 0), (_Word * 2)()
    if _libc().capget(ctypes.byref(header), words) != 0:
        return _error()
    for capability in range(_MOST_CAPABILITIES):
        if _prctl(_PR_CAPBSET_DROP, capability) != 0:
            break  # the first that this kernel does not know; or this is an ordinary user, who has none to drop
    for word in words:
        word.inheritable = 0
    return None if _libc().capset(ctypes.byref(header), words) == 0 else _error()


def _prctl(option: int, value: int) -> int:
    return int(_libc().prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _error() -> str:
    return os.strerror(ctypes.get_errno())
