"""The lines of a party that may be its name, with what speaks for each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from functions.extract.layout import words_between
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.parties import (
    ADDRESSEE,
    BODY,
    CARE_OF,
    CONJUNCTIONS,
    DEPARTMENT,
    FORMER,
    GLUED,
    LEGAL_FORM,
    NAME_KEY,
    NAME_KEYS,
    NEVER_A_NAME,
    NO_NAME_ALONE,
    ORGANISATIONS,
    OUTLET,
    PAYEE_PHRASE,
    PERSON,
    PREMISES,
    STREET,
    TRADES,
)
from functions.extract.local.lexicon.phrases import SALUTATION
from functions.extract.local.mentions.addresses import BRACKETED, LineKind, kind_of
from functions.extract.local.mentions.name_text import (
    WEAK_FORMS,
    clean_name,
    ends_with_form,
    is_name,
    is_title,
    legal_forms,
    names_register,
    without_titles,
)
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.mentions.remembered import remembered
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.legal_forms import FORMS_BEFORE_NAMES
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class NameOption:
    """A text that may be the name in a block of lines (null: the block has none); `traits` say where it stands."""

    value: Value[str] | None
    row: int
    traits: Mapping[str, float]


@remembered
def name_traits(text: str) -> Mapping[str, float]:
    """What the form of a text says about its being a name: the features of every candidate."""
    words = text.split()
    letters = [character for character in text if character.isalpha()]
    plain = [word for word in words if word.isalpha()]
    form = legal_forms(text)
    capitals = [word for word in words if word[:1].isupper() or not word[:1].isalpha()]
    return {
        "legal_form": float(bool(form)),
        "form_at_end": float(bool(form) and len(text) - form[-1].end() <= 2),
        "only_form": float(bool(form) and not fold(LEGAL_FORM.sub("", text))),
        "begins_with_link": float(len(words) > 1 and words[0].isalpha() and words[0].islower() and len(words[0]) <= 3),
        "salutation": float(len(words) > 1 and opens_letter(words[0])),
        "trade": float(any(fold(word) in TRADES for word in words)),
        "lower": float(bool(letters) and all(map(str.islower, letters))),
        "upper": float(bool(letters) and all(map(str.isupper, letters))),
        "digits": float(any(map(str.isdigit, text))),
        "short": float(len(letters) < 3),
        "one_word": float(len(words) == 1),
        "two_words": float(len(words) == 2),
        "long": float(len(words) > 6),
        "very_long": float(len(words) > 9),
        "sentence_end": float(text.rstrip().endswith((".", "!", "?")) and not form),
        "small_words": (len(words) - len(capitals)) / max(len(words), 1),
        "person": float(1 < len(words) <= 4 and len(plain) == len(words) == len(capitals) and not form),
        "comma": float("," in text),
        "inner_colon": float(":" in text),
        "bracket": float("(" in text),
        "separators": float(bool(_SEPARATOR.search(text))),
        "street_word": float(bool(STREET.search(text))),
        "contains_label": float(any(fold(word) in LABELS for word in words)),
    }


def name_options(
    lines: Sequence[PartyLine],
    *,
    labelled: bool = False,
    under: PartyLine | None = None,
    right: float | None = None,
) -> list[NameOption]:
    """The texts among the lines over an address that may be the name: every line that may be one, lines that belong
    together as one, and a line without what follows its legal form. `labelled`: the lines stand under a label; `under`
    is the first line of the address; `right` is where the column ends, if that is known."""
    lines = [
        line if below is None or CARE_OF.match(below.text) is None else replace(line, in_care=True)
        for line, below in zip_longest(lines, lines[1:])
    ]
    usable = [
        line
        for index, line in enumerate(lines)
        if line.key not in ("other", "address")
        and (not PERSON.match(line.text) or (index == 0 and behind_person(line.text) != line.text))
        and not opens_letter(line.text)
    ]

    usable = [line for line in usable if ADDRESSEE.fullmatch(line.text) is None] or usable
    greeting = next((line for line in lines if opens_letter(line.text)), None)
    greeted = (
        greeting is not None
        and bool(usable)
        and usable[0].row - greeting.row == 1
        and fold(greeting.text) not in NAME_KEYS
    )
    if greeted and len(usable) > 1 and _is_whole(usable[1].text):
        usable, greeting = usable[1:], None
    usable = _without_persons(usable, right if labelled else None)
    found: list[NameOption] = []
    stacked = () if labelled else tuple(_stacked(usable, under))
    if (
        greeting is not None
        and usable
        and usable[0].row - greeting.row == 1
        and is_name(clean_name(usable[0].text))
        and not LEGAL_FORM.search(usable[0].text)  # "Herrn Max Beispiel", but "Firma" over "Alpha GmbH"
    ):
        text = f"{greeting.text.strip()} {usable[0].text}"
        _add(found, [greeting, usable[0]], text, {"line_first": 1.0, "with_salutation": 1.0})
    for index, line in enumerate(usable):
        text = behind_person(_without_phrase(without_titles(_without_letter(line))))
        if not _may_name(line, clean_name(text)):
            continue
        place = {
            "line_first": float(index == 0),
            "line_late": min(index, 4) / 4,
            "line_last": float(index == len(usable) - 1),
            "line_keyed": float(line.key == "name"),
            "register_number": float(names_register(line.text)),
            "register_below": float(any(map(_is_register_number, usable[index + 1 : index + 2]))),
            "department": float(bool(DEPARTMENT.search(text))),
        }
        whole = _composed(usable, index, labelled=labelled)
        if len(whole) > 1:
            parts = [without_titles(one.text) for one in whole]
            joined_at_and = float(joins(parts[0], parts[1]))
            _add(found, whole, " ".join(parts), place | {"composed": 1.0, "composed_at_and": joined_at_and})
        elif line.key == "name" and usable[index + 1 : index + 2] and _wraps(line, usable[index + 1]):
            following = [line, usable[index + 1]]
            _add(found, following, " ".join(one.text for one in following), place | {"wrapped": 1.0})
        piece = {"piece": float(len(whole) > 1 or (index < 2 and any(one.traits["composed"] for one in stacked)))}
        _add(found, [line], text, place | piece)
        if (first := _SEPARATOR.split(text)[0]) != text:
            _add(found, [line], first, place | piece | {"before_separator": 1.0})
        if (cut := _after_form(text)) is not None:
            rest = text[len(cut) :]
            of_department = DEPARTMENT.search(rest) is not None
            _add(
                found,
                [line],
                cut,
                place | piece | {"department": 0.0, "cut_department" if of_department else "cut": 1.0},
            )
    found.extend(stacked)
    found.extend(() if labelled else _with_owner(usable, under))
    return found


def behind_person(text: str) -> str:
    """ "Attn: Alpha Ltd" over an address: the company behind the word for a person; any other text as it is."""
    word = PERSON.match(text)
    rest = "" if word is None else text[word.end() :].lstrip(" .:-")
    return rest if LEGAL_FORM.search(rest) and is_name(clean_name(rest)) else text


def _may_name(line: PartyLine, text: str) -> bool:
    """Whether a text of a line may be a name. What its key says to be one may look like a street with a number:
    "Nombre: Consorcio Edificio Sur 880"; what stands alone over the address of a party, or behind its label, may have
    any words: "Order Point Alpha"; and what stands over "c/o" may be any number."""
    streetlike = line.key == "name" and text[:1].isalpha() and kind_of(text) is LineKind.STREET
    named = is_name(text) or line.in_care
    return named or (streetlike and NEVER_A_NAME.search(text) is None) or (line.alone and _is_phrase(text))


def _is_phrase(text: str) -> bool:
    """Whether a text is a few words, and no known label or title."""
    words = [word for word in text.split() if word not in CONJUNCTIONS]
    plain = all(word.replace("'", "").isalpha() for word in words)
    return plain and 1 < len(words) <= STACKED_WORDS + 1 and fold(text) not in LABELS and not is_title(text)


def _without_persons(lines: Sequence[PartyLine], right: float | None) -> list[PartyLine]:
    """The lines without the person that a letter to a company goes to, over or under the name of the company, and
    without one behind a key under the name of an organisation ("Name: A. Beta, PhD")."""
    kept = [
        line
        for over, line in zip((None, *lines), lines, strict=False)
        if over is None or not _is_keyed_under(line, over)
    ]
    greeted = len(kept) > 1 and is_greeted(kept[0].text) and _is_whole(kept[1].text)
    if greeted or (right is not None and len(kept) > 1 and _is_person_over(kept[0], kept[1], right)):
        kept = kept[1:]
    return [
        line
        for index, line in enumerate(kept)
        if not (index and is_greeted(line.text) and _is_whole(kept[index - 1].text))
    ]


def _is_keyed_under(line: PartyLine, over: PartyLine) -> bool:
    return NAME_KEY.match(line.text) is not None and not LEGAL_FORM.search(line.text) and _is_organisation(over.text)


ROOM = 1.5
"""How many times as wide as a word the space is that shows that the word was not carried over to the next line."""


def _is_person_over(person: PartyLine, company: PartyLine, right: float) -> bool:
    """Whether a few plain words stand over a line that is no name of a person, and are not its beginning: the first
    word of that line would have had room behind them."""
    plain = bool(name_traits(person.text)["person"]) and not _is_organisation(person.text)
    if not plain or LEGAL_FORM.search(company.text) or not _is_organisation(company.text):
        return False
    width = company.words[0].box.x1 - company.words[0].box.x0
    return right - person.words[-1].box.x1 > ROOM * width


def _is_whole(text: str) -> bool:
    """Whether a line is the name of a company by itself: no person, title, department, house or street."""
    if LEGAL_FORM.search(text):
        return LEGAL_FORM.fullmatch(text) is None and fold(text) not in NO_NAME_ALONE
    plain = kind_of(text) is LineKind.OTHER and is_name(clean_name(text)) and not is_greeted(text)
    return plain and len(text.split()) > 1 and not (PREMISES.search(text) or DEPARTMENT.search(text))


def _is_organisation(text: str) -> bool:
    """Whether a line says that it is no person."""
    if LEGAL_FORM.search(text) or BODY.match(text):
        return True
    named = any(fold(word) in ORGANISATIONS for word in text.split())
    return named and _is_whole(text)


SAME_START = 0.005
"""How far apart two lines of one name begin at most, of the page's width."""

STACKED_WORDS = 3
"""Words of each line of a name that is set in two."""


def _stacked(usable: Sequence[PartyLine], under: PartyLine | None) -> Iterator[NameOption]:
    """The first two lines as one name: few words of one height, the second under the first ("Windmill Family /
    Restaurant", "SALVATION / ARMY"). Where both are larger than what stands under them, they are one name broken."""
    if len(usable) < 2 or not _right_under(usable[1], usable[0]):
        return
    first, second = usable[:2]
    if fold(second.text).startswith(fold(first.text)):
        return  # "alpha" over "Alpha Sur"
    plain = all(
        len(line.text.split()) <= STACKED_WORDS
        and is_name(clean_name(line.text))
        and not LEGAL_FORM.search(line.text)
        and not any(map(str.isdigit, line.text))
        and not any(sign in line.text for sign in ":,")
        and not STREET.search(line.text)
        for line in (first, second)
    )
    if not plain or joins(first.text, second.text) or not (_of_one_height(first, second) or _grows(first, second)):
        return
    found: list[NameOption] = []
    trade = any(fold(word) in TRADES for word in second.text.split())
    alike = first.text.isupper() == second.text.isupper()
    below = next(iter(usable[2:]), under)
    broken = below is not None and alike and all(is_larger(line.words, below.words) for line in (first, second))
    traits = {
        "line_first": 1.0,
        "stacked": 1.0,
        "composed": float(broken),
        "stacked_trade": float(trade),
        "stacked_in_one_case": float(alike),
    }
    _add(found, [first, second], f"{first.text} {second.text}", traits)
    yield from found


def _with_owner(usable: Sequence[PartyLine], under: PartyLine | None) -> Iterator[NameOption]:
    """A trade and the person under it, over their address, as the one name of who has a business: "Alpha Tankstelle /
    Maria Beta"."""
    if under is None or len(usable) != 2 or not _right_under(usable[1], usable[0]):
        return
    shop, owner = usable
    trade = shop.text.split()[-1:] and fold(shop.text.split()[-1]) in TRADES
    person = name_traits(owner.text)["person"] and len(owner.text.split()) == 2 and not _is_organisation(owner.text)
    if trade and person and kind_of(owner.text) is LineKind.OTHER:
        found: list[NameOption] = []
        _add(found, usable, f"{shop.text} {owner.text}", {"line_first": 1.0, "owned": 1.0})
        yield from found


def _of_one_height(first: PartyLine, second: PartyLine) -> bool:
    lower, higher = sorted(_height(line.words) for line in (first, second))
    return lower >= 0.8 * higher


def _grows(first: PartyLine, second: PartyLine) -> bool:
    """Whether the second of two lines in capitals, which begin at one place, is set larger: "DE BETA / ALPHALAB"."""
    aligned = abs(first.words[0].box.x0 - second.words[0].box.x0) < SAME_START
    return aligned and first.text.isupper() and second.text.isupper() and is_larger(second.words, first.words)


_REGISTER_NUMBER = re.compile(r"\W*(?:[A-Z]{0,3}\d{5,12}(?:\s?-\s?[A-Z])?)\W*")


def _is_register_number(line: PartyLine) -> bool:
    """ "(123456-X)" by itself."""
    return _REGISTER_NUMBER.fullmatch(line.text) is not None


def _wraps(line: PartyLine, below: PartyLine) -> bool:
    """Whether the line below may be the end of a value that did not fit: a few plain words, right under it."""
    plain = below.key is None and len(below.text.split()) <= 3 and is_name(clean_name(below.text))
    return plain and below.row - line.row == 1


def _add(found: list[NameOption], lines: Sequence[PartyLine], text: str, traits: Mapping[str, float]) -> None:
    name = clean_name(text)
    words = tuple(word for line in lines for word in line.words)
    if len(lines) == 1 and len(text) < len(lines[0].text):
        words = words_between(words, *_extent(lines[0].text, text)) or words
    if name and _may_name(lines[0], name):
        value = Value(value=name, page=lines[0].page, words=words, confidence=0.5)
        found.append(NameOption(value=value, row=lines[0].row, traits=traits))


def _extent(whole: str, part: str) -> tuple[int, int]:
    start = max(whole.find(part), 0)
    return start, start + len(part)


_SEPARATOR = re.compile(r"\s[·•●|]\s")
"""Between the name, the street and the town of a sender in one line."""


def _without_letter(line: PartyLine) -> str:
    """A line without the letter of the kind of an Argentine voucher, whose box stands behind the name: it is larger."""
    words, last = line.text.split(), line.words[-1]
    if len(words) < 2 or words[-1] != last.text or len(last.text) > 1 or not last.text.isupper():
        return line.text
    tallest = max(word.box.y1 - word.box.y0 for word in line.words[:-1]) if len(line.words) > 1 else 1.0
    larger = last.box.y1 - last.box.y0 > 1.15 * tallest
    return line.text.rstrip()[:-1].rstrip() if larger else line.text


def _without_phrase(text: str) -> str:
    """ "Please make Alpha Ltd": without the beginning of a sentence that names whom to pay."""
    rest = text
    while (phrase := PAYEE_PHRASE.match(rest)) is not None and phrase.group() != "©":
        rest = rest[phrase.end() :].lstrip(" :")
    return rest if rest[:1].isupper() else text


def _after_form(text: str) -> str | None:
    """The text down to its last legal form, if words follow it: "Alpha AG Abteilung Einkauf"."""
    forms = [form for form in legal_forms(text) if fold(text[: form.start()])]
    if not forms or not fold(text[forms[-1].end() :]) or fold(forms[-1].group()) in WEAK_FORMS:
        return None
    cut = text[: forms[-1].end()].rstrip(" ,-–")
    return f"{cut})" if cut.count("(") > cut.count(")") and text[len(cut) :].lstrip().startswith(")") else cut


def _composed(usable: Sequence[PartyLine], index: int, *, labelled: bool) -> list[PartyLine]:
    """The line with those that it is broken over."""
    line = usable[index]
    chosen = [line]
    following = list(usable[index + 1 : index + 2])
    if labelled:
        return chosen + following if _goes_on(line, following, labelled=True, behind_label=True) else chosen
    for above in reversed(usable[max(0, index - 2) : index]):
        if not _begins_above(above, chosen):
            break
        chosen.insert(0, above)
    ends_below = len(chosen) == 1 and _goes_on(line, following)
    branch_below = bool(following) and following[0].row == line.row + 1 and _is_branch(following[0].text)
    return chosen + following if ends_below or branch_below else chosen


def _begins_above(above: PartyLine, chosen: Sequence[PartyLine]) -> bool:
    """Whether the name begins in the line above: a bracket is open, or the legal form was broken off."""
    if chosen[0].row - above.row > 2:
        return False
    text = " ".join(line.text for line in chosen)
    if ")" in text and "(" not in text.split(")")[0]:
        return "(" in above.text
    whole = PartyLine(text=text, words=chosen[0].words, page=chosen[0].page, row=chosen[0].row)
    return _goes_on(above, [whole], labelled=True) and is_name(clean_name(above.text))


def _is_branch(text: str) -> bool:
    """ "(JALAN BESAR)" under the name of a shop."""
    if not BRACKETED.match(text) or FORMER.search(text) or LEGAL_FORM.search(text):
        return False  # "(A unit of Alpha Pvt. Ltd.)" names who owns it
    return bool(STREET.search(text) or OUTLET.search(text))


def opens_letter(text: str) -> bool:
    """Whether a line is the salutation before the recipient's name ("Herrn", "Firma")."""
    return bool(SALUTATION.match(text.strip()))


def is_greeted(text: str) -> bool:
    """Whether a line is a person behind a salutation ("Mme Alice Roux")."""
    words = text.split()
    return any(opens_letter(" ".join(words[:count])) for count in range(1, min(len(words), 3)))


def joins(first: str, second: str) -> bool:
    """Whether a name is broken at an "and": one line ends with it, or the next begins with it. A letter by itself is
    the word only where both lines are of one case ("Muebles Sur / y asociados S.L.")."""
    if not first.split() or not second.split() or any(map(str.isdigit, first + second)) or ":" in first + second:
        return False
    if kind_of(first) in (LineKind.STREET, LineKind.POSTAL) or kind_of(second) is LineKind.POSTAL:
        return False
    end, begin = first.split()[-1], second.split()[0]
    if not first[:1].isupper() or len(first.split()) > 8 or len(second.split()) > 6:
        return False
    if _is_and(end) and len(first.split()) > 1:
        return second[:1].isupper() and (len(end) > 1 or end == "&" or end.islower() or first.isupper())
    if not _is_and(begin) or len(second.split()) == 1:
        return False
    return begin.islower() or begin == "&" or (first.isupper() and second.isupper())


def _is_owner(text: str) -> bool:
    """ "de ALPHA Y ASOCIADOS S.R.L." under the name of its shop: the company in capitals behind a small word."""
    traits = name_traits(text)
    return bool(traits["begins_with_link"] and traits["form_at_end"]) and text.partition(" ")[2].isupper()


def _form_is_broken(first: str, second: str) -> bool:
    """Whether one legal form begins in the first line and ends in the second: "Sur S. de R.L. / de C.V."."""
    whole = f"{first.rstrip()} {second.strip()}"
    form = next((form for form in LEGAL_FORM.finditer(whole) if form.end() > len(first.rstrip()) + 1), None)
    return form is not None and 0 < form.start() < len(first.rstrip()) and form.end() >= len(whole.rstrip(". "))


def _is_and(word: str) -> bool:
    return word == "&" or (word.isalpha() and fold(word) in CONJUNCTIONS)


_IN_BRACKETS = re.compile(r"\W*\(.*\)\W*")


LARGER = 1.25
"""How much taller than another a line is that is set apart from it by its size."""


def is_larger(first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Whether one line is set in clearly larger letters than another."""
    return _height(first) > LARGER * _height(second)


def _height(words: Sequence[Word]) -> float:
    return max(word.box.y1 - word.box.y0 for word in words)


def goes_on(first: str, second: str, *, aligned: bool) -> bool:
    """Whether a name is broken over two lines: the second one brings the legal form that the first lacks. Lines that
    begin at the same place may both be long; otherwise the second must be little more than the form. A line that says
    the first one again ("Alpha Sur" / "Alpha Sur S.R.L.") is the name by itself, and so is a company under a person."""
    if fold(first) and fold(second).startswith(fold(first)):
        return False
    if is_greeted(first) and LEGAL_FORM.search(second):
        return False
    if joins(first, second) or _form_is_broken(first, second):
        return True
    if _is_owner(second) and not first.isupper():
        return False
    if ends_with_form(first) and LEGAL_FORM.fullmatch(second.strip()):
        return True  # "Alpha Sdn" / "Bhd"
    form = clean_name(second)
    if LEGAL_FORM.search(first) or not LEGAL_FORM.search(form) or not is_name(clean_name(first)):
        return False
    if _IN_BRACKETS.fullmatch(second):
        return False  # "(formerly known as …)", "(co. reg. no. …)"
    # A trade with its form is no name yet: "Sing Kee" / "Restaurant Sdn Bhd".
    rest = " ".join(word for word in LEGAL_FORM.sub("", form).split() if fold(word) not in TRADES)
    begun = LEGAL_FORM.match(form)
    before_names = begun is not None and (GLUED.search(begun.group()) or begun.group().lower() in FORMS_BEFORE_NAMES)
    if before_names and len(fold(rest)) > 1:
        return False  # "株式会社山田" and "SARL Dupin" are names by themselves
    if begun is not None or len(fold(rest)) <= 3 or first.rstrip().endswith(("&", "-", ",")):
        return True
    return aligned and not first.isupper() and kind_of(first) is LineKind.OTHER


def _right_under(line: PartyLine, over: PartyLine) -> bool:
    """Whether no line is between them; a row of another column may be."""
    first, second = over.words[0].box, line.words[0].box
    return line.row - over.row <= 2 and second.y0 - first.y1 <= 1.2 * (first.y1 - first.y0)


_WIDTH_OF_LABEL = 0.25
"""How far a label moves the first line of a name to the right at most, of the page's width."""


def _goes_on(
    line: PartyLine, following: Sequence[PartyLine], *, labelled: bool = False, behind_label: bool = False
) -> bool:
    if not following or not _right_under(following[0], line):
        return False
    if is_larger(line.words, following[0].words):
        return False  # a brand over the company
    first, second = line.words[0].box, following[0].words[0].box
    # Behind a label in its own line ("Cedente Monte Di / Procida S.p.A.") the name begins right of its second line.
    same_start = abs(first.x0 - second.x0) < 0.01 or (behind_label and 0 < first.x0 - second.x0 < _WIDTH_OF_LABEL)
    return goes_on(without_titles(line.text), following[0].text, aligned=labelled and same_start)
