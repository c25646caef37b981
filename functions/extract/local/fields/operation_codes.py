"""Order numbers of advertising and of operations, on lines and in the header: "OP 443485", "O.P. Nº …", "Orden de
Publicidad …", order, estimate and contract numbers."""

import re
from collections.abc import Iterator, Sequence

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.lexicon.columns import ADVERTISING_CODE_LABELS, ORDER_CODE_LABELS
from functions.extract.local.lexicon.merged import beginnings_of
from functions.extract.local.lexicon.phrases import ABOUT_ADVERTISING, NUMBER_MARK, ORDER_CODE
from functions.extract.local.mentions.text_runs import TextRun, run_of
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.normalising import fold

# Labels of operation codes before a number: in a sentence, on a line, in a header.
_INLINE = re.compile(
    rf"{ORDER_CODE}\.?(?:\s*{NUMBER_MARK}[º°.]*)*"
    r"\s*[:.\-–]*\s*(?P<code>[A-Z]{0,4}[-/]?\d[\dA-Z]*(?:[-/.]\d[\dA-Z]*)*)",
    re.IGNORECASE,
)
_LABELS = ADVERTISING_CODE_LABELS | ORDER_CODE_LABELS
_BEGINNINGS = beginnings_of(_LABELS)
_WORD = re.compile(r"\S+")
COLUMN_ROWS = 60
_CODE = re.compile(r"^[:#\s]*(?P<code>[A-Z]{0,6}-?\d[\w]*(?:[-/.]\d[\w]*)*)(?![\w:])", re.IGNORECASE)
_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$")


def codes_in(words: Sequence[Word], page: int) -> Iterator[Value[str]]:
    """The codes printed among these words, each once."""
    line = TextRun(page=page, words=tuple(words), text=" ".join(word.text for word in words))
    seen: set[str] = set()
    for match in line.find(_INLINE):
        code = match["code"].strip(".-/")
        if sum(map(str.isdecimal, code)) >= 3 and not _DATE.match(code) and code not in seen:
            seen.add(code)
            yield Value(value=code, page=page, words=line.between(*match.span("code")), confidence=0.9)


def about_advertising(layout: Layout) -> bool:
    """Whether the document is about advertising, by words at its beginning."""
    return sum(len(ABOUT_ADVERTISING.findall(row.text)) for row in layout.rows[:80]) >= 2


def find_operation_codes(layout: Layout, elsewhere: Sequence[Value[str]] = ()) -> tuple[Value[str], ...]:
    """The codes of the whole document, each once, in reading order; those of `elsewhere` (the lines') are left out."""
    known = {fold(value.value) for value in elsewhere}
    found: list[Value[str]] = []
    advertising = about_advertising(layout)
    for page in layout.pages:
        for row in page.rows:
            candidates = list(codes_in(row.words, page.number))
            for segment in row.segments:
                candidates.extend(_labelled(page, segment, advertising=advertising))
            for value in candidates:
                if fold(value.value) not in known:
                    known.add(fold(value.value))
                    found.append(value)
    return tuple(found)


def _labelled(page: PageLayout, segment: Segment, *, advertising: bool) -> Iterator[Value[str]]:
    """The numbers that a label of the header announces."""
    for label, start in _labels_in(segment):
        if label in ADVERTISING_CODE_LABELS and not advertising:
            continue
        rest = segment.text[start:]
        if (value := _code_at(segment, start)) is not None:
            yield value
            continue
        if any(map(str.isalnum, rest)):
            continue
        beside = page.right_of(segment)
        if beside and (value := _code_at(beside[0], 0)) is not None:
            yield value
            continue
        if label in ADVERTISING_CODE_LABELS:
            under = page.below(segment, 1.6)[:2]
            yield from list(filter(None, (_code_under(segment, other) for other in under)))[:1]
        else:
            yield from _column(page, segment)


def _column(page: PageLayout, label: Segment) -> Iterator[Value[str]]:
    """The codes under a heading, row after row, as long as there are any."""
    last = label
    for other in page.below(label, COLUMN_ROWS):
        if other.middle - last.middle > 3 * max(page.line_height, label.line_height):
            return
        value = _code_under(label, other)
        if value is None:
            return
        yield value
        last = other


def _labels_in(segment: Segment) -> Iterator[tuple[str, int]]:
    """Labels at the beginning of words of a cell, longest first, and where their value may begin."""
    text = segment.text
    words = [match.span() for match in _WORD.finditer(text)]
    done = 0
    for index, (start, first_end) in enumerate(words):
        if start < done or fold(text[start:first_end]) not in _BEGINNINGS:
            continue
        for _, end in reversed(words[index:]):
            if end <= start + 24 and (label := fold(text[start:end])) in _LABELS:
                behind = text[end : end + 2].strip()
                if (
                    label in {"order", "contract", "estimate", "orden"}
                    and behind
                    and not (behind[0].isdigit() or behind[0] in ":#")
                ):
                    break
                yield label, end
                done = end
                break


def _code_at(segment: Segment, start: int) -> Value[str] | None:
    match = _CODE.match(segment.text[start:].lstrip(" :#/"))
    if match is None or _DATE.match(match["code"]) or sum(map(str.isdecimal, match["code"])) < 2:
        return None
    offset = segment.text.index(match["code"], start)
    words = run_of(segment).between(offset, offset + len(match["code"]))
    return Value(value=match["code"], page=segment.page, words=words, confidence=0.8)


def _code_under(label: Segment, other: Segment) -> Value[str] | None:
    """The code under a label: the first word below it."""
    for word in other.words:
        if word.box.x1 <= label.box.x0 - 0.02 or word.box.x0 >= label.box.x1 + 0.02:
            continue
        match = _CODE.match(word.text)
        if match is not None and not _DATE.match(match["code"]) and sum(map(str.isdecimal, match["code"])) >= 2:
            return Value(value=match["code"], page=other.page, words=(word,), confidence=0.75)
        return None
    return None
