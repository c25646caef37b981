"""Answers about single lines of a document: each is asked for by several finders.

They depend on the line alone. The process that keeps them reads a few short documents and ends, or a long one
(`text_extraction_process`).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

MOST = 2048
"""Answers of each function that are kept: a page has about a hundred lines."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def remembered(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The function, which depends on nothing but its arguments, with its last answers kept."""
    return lru_cache(maxsize=MOST)(ask)  # type: ignore[return-value]  # it takes any hashable arguments, `ask` its own
