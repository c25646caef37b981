"""Corrects letters that readers of images confuse, in known words only: I for l inside a word, words of streets, names
of regions and countries, words of businesses and of Malay addresses. Other words stay as they were read."""

import re
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import Hamming, Levenshtein

from functions.extract.local.lexicon.alternatives import literal, one_of
from functions.extract.local.lexicon.countries import COUNTRY_WORDS, MALAY_TOWNS, MALAY_WORDS, REGION_PHRASES, REGIONS
from functions.extract.local.lexicon.parties import BUSINESS_PHRASES, BUSINESS_WORDS, STREET_WORDS
from shared.domain.confusions import letters_for, look_alike, shape
from shared.domain.document import Word
from shared.domain.legal_forms import PRINTED_FORMS
from shared.domain.normalising import fold

_CAPITAL_FOR_L = re.compile(r"(?<![^\W_])([A-Z])[I1](?=[a-z])")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SURE = 0.99
"""Words read with this confidence are not corrected. Of 30 words on receipts that differ from a known one by a letter,
the 8 printed so were all read with 0.993 and more, 17 of the 22 misread ones with less than 0.985."""
_ENOUGH = 5
"""Shorter words have too many that look like them."""
_LONG = 7
"""In words of this many letters any one may be wrong; in shorter ones only a letter for one that looks like it."""
_VERY_LONG = 8
"""In words of this many letters any two but the first may be wrong."""


def spelled(text: str) -> str:
    """The text of a name or an address with the I or 1 for l of "BIk", "F1r", "PIaza" corrected."""
    return _CAPITAL_FOR_L.sub(r"\1l", text)


def doubtful_words(words: Iterable[Word]) -> frozenset[str]:
    """The words that the reader was not sure of; only these may be corrected."""
    return frozenset(part for word in words if word.confidence < _SURE for part in _WORD.findall(word.text))


def spelled_name(text: str, doubtful: frozenset[str]) -> str:
    """A name whose known words of businesses are corrected if one letter was misread ("PHARHACY")."""
    text = _WORD.sub(lambda word: _near(word.group(), BUSINESS_WORDS, doubtful), text)
    text = _WORD.sub(lambda word: _with_letters(word.group()) if word.group() in doubtful else word.group(), text)
    if doubtful:
        text = _BEFORE_FORM.sub(
            lambda word: _first_of_form(word.group()) if word.group() in doubtful else word.group(), text
        )
        for phrase in BUSINESS_PHRASES:
            text = _with_phrase(text, phrase)
    return text


_FIGURE_INSIDE = re.compile(r"(?<=[a-z])1+(?=[a-z])|(?<=[a-z]{2})0(?=[a-z])|(?<=[A-Z]{2})0(?=[A-Z])")
_AS_LETTERS = letters_for("01")


def _with_letters(word: str) -> str:
    """A word with the letters that figures inside it stand for: "Li1ly", "FO0D"."""
    letters = _FIGURE_INSIDE.sub(lambda figures: figures.group().translate(_AS_LETTERS), word)
    return letters.upper() if letters != word and word.isupper() else letters


_FORMS_OF_TWO = [form.split() for form in PRINTED_FORMS if re.fullmatch(r"[a-z]{3,} [a-z]{3,}", form)]
_FIRST_OF_FORM = frozenset(first for first, _ in _FORMS_OF_TWO)
_SECOND_OF_FORM = one_of(map(literal, sorted({second for _, second in _FORMS_OF_TWO})))
_BEFORE_FORM = re.compile(rf"(?<=\s)[^\W\d_]{{3,}}(?=\.?\s+{_SECOND_OF_FORM}\b)", re.IGNORECASE)
"""The word before one that is the second of a legal form of two: "Pvt" in "Alpha Pvt Ltd"."""


def _first_of_form(read: str) -> str:
    """The one word that begins a legal form and looks like what was read, but for a letter: "Put" before "Ltd"."""
    low = read.lower()
    right = [first for first in _FIRST_OF_FORM if len(first) == len(low) and _differ_in_a_look_alike(low, first)]
    return _in_case_of(read, right[0]) if len(right) == 1 and low not in _FIRST_OF_FORM else read


def _differ_in_a_look_alike(read: str, right: str) -> bool:
    wrong = [pair for pair in zip(read, right, strict=True) if pair[0] != pair[1]]
    return len(wrong) == 1 and look_alike(*wrong[0])


_STREET_PHRASES = sorted(phrase for phrase in STREET_WORDS if re.fullmatch(r"[a-z]{5,} [a-z]{5,}", phrase))
"""Words of streets and houses that stand together: "ground floor"."""


def spelled_place(text: str, doubtful: frozenset[str], *, malay: bool = False) -> str:
    """An address: known words of streets and countries whose letters look alike ("JAIAN", "Malaysla"), and long names
    of regions with one wrong letter ("Johor Bahtu"). `malay`: the words of Malay addresses too ("TANAN MAUKOTA")."""
    text = spelled(text)
    if not doubtful:
        return text
    text = _WORD.sub(lambda word: _known(word.group(), doubtful), text)
    for phrase in (*_STREET_PHRASES, *REGION_PHRASES):
        text = _with_region(text, phrase, doubtful)
    if malay:
        text = _WORD.sub(lambda word: _near(word.group(), MALAY_WORDS, doubtful), text)
        for town in MALAY_TOWNS:
            text = _with_region(text, town, doubtful)
    return text


def _known(word: str, doubtful: frozenset[str]) -> str:
    if word not in doubtful or len(word) < _ENOUGH or sum(map(str.isdigit, word)) > 1:
        return word
    right = _by_shape().get(shape(word.lower()))
    return word if right is None or right == word.lower() else _in_case_of(word, right)


@cache
def _by_shape() -> dict[str, str]:
    """Shape -> the known word; shapes that two words share are left out."""
    known = {word for word in STREET_WORDS | COUNTRY_WORDS if word.isalpha() and len(word) >= _ENOUGH}
    shapes: dict[str, set[str]] = {}
    for word in known:
        shapes.setdefault(shape(word), set()).add(word)
    return {shape: words.pop() for shape, words in shapes.items() if len(words) == 1}


def _near(word: str, known: frozenset[str], doubtful: frozenset[str]) -> str:
    """The only known word that differs by one misread letter, or by two if it is very long; the word itself if it is
    known."""
    low = word.lower()
    if (
        word not in doubtful
        or len(low) < _ENOUGH
        or low in known
        or low in STREET_WORDS
        or sum(map(str.isdigit, low)) > 1
    ):
        return word
    right = {other for other in known if _misread_once(low, other)}
    right = right or {other for other in known if _misread_twice(low, other)}
    return _in_case_of(word, right.pop()) if len(right) == 1 else word


def _misread_once(read: str, right: str) -> bool:
    if abs(len(read) - len(right)) > 1 or len(right) < _ENOUGH:
        return False
    if Levenshtein.distance(read, right, score_cutoff=1) != 1:
        return False
    [edit] = Levenshtein.editops(read, right)
    if edit.tag == "replace":
        # The end of a word may be its plural or another form of it.
        in_long_word = len(right) >= _LONG and edit.src_pos < len(read) - 1
        return in_long_word or look_alike(read[edit.src_pos], right[edit.dest_pos])
    return len(right) >= _LONG and 0 < edit.src_pos < len(read) - 1


def _misread_twice(read: str, right: str) -> bool:
    return len(read) == len(right) >= _VERY_LONG and read[0] == right[0] and Hamming.distance(read, right) == 2


def _with_phrase(text: str, phrase: str) -> str:
    """A phrase of words with a sign between, of which one letter or the sign was misread ("CASHY CARRY")."""
    first, last = phrase.split()[0], phrase.split()[-1]
    pattern = rf"(?<![^\W_]){first}\s?[^\W_\s]{{0,2}}\s?{last}(?![^\W_])"
    return re.sub(pattern, lambda found: _in_case_of(found.group(), phrase), text, flags=re.IGNORECASE)


def _with_region(text: str, phrase: str, doubtful: frozenset[str]) -> str:
    words = list(_LETTERS.finditer(text))
    count = phrase.count(" ") + 1
    for index in range(len(words) - count + 1):
        start, end = words[index].start(), words[index + count - 1].end()
        read = text[start:end]
        # A missing letter may be another spelling ("Johor Baru"); a wrong one or one too many is not. Neither is
        # another region ("Darul Aman" and "Darul Iman").
        if len(read) not in (len(phrase), len(phrase) + 1) or fold(read) in REGIONS:
            continue
        if doubtful.isdisjoint(read.split()):
            continue
        if Levenshtein.distance(read.lower(), phrase) == 1:
            return text[:start] + _in_case_of(read, phrase) + text[end:]
    return text


def _in_case_of(read: str, right: str) -> str:
    letters = [character for character in read if character.isalpha()]
    if sum(map(str.isupper, letters)) > len(letters) / 2:
        return right.upper()
    return right.title() if read[0].isupper() else right
