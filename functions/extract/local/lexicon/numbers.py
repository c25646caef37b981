"""The words for "number" in all languages."""

from functions.extract.local.lexicon.files import comparable
from functions.extract.local.lexicon.merged import words_of
from shared.domain.normalising import fold


def _folded(phrase: str) -> str:
    return " ".join(map(fold, phrase.split()))


NUMBER_MARKS = frozenset(comparable(word) for word in words_of(lambda language: language.phrases.number_marks))
"""Comparable words and signs before the number of anything: "No.", "Nº", "#"."""

ORDERS = frozenset(comparable(word) for word in words_of(lambda language: language.phrases.orders))
"""Folded labels of the number of an order that do not say whose it is: "Order no."."""

REFERENCES = frozenset(comparable(word) for word in words_of(lambda language: language.phrases.own_references))
"""Folded labels of a reference that do not say to what it refers: "Ref.", "Reference"."""

PAYING = frozenset(map(_folded, words_of(lambda language: language.phrases.paying)))
"""Folded words and phrases of a sentence that asks for the payment: "bitte überweisen Sie … bis", "merci de régler"."""

COLLECTED = frozenset(map(_folded, words_of(lambda language: language.phrases.collected)))
"""Folded words behind a day in its sentence, which say that the payment is collected then: "am 2. Juni abgebucht"."""

RECEIVED = frozenset(map(_folded, words_of(lambda language: language.phrases.received)))
"""Folded words and phrases of a sentence about a payment that has come: "received with thanks on", "was charged on"."""
