"""How a client waits. Programs give one of their own to be able to stop it, tests one that takes no time."""

from collections.abc import Awaitable, Callable

Pause = Callable[[float], None]
"""Waits for so many seconds."""

AsyncPause = Callable[[float], Awaitable[None]]
