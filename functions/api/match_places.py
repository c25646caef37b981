"""Where in an invoice a search has found its words, as an excerpt with the places of the words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, select

from shared.adapters.tables import invoice_documents
from shared.domain.search_values import MatchedField, values_of
from shared.domain.search_words import Term, plain_character, terms_of

_BEFORE = 60
_LONGEST = 200  # characters of an excerpt

# Of folded words: what may have been one character before ("Straße" is found as "strasse").
_LIGATURES = {"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ", "fi": "ﬁ", "fl": "ﬂ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A piece of an invoice, and the (start, end) of the words in it, in characters."""

    place: MatchedField
    text: str
    marks: Sequence[tuple[int, int]]

    def as_json(self) -> dict[str, Any]:
        """The public form."""
        return {
            "field": self.place,
            "text": self.text,
            "marks": [{"start": start, "end": end} for start, end in self.marks],
        }


def found_places(
    connection: Connection, rows: Sequence[Mapping[str, Any]], q: str | None
) -> Mapping[int, dict[str, Any]]:
    """For rows of a list with this `q`, by id, where its words are; a row is left out if that cannot be told."""
    terms = terms_of(q or "")
    if not terms or not rows:
        return {}
    found = dict(_found(terms, rows, _read(connection, rows, "text")))
    if others := [row for row in rows if row["id"] not in found]:
        data = _read(connection, others, "preview_data")
        for row in others:
            if place := best_place(values_of(data.get(row["id"]) or {}), terms):
                found[row["id"]] = place
    return {invoice_id: place.as_json() for invoice_id, place in found.items()}


def best_place(pieces: Iterable[tuple[MatchedField, str]], terms: Sequence[Term]) -> FoundPlace | None:
    """The first of the pieces that have most of the terms, cut to what is around them."""
    patterns = [_pattern(term) for term in terms]
    best: tuple[int, MatchedField, str, list[tuple[int, int]]] | None = None
    for place, piece in pieces:
        text = normalize("NFC", piece)
        plain = text.lower() if text.isascii() else "".join(map(plain_character, text))
        marks = [[match.span() for match in pattern.finditer(plain)] for pattern in patterns]
        count = sum(map(bool, marks))
        if count and (best is None or count > best[0]):
            best = count, place, text, sorted(span for of_term in marks for span in of_term)
    return _excerpt(*best[1:]) if best else None


def _found(
    terms: Sequence[Term], rows: Iterable[Mapping[str, Any]], texts: Mapping[int, str | None]
) -> Iterator[tuple[int, FoundPlace]]:
    for row in rows:
        pieces = (
            (MatchedField.FILENAME, row["filename"]),
            (MatchedField.INVOICE_NUMBER, row["invoice_number"]),
            (MatchedField.SELLER, row["seller_name"]),
            (MatchedField.TEXT, texts.get(row["id"])),
        )
        if place := best_place([(place, text) for place, text in pieces if text], terms):
            yield row["id"], place


def _read(connection: Connection, rows: Iterable[Mapping[str, Any]], column: str) -> Mapping[int, Any]:
    ids = [row["id"] for row in rows]
    documents = select(invoice_documents.c.invoice_id, invoice_documents.c[column])
    return {row[0]: row[1] for row in connection.execute(documents.where(invoice_documents.c.invoice_id.in_(ids)))}


def _pattern(term: Term) -> re.Pattern[str]:
    letters = [re.escape(letter) for letter in term.word]
    if any(map(str.isdecimal, term.word)):
        pattern = r"[^\w\s]*".join(letters)  # however it is separated
    else:
        pattern = "".join(letters)
        for letters_of, one in _LIGATURES.items():
            pattern = pattern.replace(letters_of, f"(?:{letters_of}|{one})")
    if not term.word.isascii() and not term.is_prefix:
        return re.compile(pattern)  # which may stand amid others, as in Chinese
    before = r"(?<!\d)" if term.word[0].isdecimal() else r"(?<![^\W_])"
    after = "" if term.is_prefix else r"(?!\d)" if term.word[-1].isdecimal() else r"(?![^\W_])"
    return re.compile(before + pattern + after)


def _excerpt(place: MatchedField, text: str, marks: Sequence[tuple[int, int]]) -> FoundPlace:
    start = max(0, marks[0][0] - _BEFORE)
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    end = min(len(text), start + _LONGEST)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    within: list[tuple[int, int]] = []
    for first, last in marks:
        if last > end:
            continue
        if within and first + shift <= within[-1][1]:  # pairs of Chinese characters overlap
            begin, until = within.pop()
            within.append((begin, max(until, last + shift)))
        else:
            within.append((first + shift, last + shift))
    line = text[start:end].replace("\n", " ")
    return FoundPlace(place=place, text=f"{before}{line}{after}", marks=within)
