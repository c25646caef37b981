"""Words of a sentence, as patterns."""

import re

import pytest

from functions.extract.local.lexicon.phrases import DATED, INCLUSIVE, MEANS, REFERRING, TAX_NAME, UNTAXED, any_of


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("méthode de paiement", "Methode  de paiement", True),
        ("incl*", "incluye", True),
        ("incl", "incluye", False),
        ("ec-karte", "EC Karte", True),
        ("inkl.", "inkl MwSt", True),
        ("sin", "business", False),
        ("mit", "Mitte", False),
        ("mit", "mit19%", True),
    ],
)
def test_a_word_is_found_whole_with_and_without_accents_dots_and_hyphens(word: str, text: str, found: bool) -> None:
    assert (re.search(any_of([word]), text, re.IGNORECASE) is not None) == found


def test_the_words_of_all_languages_are_known() -> None:
    for text in ("inkl. MwSt", "TTC", "IVA incluido", "dahil", "včetně DPH"):
        assert INCLUSIVE.search(text)
    for text in ("ohne USt", "hors taxe", "sin IVA", "bez DPH", "hariç"):
        assert UNTAXED.search(text)
    for text in ("MwSt", "CGST", "ΦΠΑ", "ДДС", "ÁFA", "KDV", "moms"):
        assert TAX_NAME.search(text)
    assert MEANS.search("Überweisung")
    assert MEANS.search("bank transfer")


def test_words_before_a_label_or_a_date_stand_at_the_end() -> None:
    assert REFERRING.search("Gutschrift zur ")
    assert not REFERRING.search("Rechnung zur Zahlung ")
    assert DATED.search("4711 vom ")
