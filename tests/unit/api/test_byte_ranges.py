"""Range headers, read after RFC 9110: against lists of bytes, and against whatever a client may write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.byte_ranges import RangeNotSatisfiableError, asked_span

sizes = st.integers(1, 500)
positions = st.integers(0, 600)


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None),
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 10)),
        ("bytes=3-5", (3, 6)),
        ("bytes=3-500", (3, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-500", (0, 10)),  # longer than the file: all of it
        ("BYTES= 1-2", (1, 3)),
        ("bytes=5-3", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=0-1", None),
        ("bytes=٣-٤", None),
        (f"bytes=0-{'9' * 40}", None),
    ],
)
def test_requested_range(header: str | None, span: tuple[int, int] | None) -> None:
    assert asked_span(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-11", "bytes=-0"])
def test_a_range_behind_the_end(header: str) -> None:
    with pytest.raises(RangeNotSatisfiableError):
        asked_span(header, 10)


@given(size=sizes, first=positions, length=st.integers(1, 600))
def test_a_range_is_that_slice(size: int, first: int, length: int) -> None:
    content = bytes(number % 256 for number in range(size))
    header = f"bytes={first}-{first + length - 1}"
    if first >= size:
        with pytest.raises(RangeNotSatisfiableError):
            asked_span(header, size)
    else:
        begin, end = asked_span(header, size) or (0, 0)
        assert content[begin:end] == content[first : first + length]


@given(size=sizes, number=st.integers(1, 600))
def test_the_last_bytes_are_that_slice(size: int, number: int) -> None:
    content = bytes(number % 256 for number in range(size))
    begin, end = asked_span(f"bytes=-{number}", size) or (0, 0)
    assert content[begin:end] == content[-number:]


@given(header=st.text(max_size=60) | st.text("0123456789-,= bytes", max_size=60).map("bytes={}".format), size=sizes)
def test_any_header_is_a_part_of_the_file_or_none(header: str, size: int) -> None:
    try:
        span = asked_span(header, size)
    except RangeNotSatisfiableError:
        return
    if span is not None:
        begin, end = span
        assert 0 <= begin < end <= size
