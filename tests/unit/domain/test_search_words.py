"""How texts and queries become words of the full-text index."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.match_places import best_place
from shared.domain.search_values import MatchedField, words_of_answer, words_of_file
from shared.domain.search_words import MOST_TERMS, grams_in, grams_of, stored_words, terms_of, words_of

EXAMPLES = Path(__file__).parents[2] / "shared_examples" / "searches.json"
SEARCHES: list[dict[str, Any]] = json.loads(EXAMPLES.read_text())["searches"]
LONGEST_OF_THE_SERVER = 84
SHORTEST_OF_THE_SERVER = 3


def finds(text: str, q: str) -> bool:
    terms = terms_of(q)
    return bool(terms) and all(term.within in stored_words(words_of(text)) for term in terms)


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: f"{search['q']} in {search['text']}")
def test_a_query_finds_what_it_should(search: dict[str, Any]) -> None:
    assert finds(search["text"], search["q"]) is search["found"]


@pytest.mark.parametrize("search", [one for one in SEARCHES if one["found"]], ids=lambda one: f"{one['q']}")
def test_the_words_that_were_found_are_marked(search: dict[str, Any]) -> None:
    place = best_place([(MatchedField.TEXT, search["text"])], terms_of(search["q"]))
    assert place is not None
    assert [place.text[start:end] for start, end in place.marks] == search["marked"]


@given(st.text(max_size=60))
def test_every_word_is_one_to_the_server_and_none_is_syntax(text: str) -> None:
    for word in words_of(text) | grams_of(text):
        assert SHORTEST_OF_THE_SERVER <= len(word) <= LONGEST_OF_THE_SERVER
        assert word.isascii()
        assert set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")
        assert word.endswith("_")  # no stopword does


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_name_has_the_grams_of_each_of_its_parts(before: str, part: str, after: str) -> None:
    grams = grams_of(before + part + after)
    # An accent or a letter beside it may change the last and first ones: those tests stand in the API's.
    if (before + part + after).isascii():
        assert {term.stored for term in grams_in(part)} <= grams


@given(st.text(max_size=200))
def test_a_query_has_a_bounded_number_of_words(q: str) -> None:
    assert len(terms_of(q)) <= MOST_TERMS


@given(st.text(alphabet="0123456789abAB-./,' ", min_size=1, max_size=30))
def test_a_text_is_found_by_itself(text: str) -> None:
    assert not terms_of(text) or finds(text, text)


def test_no_gram_is_found_as_a_word() -> None:
    of_file = words_of_file("invoice.pdf").named
    assert "_ginv_" in of_file
    assert all(term.within not in of_file for q in ("inv_", "ginv", "nvo", "g") for term in terms_of(q))


def test_an_answer_is_found_by_its_values_however_they_are_written() -> None:
    data = {
        "invoice_number": "RE-2026 00001",
        "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESA58818501"},
        "buyer": {"name": "Käufer", "tax_id": "12/345/67890"},
        "purchase_order": "PO 77",
        "operation_codes": ["OP 443485"],
        "lines": [{"operation_codes": ["OP-99"]}],
        "total_amount": "1234.5",
        "net_amount": "1000",
    }
    named = words_of_answer("scan 1.pdf", data, None).named
    for q in (
        *("RE-2026 00001", "re202600001", "00001", "imprenta norte s.l.", "ES A58818501", "esa58818501", "a58818501"),
        *("kaufer", "1234567890", "po77", "PO 77", "443485", "op443485", "op-99", "1.234,50", "1234.50", "1,000.00"),
        *("1000", "scan 1.pdf", "scan"),
    ):
        assert all(term.within in named for term in terms_of(q)), q


def test_broken_data_of_earlier_versions_is_indexed_as_far_as_it_can_be() -> None:
    data = {"seller": {"name": ["no", "name"]}, "lines": [None, {"operation_codes": [1, "OP 2"]}], "total_amount": "x"}
    assert " op2_ " in words_of_answer("a.pdf", data, None).named
