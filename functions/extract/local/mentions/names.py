"""Recognises the line that is the name of a business."""

import re
from collections.abc import Sequence

from functions.extract.local.fields.parties.sections import PartyLine
from functions.extract.local.lexicon.parties import LEGAL_FORM, STREET, TRADES
from functions.extract.local.lexicon.phrases import SALUTATION
from functions.extract.local.lexicon.titles import TITLE_KINDS
from functions.extract.local.mentions.addresses import BRACKETED, LineKind, kind_of
from functions.extract.local.mentions.misreadings import spelled
from functions.extract.local.value import Value
from shared.domain.invoice_values import LONGEST_SHORT_TEXT
from shared.domain.normalising import fold

_PERSON = re.compile(
    r"""
    ^\W*(?:attn|attention|att\.|z\.?\s?hd\.?|zu\shänden|t\.?a\.?v\.?|c/o|à\sl['’]attention|a\sla\satención|contact|ansprechpartner|buyer\b
       |all['’]attenzione|a/c|geschäftsführ|owner:|manager)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_NAME = re.compile(
    r"""
    ^\W*(?:page|seite|página|pagina|p\.)\s*\d
    | \b(?:duplicate|duplicado|kopie|copy|original|copia|reprint)\b
    | ^\W*(?:welcome|willkommen|bienvenid|thank|danke)
    | \b(?:print\s?date|invoice|receipt|rechnung|factura|facture|fattura|factuur|fatura|statement|contract)\b
    | \b(?:account|bill\s?to)\b
    | \b(?:guest\s?check|tax\s?id)\b
    | \b(?:date|datum|fecha|data|number|nummer|numéro|número|time|table|order|cashier|server|check\b|your\b|nr\.)
    | \b(?:customer\s?copy|merchant\s?copy|dine\s?in|take\s?(?:out|away)|to\s?go|terminal|term\s?id|trans|staff|guests?)
    | \b(?:returns?|refunds?)
    | \b(?:co(?:mpany)?\.?\s?)?reg(?:istration)?\.?\s?(?:no|number)|\bregister(?:ed|gericht)|\bco\.\s?no\.
    | ^[^:]{1,40}:(?=\s|$) | ^\W*\d[\d\s.,:/\-]*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
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


_MISREAD_SRL = re.compile(r"(?<![^\W_])(S\.\s?[rR]\.\s?)[I1|](?=\.?\s*$|\.)")


def _right_form(form: re.Match[str]) -> str:
    glued = form.start() > 0 and form.string[form.start() - 1].isalpha()
    return f"{' ' if glued else ''}SDN{form['dot']} BHD{form['end']}"


def clean_name(text: str) -> str:
    """Without register numbers behind it and decoration around it; a misread legal form is corrected."""
    text = _MISREAD_FORM.sub(_right_form, spelled(text))
    text = _MISREAD_SRL.sub(lambda form: form[1] + ("L" if form[1].isupper() else "l"), text)
    text = re.sub(r"(?<=\s)5/B\b", "S/B", re.sub(r"(?<=[A-Z]-)0(?![\w.])", "O", text))
    text = re.sub(r"\bd\.0\.0\b", "d.o.o", text)
    if "(" not in text:
        text = re.sub(r"\s\w{0,2}\)\s*$", "", text)  # an unmatched bracket
    name = _REGISTER_LABEL.sub("", text.strip())
    name = re.sub(r"\s+(?:tel|phone|ph|fax)\b\W*[\d(+].*$", "", name, flags=re.IGNORECASE)
    name = _REGISTER_TAIL.sub("", re.sub(r"^\([^)]{8,}\)\s*", "", name))
    name = re.sub(r"^(?:name|firma|company|verkäufer|seller)\s*:\s*", "", name, flags=re.IGNORECASE)
    name = name.strip(' \t*#=~_<>»«|,;:-–—•·●"“”')
    return re.sub(r"\s+", " ", name)[:LONGEST_SHORT_TEXT]


def is_name(text: str) -> bool:
    """Whether a line may be a name at all."""
    letters = sum(character.isalpha() for character in text)
    if BRACKETED.match(text) or fold(text) in TITLE_KINDS:
        return False
    if re.search(r"\bcompany\W+(?:reg\w*\W+)?n(?:o|r|umber)\b", text, re.IGNORECASE):
        return False
    if re.fullmatch(r"\W*\w(?:\W+\w){4,}\W*", text):
        return False  # a title in spaced letters
    if letters < 2 or letters < 0.5 * len(text.replace(" ", "")):
        return False
    if _NO_NAME.search(text) and not (LEGAL_FORM.search(text) and len(text.split()) <= 7 and ":" not in text):
        return False
    if (
        re.search(r"\bwww\.|https?:|@|\w\.(?:com|net|org|eu|[a-z]{2})(?:/|$)", text, re.IGNORECASE)
        and " " not in text.strip()
    ):
        return False
    if LEGAL_FORM.search(text):
        return True
    kind = kind_of(text)
    if kind is LineKind.STREET:
        return not re.search(r"\d", text)
    return kind not in (LineKind.POSTAL, LineKind.REGION)


def name_score(text: str) -> float:
    """How much a line looks like a business: -2 (a scribble) to 3 (a legal form)."""
    words = text.split()
    score = 0.0
    if LEGAL_FORM.search(text):
        score += 2.0
    if any(fold(word) in TRADES for word in words):
        score += 1.0
    letters = [character for character in text if character.isalpha()]
    if letters and all(character.islower() for character in letters):
        score -= 1.5
    if len(letters) < 3 or len(words) > 9:
        score -= 1.0
    if any(character.isdigit() for character in text):
        score -= 0.5
    if letters and all(character.isupper() for character in letters):
        score += 0.3
    if text.rstrip().endswith((".", "!", "?")) and not LEGAL_FORM.search(text):
        score -= 1.0
    return score


def choose_name(lines: Sequence[PartyLine], *, first: bool, upper_first: bool = False) -> Value[str] | None:
    """The name among the lines over an address. `first`: it is the first line, as under a label; otherwise the line
    that looks most like a business, of equal ones the one nearest to the address (or, `upper_first`, the upper one)."""
    usable = [line for line in lines if line.key != "other" and not _PERSON.match(line.text)]
    named = [(index, line) for index, line in enumerate(usable) if is_name(clean_name(line.text))]
    if not named:
        return None
    if first:
        index, line = named[0]
        chosen = [line]
        following = usable[index + 1 : index + 2]
        if opens_letter(line.text) or _goes_on(line, following, labelled=True):
            chosen.extend(following)
        return _value(chosen, 0.85)
    slope = -0.3 if upper_first else 0.15
    scored = [
        (name_score(clean_name(line.text)) + slope * position, position) for position, (_, line) in enumerate(named)
    ]
    _, best = max(scored)
    index, line = named[best]
    chosen = [line]
    following = usable[index + 1 : index + 2]
    for above in reversed(usable[max(0, index - 2) : index]):
        if not _begins_above(above, chosen):
            break
        chosen.insert(0, above)
    ends_below = len(chosen) == 1 and _goes_on(line, following)
    branch_below = bool(following) and following[0].row == line.row + 1 and _is_branch(following[0].text)
    if ends_below or branch_below:
        chosen.extend(following)
    return _value(chosen, 0.75)


def _begins_above(above: PartyLine, chosen: Sequence[PartyLine]) -> bool:
    """Whether the name begins in the line above: a bracket is open, or the legal form was broken off."""
    if chosen[0].row - above.row > 1:
        return False
    text = " ".join(line.text for line in chosen)
    if ")" in text and "(" not in text.split(")")[0]:
        return "(" in above.text
    whole = PartyLine(text=text, words=chosen[0].words, page=chosen[0].page, row=chosen[0].row)
    return _goes_on(above, [whole], labelled=True) and is_name(clean_name(above.text))


_FORMER = re.compile(r"\b(?:formerly|dahulu|previously|known\sas|f\.?k\.?a)\b", re.IGNORECASE)


def _is_branch(text: str) -> bool:
    """ "(JALAN BESAR)" under the name of a shop."""
    named = STREET.search(text) or re.search(r"\b(?:outlet|branch|cawangan)\b", text, re.IGNORECASE)
    return bool(BRACKETED.match(text) and named and not _FORMER.search(text))


def opens_letter(text: str) -> bool:
    """Whether a line is the salutation before the recipient's name ("Herrn", "Firma")."""
    return bool(SALUTATION.match(text.strip()))


def goes_on(first: str, second: str, *, aligned: bool) -> bool:
    """Whether a name is broken over two lines: the second one brings the legal form that the first lacks. Lines that
    begin at the same place may both be long; otherwise the second must be little more than the form."""
    form = clean_name(second)
    if LEGAL_FORM.search(first) or not LEGAL_FORM.search(form) or not is_name(clean_name(first)):
        return False
    if re.fullmatch(r"\W*\(.*\)\W*", second):
        return False  # "(formerly known as …)", "(co. reg. no. …)"
    # A trade with its form is no name yet: "Sing Kee" / "Restaurant Sdn Bhd".
    rest = " ".join(word for word in LEGAL_FORM.sub("", form).split() if fold(word) not in TRADES)
    if LEGAL_FORM.match(form) or len(fold(rest)) <= 3 or first.rstrip().endswith(("&", "-", ",")):
        return True
    return aligned and not first.isupper() and kind_of(first) is LineKind.OTHER


def _goes_on(line: PartyLine, following: Sequence[PartyLine], *, labelled: bool = False) -> bool:
    if not following or following[0].row - line.row > 1:
        return False
    same_start = abs(line.words[0].box.x0 - following[0].words[0].box.x0) < 0.01
    return goes_on(line.text, following[0].text, aligned=labelled and same_start)


def _value(lines: Sequence[PartyLine], confidence: float) -> Value[str] | None:
    text = clean_name(" ".join(line.text for line in lines))
    words = tuple(word for line in lines for word in line.words)
    return Value(value=text, page=lines[0].page, words=words, confidence=confidence) if text else None
