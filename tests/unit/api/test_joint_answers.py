import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.api.joint_answers import JointAnswers
from functions.api.turns import NoTurnError
from tests.support.stack import eventually


class Question:
    """Counts how often it is looked up."""

    def __init__(self) -> None:
        self.looked_up = 0

    def __hash__(self) -> int:
        self.looked_up += 1
        return 1


def test_who_asks_while_one_is_answered_gets_one_more_answer_with_all_who_do() -> None:
    answers, begun, go_on, question = JointAnswers(seconds=60), threading.Event(), threading.Event(), Question()
    made: list[int] = []

    def make() -> int:
        made.append(len(made) + 1)
        begun.set()
        go_on.wait(60)
        return made[-1]

    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(answers.ask, question, make)
        begun.wait(60)
        before = question.looked_up
        others = [threads.submit(answers.ask, question, make) for _ in range(5)]
        eventually(lambda: question.looked_up >= before + 6 or None, seconds=60)  # by one of them twice
        go_on.set()
        assert first.result(60) == 1
        assert [other.result(60) for other in others] == [2] * 5


def test_what_is_raised_is_raised_for_all_and_the_next_one_is_made_anew() -> None:
    answers = JointAnswers(seconds=60)

    def fail() -> int:
        raise ValueError("too much")

    with pytest.raises(ValueError, match="too much"):
        answers.ask("days", fail)
    assert answers.ask("days", lambda: 7) == 7


def test_another_question_waits_for_its_turn_no_longer_than_said() -> None:
    answers, begun, go_on = JointAnswers(seconds=0.01), threading.Event(), threading.Event()

    def make() -> int:
        begun.set()
        go_on.wait(60)
        return 1

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(answers.ask, "days", make)
        begun.wait(60)
        with pytest.raises(NoTurnError):
            answers.ask("years", lambda: 2)
        go_on.set()
        assert first.result(60) == 1
    assert answers.ask("years", lambda: 2) == 2
