"""The languages of a document, told by the words of its labels, titles and columns."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from functions.extract.local.lexicon.files import LanguageFile, languages
from functions.extract.local.lexicon.labels import TOKEN
from shared.domain.normalising import fold

SHORTEST = 3
"""Letters of a word that tells a language."""

ENOUGH = 2.0
"""What the words of a language must weigh together: a word of one language alone weighs 1, one of two languages 1/2."""

BESIDE = 0.35
"""A second language is spoken as well if it weighs this much of the first."""


def spoken_languages(texts: Iterable[str]) -> tuple[str, ...]:
    """ISO 639-1 of the languages that the texts show, the one with most words first; empty when they show none. Each
    different word counts once."""
    tellers = _tellers()
    weights: dict[str, float] = defaultdict(float)
    for word in {fold(word) for text in texts for word in TOKEN.findall(text)}:
        own = tellers.get(word, ())
        for code in own:
            weights[code] += 1 / len(own)
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    return tuple(code for code, weight in ranked if weight >= max(ENOUGH, BESIDE * ranked[0][1]))


@cache
def _tellers() -> dict[str, tuple[str, ...]]:
    """Folded word -> the languages that use it."""
    found: dict[str, dict[str, None]] = {}
    for code, language in languages().items():
        for word in _words(language):
            if len(word) >= SHORTEST and not word.isdigit():
                found.setdefault(word, {})[code] = None
    return {word: tuple(codes) for word, codes in found.items()}


def _words(language: LanguageFile) -> Iterable[str]:
    for section in (language.labels, language.titles, language.parties, language.columns):
        for phrases in section.values():
            for phrase in phrases:
                yield from map(fold, TOKEN.findall(phrase))
