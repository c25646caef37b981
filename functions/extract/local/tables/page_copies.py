"""Pages printed in several copies: ORIGINAL, DUPLICADO, TRIPLICADO."""

from collections import Counter
from collections.abc import Iterator, Sequence

from functions.extract.layout import PageLayout

SAME = 0.97
"""The part of a page's words that a copy of it has; its heading and page number may differ."""

ENOUGH = 20
"""Different words that a page must have before another can be its copy."""


def without_copies(pages: Sequence[PageLayout]) -> Iterator[PageLayout]:
    """The pages without those that repeat an earlier one."""
    seen: list[Counter[str]] = []
    for page in pages:
        words = Counter(word.text for row in page.rows for word in row.words)
        if len(words) >= ENOUGH and any(_holds(other, words) for other in seen):
            continue
        seen.append(words)
        yield page


def _holds(page: Counter[str], words: Counter[str]) -> bool:
    """Whether a page has nearly all of the words; most pages lack too many of them soon."""
    least = SAME * words.total()
    shared = words.total()
    for word, times in words.items():
        shared -= max(times - page[word], 0)
        if shared < least:
            return False
    return True
