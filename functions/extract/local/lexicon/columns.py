"""What the columns of a table of lines are called, and the rows of it that are no lines."""

from functions.extract.local.lexicon.files import comparable
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.lexicon.merged import folded, meanings, words_of

COLUMN_NAMES: dict[str, Column] = meanings(lambda language: language.columns)
"""Comparable name of a column -> what it holds."""

CONTINUATION: frozenset[str] = frozenset(map(comparable, words_of(lambda language: language.lines.heading_continues)))
"""Comparable words in the rows over and under a heading."""

PER: frozenset[str] = frozenset(map(comparable, words_of(lambda language: language.lines.per)))
"""Comparable words between a price and what it is for."""

CARRIED = folded(lambda language: language.lines.carried)
"""Folded beginnings of rows that carry sums over pages or groups."""

ORDER_CODE_LABELS = folded(lambda language: language.order_codes.labels)
ADVERTISING_CODE_LABELS = folded(lambda language: language.order_codes.advertising)
"""Folded labels of the codes of an advertising order."""
