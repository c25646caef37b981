"""The words of all languages as one map or set: what every document is read with."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from functions.extract.local.lexicon.files import LanguageFile, LexiconError, Words, comparable, languages
from shared.domain.normalising import fold

Kind = TypeVar("Kind")


def meanings(
    section: Callable[[LanguageFile], Mapping[Kind, Words]], *, without_guarded: bool = False
) -> dict[str, Kind]:
    """Comparable word -> its meaning. Raises LexiconError where two languages give a word two meanings."""
    merged: dict[str, Kind] = {}
    for code, language in languages().items():
        for kind, words in section(language).items():
            for word in words:
                if without_guarded and comparable(word) in language.guarded_words:
                    continue
                if merged.setdefault(comparable(word), kind) != kind:
                    raise LexiconError(f"{code}: {word!r} means {kind} here and {merged[comparable(word)]} elsewhere")
    return merged


def words_of(section: Callable[[LanguageFile], Words]) -> tuple[str, ...]:
    """The words as printed, each once, in the order of the languages."""
    return tuple(dict.fromkeys(word for language in languages().values() for word in section(language)))


def folded(section: Callable[[LanguageFile], Words]) -> frozenset[str]:
    return frozenset(form for form in map(fold, words_of(section)) if form)


def printed(section: Callable[[LanguageFile], Mapping[Kind, Words]]) -> Iterator[tuple[Kind, str]]:
    """(meaning, word as printed) of all languages."""
    for language in languages().values():
        for kind, words in section(language).items():
            for word in words:
                yield kind, word


def beginnings_of(words: Iterable[str], *, longest: int | None = None) -> frozenset[str]:
    """Everything that one of the words begins with, up to `longest` characters: what begins otherwise is none of
    them."""
    return frozenset(word[:length] for word in words for length in range(len(word[:longest]) + 1))
