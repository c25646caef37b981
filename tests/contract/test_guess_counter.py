"""Wrong keys: what every guess counter promises."""

from shared.pipeline.ports import GuessCounter


def test_wrong_keys_are_counted_by_address(guesses: GuessCounter) -> None:
    for _ in range(3):
        guesses.note_failure("192.0.2.1")
    guesses.note_failure("192.0.2.2")
    assert [guesses.failures(f"192.0.2.{number}") for number in (1, 2, 3)] == [3, 1, 0]
