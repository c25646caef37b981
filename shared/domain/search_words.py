"""The words that invoices are found by, as they are stored in the full-text index and asked of it.

MariaDB's full text splits at what is no letter, digit or underscore, leaves out words of fewer than three characters
(innodb_ft_min_token_size) and some English, French and Spanish ones (its stopwords), cuts none but ignores those above
84 (innodb_ft_max_token_size), and knows no words in Chinese. So a text is split here, and each word is stored encoded:
without case and accents, other characters than a-z and 0-9 as "_" and their UTF-16 in hex, and "_" at its end, up to
three characters. An encoded word is never too short or too long, never a stopword, and never syntax of a query.

- Words are runs of letters and digits. Chinese and Japanese ones are every character and every pair of neighbours.
- Of what is written without a space and has digits ("RE-2026/0417", "1.234,56", "B64"), also the runs joined, from each
  of them to the end ("re20260417", "20260417"), and the digits alone: numbers are found however they are separated.
- File names are found by any part of them too: by grams, the sequences of one to three of their characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

from shared.domain.normalising import plain_letters

MOST_TERMS = 16
"""Words of a query that are looked for; further ones are not."""

_LEAST_PREFIX = 3
"""A shorter word is looked for as it is: too many begin with two letters."""

_LONGEST = 79  # characters of an encoded word without its end
_LONGEST_JOINED = 40  # characters of a number with its parts joined
_MOST_JOINED = 8  # parts of one number
_GRAM = 3

_RUN = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"[0-9]{3,}")
# Written without spaces: Han, kana, and Thai, Lao, Burmese and Khmer.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a query, and how it is stored. Where only its beginning is known (`is_prefix`) that lacks its end."""

    word: str
    stored: str
    is_prefix: bool = False

    @property
    def within(self) -> str:
        """What `stored_words` contain if they hold the term."""
        return f" {self.stored}" if self.is_prefix else f" {self.stored} "


def words_of(text: str) -> set[str]:
    """The encoded words of a text."""
    return {word for chunk in set(_folded(text).split()) for word in _words(chunk)}


def number_words_of(value: str) -> set[str]:
    """The encoded words of a number or code, which is one however it is spaced ("ES A58818501")."""
    return words_of(value) | set(_words("-".join(_folded(value).split())))


def grams_of(text: str) -> set[str]:
    """The encoded sequences of one to three characters that a text contains."""
    return {_stored_gram(gram) for length in range(1, _GRAM + 1) for gram in _grams(_folded(text), length)}


def grams_in(text: str) -> list[Term]:
    """The longest of the grams that every text has which contains this one. Empty for an empty text."""
    plain = _folded(text)
    grams = _grams(plain, min(len(plain), _GRAM)) if plain else []
    return [Term(word=gram, stored=_stored_gram(gram)) for gram in dict.fromkeys(grams)][:MOST_TERMS]


def stored_words(words: set[str]) -> str:
    """Words as a column holds them: each between two spaces."""
    return f" {' '.join(sorted(words))} " if words else ""


def terms_of(query: str) -> list[Term]:
    """What an invoice must have to be found, each once; empty if the query has no letter or digit. The last word, which
    may not be typed to its end, is looked for as the beginning of one, as are numbers with separators."""
    chunks = _folded(query).split()
    terms = [term for place, chunk in enumerate(chunks, 1) for term in _terms(chunk, is_last=place == len(chunks))]
    if query[-1:].isspace():
        terms = [term for chunk in chunks for term in _terms(chunk, is_last=False)]
    return list(dict.fromkeys(terms))[:MOST_TERMS]


@cache
def plain_character(character: str) -> str:
    """The character without case and accent; itself if that would not be one character."""
    plain = _folded(character)
    return plain if len(plain) == 1 else character.lower()[:1]


def _folded(text: str) -> str:
    """The text in compatible characters without case and accents."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return plain_letters(normalize("NFC", "".join(one for one in plain if category(one) != "Mn")))


def _words(chunk: str) -> Iterator[str]:
    """The encoded words of a chunk, which is folded and has no spaces."""
    spaced = []
    for run in _runs(chunk):
        if _UNSPACED.match(run):
            yield from (_stored(character) for character in run)
            yield from (_stored(run[start : start + 2]) for start in range(len(run) - 1))
            continue
        yield _stored(run)
        spaced.append(run)
        if not run.isdecimal():
            yield from (_stored(digits) for digits in _DIGITS.findall(run))
    if len(spaced) > 1:
        for start in range(max(0, len(spaced) - _MOST_JOINED), len(spaced) - 1):
            if joined := _joined(spaced[start:]):
                yield _stored(joined)


def _terms(chunk: str, *, is_last: bool) -> Iterator[Term]:
    runs = _runs(chunk)
    if len(runs) > 1 and not any(_UNSPACED.match(run) for run in runs) and (joined := _joined(runs)):
        yield _prefix(joined)
        return
    for place, run in enumerate(runs, 1):
        if _UNSPACED.match(run):
            pairs = [run[start : start + 2] for start in range(len(run) - 1)]
            yield from (_whole(word) for word in pairs or [run])
        elif is_last and place == len(runs) and chunk.endswith(run):
            yield _prefix(run)
        else:
            yield _whole(run)


def _whole(word: str) -> Term:
    return Term(word=word, stored=_stored(word))


def _prefix(word: str) -> Term:
    if len(word) < _LEAST_PREFIX:
        return _whole(word)
    return Term(word=word, stored=_encoded(word)[:_LONGEST], is_prefix=True)


def _joined(runs: list[str]) -> str | None:
    """The runs of a number as one; None if they are no number, or too long for one."""
    whole = "".join(runs)
    return whole if len(whole) <= _LONGEST_JOINED and any(map(str.isdecimal, whole)) else None


def _runs(chunk: str) -> list[str]:
    if chunk.isascii():
        return _RUN.findall(chunk)
    spelled = "".join(one if one.isalnum() or category(one) == "Mc" else " " for one in chunk)
    apart = _UNSPACED.sub(lambda run: f" {run[0]} ", spelled)
    return apart.split()


def _grams(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(len(text) - length + 1)]


def _stored_gram(gram: str) -> str:
    # No word begins like this: "_" stands before hexadecimal digits only.
    return f"_g{_encoded(gram)}_"


def _stored(word: str) -> str:
    return f"{_encoded(word)[:_LONGEST]}_".ljust(3, "_")


def _encoded(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    return "".join(
        one if one.isascii() and one.isalnum() else "".join(f"_{unit:04x}" for unit in _utf16(one)) for one in text
    )


def _utf16(character: str) -> Iterator[int]:
    encoded = character.encode("utf-16-be", "surrogatepass")
    return (int.from_bytes(encoded[start : start + 2]) for start in range(0, len(encoded), 2))
