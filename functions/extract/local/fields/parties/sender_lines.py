"""The parties of a sender's line: name, street and town in one row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from functions.extract.layout import PageLayout, Row
from functions.extract.local.fields.parties.party_candidate import PartyCandidate
from functions.extract.local.lexicon.parties import LABEL_INSIDE, LEGAL_FORM, NOTICE_PHRASE, STREET
from functions.extract.local.mentions.addresses import LineKind, joined, kind_of
from functions.extract.local.mentions.name_text import clean_name, is_name
from functions.extract.local.value import Value
from shared.domain.normalising import fold

_STREETS = (LineKind.STREET, LineKind.NUMBERED, LineKind.OTHER)
_SEPARATORS = re.compile(r"\s+[-–—−·•●|*/¦]\s+|\s*[·•●|]\s*|\s{2,}")


_SIGN = re.compile(r"[·•●|]")
_BEHIND_ADDRESS = re.compile(
    r"\s(?:C\.?I\.?F|N\.?I\.?F|VAT|USt|Tel|Tfno|Fax|P\.?\s?IVA|SIRET|CUIT|RFC)\b", re.IGNORECASE
)


_CODE_BEFORE_ADDRESS = re.compile(
    r"^(?:C\.?I\.?F|N\.?I\.?F|VAT|USt-?Id|P\.?\s?IVA|SIRET|CUIT|RFC)\b[.:\s]*[A-Z]{0,3}[\d-]{6,}[A-Z]?[.,;\s–-]+",
    re.IGNORECASE,
)
"""The tax number between a name and its address."""

_STATE = re.compile(r"[A-Z]{2}\s\d")

MOST_PARTS = 12
"""Parts of a sender's line at most: a footer has numbers, accounts and telephones behind the address."""
LONGEST_LINE = 240


def sender_lines(page: PageLayout) -> Iterable[PartyCandidate]:
    """Lines that hold name, street and town at once: over the window of a letter, in letterheads and footers."""
    for row, below in zip_longest(page.rows, page.rows[1:]):
        text = row.text
        if (joined_up := _name_and_address(row, text) or _wrapped_notice(row, below)) is not None:
            yield joined_up
            continue
        yield from _run_on(row)
        parts = [part for part in _SEPARATORS.split(text) if part.strip()]
        run_on = len(parts) < 3 and text.count(",") >= 2 and not _has_street(parts[1:])
        if run_on:
            parts = [part.strip() for part in text.split(",") if part.strip()]
        if (
            not (2 if _SIGN.search(text) and _has_street(parts[1:2]) else 3) <= len(parts) <= MOST_PARTS
            or len(text) > LONGEST_LINE
        ):
            continue
        kinds = [kind_of(part) for part in parts]
        towns = [index for index, kind in enumerate(kinds) if kind is LineKind.POSTAL]
        if not towns or towns[0] == 0:
            continue
        town = towns[0]
        street = town - 1 if town >= 2 and kinds[town - 1] in _STREETS else town
        if street < town and " " not in parts[street].strip() and not STREET.search(parts[street]):
            continue  # "INV-2091": cells of other columns
        if street == 0 or kinds[0] in (LineKind.STREET, LineKind.REGION) or _breaks(parts[0], kinds[0]):
            continue
        if street == town == 1 and _STATE.match(parts[town]):
            continue  # "Blumenau - SC 89010-000": a town before its state
        if run_on and not any(kind in (LineKind.STREET, LineKind.NUMBERED) for kind in kinds[1:town]):
            continue  # the end of an address that began in the row above: "Perkasa, Cheras, 56100 Kuala Lumpur"
        last = town + 1 if town + 1 < len(parts) and kinds[town + 1] is LineKind.REGION else town
        owner = parts[0][_owner(parts[0]) :].strip()
        name_text = clean_name(owner)
        if not name_text or not is_name(name_text):
            continue
        name = _found_in_row(row, owner, name_text, 0.85)
        address = _found_in_row(
            row, " ".join(parts[street : last + 1]), joined(parts[street : last + 1], row.words), 0.85
        )
        yield _of_row(row, name, address)


def _has_street(parts: Sequence[str]) -> bool:
    """Whether the only part has a street and its town: "Hafenweg 9, 28195 Bremen"."""
    return (
        len(parts) == 1 and kind_of(parts[0]) is LineKind.POSTAL and STREET.search(parts[0].split(",")[0]) is not None
    )


def _breaks(part: str, kind: LineKind) -> bool:
    """Whether a part is no name by its kind; a word such as "Bank" in a few plain ones is of the name."""
    plain = len(part.split()) > 1 and all(word.isalpha() or word == "&" for word in part.split())
    return kind is LineKind.BREAK and not plain


def _name_and_address(row: Row, text: str) -> PartyCandidate | None:
    """ "ALPHA S.L. Avda. Beta, 18 - 07800 Ibiza C.I.F: B-1": a legal form, and right behind it a street and a town."""
    start = _owner(text)
    form = LEGAL_FORM.search(text, start)
    if form is not None and form.end() >= len(row.segments[0].text) and _is_far(row):
        return None  # the address of another, in another column
    if form is None or len(text) > LONGEST_LINE or row.words[0].text == form.group() or _SIGN.search(text):
        return None
    name, address = clean_name(text[start : form.end()]), _address_in(text[form.end() :].lstrip(" ,.-–·"))
    if (
        not is_name(name)
        or len(name.split()) > 8
        or kind_of(address) is not LineKind.POSTAL
        or not (STREET.search(address) or address[:1].isdigit())
    ):
        return None
    return _of_row(
        row, _found_in_row(row, name, name, 0.8), _found_in_row(row, address, joined([address], row.words), 0.8)
    )


FAR_CELL = 0.15
"""The width from one cell to the next from which on they are of two columns, of the page's."""


def _is_far(row: Row) -> bool:
    """Whether the second cell of a row stands in another column than the first."""
    return len(row.segments) > 1 and row.segments[1].box.x0 - row.segments[0].box.x1 > FAR_CELL


WRAPPED_LINES = 1.7
"""Line heights from the first row of a notice to the second at most."""


def _wrapped_notice(row: Row, below: Row | None) -> PartyCandidate | None:
    """The same of a notice in two rows: "Alpha Ltd. Registered in England No 418. Registered" / "office: 3 Main Rd,
    Anytown AB1 2CD"."""
    if below is None or len(row.segments) != 1 or len(below.segments) != 1:
        return None
    [first], [second] = row.segments, below.segments
    near = second.middle - first.middle <= WRAPPED_LINES * max(first.line_height, second.line_height)
    form = LEGAL_FORM.search(row.text) if near else None
    if form is None:
        return None
    cell = replace(first, words=(*first.words, *second.words), bottom=second.bottom)
    whole = replace(row, segments=(cell,))
    return _name_and_address(whole, whole.text) if LABEL_INSIDE.search(whole.text, form.end()) else None


_ENDS = re.compile(r"\s[|–—·•]\s|\s{2,}|\.\s(?=[^\W\d_]{3})")


def _address_in(text: str) -> str:
    """The address behind a name, of a legal notice: "au capital de 10 000 €, siège social : 3 quai Sud, 56100 Lorient –
    RCS Lorient": from the label of an address to the first sign behind its postcode."""
    text = _CODE_BEFORE_ADDRESS.sub("", text)
    label = LABEL_INSIDE.search(text)
    text = _BEHIND_ADDRESS.split(text if label is None else text[label.end() :])[0]
    ends = (end.start() for end in _ENDS.finditer(text))
    return next((text[:end] for end in ends if kind_of(text[:end]) is LineKind.POSTAL), text).rstrip(" .")


def _owner(text: str) -> int:
    """Where the name begins: in a sentence about who owns a name without a legal form ("Alpha is a trading name of Beta
    Ltd"), the owner's."""
    notice = NOTICE_PHRASE.search(text)
    return 0 if notice is None or LEGAL_FORM.search(text, 0, notice.start()) else notice.end()


_STREET_START = re.compile(r"[^\W\d_][\w.'’-]*(?=\s+\d{1,4}\s?[a-zA-Z]?\b)|(?<!\S)\d{1,5}\s(?=[^\W\d_])")


def _run_on(row: Row) -> Iterator[PartyCandidate]:
    """ "Dienste Alpha Hauptstraße 12, 12345 Berlin" in one cell at the top: the name ends where the street begins."""
    if row.middle > 0.3 or not row.segments:
        return
    segment = row.segments[0]
    if len(segment.text) > 120 or _SIGN.search(segment.text) or kind_of(segment.text) is not LineKind.POSTAL:
        return
    if STREET.match(segment.text):
        return  # "PO Box 12, Anytown 7143"
    street = next((match for match in _STREET_START.finditer(segment.text) if match.start() > 0), None)
    if street is None or not (STREET.search(street.group()) or street.group()[0].isdigit()):
        return
    printed = segment.text[: street.start()].rstrip(" ,-–")
    name, address = clean_name(printed), segment.text[street.start() :]
    if not is_name(name) or len(name.split()) > 6 or kind_of(address) is not LineKind.POSTAL:
        return
    yield _of_row(row, _found_in_row(row, printed, name, 0.7), _found_in_row(row, address, joined([address]), 0.7))


def _of_row(row: Row, name: Value[str], address: Value[str]) -> PartyCandidate:
    return PartyCandidate(
        page=row.page,
        first_row=row.index,
        last_row=row.index,
        left=row.words[0].box.x0,
        right=row.words[-1].box.x1,
        origin="sender line",
        role=None,
        name=name,
        address=address,
    )


def _found_in_row(row: Row, printed: str, value: str, confidence: float) -> Value[str]:
    """The words of a row that make up `printed`."""
    wanted = fold(printed)
    words = [word for word in row.words if fold(word.text) and fold(word.text) in wanted]
    return Value(value=value, page=row.page, words=tuple(words), confidence=confidence)
