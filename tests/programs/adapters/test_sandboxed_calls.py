"""Calls in forks of a sandboxed process, with real processes."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.sandboxed_calls import CallBrokeError, CallEndedError, SandboxedCalls, TooMuchWorkError
from shared.errors import EncryptedDocumentError, ReadingTimeoutError
from tests.programs.adapters.shared_calls_process import SHARED_BYTES
from tests.support.stack import eventually

SECONDS = 20


@pytest.fixture
def calls() -> Iterator[SandboxedCalls]:
    calls = SandboxedCalls("tests.programs.adapters.calls_process", limit=1, memory_mb=512)
    yield calls
    calls.close()


@pytest.fixture
def shared() -> Iterator[SandboxedCalls]:
    """Calls whose forks answer several requests."""
    calls = SandboxedCalls("tests.programs.adapters.shared_calls_process", limit=1, memory_mb=512)
    yield calls
    calls.close()


def test_what_the_function_returns_comes_back(calls: SandboxedCalls) -> None:
    large = b"\0\n" * 5_000_000

    assert calls(b"caf\xc3\xa9", cpu_seconds=SECONDS) == b"caf\xc3\xa9"
    assert calls(large, cpu_seconds=SECONDS) == large
    assert calls(b"", cpu_seconds=SECONDS) == b""


def test_one_process_serves_many_calls(calls: SandboxedCalls) -> None:
    assert calls(b"parent", cpu_seconds=SECONDS) == calls(b"parent", cpu_seconds=SECONDS)


def test_nothing_of_a_document_is_left_for_the_next(calls: SandboxedCalls) -> None:
    calls(b"remember secret", cpu_seconds=SECONDS)

    assert calls(b"recall", cpu_seconds=SECONDS) == b""


def test_no_byte_of_a_document_or_its_answer_stays_in_memory_for_the_next(calls: SandboxedCalls) -> None:
    calls(b"secret of another document " * 2000, cpu_seconds=SECONDS)

    assert calls(b"search secret of [a]nother document", cpu_seconds=SECONDS) == b"0"


def test_the_search_of_the_memory_finds_what_is_there(calls: SandboxedCalls) -> None:
    assert int(calls(b"search remembe[r]", cpu_seconds=SECONDS)) > 0  # in the module's own code


def test_what_libraries_print_is_no_part_of_the_answer(calls: SandboxedCalls) -> None:
    assert calls(b"print", cpu_seconds=SECONDS) == b"print"


@pytest.mark.parametrize("order", [b"spin", b"fill"])
def test_a_call_that_needs_too_much_ends_for_good(calls: SandboxedCalls, order: bytes) -> None:
    with pytest.raises(TooMuchWorkError) as ended:
        calls(order, cpu_seconds=1)

    assert not ended.value.retryable
    assert calls(b"next", cpu_seconds=SECONDS) == b"next"


def test_a_call_that_hangs_is_ended_and_may_be_tried_again(
    calls: SandboxedCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls(b"warm", cpu_seconds=SECONDS)
    monkeypatch.setattr("shared.adapters.sandboxed_calls.START_SECONDS", 0)
    with pytest.raises(ReadingTimeoutError):
        calls(b"sleep", cpu_seconds=1)

    assert calls(b"next", cpu_seconds=SECONDS) == b"next"


@pytest.mark.parametrize(("order", "kind"), [(b"die", CallBrokeError), (b"kill", CallEndedError)])
def test_a_call_that_dies_may_be_tried_again(calls: SandboxedCalls, order: bytes, kind: type[CallEndedError]) -> None:
    with pytest.raises(CallEndedError) as ended:
        calls(order, cpu_seconds=SECONDS)

    assert type(ended.value) is kind
    assert ended.value.retryable

    assert calls(b"next", cpu_seconds=SECONDS) == b"next"


def test_a_refusal_keeps_its_kind_and_sentence(calls: SandboxedCalls) -> None:
    with pytest.raises(EncryptedDocumentError, match="Locked"):
        calls(b"refuse", cpu_seconds=SECONDS)


def test_a_fault_names_its_place_and_not_the_text(calls: SandboxedCalls) -> None:
    with pytest.raises(RuntimeError, match="ValueError") as broken:
        calls(b"break canary", cpu_seconds=SECONDS)

    assert "calls_process.py" in str(broken.value)
    assert "canary" not in str(broken.value)


def test_a_call_has_no_network_and_no_secrets(calls: SandboxedCalls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(RuntimeError, match="PermissionError"):
        calls(f"connect {server.getsockname()[1]}".encode(), cpu_seconds=SECONDS)

    assert b"SECRET_KEY" not in calls(b"environment", cpu_seconds=SECONDS)


def test_a_call_cannot_look_into_the_process_that_serves_the_others(calls: SandboxedCalls) -> None:
    with pytest.raises(RuntimeError, match="PermissionError"):
        calls(b"look", cpu_seconds=SECONDS)


def test_calls_beyond_the_limit_wait_for_their_turn(calls: SandboxedCalls) -> None:
    calls(b"warm", cpu_seconds=SECONDS)
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(calls(b"parent", cpu_seconds=SECONDS))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(answers) == 6
    assert len(set(answers)) == 1


def test_an_idle_process_ends_with_its_pool(calls: SandboxedCalls) -> None:
    parent = int(calls(b"parent", cpu_seconds=SECONDS))
    calls.close()
    eventually(lambda: not Path(f"/proc/{parent}").exists(), seconds=5)


def test_each_call_has_a_fork_of_its_own(calls: SandboxedCalls) -> None:
    assert calls(b"fork", cpu_seconds=SECONDS) != calls(b"fork", cpu_seconds=SECONDS)


def test_short_calls_may_share_a_fork(shared: SandboxedCalls) -> None:
    first = shared(b"fork", cpu_seconds=SECONDS)

    assert [shared(b"fork", cpu_seconds=SECONDS) for _ in range(20)] == [first] * 20


def test_a_shared_fork_answers_no_more_than_so_many_bytes(shared: SandboxedCalls) -> None:
    half = b"fork" + b" " * (SHARED_BYTES // 2)

    assert shared(half, cpu_seconds=SECONDS) != shared(half, cpu_seconds=SECONDS)


def test_a_call_of_more_bytes_than_may_be_shared_has_a_fork_of_its_own(shared: SandboxedCalls) -> None:
    """It finds all the memory there is, and leaves nothing."""
    long = b"fork" + b" " * SHARED_BYTES

    forks = [shared(request, cpu_seconds=SECONDS) for request in (b"fork", long, b"fork")]

    assert len(set(forks)) == 3


def test_a_call_that_asks_for_it_has_a_fork_of_its_own(shared: SandboxedCalls) -> None:
    forks = [shared(b"fork", cpu_seconds=SECONDS, alone=alone) for alone in (False, True, False, False)]

    assert len(set(forks)) == 3
    assert forks[2] == forks[3]


def test_a_call_in_a_shared_fork_has_its_time_for_itself(shared: SandboxedCalls) -> None:
    first = shared(b"fork", cpu_seconds=SECONDS)
    for _ in range(3):
        shared(b"work 1.1", cpu_seconds=2)

    assert shared(b"fork", cpu_seconds=SECONDS) == first


@pytest.mark.parametrize(
    ("order", "seconds"), [(b"spin", 1), (b"fill", SECONDS), (b"die", SECONDS), (b"kill", SECONDS)]
)
def test_what_ends_a_shared_fork_ends_no_other_call(shared: SandboxedCalls, order: bytes, seconds: int) -> None:
    before = shared(b"fork", cpu_seconds=SECONDS)
    with pytest.raises((TooMuchWorkError, CallEndedError)):
        shared(order, cpu_seconds=seconds)

    assert shared(b"fork", cpu_seconds=SECONDS) != before


def test_a_shared_fork_goes_on_after_a_refusal_and_a_fault(shared: SandboxedCalls) -> None:
    before = shared(b"fork", cpu_seconds=SECONDS)
    with pytest.raises(EncryptedDocumentError):
        shared(b"refuse", cpu_seconds=SECONDS)
    with pytest.raises(RuntimeError, match="ValueError"):
        shared(b"break canary", cpu_seconds=SECONDS)

    assert shared(b"fork", cpu_seconds=SECONDS) == before
