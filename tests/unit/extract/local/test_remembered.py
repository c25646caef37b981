"""What is asked about the lines of a document is answered once."""

from functions.extract.local.mentions.remembered import remembered

asked: list[str] = []


@remembered
def length(text: str) -> int:
    asked.append(text)
    return len(text)


def test_a_question_is_answered_once() -> None:
    asked.clear()

    assert [length("Alpha Ltd"), length("Alpha Ltd"), length("Beta")] == [9, 9, 4]
    assert asked == ["Alpha Ltd", "Beta"]
