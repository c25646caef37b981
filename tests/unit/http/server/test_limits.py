"""When a body is given up: after a silence, or when it is slower than the least rate."""

import pytest

from shared.http.server.limits import Limits

LIMITS = Limits(silence_seconds=30, bytes_per_second=2000, grace_seconds=10)


@pytest.mark.parametrize(
    ("last", "received", "due"),
    [
        (100, 0, 110),  # nothing came: the grace
        (100, 2_000, 111),  # bytes buy time
        (100, 1_000_000, 130),  # but no silence longer than this
        (160, 1_000_000, 190),
        (160, 80_000, 150),  # slower than the rate: already over
    ],
)
def test_deadline_of_a_body(last: float, received: int, due: float) -> None:
    assert LIMITS.body_deadline(began=100, last=last, received=received) == due


def test_more_threads_let_more_requests_wait() -> None:
    assert Limits(threads=2).most_waiting == 64
    assert Limits(threads=48).most_waiting == 192
