"""When a message is sent again, and what an answer means."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.webhook_retries import (
    LONGEST_ASKED,
    LONGEST_PAUSE,
    RETRY_SECONDS,
    DeliveryFault,
    RetrySchedule,
    answered,
    is_given_up,
)
from shared.settings import Settings

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
PUBLISHED = RetrySchedule()
HOUR = 3600.0


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOW).total_seconds()


def _again(attempts: int, *, jitter: float = 0, retry_after: float | None = None) -> float | None:
    return _seconds(PUBLISHED.again_at(attempts, NOW, jitter=jitter, retry_after=retry_after))


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [
        *((1, 5), (2, 300), (3, 1800), (4, 2 * HOUR), (5, 5 * HOUR), (6, 10 * HOUR), (7, 14 * HOUR)),
        *((8, 20 * HOUR), (9, 24 * HOUR), (10, None), (11, None)),
    ],
)
def test_a_message_is_tried_again_as_published_and_up_to_a_fifth_later(attempts: int, seconds: float | None) -> None:
    assert _again(attempts) == seconds
    assert _again(attempts, jitter=1) == (None if seconds is None else pytest.approx(seconds * 1.2))
    assert _again(attempts, jitter=0.5) == (None if seconds is None else pytest.approx(seconds * 1.1))


@pytest.mark.parametrize(
    ("attempts", "retry_after", "seconds"),
    [
        *((1, None, 5), (1, 0, 5), (1, 4, 5), (1, 120, 120), (1, HOUR, HOUR), (1, 24 * HOUR, LONGEST_ASKED)),
        *((4, 60, 2 * HOUR), (4, 24 * HOUR, 2 * HOUR), (10, 60, None)),
    ],
)
def test_a_retry_after_makes_a_delay_longer_and_none_shorter_or_endless(
    attempts: int, retry_after: float | None, seconds: float | None
) -> None:
    assert _again(attempts, retry_after=retry_after) == seconds


@pytest.mark.parametrize(
    ("failures", "retry_after", "seconds"),
    [
        *((1, None, 5), (2, None, 300), (3, None, 1800), (4, None, LONGEST_PAUSE), (9, None, LONGEST_PAUSE)),
        *((1_000, None, LONGEST_PAUSE), (1, 600, 600), (1_000, HOUR, HOUR), (1_000, 24 * HOUR, LONGEST_ASKED)),
    ],
)
def test_an_endpoint_that_takes_nothing_is_tried_every_half_hour_at_least(
    failures: int, retry_after: float | None, seconds: float
) -> None:
    first, last = (PUBLISHED.resume_at(failures, NOW, jitter=one, retry_after=retry_after) for one in (0, 1))
    assert _seconds(first) == seconds
    assert seconds <= (_seconds(last) or 0) <= seconds * 1.2


@pytest.mark.parametrize(
    ("status", "fault", "is_gone", "is_busy"),
    [
        *((code, None, False, False) for code in (200, 201, 202, 204, 299)),
        *((code, "redirected", False, False) for code in (300, 301, 302, 303, 304, 307, 308)),
        *((code, "refused", False, False) for code in (199, 400, 401, 404, 409, 500, 501)),
        *((code, "refused", False, True) for code in (429, 502, 503, 504)),
        (410, "refused", True, False),
    ],
)
def test_an_answer_means(status: int, fault: str | None, is_gone: bool, is_busy: bool) -> None:
    found = answered(status, milliseconds=3, retry_after=7)
    assert (found.fault, found.is_gone, found.is_busy) == (fault, is_gone, is_busy)
    assert (found.is_delivered, found.status_code, found.retry_after) == (fault is None, status, 7)
    assert found.fault is None or isinstance(found.fault, DeliveryFault)


def test_an_endpoint_is_given_up_after_as_long_as_a_message_is_tried() -> None:
    assert PUBLISHED.total == timedelta(seconds=sum(RETRY_SECONDS)) == timedelta(hours=75, minutes=35, seconds=5)
    long = NOW - PUBLISHED.total
    assert is_given_up(long, NOW, PUBLISHED)
    assert not is_given_up(long + timedelta(seconds=1), NOW, PUBLISHED)
    assert not is_given_up(None, NOW, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "delays"), [("", ()), ("5,300,1800", (5, 300, 1800)), ("0.2, 0.5", (0.2, 0.5)), ("1", (1,))]
)
def test_the_setting_names_the_delays(text: str, delays: tuple[float, ...]) -> None:
    assert Settings(webhook_retry_seconds=text).webhook_retry_seconds == delays


@pytest.mark.parametrize("text", ["soon", "0", "-1", "5;10", "nan", "inf"])
def test_a_setting_that_is_no_list_of_delays_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="webhook_retry_seconds"):
        Settings(webhook_retry_seconds=text)
