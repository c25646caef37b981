"""The languages of a document, and the labels that are heeded only in documents of their language."""

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import label_of
from functions.extract.local.lexicon.spoken import spoken_languages
from functions.extract.local.mentions.labels import find_labels
from tests.support.documents import layout_of

POLISH = ("Sprzedawca", "Nabywca", "Data wystawienia", "Termin płatności", "Wartość netto", "Do zapłaty")
ENGLISH = ("Invoice number", "Bill to", "Due date", "Quantity", "Description", "Total due")


def test_a_document_speaks_the_language_of_its_labels() -> None:
    assert spoken_languages(POLISH) == ("pl",)
    assert spoken_languages(ENGLISH) == ("en",)
    assert spoken_languages(["4711", "Kowalski"]) == ()


def test_a_document_in_two_languages_speaks_both() -> None:
    assert set(spoken_languages([*POLISH, *ENGLISH])) == {"pl", "en"}


def test_a_guarded_label_is_heeded_only_in_documents_of_its_language() -> None:
    assert label_of("numer", ("pl",)) is Label.INVOICE_NUMBER
    assert label_of("numer", ("en",)) is None

    def labels(rest: tuple[str, ...]) -> list[str]:
        return [found.text for found in find_labels(layout_of("\n".join(["Numer 17", *rest])))]

    assert "Numer" in labels(POLISH)
    assert "Numer" not in labels(ENGLISH)
