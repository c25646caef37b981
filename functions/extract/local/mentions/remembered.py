"""Answers about single lines of the document that is read: each is asked for by several finders."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

MOST = 2048
"""Answers of each function that are kept: a page has about a hundred lines."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_forget: list[Callable[[], None]] = []


def remembered(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The function, which depends on nothing but its arguments, with its last answers kept."""
    kept = lru_cache(maxsize=MOST)(ask)
    _forget.append(kept.cache_clear)
    return kept  # type: ignore[return-value]  # the cache takes any hashable arguments, the function its own


def forget() -> None:
    """Once a document is done: keeps no line of it in memory."""
    for drop in _forget:
        drop()
