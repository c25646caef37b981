"""When a body is given up: after a silence, or when it is slower than the least rate."""

import pytest

from shared.http.body_sizes import most_upload_bytes
from shared.http.server.limits import Limits
from shared.settings import Settings

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


def test_the_largest_upload_fits_into_the_half_of_one_address() -> None:
    settings = Settings(max_upload_mb=100, max_files_per_upload=50, spool_mb=10)
    assert Limits.from_settings(settings, threads=4).spool_bytes // 2 >= most_upload_bytes(settings)
