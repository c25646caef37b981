"""Names of which letters were misread, as the web or mail address on the page spells them."""

from collections.abc import Iterable
from itertools import islice

from functions.extract.local.fields.parties.nearby import MOST_HOSTS, host_of
from functions.extract.local.lexicon.parties import LEGAL_FORM
from functions.extract.local.mentions.identifiers import PrintedIdentifier
from functions.extract.local.value import Value
from shared.domain.confusions import look_alike
from shared.domain.normalising import fold

LEAST_LETTERS = 5
"""Letters of a domain at least that spells a name."""

ANY_LETTER = 8
"""From so many letters on the misread one may look like any other."""

_BARS = "Ii1l|!/"
"""What the strokes between the letters of a logo are read as."""


def spelled_on_site(name: Value[str], identifiers: Iterable[PrintedIdentifier]) -> str:
    """The name; where one letter differs from a domain that was read more surely, with the domain's ("GOODNAN"), and
    without the strokes between its letters ("AISIFIiINIAIG"). A name that was read surely stays as it is."""
    sureness = min((word.confidence for word in name.words), default=1.0)
    for site in islice(identifiers, MOST_HOSTS):
        host, sure = host_of(site), (word.confidence for word in site.value.words)
        if host is None or len(host) < LEAST_LETTERS or sureness >= min(sure, default=0.0):
            continue
        spelled = _without_bars(name.value, host) or _with_one_letter(name.value, host)
        if spelled is not None:
            return spelled
    return name.value


def _without_bars(text: str, host: str) -> str | None:
    """The letters of the domain where the text has nothing else but two strokes or more between them."""
    read = "".join(text.split())
    rest = iter(read.lower())
    if len(read) < len(host) + 2 or read[:1].lower() != host[0] or read[-1:].lower() != host[-1]:
        return None
    strokes = len(read) - len(host)
    for letter in host:
        for found in rest:
            if found == letter:
                break
            strokes -= found in _BARS
        else:
            return None
    return (
        None if strokes else (host.upper() if text.isupper() or sum(map(str.isupper, text)) * 2 > len(text) else host)
    )


def _with_one_letter(text: str, host: str) -> str | None:
    """The text with the one letter of the domain that it lacks."""
    form = LEGAL_FORM.search(text)
    end = len(text) if form is None or not fold(text[: form.start()]) else form.start()
    places = [index for index, letter in enumerate(text[:end]) if fold(letter)]
    if len(places) != len(host):
        return None
    wrong = [(place, letter) for place, letter in zip(places, host, strict=True) if fold(text[place]) != letter]
    if len(wrong) != 1:
        return None
    [(place, letter)] = wrong
    if len(host) < ANY_LETTER and not look_alike(text[place].lower(), letter):
        return None
    beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return text[:place] + (letter.upper() if beside.isupper() else letter) + text[place + 1 :]
