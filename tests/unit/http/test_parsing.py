"""Headers that tie a call to its request: used if valid, replaced if not, never an error."""

import re

from hypothesis import given
from hypothesis import strategies as st

from shared.tracing import current_request_id, current_traceparent, request_context

HEX = "0123456789abcdef"
anything = st.none() | st.text(max_size=150)
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


@given(anything, anything)
def test_whatever_is_sent_the_context_is_sound(request_id: str | None, traceparent: str | None) -> None:
    with request_context(request_id, traceparent, name="test") as used:
        assert re.fullmatch(r"[A-Za-z0-9._:-]{1,128}", used, re.ASCII)
        assert current_request_id() == used
        assert TRACEPARENT.fullmatch(current_traceparent() or "")
    assert current_request_id() is None
    assert current_traceparent() is None


@given(
    st.text(HEX, min_size=32, max_size=32), st.text(HEX, min_size=16, max_size=16), st.text(HEX, min_size=2, max_size=2)
)
def test_a_trace_goes_on_under_a_span_of_its_own(trace_id: str, parent: str, flags: str) -> None:
    with request_context("r", f"00-{trace_id}-{parent}-{flags}", name="test"):
        _, trace, span, sampled = (current_traceparent() or "").split("-")
    unusable = set(trace_id) == {"0"} or set(parent) == {"0"}  # W3C Trace Context: all zeros are no id
    assert (trace == trace_id) != unusable
    assert span != parent
    assert set(span) != {"0"}
    assert unusable or sampled == f"{int(flags, 16) & 1:02x}"
