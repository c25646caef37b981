"""Finds the known labels: "Invoice no.", "Gesamtbetrag", "Fecha de vencimiento" and two thousand more."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import (
    BESIDE_TAX,
    LABELS,
    LINKS,
    SHORTENED_LABELS,
    TOKEN,
    label_of,
    labels_in,
    may_begin_a_label,
    numbered,
    without_links,
)
from functions.extract.local.lexicon.numbers import NUMBER_MARKS
from functions.extract.local.lexicon.parties import CONJUNCTIONS
from functions.extract.local.lexicon.phrases import COMPOUNDS, EXCLUSIVE, REFERRING
from functions.extract.local.lexicon.spoken import spoken_languages
from functions.extract.local.lexicon.titles import INVOICE_TITLES
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.mentions.numbers import YEAR_AND_COUNT
from functions.extract.local.mentions.remembered import remembered
from shared.domain.confusions import letters_for
from shared.domain.document import Source
from shared.domain.normalising import fold

GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
CODE_GOES_ON = re.compile(r"[/_\-](?=\S*\d)\S")
"""Behind "INV" in "INV/2023/17": part of a code, no label."""

NUMBER_SIGN = re.compile(r"\s?[#№]")
"""Behind a title: its number."""

CODED_LABELS = frozenset({Label.INVOICE_NUMBER, Label.RECEIPT_NUMBER, Label.PURCHASE_ORDER, Label.OTHER_NUMBER})

MAX_TOKENS = 7
MAX_CHARACTERS = 12
"""The longest label, in characters, of a script that writes no blanks between words: "税込合計金額"."""
WITHOUT_BLANKS = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff]")
"""Han, hiragana and katakana: every character is a token of its own."""
_RUNS = re.compile(rf"{WITHOUT_BLANKS.pattern}|(?:(?!{WITHOUT_BLANKS.pattern}).)+")
LONGEST = max(map(len, LABELS))
_AS_LETTERS = letters_for("015|")

SURELY_REPAIRED_FROM = 5
"""Characters of a label from which on a figure as its first letter is repaired."""

FUZZY_FROM = 6
"""Shorter labels must be read without an error: one letter makes "Bar" of "Bon"."""


@dataclass(frozen=True, kw_only=True)
class PrintedLabel(Mention):
    """A label. `exact` is false when a misread letter was forgiven."""

    label: Label
    exact: bool = True

    @property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def refers(self) -> bool:
        """Whether the words before the label make it refer to another document ("Gutschrift zur Rechnung 4711")."""
        return REFERRING.search(self.segment.text[max(self.start - 30, 0) : self.start]) is not None


def find_labels(layout: Layout, spoken: tuple[str, ...] | None = None) -> tuple[PrintedLabel, ...]:
    """All labels in reading order; of overlapping ones the longest, of equally long ones the leftmost. `spoken` are the
    languages of the document, told from its words if they are not given."""
    if spoken is None:
        spoken = spoken_languages(segment.text for segment in layout.segments)
    return tuple(
        found
        for page in layout.pages
        for segment in page.segments
        for found in labels_of(segment, misread=page.source is not Source.TEXT_LAYER, spoken=spoken)
    )


def labels_of(segment: Segment, *, misread: bool = False, spoken: tuple[str, ...] = ()) -> tuple[PrintedLabel, ...]:
    """The labels inside one segment, left to right; `misread` forgives a wrong letter, `spoken` are the languages of
    the document. A label begins and ends where a word, a run of digits or (in text read without blanks) a capital
    after a small letter begins or ends."""
    tokens = list(_tokens(segment.text))
    found: list[PrintedLabel] = []
    index = 0
    while index < len(tokens):
        token = tokens[index][2]
        if not misread and not may_begin_a_label(token) and not token.endswith(COMPOUNDS):
            index += 1
            continue
        match = _longest(segment.text, tokens, index, misread=misread, spoken=spoken)
        if match is not None and _ends_in_code(segment.text, tokens, index, match[1]):
            match = _longest(segment.text, tokens[: index + match[1] - 1], index, misread=misread, spoken=spoken)
        if match is None:
            index += 1
            continue
        label, count, exact = match
        if token.isdigit() and _goes_further(segment.text, tokens, index, count, misread=misread, spoken=spoken):
            index += 1
            continue
        start, end = tokens[index][0], tokens[index + count - 1][1]
        if _inside_code(segment.text, start, end, label) or _inside_word(segment.text, start, end):
            index += 1
            continue
        if label is Label.DATE and count == 1 and not misread and _of_something(segment.text, tokens, index, spoken):
            index += 1
            continue
        without = _without_before(segment.text, start) if label is Label.TAX else None
        if without is not None and (not found or found[-1].end <= without):
            label, start = Label.NET, without
        elif label in (Label.TAX, Label.RATE) and _is_beside_tax(tokens, index):
            label = Label.OTHER_AMOUNT
        elif label is Label.TAX and segment.text[:start].strip() == "%":
            label = Label.RATE  # "% ICMS" heads a column of rates
        elif label is Label.INVOICE_NUMBER and count == 1 and not (found or misread):
            label = Label.OTHER_NUMBER if _of_another(tokens, index, segment.text[:start]) else label
        found.append(PrintedLabel(label=label, segment=segment, start=start, end=end, exact=exact))
        index += count
    return tuple(found)


def _goes_further(
    text: str, tokens: Sequence[tuple[int, int, str]], index: int, count: int, *, misread: bool, spoken: tuple[str, ...]
) -> bool:
    """Whether a label that begins behind a rate has words behind those that the rate is one with: "20% MwSt. Basis" is
    no "20 % MwSt."."""
    behind = _longest(text, tokens, index + 1, misread=misread, spoken=spoken) if count > 1 else None
    return behind is not None and behind[1] + 1 > count


def _of_another(tokens: Sequence[tuple[int, int, str]], index: int, before: str) -> bool:
    """Whether a word for "number" is that of something else, because a word stands right before it that is of no label
    and no title of an invoice: "Klienta numurs", "Сериен номер"."""
    behind_a_word = tokens[index][2] in NUMBER_MARKS and before[-2:].strip().isalpha()
    return behind_a_word and INVOICE_TITLES.isdisjoint(token for _, _, token in tokens[:index])


_WORDS_BEHIND = re.compile(r"(?: [^\W\d_]{2,}){1,3}\s?:")


def _of_something(text: str, tokens: Sequence[tuple[int, int, str]], index: int, spoken: tuple[str, ...]) -> bool:
    """Whether a word for "date" is of what the words behind it name, where these are of no label and no second word
    that it is joined with: "Datum montáže:", "Date of our survey:", but not "Date and place:"."""
    words = _WORDS_BEHIND.match(text, tokens[index][1])
    if words is None or tokens[index + 1][2] in CONJUNCTIONS:
        return False
    behind = range(index + 1, index + 1 + words.group().count(" "))
    return all(at >= len(tokens) or _longest(text, tokens, at, misread=False, spoken=spoken) is None for at in behind)


LONGEST_BESIDE_TAX = 3
"""Words of what is charged or withheld beside a tax and is called like one."""


def _is_beside_tax(tokens: Sequence[tuple[int, int, str]], index: int) -> bool:
    """Whether a word for a tax is one of those of another amount: "Perc. IVA" and "Tasa regulatoria" are charged beside
    the tax, "KDV Tevkifat" is withheld."""
    return any(
        tuple(token for _, _, token in tokens[first : first + count]) in BESIDE_TAX
        for first in (max(index - 1, 0), index)
        for count in range(2, LONGEST_BESIDE_TAX + 1)
    )


FURTHEST_BEFORE_TAX = 15
"""Characters before the name of a tax that are searched for a word."""


def _without_before(text: str, start: int) -> int | None:
    """Where the word begins that makes a sum without a tax of the tax's name behind it: "ohne MwSt."."""
    before = EXCLUSIVE.search(text, max(start - FURTHEST_BEFORE_TAX, 0), start)
    return before.start() if before else None


def _ends_in_code(text: str, tokens: Sequence[tuple[int, int, str]], index: int, count: int) -> bool:
    """Whether the last of so many words is a letter that a code begins with: "Faktura č. F/1182/26", "Factura A-17"."""
    start, end, letter = tokens[index + count - 1]
    capital = end - start == 1 and text[start].isupper() and letter not in NUMBER_MARKS
    return capital and count > 1 and CODE_GOES_ON.match(text, end) is not None


def _inside_code(text: str, start: int, end: int, label: Label) -> bool:
    """Whether the label is the letters of a code: "INV/2023/17", "PO-4711", "INV20918"."""
    letters = text[start:end]
    if not letters.isalpha():
        return CODE_GOES_ON.match(text, end) is not None and text[end] == "_"
    if letters.isupper() and YEAR_AND_COUNT.match(text, end) and fold(letters) not in NUMBER_MARKS:
        return True  # "TX.2026.0418"
    glued = label in CODED_LABELS and len(letters) <= 4 and letters.isupper() and text[end : end + 1].isdigit()
    return glued or CODE_GOES_ON.match(text, end) is not None


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether the label is one character of a word that is written without blanks: "税" in "税理士法人"."""
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return (
        end - start == 1 and WITHOUT_BLANKS.match(text, start) is not None and WITHOUT_BLANKS.search(around) is not None
    )


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, folded) of each token."""
    for match in TOKEN.finditer(text):
        start = match.start()
        for part in _parts(match.group()):
            yield start, start + len(part), fold(part)
            start += len(part)


def _parts(word: str) -> Sequence[str]:
    if word.isascii() and (word[1:].islower() or word.isdecimal() or word.isupper()):
        return (word,)  # nothing is glued: nine words of ten
    return GLUED.split(word) if WITHOUT_BLANKS.search(word) is None else _RUNS.findall(word)


def _longest(
    text: str, tokens: Sequence[tuple[int, int, str]], index: int, *, misread: bool, spoken: tuple[str, ...]
) -> tuple[Label, int, bool] | None:
    """(label, tokens, read without an error). Across a colon nothing is left out: "Serie: A Número" is no "serie
    número"."""
    joined = stem = ""
    best: tuple[Label, int, bool] | None = None
    most = MAX_CHARACTERS if WITHOUT_BLANKS.match(tokens[index][2]) else MAX_TOKENS
    for count in range(1, min(most, len(tokens) - index) + 1):
        if count > 1 and tokens[index + count - 1][0] - tokens[index + count - 2][1] > 4:
            break  # more than a colon and blanks between them: two labels
        if count > 1 and not misread and "," in text[tokens[index + count - 2][1] : tokens[index + count - 1][0]]:
            break  # "with 2 % Skonto, bis 18.06. net": a clause ends; readers take points for commas
        token = tokens[index + count - 1][2]
        joined += token
        if len(joined) > LONGEST + 1:
            break
        stem += token if count == 1 or token not in LINKS else ""
        end = tokens[index + count - 1][1]
        label = numbered(joined) if NUMBER_SIGN.match(text, end) else None
        label = label or label_of(joined, spoken) or (_compound(joined) if count == 1 else None)
        whole = ":" not in text[tokens[index][1] : tokens[index + count - 1][0]]
        if label is None and count > 1 and whole:
            short = without_links([token for _, _, token in tokens[index : index + count]])
            label = label_of(short, spoken) or SHORTENED_LABELS.get(short)
        one_word = count > 1 and token.isalpha() and end - tokens[index][0] == len(joined)  # "INV0ICE"
        if label is not None and joined:
            best = (label, count, True)
        elif misread and whole and (best is None or one_word or len(joined) >= FUZZY_FROM + 4):
            near = _near(joined, spoken)
            if near is not None and (best is None or one_word or not best[2]):
                best = (near, count, False)
        if not misread and not may_begin_a_label(joined) and not may_begin_a_label(stem):
            break  # no label goes on so
    return best


def _compound(folded: str) -> Label | None:
    """German and Dutch compounds: "Handelsrechnung" is an invoice, "Anzahlungsrechnung" too."""
    if folded.endswith(COMPOUNDS) and any(folded.endswith(title, 3) for title in COMPOUNDS):
        return Label.INVOICE_NUMBER
    return None


@lru_cache(maxsize=64)
def _by_length(spoken: tuple[str, ...]) -> dict[int, list[str]]:
    table: dict[int, list[str]] = {}
    for label in labels_in(spoken):
        table.setdefault(len(label), []).append(label)
    return table


@lru_cache(maxsize=20_000)
def _near(folded: str, spoken: tuple[str, ...]) -> Label | None:
    """The label of the document's languages that differs by one misread letter (two from twelve letters on); null when
    none or several kinds do."""
    repaired = folded.translate(_AS_LETTERS)
    if len(folded) < FUZZY_FROM:
        # "0rg.nr": a figure before letters is one of them
        first_misread = len(folded) >= SURELY_REPAIRED_FROM and folded[0].isdecimal() and folded[1:].isalpha()
        return LABELS.get(repaired) if first_misread else None
    if repaired in LABELS:
        return LABELS[repaired]
    if sum(map(str.isdigit, folded)) > 2:
        return None
    allowed = 1 if len(folded) < 12 else 2
    kinds: set[Label] = set()
    for length in range(len(folded) - allowed, len(folded) + allowed + 1):
        near = extract(
            repaired,
            _by_length(spoken).get(length, ()),
            scorer=Levenshtein.distance,
            score_cutoff=allowed,
            limit=None,
        )
        kinds.update(LABELS[label] for label, _, _ in near if label[0] == repaired[0] or len(label) >= FUZZY_FROM + 2)
    return kinds.pop() if len(kinds) == 1 else None


@remembered
def beginnings(text: str) -> Sequence[tuple[str, ...]]:
    """Its first folded words, one and more of them."""
    words = tuple(map(fold, TOKEN.findall(text)))
    return [words[:count] for count in range(1, min(len(words), MAX_TOKENS) + 1)]


_RATE_BEFORE = re.compile(r"\d+(?:[.,]\d+)?\s?%\s*")


def begins_with(segment: Segment, names: AbstractSet[tuple[str, ...]]) -> bool:
    """Whether its first folded words are one of the names; a rate may stand before it ("14,5% Impto. Retenido")."""
    rate = _RATE_BEFORE.match(segment.text)
    behind = beginnings(segment.text[rate.end() :]) if rate else ()
    return not names.isdisjoint((*beginnings(segment.text), *behind))


def named_cell(cells: Sequence[Segment], names: AbstractSet[tuple[str, ...]]) -> Segment | None:
    """The first cell with words, if it begins with one of the names."""
    for segment in cells:
        if any(map(str.isalpha, segment.text)):
            return segment if begins_with(segment, names) else None
    return None
