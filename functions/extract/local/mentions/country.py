"""The country of a document, from its words alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from functions.extract.layout import Layout
from functions.extract.local.lexicon.countries import COUNTRY_MARKS, COUNTRY_SIGNALS, DOMAINS, LETTERS

ROWS = 400
"""Rows of a document that are looked at: what speaks for a country stands in heads and feet."""

MARK = 2.0
"""How much a mark counts, twice if any of the country's marks is found again."""

ENOUGH = 2.0

_DOMAIN = re.compile(r"(?:@|\bwww\.)[a-z0-9.\-]{1,60}\.(?P<top>[a-z]{2})(?![\w.\-])", re.IGNORECASE)
"""The end of a mail or web address."""


def find_country(layout: Layout) -> str | None:
    """ISO 3166-1 of the country whose forms the document uses (tax ids, post codes, legal forms); where nothing speaks
    for one, of the country whose domain all its mail and web addresses have. Null when unclear."""
    text = "\n".join(row.text for row in layout.rows[:ROWS])
    scores: dict[str, float] = defaultdict(float)
    for country, weight, pattern in COUNTRY_SIGNALS:
        hits = len(pattern.findall(text))
        scores[country] += weight * min(hits, 2)
    for country, hits in Counter(_marks(text)).items():
        scores[country] += MARK * min(hits, 2)
    if not any(scores.values()):
        named = {DOMAINS.get(match["top"].lower()) for match in _DOMAIN.finditer(text)}
        return named.pop() if len(named) == 1 else None
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    (best, most), second = ordered[0], ordered[1][1] if len(ordered) > 1 else 0.0
    return best if most >= ENOUGH and most > second else None


def _marks(text: str) -> Iterator[str]:
    """The country of each mark found: "Kuwait", "DUBAI", "KWD"; not "kwd"."""
    words = LETTERS.findall(text)
    small = [word.lower() for word in words]
    for index, word in enumerate(words):
        for form in (word, small[index]) if word.isupper() else (small[index],):
            for country, mark in COUNTRY_MARKS.get(form, ()):
                end = index + len(mark)
                if mark in (tuple(words[index:end]), tuple(small[index:end])):
                    yield country
