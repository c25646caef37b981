from functions.api.text_matches import _asked_of_index
from functions.api.word_shares import WordSample
from shared.domain.search_words import Term, terms_of

# Of 1,000 sampled invoices of 100,000: "few" is in 5, "many" in 20, "most" in 900.
HELD = {"few": 5, "many": 20, "most": 900}
SAMPLE = WordSample(
    words=sorted(f"{word}_" for word in HELD),
    holders=[(1 << HELD[word]) - 1 for word in sorted(HELD)],
    sampled=1_000,
    invoices=100_000,
)


def _asked(words: str, sample: WordSample = SAMPLE) -> list[Term]:
    return _asked_of_index(terms_of(f"{words} "), sample)[0]


def test_the_index_is_asked_for_the_rarest_words_that_not_too_many_hold() -> None:
    assert _asked("most many few") == terms_of("few many ")
    assert _asked_of_index(terms_of("most many few "), SAMPLE)[1], "the third one is tested"


def test_beside_a_word_that_no_sampled_invoice_holds_no_other_is_asked() -> None:
    assert _asked("many quince few") == terms_of("quince ")


def test_words_that_too_many_hold_are_asked_together() -> None:
    assert _asked("most") == terms_of("most ")


def test_without_a_sample_the_first_words_are_asked() -> None:
    assert _asked("most many few quince", WordSample()) == terms_of("most many few ")
