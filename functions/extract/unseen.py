"""Findings about text that is in the file and not on the page: hidden words, and forms that only some programs show."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from shared.domain.document import DocumentText, Page, Word
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.printed_values import digits_of, holds_value

# Fewer words without a value are left-overs: text cut off by its cell, or the mark of the program that made the file.
SENTENCE = 8
# What is quoted: enough to see what the hidden text is about.
MOST_QUOTED = 3
LONGEST_QUOTE = 120


def unseen_findings(document: DocumentText) -> list[Finding]:
    """`xfa-form` for the document, and `hidden-text` for each page that has some worth telling: an error where it holds
    a value that the page does not show, a warning where it is a sentence."""
    form = [finding(FindingCode.XFA_FORM, Level.ERROR)] if document.xfa_form else []
    return [*form, *(found for page in document.pages for found in _of_page(page))]


def _of_page(page: Page) -> Iterator[Finding]:
    if not page.hidden:
        return
    shown = "\n".join(digits_of(word.text) for word in page.words)
    values = [word for word in page.hidden if holds_value(word.text) and digits_of(word.text) not in shown]
    if values or len(page.hidden) >= SENTENCE:
        yield finding(
            FindingCode.HIDDEN_TEXT,
            Level.ERROR if values else Level.WARNING,
            page=page.number,
            count=len(page.hidden),
            texts=_quotes(page.hidden, values),
        )


def _quotes(hidden: Sequence[Word], values: Sequence[Word]) -> list[str]:
    """The first hidden lines, those with values before others."""
    lines = [list(line) for _, line in groupby(hidden, key=lambda word: (word.box.y0, word.box.y1))]
    lines.sort(key=lambda line: not any(word in values for word in line))
    return [" ".join(word.text for word in line)[:LONGEST_QUOTE] for line in lines[:MOST_QUOTED]]
