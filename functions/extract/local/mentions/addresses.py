"""Postal addresses among lines of text: where one begins and ends, and which country it is in.

Unambiguous lines (a postcode beside a town, a street with a number) start an address, which extends over the lines
between them; a phone number, a tax number or a title ends it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from functions.extract.local.lexicon.countries import CAPITALS, COUNTRY_NAMES, POSTCODES, REGIONS, TOWN, US_STATES
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.parties import (
    ADDRESS_LABEL,
    BLOCK,
    BODY,
    BRANCH,
    CERTAIN_STREET,
    JOINED,
    LEGAL_FORM,
    NO_ADDRESS,
    PERSON,
    PREMISES,
    SHOPS,
    STREET,
    UNIT,
)
from functions.extract.local.lexicon.titles import TITLE_KINDS
from functions.extract.local.mentions.misreadings import doubtful_words, spelled_place
from functions.extract.local.mentions.remembered import remembered
from shared.domain.document import Word
from shared.domain.normalising import fold

MOST_LINES = 7
"""Longer than any postal address."""


class LineKind(Enum):
    """What a line can be for an address."""

    POSTAL = auto()  # a postcode with its town
    STREET = auto()  # a word that streets and buildings have
    NUMBERED = auto()  # a house number with words: a street only when a postcode follows
    REGION = auto()  # a state or a country on a line of its own
    BARE_POSTCODE = auto()
    BREAK = auto()  # no address: phone, tax number, title, date
    OTHER = auto()


FIGURE = re.compile(r"\d")
_US = re.compile(
    r"(?P<state>\b[A-Z]{2}|(?<=, )[A-Z][a-z])[.,]?\s*\d{5}(?:-\d{4})?(?!\d)"
    r"|\b[A-Z][a-z]+(?: [A-Z][a-z]+)?,? \d{5}-\d{4}\b"
)
_BEHIND_HOUSE = r"[^\W\d_]\.? \d{1,3} ?[a-zA-Z]?, "
# Numbers that are a postcode only beside a town: 99999 Town, Town 99999, D-99999 Town, 9999 Town, 999 99 Town.
_POSTCODE_TOWN = (
    re.compile(rf"(?<![\d.,/#-])(?:[A-Z]{{1,3}}[- ])?\d{{5}}(?![\d-])[ ,.]*(?:[a-z]['’])?{TOWN}"),
    re.compile(
        rf"(?!no\b|nr\b)(?<![^\W\d_])[{CAPITALS}][^\W\d_]{{2,}}[ ,.-]+\d{{5,6}}(?![\d/-])(?:[ ,.]|$)", re.IGNORECASE
    ),
    re.compile(rf"^(?:[A-Z]{{1,2}}[- ])?[1-9]\d{{3}}(?![\d/:.-]) ?,? ?{TOWN}(?!\w|\s?[\d:])"),
    re.compile(rf"(?<=[^\W\d_] \d{{2}},)\d{{5}} {TOWN}|(?<=[^\W\d_] \d,)\d{{5}} {TOWN}"),  # "Hill 47,21325 Town"
    re.compile(rf"^(?:[A-Z]{{1,2}}[- ])?\d{{3}} \d{{2}} {TOWN}"),
    re.compile(rf"^\d{{6}} {TOWN}$"),  # "160009 Chandigarh"
    re.compile(rf"\b[A-Z]{{2}}[- ]\d{{4,5}}[ ,]+{TOWN}"),
    # Behind a house number: "Grote Markt 5, 9300 Aalst", but not "May 5, 2025 Total".
    re.compile(
        rf"[^\W\d_]\.? \d{{1,3}} ?[a-zA-Z]?, (?:(?!19|20)[1-9]\d{{3}},? {TOWN}(?!\w|\s?[\d:])|\d{{3}} \d{{2}} {TOWN})"
    ),
)
# The number of a plot is no postcode: "Lot 11995", "Lot PT 1122", "PTD 4567".
_LOT = re.compile(
    r"(?<![^\W\d_])(?:lot\.?\s*(?:no\.?:?\s*)?(?:p\.?\s?t\.?\s?d?\.?\s*)?|p\.?t\.?d?\.?\s)\d{3,6}(?!\d)", re.IGNORECASE
)
# Words before the name of a street or quarter, joined to it by a reader that lost the blank.
_RUN_TOGETHER = re.compile(
    rf"(?<![^\W\d_]){JOINED}(?=[^\W\d_]{{3}}|\d)|(?<![^\W_])(?:no|lot|batu|block|blok|level)(?=\d)",
    re.IGNORECASE,
)
_LONG_REGIONS = tuple(region for region in REGIONS if len(region) > 9)
_NUMBER_ONLY = re.compile(r"^(?:no|lot|unit|n[º°])\b\.?[:.\s]*[A-Z]?-?\d[\w &,/-]*$", re.IGNORECASE)
# "Lot 3.18.00" is no date.
_UNIT_NUMBER = re.compile(rf"{UNIT}\b[.:\s]*\d+[.-]\d+[.-]\d+", re.IGNORECASE)
# The name of a branch between the name and the address: "Branch : Puchong".
_BRANCH = re.compile(rf"^\W*{BRANCH}\b\s*(?:name)?\s*[:\-]", re.IGNORECASE)
_BLOCK = re.compile(rf"^\W*{BLOCK}\s[A-Z\d]{{1,2}}\s*,", re.IGNORECASE)
_BARE_POSTCODE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{5,6}[.,]?$")
_HOUSE_NUMBER = re.compile(
    rf"^(?:no\.?[:.\s]*|n[º°]\s*|lot\.?\s*|#\s*)?[A-Z]{{0,2}}-?\d{{1,5}}[A-Z]?(?:[-/&,.\s]+\d{{1,5}}[A-Z]?)*[,.]?\s+[{CAPITALS}]"
    rf"|[^\W\d_]{{3,}}\.?\s+\d{{1,4}}\s?[a-zA-Z]?(?:\s?[-/–]\s?\d{{1,4}}\s?[a-zA-Z]?)?[,.]?$",
    re.IGNORECASE,
)
_BREAK_NUMBER = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\(\d{3}\)\s?\d{3}|^\W*\+?\d[\d\s()./-]{7,}\W*$"
    r"|[$€£]\s?\d|\d+[.,]\d{2}\s*$"
)
_NUMBER_OF_UNIT = re.compile(r"#\s?\d{1,5}[A-Z]?")
_REGISTER_NUMBER = re.compile(r"^\W*(?:[A-Z]{0,3}\d{4,}(?:\s?-\s?[A-Z])?|\d[\d\s-]{5,}[A-Z]?)\W*$")


_NUMBERS = frozenset({Label.INVOICE_NUMBER, Label.RECEIPT_NUMBER, Label.SERIES, Label.SERIES_NUMBER})
_BARE_NUMBERS = _NUMBERS | {Label.PURCHASE_ORDER, Label.FALLBACK_NUMBER, Label.OTHER_NUMBER}
"""The labels whose numbers are no postcodes: behind a colon, and without one."""

BRACKETED = re.compile(r"^\s*\([^()\d]{4,}\)\s*$")


@remembered
def kind_of(text: str) -> LineKind:
    """What this line can be for an address."""
    text = _RUN_TOGETHER.sub(r"\g<0> ", text)
    folded = fold(text)
    if not folded or folded in TITLE_KINDS:
        return LineKind.BREAK
    if BRACKETED.match(text) or _NUMBER_OF_UNIT.fullmatch(text.strip()):
        return LineKind.OTHER  # a branch, named under the name; "#4412" between street and town
    has_number = FIGURE.search(text) is not None
    if has_number and _BARE_POSTCODE.match(text.strip()):
        return LineKind.BARE_POSTCODE
    numbered_street = has_number and STREET.search(text) is not None
    if (_breaks(text, has_number=has_number) and not (numbered_street and is_postal(text))) or (
        has_number and not numbered_street and _REGISTER_NUMBER.match(text)
    ):
        return LineKind.BREAK
    if not has_number and _BRANCH.match(text):
        return LineKind.BREAK
    if has_number and is_postal(text):
        return LineKind.OTHER if _is_numbered_body(text) else LineKind.POSTAL
    if folded in COUNTRY_NAMES or folded in REGIONS or _all_regions(text):
        return LineKind.REGION
    if BODY.match(text):
        return LineKind.OTHER  # named after its street
    if numbered_street or (CERTAIN_STREET.search(text) and not LEGAL_FORM.search(text) and not _is_shop(text)):
        return LineKind.STREET
    if (has_number and _NUMBER_ONLY.match(text.strip())) or _BLOCK.match(text):
        return LineKind.STREET
    if has_number and _HOUSE_NUMBER.search(text.strip()) and not LEGAL_FORM.search(text):
        return LineKind.NUMBERED
    return LineKind.OTHER


def _breaks(text: str, *, has_number: bool) -> bool:
    """Whether a word, a mail address or the form of a number says that the line is no part of an address."""
    if not has_number:
        return "@" in text or NO_ADDRESS.search(text) is not None
    label, colon, _ = text.partition(":")
    if colon and LABELS.get(fold(label)) in _NUMBERS:
        return True  # "Punto de Venta: 00003 Comp. Nro: 00000871"
    if LABELS.get(fold(text.strip().rpartition(" ")[0])) in _BARE_NUMBERS and not STREET.search(text):
        return True  # "Fakturanummer 20417", but "PO Box 1188"
    text = _UNIT_NUMBER.sub("", text)
    return "@" in text or NO_ADDRESS.search(text) is not None or _BREAK_NUMBER.search(text) is not None


def _is_numbered_body(text: str) -> bool:
    """ "Strata Plan 40812": its number is no postcode."""
    return "," not in text and BODY.match(text) is not None and STREET.search(text) is None


def _is_shop(text: str) -> bool:
    return any(fold(word) in SHOPS for word in text.split())


def is_postal(text: str) -> bool:
    """Whether there is a postcode beside a town."""
    if FIGURE.search(text) is None:
        return False
    text = _LOT.sub("", text)
    state = _US.search(text)
    if state and (state["state"] is None or state["state"] in US_STATES):
        return True
    if (town := _TOWN_BEHIND_STREET.search(text)) is not None and STREET.search(town["town"]) is None:
        return STREET.search(text, 0, town.start()) is not None
    if _QUARTER.match(text) and STREET.search(text):
        return False
    if any(pattern.search(text) for pattern in POSTCODES.values()):
        return True
    matches = [match for pattern in _POSTCODE_TOWN if (match := pattern.search(text.strip()))]
    if matches and all(match.start() == 0 for match in matches) and STREET.search(text):
        return False  # a house number of four or five digits: "8466 Castleton Corner Drive"
    return bool(matches) or _is_before_its_country(text)


def _is_before_its_country(text: str) -> bool:
    """Whether a postcode of any country ends or begins what stands before the country's name."""
    rest, _, country = text.strip(" .").rpartition(",")
    return fold(country) in COUNTRY_NAMES and _POSTCODE_AND_TOWN.fullmatch(rest.strip()) is not None


_POSTCODE = r"[A-Z\d]{0,4}\d[A-Z\d]{2,6}(?:[- ]\d{2,5})?"
_POSTCODE_AND_TOWN = re.compile(rf"(?:{TOWN}[\w ,.'’-]{{0,40}} {_POSTCODE}|{_POSTCODE},? {TOWN}[\w .'’-]{{0,40}})")
"""Of "Nagoya 460-0008, Japan"."""


_TOWN_BEHIND_STREET = re.compile(
    rf"(?<=[\w.]), (?P<town>[{CAPITALS}][^\W\d_]+(?:[ -][{CAPITALS}][^\W\d_]+){{0,2}}) \d{{4}}$"
)
"""The end of "42 Main St, Nelson 7010"."""

_QUARTER = re.compile(r"\W*\d{1,5} [NS][EW] [^\W\d_]")
"""A house number and the quarter of a town ("1180 NW Industrial St"), which look like a Dutch postcode."""

_PARTS = re.compile(r"[,.;]| - ")


def _all_regions(text: str) -> bool:
    parts = [fold(part) for part in _PARTS.split(text)]
    parts = [part for part in parts if part]
    if not parts:
        return False
    if len(parts) == 1:
        names = text.strip(" .,;").split()
        splits = ((fold("".join(names[:count])), fold("".join(names[count:]))) for count in range(1, len(names)))
        if any(head in REGIONS and (tail in REGIONS or tail in COUNTRY_NAMES) for head, tail in splits):
            return True
    # A region may continue on the next line ("Wilayah Persekutuan Kuala"), a country is last ("Lumpur, Malaysia").
    return (
        all(part in REGIONS or part in COUNTRY_NAMES for part in parts)
        or parts[0].startswith(_LONG_REGIONS)
        or (len(parts) in (2, 3) and parts[-1] in COUNTRY_NAMES)
    )


@dataclass(frozen=True, kw_only=True)
class AddressLines:
    """Lines start..end (end not included) are an address; `sure` when it has a postcode or two lines of an address."""

    start: int
    end: int
    sure: bool


def find_addresses(texts: Sequence[str]) -> list[AddressLines]:
    """The addresses among lines of one column, from top to bottom."""
    kinds = [kind_of(text) for text in texts]
    for index in range(1, len(kinds)):
        if (
            _is_town_under_street(texts, kinds, index)
            or _is_code_under_town(texts, kinds, index)
            or _is_town_and_state(texts, kinds, index)
        ):
            kinds[index] = LineKind.POSTAL
    found: list[AddressLines] = []
    index = 0
    while index < len(kinds):
        if not _begins(texts, kinds, index):
            index += 1
            continue
        start = _first_line(texts, kinds, index, found[-1].end if found else 0)
        end = _last_line(texts, kinds, index)
        sure = (
            LineKind.POSTAL in kinds[start:end]
            or kinds[start:end].count(LineKind.STREET) > 1
            or (end - start > 1 and fold(texts[end - 1]) in COUNTRY_NAMES)
        )
        found.append(AddressLines(start=start, end=end, sure=sure))
        index = end
    return found


_NAME_OF_TOWN = rf"[{CAPITALS}][^\W\d_]+(?:[ -][{CAPITALS}][^\W\d_]+){{0,2}}"
_TOWN_AND_STATE = re.compile(rf"{_NAME_OF_TOWN},? (?P<state>[A-Z]{{2}})")


def _is_town_and_state(texts: Sequence[str], kinds: Sequence[LineKind], index: int) -> bool:
    """ "1725 Slough Avenue" / "Scranton, PA": a town of the United States without its ZIP code, under a street whose
    house number is in front."""
    town = _TOWN_AND_STATE.fullmatch(texts[index].strip()) if kinds[index] is LineKind.OTHER else None
    street = kinds[index - 1] in (LineKind.STREET, LineKind.NUMBERED)
    return town is not None and town["state"] in US_STATES and street and texts[index - 1][:1].isdigit()


_TOWN_AND_FOUR_DIGITS = re.compile(rf"{_NAME_OF_TOWN},? \d{{4}}")


def _is_town_under_street(texts: Sequence[str], kinds: Sequence[LineKind], index: int) -> bool:
    """ "23 Main Street" / "Marineville 1011": four digits behind a town are a postcode right under a house number."""
    return (
        kinds[index] is LineKind.NUMBERED
        and kinds[index - 1] is LineKind.STREET
        and FIGURE.search(texts[index - 1]) is not None
        and STREET.search(texts[index]) is None
        and _TOWN_AND_FOUR_DIGITS.fullmatch(texts[index].strip()) is not None
    )


_FOUR_DIGITS = re.compile(r"\d{4}[.,]?")


def _is_code_under_town(texts: Sequence[str], kinds: Sequence[LineKind], index: int) -> bool:
    """ "12 Courtenay St" / "George" / "6529": four digits by themselves are a postcode under a town under a street."""
    return (
        index > 1
        and kinds[index - 1] is LineKind.OTHER
        and kinds[index - 2] in (LineKind.STREET, LineKind.NUMBERED)
        and FIGURE.search(texts[index - 1]) is None
        and _FOUR_DIGITS.fullmatch(texts[index].strip()) is not None
    )


def _begins(texts: Sequence[str], kinds: Sequence[LineKind], index: int) -> bool:
    if kinds[index] is LineKind.NUMBERED:
        if any(LEGAL_FORM.search(text) for text in texts[index + 1 : index + 2]):
            return False  # "seit 1897" over the company
        following = kinds[index + 1 : index + 3]
        town_and_region = following == [LineKind.OTHER, LineKind.REGION]
        return _postal_soon(kinds, index + 1) or following[:1] == [LineKind.STREET] or town_and_region
    return kinds[index] in (LineKind.POSTAL, LineKind.STREET)


def _first_line(texts: Sequence[str], kinds: Sequence[LineKind], index: int, least: int) -> int:
    """Extends the address up over a line that ends in a comma, and over the name of a building."""
    start = index - _lines_over_postcode(texts, kinds, index, least)
    start -= _lines_of_premises(texts, kinds, start, least)
    while start > least and kinds[start - 1] is LineKind.OTHER and not LEGAL_FORM.search(texts[start - 1]):
        above = texts[start - 1]
        # The name is over the register number: a building under it belongs to the address.
        after_number = start - 1 > least and bool(_REGISTER_NUMBER.match(texts[start - 2])) and STREET.search(above)
        if not (above.rstrip().endswith(",") or after_number):
            break
        start -= 1
    return start


MOST_OVER_TOWN = 2
"""Lines between the name of a house and the line with the postcode at most: a street without a number, a village."""


def _lines_of_premises(texts: Sequence[str], kinds: Sequence[LineKind], index: int, least: int) -> int:
    """ "Alpha Trust" / "Flat 2, Bell House" / "18 High Street": how many lines over the first of an address are the
    name of a house or a flat, and what stands between it and the town; the name of who lives there is over them."""
    most = 1 + (MOST_OVER_TOWN if kinds[index] is LineKind.POSTAL else 0)
    found = 0
    for count in range(1, most + 1):
        place = index - count
        if place <= least or kinds[place] is not LineKind.OTHER or LEGAL_FORM.search(texts[place]):
            break
        if PREMISES.search(texts[place]) and _may_be_named(texts[place - 1], kinds[place - 1]):
            found = count
    return found


def _may_be_named(text: str, kind: LineKind) -> bool:
    """Whether a line over the name of a house may be who lives there: no title, label or heading."""
    if PERSON.match(text):
        return True  # "For the attention of Ms Alpha", under the name
    named = kind is LineKind.OTHER and not text.rstrip().endswith(":") and fold(text) not in LABELS
    return named and sum(map(str.isalpha, text)) > 1


def _lines_over_postcode(texts: Sequence[str], kinds: Sequence[LineKind], index: int, least: int) -> int:
    """ "Station Approach" / "Lostwithiel" / "PL22 0DR": how many lines over a postcode by itself are the town and a
    street without a number, the name being over both."""
    if kinds[index] is not LineKind.POSTAL or len(texts[index].split()) > 2:
        return 0
    plain = 0
    while plain < 3 and index - plain > least and kinds[index - plain - 1] is LineKind.OTHER:
        over = texts[index - plain - 1].strip()
        if LEGAL_FORM.search(over, 1) or LEGAL_FORM.fullmatch(over):  # but "Co. Donegal" is a county
            return min(plain, 2)
        plain += 1
    first = index - plain - 1
    if 0 < plain < 3 and first >= least and kinds[first] in (LineKind.STREET, LineKind.NUMBERED):
        return plain + 1  # "14 The Maples" / "Letterkenny" / "Co. Donegal" / "F92 K7X3"
    return max(plain - 1, 0)


_GOES_ON = re.compile(r"[,-]\s*$|\b\d{5}[.,]?\s*$")  # a comma, or a postcode whose town comes next


def _last_line(texts: Sequence[str], kinds: Sequence[LineKind], index: int) -> int:
    """Extends the address down to the postcode and its region; without a postcode, to the last line naming a place."""
    end = index + 1
    postal = kinds[index] is LineKind.POSTAL
    while end < len(kinds) and end - index < MOST_LINES:
        kind = kinds[end]
        continued = bool(_GOES_ON.search(texts[end - 1])) and not _ends_with_state(texts[end - 1])
        placed = (LineKind.POSTAL, LineKind.STREET, LineKind.NUMBERED)
        if kind is LineKind.BREAK or (postal and kind in placed and not continued):
            break
        if postal and kind is LineKind.OTHER and LEGAL_FORM.search(texts[end]):
            break  # the name of the operator
        if kind in (LineKind.REGION, LineKind.BARE_POSTCODE, LineKind.POSTAL, LineKind.STREET):
            postal = postal or kind is LineKind.POSTAL
        elif not (continued or (not postal and _postal_soon(kinds, end + 1)) or _region_next(kinds, end)):
            break
        end += 1
    return end


def _ends_with_state(text: str) -> bool:
    """ "Bend, OR 97701": the postcode is the last of it."""
    state = _US.search(text)
    return state is not None and state["state"] in US_STATES and not text[state.end() :].strip(" .")


def _region_next(kinds: Sequence[LineKind], index: int) -> bool:
    """Whether the line is between a town and its region."""
    return index + 1 < len(kinds) and kinds[index + 1] is LineKind.REGION


def _postal_soon(kinds: Sequence[LineKind], index: int) -> bool:
    """Whether one of the next two lines has the postcode, and nothing ends the address before."""
    for kind in kinds[index : index + 2]:
        if kind is LineKind.BREAK:
            return False
        if kind is LineKind.POSTAL:
            return True
    return False


_OTHER_THINGS = re.compile(
    r"[\s,;|·•–-]*(?<![^\W\d_])(?:t[eé]l|phone|ph|fax|e-?mail|mobil|www\.|https?:|\S+@)(?![^\W\d_]).*$|[\s,;|–-]+\S+@\S+.*$"
    r"|\s[·•|–]\s*\+?(?=(?:\D*\d){9})[\d(][\d\s().-]{8,}$",
    re.IGNORECASE,
)


def joined(texts: Sequence[str], words: Iterable[Word] = ()) -> str:
    """The lines as one: "NO.53 JALAN PUTRA 1, TAMAN SRI PUTRA, 81200 JOHOR BAHRU"; a label before it and the phone
    number behind it are cut off. `words`: as they were read, so that doubtful ones can be corrected."""
    parts = (_OTHER_THINGS.sub("", _to_postcode(ADDRESS_LABEL.sub("", text))).strip(" ,;|·•-–") for text in texts)
    text = ", ".join(part for part in parts if part)
    return spelled_place(text, doubtful_words(words), malay=_is_malay(text))


_SIGN = re.compile(r"\s?[.;|·•–]\s")


def _to_postcode(text: str) -> str:
    """A line down to its state and ZIP code, without what is no country behind them: "Omaha, NE 68110 MC-448210"."""
    state = _US.search(text)
    if state is None or state["state"] not in US_STATES:
        return text
    rest = text[state.end() :]
    another = FIGURE.search(rest) is not None or _SIGN.match(rest) is not None
    return text[: state.end()] if another and fold(rest) not in COUNTRY_NAMES else text


_FIVE_DIGITS = re.compile(r"\b\d{5}\b")
_GERMAN_STREET = re.compile(r"(?:stra(?:ß|ss)e|str\.|weg|platz|allee)\b", re.IGNORECASE)
_MALAY = re.compile(r"\b(?:JALAN|JLN|TAMAN|SELANGOR|JOHOR|KUALA LUMPUR)\b", re.IGNORECASE)


def country_of(text: str) -> str | None:
    """The country that an address names, or the only one with its form of postcode; null when neither is known."""
    for part in reversed(re.split(r"[,;\n]| - ", text)):
        if (code := COUNTRY_NAMES.get(fold(part))) is not None:
            return code
    last = re.search(r"([^\W\d_.]+(?: [^\W\d_]+)?)\W*$", text)
    if last:
        words = last.group(1).split()
        for tail in (" ".join(words), words[-1]):
            if (code := COUNTRY_NAMES.get(fold(tail))) is not None:
                return code
    prefix = re.search(r"(?:^|[,\s])([A-Z]{1,2})[- ]\d{4,5} [^\W\d_]", text)
    if prefix and (
        code := {"D": "DE", "A": "AT", "F": "FR", "I": "IT", "E": "ES", "B": "BE"}.get(prefix[1], prefix[1])
    ):
        return code if len(code) == 2 and code in _PREFIXES else None
    state = _US.search(text) or _AT_END.match(text)
    if state and state["state"] in US_STATES:
        return "US"
    for code, pattern in POSTCODES.items():
        if pattern.search(text):
            return code
    if _is_malay(text):
        return "MY"
    if _FIVE_DIGITS.search(text) and _GERMAN_STREET.search(text):
        return "DE"
    return None


_AT_END = re.compile(r"\d(?!.*\s\d{5,6}\b).*, (?P<state>[A-Z]{2})$", re.DOTALL)
"""The state at the end of an address whose house number is in front, without a postcode: "560001, IN" is in India."""


def _is_malay(text: str) -> bool:
    """Whether it names a state of Malaysia or has a word that only its streets have."""
    if any(fold(part) in REGIONS for part in re.split(r"[,;\n.]", text)):
        return True
    return _MALAY.search(text) is not None


_PREFIXES = frozenset(COUNTRY_NAMES.values())
