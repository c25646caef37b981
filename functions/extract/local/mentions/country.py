"""The country of a document, from its words alone."""

from collections import defaultdict

from functions.extract.layout import Layout
from functions.extract.local.lexicon.countries import COUNTRY_SIGNALS


def find_country(layout: Layout) -> str | None:
    """ISO 3166-1 of the country whose forms the document uses (tax ids, post codes, legal forms); null when unclear."""
    text = "\n".join(row.text for row in layout.rows[:400])
    scores: dict[str, float] = defaultdict(float)
    for country, weight, pattern in COUNTRY_SIGNALS:
        hits = len(pattern.findall(text))
        scores[country] += weight * min(hits, 2)
    if not scores:
        return None
    ordered = sorted(scores.items(), key=lambda pair: -pair[1])
    (best, most), second = ordered[0], ordered[1][1] if len(ordered) > 1 else 0.0
    return best if most >= 2 and most > second else None
