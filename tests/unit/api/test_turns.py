import threading

import pytest

from functions.api.turns import NoTurnError, Turns


def test_as_many_as_may_have_a_turn_at_once() -> None:
    turns = Turns(2, seconds=0.01)
    with turns.turn(), turns.turn():
        with pytest.raises(NoTurnError) as refused, turns.turn():
            pass
        assert refused.value.status == 503
        assert refused.value.retry_after

    with turns.turn():
        pass


def test_who_waits_gets_the_turn_that_ends() -> None:
    turns, waiting, had = Turns(1, seconds=20), threading.Event(), threading.Event()

    def wait() -> None:
        waiting.set()
        with turns.turn():
            had.set()

    thread = threading.Thread(target=wait)
    with turns.turn():
        thread.start()
        waiting.wait(10)
        assert not had.is_set()
    thread.join(10)

    assert had.is_set()


def test_a_turn_ends_with_an_error_too() -> None:
    turns = Turns(1, seconds=0.01)
    with pytest.raises(ValueError, match="drawn"), turns.turn():
        raise ValueError("cannot be drawn")

    with turns.turn():
        pass
