"""The labels of all languages."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, product

from functions.extract.local.lexicon.files import Words, languages
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.merged import beginnings_of, folded, meanings, printed, words_of
from functions.extract.local.lexicon.titles import TITLE_KINDS
from shared.domain.document_kinds import DocumentKind
from shared.domain.normalising import fold

_MARKS = "".join(
    character
    for character in map(chr, chain(range(0x300, 0x1F000), range(0xE0100, 0xE01F0)))  # a tenth of all: 13 ms, not 113
    if unicodedata.category(character).startswith("M")
)
"""Thai and Indian vowels, Arabic and Hebrew points: no letters to `re`, but parts of words."""
TOKEN = re.compile(rf"(?:[^\W\d_]++[{_MARKS}]*+)++|\d+")
"""A word or a run of digits."""

_NUMBERED = {
    DocumentKind.INVOICE: Label.INVOICE_NUMBER,
    DocumentKind.CREDIT_NOTE: Label.INVOICE_NUMBER,
    DocumentKind.QUOTATION: Label.OTHER_NUMBER,
    DocumentKind.ORDER_CONFIRMATION: Label.OTHER_NUMBER,
    DocumentKind.DELIVERY_NOTE: Label.OTHER_NUMBER,
    DocumentKind.REMINDER: Label.OTHER_NUMBER,
    DocumentKind.CONTRACT: Label.OTHER_NUMBER,
}
"""Kind of a document -> what a word for "number" behind its title is the label of."""


SHORTEST_MARK = 2
"""Letters of such a word at least: "factura" and "n" may be one word."""
SHORTEST_ALONE = 7
"""Plain letters of a title that is a label alone: "kredit" and "abono" are ordinary words elsewhere."""


def _numbered_titles() -> dict[str, Label]:
    """Folded title with a word for "number" behind it, in one language, and titles of credit notes alone -> what they
    are the label of, where it is one thing in all languages."""
    found: dict[str, set[Label]] = {}
    for language in languages().values():
        marks = [mark for mark in map(fold, language.phrases.number_marks) if len(mark) >= SHORTEST_MARK]
        for kind, label in _NUMBERED.items():
            titles = tuple(map(fold, language.titles.get(kind, ())))
            for title, mark in product(titles, marks):
                found.setdefault(title + mark, set()).add(label)
            if kind is DocumentKind.CREDIT_NOTE:
                for title in titles:
                    if len(title) >= SHORTEST_ALONE or not title.isascii():
                        found.setdefault(title, set()).add(label)
    return {numbered: kinds.pop() for numbered, kinds in found.items() if len(kinds) == 1}


LABELS: dict[str, Label] = {
    **_numbered_titles(),
    **meanings(lambda language: language.labels, without_guarded=True),
}
"""Folded label -> its meaning, in every document: as the languages have it, or made of a title."""


def _guarded() -> dict[str, dict[str, Label]]:
    found: dict[str, dict[str, Label]] = {}
    for code, language in languages().items():
        for kind, words in language.labels.items():
            for word in map(fold, words):
                if word in language.guarded_words:
                    found.setdefault(word, {})[code] = kind
    return found


GUARDED_LABELS: dict[str, dict[str, Label]] = _guarded()
"""Folded label that is an ordinary word elsewhere -> language -> its meaning in documents of that language."""


def label_of(folded: str, spoken: Sequence[str]) -> Label | None:
    """The meaning of a folded text in a document of these languages, the most spoken one first."""
    if (guarded := GUARDED_LABELS.get(folded)) is not None:
        for language in spoken:
            if language in guarded:
                return guarded[language]
    return LABELS.get(folded)


def numbered(folded: str) -> Label | None:
    """What a folded title with a sign for "number" behind it is the label of: "Credit" is a card, "Credit #" the number
    of a credit note."""
    kind = TITLE_KINDS.get(folded)
    return LABELS.get(folded + "no") or (_NUMBERED.get(kind) if kind else None)


def labels_in(spoken: Sequence[str]) -> Iterator[str]:
    """The folded labels of these languages that are heeded in every document; of all languages if none is given."""
    for code in spoken or languages():
        for phrases in languages()[code].labels.values():
            yield from (word for word in map(fold, phrases) if word in LABELS)


def _phrases(words: Words) -> frozenset[tuple[str, ...]]:
    phrases = (tuple(map(fold, TOKEN.findall(phrase))) for phrase in words)
    return frozenset(phrase for phrase in phrases if phrase)


WITHHOLDINGS = _phrases(words_of(lambda language: language.beside_totals.withholdings))
SURCHARGES = _phrases(words_of(lambda language: language.beside_totals.surcharges))
BESIDE_TAX = WITHHOLDINGS | SURCHARGES
"""The first words, folded, of a row of a withheld tax and of a surcharge, and of either."""

LINKS: frozenset[str] = folded(lambda language: language.linking_words)
"""Words that only join others: "data da emissão" and "data emissão" are one label."""


def without_links(words: Sequence[str]) -> str:
    """Folded words as one, the linking ones between the first and the last left out."""
    last = len(words) - 1
    return "".join(word for index, word in enumerate(words) if index in (0, last) or word not in LINKS)


def _shortened() -> dict[str, Label]:
    found: dict[str, set[Label]] = {}
    for kind, phrase in printed(lambda language: language.labels):
        short = without_links([fold(word) for word in TOKEN.findall(phrase)])
        found.setdefault(short, set()).add(kind)
    return {short: kinds.pop() for short, kinds in found.items() if short not in LABELS and len(kinds) == 1}


SHORTENED_LABELS: dict[str, Label] = _shortened()
"""Labels without their linking words, where these are not labels themselves and mean one thing."""

_BEGINNING = 8
"""Characters that are compared: nearly all that is no label differs in them, and all beginnings would be 70,000."""

_BEGINNINGS = beginnings_of((*LABELS, *GUARDED_LABELS, *SHORTENED_LABELS), longest=_BEGINNING)


def may_begin_a_label(folded: str) -> bool:
    """False if no label begins so, with its linking words or without them."""
    return folded[:_BEGINNING] in _BEGINNINGS
