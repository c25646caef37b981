"""One answer for all who ask the same at the same time."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

from functions.api.turns import Turns

T = TypeVar("T")


class JointAnswers:
    """Answers that cost much, one of which is made at a time in this process. Who asks what somebody else is being
    answered waits, with all who do, for one more: it is begun after each of them asked, so it is as new as one of their
    own. Safe to use from many threads."""

    def __init__(self, *, seconds: float) -> None:
        self._turns = Turns(1, seconds=seconds)
        self._lock = threading.Lock()
        self._next: dict[Hashable, Future[Any]] = {}

    def ask(self, question: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns or raises. Raises NoTurnError where others take all turns for so many seconds."""
        with self._lock:
            answer, is_first = self._next.get(question), False
            if answer is None:
                answer, is_first = self._next.setdefault(question, Future()), True
        if is_first:
            self._make(question, answer, make)
        found: T = answer.result()
        return found

    def _make(self, question: Hashable, answer: Future[Any], make: Callable[[], Any]) -> None:
        try:
            with self._turns.turn():
                self._close(question, answer)
                answer.set_result(make())
        except BaseException as error:  # noqa: BLE001 - all who wait have it, the first of them too
            self._close(question, answer)
            answer.set_exception(error)

    def _close(self, question: Hashable, answer: Future[Any]) -> None:
        """Who asks from now on is answered by another one."""
        with self._lock:
            if self._next.get(question) is answer:
                del self._next[question]
