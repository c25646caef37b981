"""The short form of `make load`."""

from pathlib import Path

import pytest

from tests.load.overload import CLIENTS, run_overload

MAX_QUEUED = 5


@pytest.mark.long
@pytest.mark.timeout(900)
def test_more_than_can_be_read_is_refused_in_time_and_the_rest_is_kept(tmp_path: Path) -> None:
    figures = run_overload(tmp_path / "stack", seconds=8, factor=8, max_queued=MAX_QUEUED, first=4)
    print(figures.table())
    tally = figures.tally
    assert set(tally.answers) == {202, 429}
    assert tally.without_retry_after == 0
    # Those that were under way together saw the same length.
    assert tally.longest_queue <= MAX_QUEUED + CLIENTS
    assert set(tally.ready) == {200}, "busy is not broken"
    assert figures.outcome.is_clean, figures.outcome
