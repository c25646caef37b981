"""What a name is as a text: what around it does not belong to it, and whether it is one at all."""

import re

from rapidfuzz.distance.Levenshtein import distance

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.parties import (
    BODY,
    CAPITAL_PHRASE,
    CARE_OF_BEHIND,
    GREETINGS,
    LEGAL_FORM,
    NAME_KEY,
    NEVER_A_NAME,
    NO_NAME_ALONE,
    NOTICE_PHRASE,
    SEAT_OF,
)
from functions.extract.local.lexicon.phrases import ADDRESSED
from functions.extract.local.lexicon.tax_numbers import NATIONAL_TAX_LABELS
from functions.extract.local.lexicon.titles import CREDIT_NOTE_TITLES, INVOICE_TITLES, TITLE_KINDS
from functions.extract.local.mentions.addresses import BRACKETED, FIGURE, LineKind, kind_of
from functions.extract.local.mentions.misreadings import spelled
from functions.extract.local.mentions.numbers import without_marks
from functions.extract.local.mentions.remembered import remembered
from shared.domain.invoice_values import LONGEST_SHORT_TEXT
from shared.domain.normalising import fold

_VALUE_OR_NUMBER = re.compile(r"^[^:]{1,40}:(?=\s|$)|\d[.,]\d{2}\W*$|^\W*\d[\d\s.,:/\-]*$|^\d{1,5}[A-Za-z]?,\s")
"""A label with its value, an amount, a number, the number of a house with a comma: no name."""

_REGISTER_TAIL = re.compile(
    r"[\s,]*[(\[<]\s?(?:co\.?\s?(?:reg)?\.?\s?(?:no)?[.:\s]*|reg\.?\s?no[.:\s]*|roc[.:\s]*)?[A-Z]{0,3}\s?\d[\w\s./-]{3,18}[)\]>]?[.\s]*$"
    r"|[\s,]+\d{5,8}\s?-\s?[A-Z]\s*$",
    re.IGNORECASE,
)


_REGISTER_LABEL = re.compile(
    r"[\s(\[]+(?:co(?:mpany)?\.?\s?(?:reg\.?\s?)?no\b|reg(?:istration|d)?\.?\s?no\b\W*\d).*$", re.IGNORECASE
)
_MISREAD_FORM = re.compile(
    r"(?:\b|(?<=[A-Z]{3}))S[DOUIL0][NHM](?P<dot>\.?),?\s?[B8][HN][DUOB0](?P<end>\.?)\w*", re.IGNORECASE
)
"""Sdn. Bhd., the commonest form of Malaysia, as readers misread it, also without the blank before it."""


_ADDRESS_OF_SITE = re.compile(r"(?<=\w\w[^\w:])\s*(?:(?:https?://|www\.)\S+|\S+@\S+\.\w+).*$", re.IGNORECASE)
"""A web or mail address behind a name, and what follows it; behind a colon it is the value of a label."""

_ZEROS_IN_FORM = re.compile(r"\bd\.0\.0\b")
_MISREAD_SRL = re.compile(r"(?<![^\W_])(S\.\s?[rR]\.\s?)[I1|](?=\.?\s*$|\.)")


def _right_form(form: re.Match[str]) -> str:
    glued = form.start() > 0 and form.string[form.start() - 1].isalpha()
    return f"{' ' if glued else ''}SDN{form['dot']} BHD{form['end']}"


_UNMATCHED_BRACKET = re.compile(r"\s\w{0,2}\)\s*$")
_PHONE_TAIL = re.compile(
    r"\s+(?:(?:tel|phone|ph|fax)\b\W*[\d(+].*|\(\d{3}\)\s?\d{3}[\s.-]?\d{4}|\d{3}[.-]\d{3}[.-]\d{4})$", re.IGNORECASE
)
_BARRED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\s?\|\s?){3,}[^\W\d_](?![^\W_])")
"""A drawn name with strokes between its letters: "A|L|F|A"."""
_FIRST_BRACKET = re.compile(r"^\([^)]{8,}\)\s*")
_BLANKS = re.compile(r"\s+")
_ZERO_FOR_O = re.compile(r"(?<=[A-Z]-)0(?![\w.])|(?<![^\W_])0(?=['’][A-Z])")
_FIVE_FOR_S = re.compile(r"(?<=\s)5/B\b")


@remembered
def clean_name(text: str) -> str:
    """Without register numbers, capital and sentences behind it and decoration around it; a misread legal form is
    corrected."""
    if (notice := NOTICE_PHRASE.search(text)) is not None and text[: notice.start()].strip():
        text = text[: notice.start()]
    if (capital := CAPITAL_PHRASE.search(text)) is not None and LEGAL_FORM.search(text[: capital.start()]):
        text = text[: capital.start()]
    text = _BARRED.sub(lambda name: re.sub(r"\W", "", name.group()), text)
    text = _MISREAD_FORM.sub(_right_form, spelled(text))
    text = _MISREAD_SRL.sub(lambda form: form[1] + ("L" if form[1].isupper() else "l"), text)
    text = _FIVE_FOR_S.sub("S/B", _ZERO_FOR_O.sub("O", text))
    text = _ZEROS_IN_FORM.sub("d.o.o", text)
    if "(" not in text:
        text = _UNMATCHED_BRACKET.sub("", text)
    name = _without_number(_REGISTER_LABEL.sub("", text.strip()))
    name = _PHONE_TAIL.sub("", name)
    name = _without_greeting(_ADDRESS_OF_SITE.sub("", name))
    name = _REGISTER_TAIL.sub("", _FIRST_BRACKET.sub("", name))
    name = _named_in_quotes(ADDRESSED.sub("", NAME_KEY.sub("", name)))
    care_of = CARE_OF_BEHIND.search(name)
    name = name if care_of is None else name[: care_of.start()]
    name = _without_link(_quoted(name.strip(_AROUND_NAMES), name))
    return _BLANKS.sub(" ", name)[:LONGEST_SHORT_TEXT]


_NUMBER_BEHIND = re.compile(r"[\s,–-]+(?:(?:[^\W1-9_]\.?){2,6}[\s:]+)?(?:[A-Z]{1,2}-?)?\d[\d.\s/-]{4,}[A-Z]?")
"""A number behind a legal form, with the letters of its label; "0IB" is misread."""


_TAX_NUMBER_BEHIND = re.compile(
    rf"[\s,(–-]{{1,4}}(?:{'|'.join(label for label, *_ in NATIONAL_TAX_LABELS)})"
    r"[\s.:]{0,4}[A-Z]{0,3}-?\d[\w.\s/-]{4,24}\)?(?:\s.*)?$",
    re.IGNORECASE,
)


def _without_number(text: str) -> str:
    """ "Alpha, S.L. CIF B46228813", "Alpha Inc. 0000418", "Ana Ruiz, NIF 16051234L": without the number behind the
    legal form, or behind the name of a tax number."""
    form = next((form for form in LEGAL_FORM.finditer(text) if _NUMBER_BEHIND.fullmatch(text, form.end())), None)
    return _TAX_NUMBER_BEHIND.sub("", text) if form is None else text[: form.end()]


_IN_QUOTES = re.compile(r"""[^'"„“”«»]{3,60}['"„“«]([^'"„“”«»]{2,40})['"“”»]\W*""")


def _named_in_quotes(text: str) -> str:
    """ "caffe bar 'Alfa'": the name behind what a shop is, in small letters and without a legal form."""
    quoted = _IN_QUOTES.fullmatch(text.lstrip())
    if quoted is None or not text.lstrip()[0].islower() or LEGAL_FORM.search(text):
        return text
    return quoted[1]


def _without_greeting(text: str) -> str:
    """ "WELCOME TO ALPHA": the shop that greets, also where a letter of the greeting, but the first, was misread. What
    goes on in small letters is a sentence."""
    words = text.split()
    for greeting in GREETINGS.get(text.lstrip()[:1].lower(), ()):
        count = greeting.count(" ") + 1
        read = " ".join(words[:count]).lower()
        if len(words) > count and distance(read, greeting, score_cutoff=1) <= 1 and not words[count][0].islower():
            return " ".join(words[count:])
    return text


_OWNED_BY = re.compile(r"de\s+(?=[^\W\d_a-z])")


def _without_link(text: str) -> str:
    """ "Sitz der Alpha GmbH", "de Alfa S.R.L." under its brand: without the words before the name. That of "de Vries
    B.V." is of the name: the forms of companies in Spanish begin with an S."""
    seat = SEAT_OF.match(text)
    if seat is not None and legal_forms(text[seat.end() :]):
        return text[seat.end() :].lstrip()
    link = _OWNED_BY.match(text)
    owner = link is not None and any(form.group()[:1].upper() == "S" for form in legal_forms(text))
    return text[link.end() :] if link is not None and owner else text


_AROUND_NAMES = ' \t*#=~_<>»«|,;:-–—•·●"“”„'
_QUOTES = {"«": "»", "»": "«", "“": "”", "„": "“", '"': '"'}
"""Opening mark -> the closing one."""


def _quoted(name: str, whole: str) -> str:
    """The name with the quotation mark that ends or begins it where its other one stands inside: ООО «Печать»,
    "Solo" d.o.o."""
    for opening, closing in _QUOTES.items():
        marks = name.count(opening) if opening == closing else name.count(opening) - name.count(closing)
        if marks % 2 == 0:
            continue
        start = whole.find(name)
        if marks > 0 and opening in name and whole[start + len(name) : start + len(name) + 1] == closing:
            return name + closing
        if start and whole[start - 1] == opening:
            return opening + name
    return name


_REGISTRATION = re.compile(r"\bcompany\W+(?:reg\w*\W+)?n(?:o|r|umber)\b", re.IGNORECASE)
_SPACED_LETTERS = re.compile(r"\W*\w(?:\W+\w){4,}\W*|[\u3040-\u9fff](?:\s[\u3040-\u9fff])+")
_SITE = re.compile(r"\bwww\.|https?:|@|\w\.(?:com|net|org|eu|[a-z]{2})(?:/|$)", re.IGNORECASE)


_BEFORE_SITE = " @"
"""What an icon before a mail address is read as."""


_FIGURES = "0123456789/.- "
"""What a number at the end of a title is made of."""


def _is_title_with_number(text: str) -> bool:
    """The title of a document, by itself or with its number ("Recibo de honorarios 204"), or a number of something else
    with its label ("Référence client 4 118 220")."""
    words = text.rstrip(_FIGURES)
    named = fold(without_marks(words))
    numbered = len(words) < len(text) and LABELS.get(named) in (Label.OTHER_NUMBER, Label.PURCHASE_ORDER)
    return fold(text) in TITLE_KINDS or named in TITLE_KINDS or numbered


_POSTCODE_WITH_FORM = re.compile(
    r"(?:^|[, ])(?:[A-Z]{2},? +[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\W*$"
)
"""The end of "Okotoks, AB T1S 1A1" and "Hinckley LE10 1AB", with letters that are a legal form elsewhere."""


_CODE_ALONE = re.compile(r"[A-Z]{2,5}\d{2,}")
"""The code of a customer: "KIR01"."""


_BRANCH_NUMBER = re.compile(r"(?<=[^\W\d_])\s*#\s?\d[\d-]{1,9}$")
"""The number of a shop of a chain, behind its name: "Alpha #20114-0"."""


@remembered
def is_name(text: str) -> bool:
    """Whether a line may be a name at all."""
    letters = sum(map(str.isalpha, text))
    figures = letters < 0.5 * len(_BRANCH_NUMBER.sub("", text).replace(" ", ""))
    if letters < 2 or (figures and not _is_numbered(text)):
        return False
    if (
        _CODE_ALONE.fullmatch(text)
        or BRACKETED.match(text)
        or _is_title_with_number(text)
        or fold(text) in NO_NAME_ALONE
    ):
        return False
    if LEGAL_FORM.fullmatch(text):
        return False  # "SARL" under the name
    if _SPACED_LETTERS.fullmatch(text):
        return False  # a title
    form = LEGAL_FORM.search(text) is not None
    whole = (form or BODY.match(text) is not None) and len(text.split()) <= 7 and ":" not in text
    if (NEVER_A_NAME.search(text) or _VALUE_OR_NUMBER.search(text)) and not whole:
        return False
    if _REGISTRATION.search(text) or (" " not in text.strip(_BEFORE_SITE) and _SITE.search(text)):
        return False
    if form:
        code = _POSTCODE_WITH_FORM.search(text)
        return code is None or LEGAL_FORM.search(text, 0, code.start()) is not None
    kind = kind_of(text)
    if kind is LineKind.STREET:
        return FIGURE.search(text) is None
    return kind not in (LineKind.POSTAL, LineKind.REGION)


_NUMBERED = re.compile(r"\d{3,8}(?:-\d{4})?\s+(?=[^\W\d_])\D{2,40}")


def _is_numbered(text: str) -> bool:
    """Whether it is a company that is called by its number, its province and its form: "614220 N.B. Inc."."""
    return _NUMBERED.fullmatch(text) is not None and ends_with_form(text)


WEAK_FORMS = frozenset({"company", "co", "trading", "enterprise", "private", "limited", "pvt", "pty", "pte"})
"""Legal forms, and words of legal forms, that names have in their middle."""


def legal_forms(text: str) -> list[re.Match[str]]:
    """The legal forms in a text; two small letters are a word of a language ("se", "as", "sa")."""
    return [form for form in LEGAL_FORM.finditer(text) if len(form.group()) > 2 or not form.group().islower()]


def is_title(text: str) -> bool:
    """Whether a cell is the title of a document, or the letter of its kind, or both."""
    words = text.split()
    return fold(text) in _TITLES or all(fold(word) in _TITLES or (len(word) == 1 and word.isupper()) for word in words)


def without_titles(text: str) -> str:
    """A line without the title of the document that stands before or behind a name of several words ("Alpha AB
    Faktura"); the one word beside a title is part of it ("Factura electrónica")."""
    if _is_title_with_number(text):
        return text
    words = text.split()
    while len(words) > 1 and is_title_word(words[-1]):
        words.pop()
    while len(words) > 1 and is_title_word(words[0]):
        words.pop(0)
    rest = " ".join(words)
    name = 1 < len(words) < len(text.split()) and fold(rest) not in LABELS
    return rest if name else text


_ONE_LETTER_AT_ITS_END = re.compile(r"-\w$")


def is_title_word(word: str) -> bool:
    """Whether a word is a title by itself; "Not-A" has but the letters of one."""
    return fold(word) in _TITLES and _ONE_LETTER_AT_ITS_END.search(word) is None


_TITLES = INVOICE_TITLES | CREDIT_NOTE_TITLES


def names_register(text: str) -> bool:
    """Whether a number in a register stands in it."""
    return _REGISTER_TAIL.search(text) is not None or _REGISTER_LABEL.search(text) is not None


def ends_with_form(text: str) -> bool:
    """Whether the last words are a legal form, behind others."""
    forms = legal_forms(text)
    return bool(forms) and forms[-1].start() > 0 and not fold(text[forms[-1].end() :])
