"""Pages that print a document twice, side by side: ORIGINAL beside DUPLICADO."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from shared.domain.document import Page, Word

MIDDLE = 0.5
"""Of the page's width."""

SAME = 0.8
"""The part of the words with figures of one half that the other has too; readers misread some."""

ENOUGH = 10
"""Words with figures that a copy has at least."""

GUTTER = 0.04
"""Words that reach over the middle are at most this part of the page's: a rule, or a line that was not cut."""


def without_copy_beside(page: Page) -> Page:
    """The page without its right half, if it is wider than high and the halves have the same figures."""
    if page.width <= page.height:
        return page
    left = [word for word in page.words if word.box.x1 <= MIDDLE]
    right = [word for word in page.words if word.box.x0 >= MIDDLE]
    across = len(page.words) - len(left) - len(right)
    if across > GUTTER * len(page.words):
        return page
    one, other = _figures(left), _figures(right)
    shared = (one & other).total()
    if other.total() < ENOUGH or shared < SAME * max(one.total(), other.total()):
        return page
    return replace(page, words=tuple(left))


def _figures(words: Sequence[Word]) -> Counter[str]:
    return Counter(word.text for word in words if any(map(str.isdigit, word.text)))
