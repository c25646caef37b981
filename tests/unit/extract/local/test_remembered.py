"""What is asked about the lines of a document is answered once, and forgotten with it."""

from functions.extract.local import extract_locally
from functions.extract.local.mentions.addresses import kind_of
from functions.extract.local.mentions.remembered import forget, remembered
from tests.support.documents import printed

asked: list[str] = []


@remembered
def length(text: str) -> int:
    asked.append(text)
    return len(text)


def test_a_question_is_answered_once_until_it_is_forgotten() -> None:
    asked.clear()

    answers = [length("Alpha Ltd"), length("Alpha Ltd")]
    forget()
    answers.append(length("Alpha Ltd"))

    assert answers == [9, 9, 9]
    assert asked == ["Alpha Ltd", "Alpha Ltd"]


def test_no_line_of_a_document_is_kept_once_it_is_done() -> None:
    extract_locally(printed("Alpha Ltd\n1 High Street\nLondon W1A 1AA\nInvoice no. 17\nTotal 12.00 EUR"))

    assert kind_of.cache_info().currsize == 0  # type: ignore[attr-defined]
