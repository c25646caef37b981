"""When the client sends a call again."""

import pytest

from invoices_client.errors import (
    ApiError,
    ConnectionLostError,
    InvoicesError,
    NotReachableError,
    UnexpectedAnswerError,
)
from invoices_client.models import ErrorCode
from invoices_client.retries import NO_RETRIES, Retries

RETRIES = Retries(attempts=4, first_wait=1, longest_wait=30)


def answered(status: int, retry_after: float | None = None) -> ApiError:
    return ApiError("sentence", status=status, code=ErrorCode.BUSY, retry_after=retry_after)


@pytest.mark.parametrize(
    ("error", "when_repeatable", "otherwise"),
    [
        (NotReachableError(), True, True),
        (answered(429), True, True),
        (answered(408), True, True),
        (answered(503), True, False),
        (answered(502), True, False),
        (answered(504), True, False),
        (ConnectionLostError(), True, False),
        (answered(500), False, False),
        (answered(400), False, False),
        (answered(401), False, False),
        (answered(412), False, False),
        (UnexpectedAnswerError(), False, False),
    ],
)
def test_only_what_cannot_do_harm_is_sent_again(error: InvoicesError, when_repeatable: bool, otherwise: bool) -> None:
    for is_repeatable, expected in ((True, when_repeatable), (False, otherwise)):
        wait = RETRIES.wait(error, attempt=1, is_repeatable=is_repeatable, chance=0.5)
        assert (wait is not None) is expected


def test_waits_double_and_are_spread() -> None:
    waits = [RETRIES.wait(NotReachableError(), attempt=n, is_repeatable=True, chance=1) for n in (1, 2, 3)]
    assert waits == [1, 2, 4]
    assert RETRIES.wait(NotReachableError(), attempt=3, is_repeatable=True, chance=0) == 2


def test_the_last_attempt_is_the_last() -> None:
    assert RETRIES.wait(NotReachableError(), attempt=4, is_repeatable=True, chance=0) is None
    assert NO_RETRIES.wait(NotReachableError(), attempt=1, is_repeatable=True, chance=0) is None


def test_no_wait_is_longer_than_the_longest() -> None:
    patient = Retries(attempts=100, first_wait=1, longest_wait=30)
    assert patient.wait(NotReachableError(), attempt=99, is_repeatable=True, chance=1) == 30


def test_retry_after_is_obeyed_and_never_undercut() -> None:
    assert RETRIES.wait(answered(429, 7), attempt=1, is_repeatable=False, chance=0) == 7
    assert RETRIES.wait(answered(503, 7), attempt=1, is_repeatable=True, chance=1) == 8


def test_a_server_that_asks_for_an_hour_is_not_waited_for() -> None:
    assert RETRIES.wait(answered(429, 3600), attempt=1, is_repeatable=True, chance=0) is None
