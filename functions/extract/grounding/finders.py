"""Where a value is printed: every place for an amount, a date or a text, each with the quality of the match."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from functions.extract.grounding.index import Occurrence, Stream, WordIndex
from functions.extract.grounding.notation import names_month, runs
from functions.extract.printed_numbers import digit_keys, readings
from shared.domain.normalising import confuse, fold

MOST_PLACES = 400
"""No value needs more places to choose from; a blank form can hold a thousand zeros."""

MOST_SEARCHED_PAGES = 12
"""A value not printed in one run is searched in blocks and by similarity on this many first and last pages only."""

CONFUSED = 0.7
"""A match only after characters that look alike are taken for one another."""

PART_OF_WORD = 0.97
"""A match that is a part of a printed word, cut off cleanly: 1336165 in 1336165-2, 26.08.2021 in a range of dates. An
amount without its decimals, where another place shows them."""

INSIDE = 0.85
"""A match that begins or ends in the middle of letters or digits, or is surrounded by letters."""

AMBIGUOUS_DATE = 0.9
"""02/11 is the second of November or the eleventh of February."""

FUZZY_LENGTH = 6
FUZZY_CUTOFF = 85.0
"""Texts of this length and likeness (rapidfuzz, 0..100) are the same text misread; shorter ones match anything."""

MOST_PARTS = 0.75
"""A text is found if parts with this share of its characters are printed near each other."""

_FILLERS = frozenset("de del of the le den der el a st nd rd th er o al em".split())  # noqa: SIM905
"""Words that may be printed between the parts of a date: "2nd of November", "2 de noviembre de 2026"."""


def find_amount(index: WordIndex, amount: Decimal, *, money: bool = False) -> list[Occurrence]:
    """Places that print this amount, with any sign and notation. `money`: it is no quantity and no rate, so that
    decimals raise the quality of a match and a per cent sign lowers it."""
    wanted = abs(amount)
    found: list[Occurrence] = []
    for key in digit_keys(wanted):
        for members in index.by_digits.get(key, ())[:MOST_PLACES]:
            text = " ".join(index.words[number].text for number in members)
            possible = readings(text) | readings(text.replace(" ", ""))
            if wanted in possible:
                found.append(Occurrence(members, _amount_quality(text, money=money)))
    if not found:
        for key in digit_keys(wanted):
            for members in index.by_confused_digits.get(key, ())[:MOST_PLACES]:
                text = confuse(index.words[members[0]].text.casefold())
                if wanted in readings(text):
                    found.append(Occurrence(members, CONFUSED))
    return sorted(set(found), key=lambda one: one.words)


def _amount_quality(text: str, *, money: bool) -> float:
    if sum(map(str.isalpha, text)) > 3 or (money and "%" in text):
        return INSIDE
    return PART_OF_WORD if money and not re.search(r"[.,]\d{2}\b", text) else 1.0


def find_date(index: WordIndex, day: date) -> list[Occurrence]:
    """Places that print this date, in any order of its parts, with the month as a number or a name."""
    found = [*_compact_dates(index, day)]
    for year in (f"{day.year:04d}", f"{day.year % 100:02d}"):
        for position in index.by_run.get(year, ())[:MOST_PLACES]:
            for start, end in _around_year(index, position, day):
                members = tuple(range(index.run_words[start], index.run_words[end] + 1))
                parts = index.run_texts[start : end + 1]
                quality = _date_quality(parts, day, short_year=len(year) == 2)
                if _is_cut_out(index, start, end):
                    quality *= PART_OF_WORD if len(members) == 1 else INSIDE
                found.append(Occurrence(members, quality))
    found += _glued_dates(index, day)
    best: dict[tuple[int, ...], float] = {}
    for one in found:
        best[one.words] = max(one.quality, best.get(one.words, 0))
    return [Occurrence(words, quality) for words, quality in sorted(best.items())]


def _compact_dates(index: WordIndex, day: date) -> Iterator[Occurrence]:
    for form in (f"{day:%Y%m%d}", f"{day:%d%m%Y}", f"{day:%m%d%Y}"):
        for position in index.by_run.get(form, ())[:MOST_PLACES]:
            yield Occurrence((index.run_words[position],), INSIDE)


def _is_cut_out(index: WordIndex, start: int, end: int) -> bool:
    """Whether the same word has digits before the first run or after the last: a range, or parts of two dates."""
    around = ((start, start - 1), (end, end + 1))
    return any(
        0 <= beside < len(index.run_texts)
        and index.run_words[beside] == index.run_words[run]
        and index.run_texts[beside].isdecimal()
        for run, beside in around
    )


def _glued_dates(index: WordIndex, day: date) -> Iterator[Occurrence]:
    """03/02/201815:28: readers of till receipts join the date to the time, so the year runs on into the hour."""
    year = f"{day.year:04d}"
    for run, positions in index.by_run.items():
        if 4 < len(run) <= 6 and run.startswith(year):
            for position in positions:
                before = _parts(index, position, -1)
                if len(before) == 2 and _day_and_month([index.run_texts[part] for part in reversed(before)], day):
                    first, last = index.run_words[before[1]], index.run_words[position]
                    yield Occurrence(
                        tuple(range(first, last + 1)), INSIDE * _date_quality([year[2:]], day, short_year=False)
                    )


def _around_year(index: WordIndex, position: int, day: date) -> Iterator[tuple[int, int]]:
    """First and last run of the date whose year is at this position: the year ends or begins it."""
    before = _parts(index, position, -1)
    if len(before) == 2 and _day_and_month([index.run_texts[part] for part in reversed(before)], day):
        yield before[1], position
    after = _parts(index, position, 1)
    if len(after) == 2:
        first, second = (index.run_texts[part] for part in after)
        one_word = index.run_words[position] == index.run_words[after[1]]
        # 2020 - 3/8/2020 is no 2020-03-08; 2020-03-08:15:28 is.
        if _is_month(first, day) and _is_day(second, day) and (one_word or not _is_cut_out(index, position, after[1])):
            yield position, after[1]


def _parts(index: WordIndex, position: int, step: int) -> list[int]:
    """Positions of the two runs next to the year, fillers left out, on the same page."""
    parts: list[int] = []
    page = index.page_of[index.run_words[position]]
    for ahead in range(1, 6):
        other = position + step * ahead
        if not 0 <= other < len(index.run_texts) or index.page_of[index.run_words[other]] != page:
            break
        if index.run_texts[other] in _FILLERS:
            continue
        parts.append(other)
        if len(parts) == 2:
            break
    return parts


def _day_and_month(parts: Sequence[str], day: date) -> bool:
    first, second = parts
    return (_is_day(first, day) and _is_month(second, day)) or (_is_month(first, day) and _is_day(second, day))


def _is_day(run: str, day: date) -> bool:
    return run.isdecimal() and len(run) <= 2 and int(run) == day.day


def _is_month(run: str, day: date) -> bool:
    if run.isdecimal():
        return len(run) <= 2 and int(run) == day.month
    return names_month(run, day.month)


def _date_quality(parts: Sequence[str], day: date, *, short_year: bool) -> float:
    named = any(not part.isdecimal() and names_month(part, day.month) for part in parts)
    year_first = len(parts[0]) == 4
    certain = named or year_first or day.day > 12 or day.day == day.month
    return (1.0 if certain else AMBIGUOUS_DATE) * (0.95 if short_year else 1.0)


def find_text(index: WordIndex, text: str, *, pages: Sequence[int] | None = None) -> list[Occurrence]:
    """Places that print this text: case, accents, blanks, punctuation and line breaks do not count."""
    needle = fold(text)
    if not needle:
        return []
    if len(needle) <= 3:
        return [Occurrence((number,), 1.0) for number in _short(index, needle)]
    everywhere = range(len(index.pages)) if pages is None else pages
    found: dict[tuple[int, ...], float] = {}
    for page in everywhere:
        for stream in index.streams(page):
            _add_matches(index, stream, needle, found)
        if len(found) > MOST_PLACES:
            break
    if not found:
        for page in first_and_last(everywhere):
            _add_matches(index, index.block_stream(page), needle, found)
    return [Occurrence(words, quality) for words, quality in sorted(found.items())]


def first_and_last(pages: Sequence[int]) -> Sequence[int]:
    """The first and last pages, where header fields are printed, for the slower searches."""
    half = MOST_SEARCHED_PAGES // 2
    return pages if len(pages) <= MOST_SEARCHED_PAGES else [*pages[:half], *pages[-half:]]


def _add_matches(index: WordIndex, stream: Stream, needle: str, found: dict[tuple[int, ...], float]) -> None:
    for match in _in_stream(index, stream, needle):
        found[match.words] = max(match.quality, found.get(match.words, 0))


def _short(index: WordIndex, needle: str) -> list[int]:
    """The words that equal a short text or have it as a run of their own; as a substring it would match anything."""
    whole = index.by_fold.get(needle, ())
    inside = (index.run_words[position] for position in index.by_run.get(needle, ())[:MOST_PLACES])
    return sorted({*whole[:MOST_PLACES], *inside})


def _in_stream(index: WordIndex, stream: Stream, needle: str) -> Iterator[Occurrence]:
    position = stream.text.find(needle)
    while position >= 0:
        end = position + len(needle)
        first, last = stream.word_at(position), stream.word_at(end - 1)
        whole = position == stream.starts[first] and end == stream.end_of(last)
        clean = whole or (_is_edge(index, stream, first, position) and _is_edge(index, stream, last, end))
        if clean or len(needle) >= FUZZY_LENGTH:
            quality = 1.0 if whole else PART_OF_WORD if clean else INSIDE
            yield Occurrence(tuple(sorted(stream.words[first : last + 1])), quality)
        position = stream.text.find(needle, position + 1)


def _is_edge(index: WordIndex, stream: Stream, word: int, position: int) -> bool:
    """Whether a run of letters or digits of this word begins or ends at this character of the stream."""
    place = position - stream.starts[word]
    for run in runs(index.words[stream.words[word]].text):
        if place <= 0:
            break
        place -= len(run)
    return place == 0


def find_identifier(index: WordIndex, text: str) -> list[Occurrence]:
    """Places that print this number or code; if there are none, those that do once characters that look alike count
    as the same. Never merely similar: one other digit is another number."""
    found = find_text(index, text)
    needle = confuse(fold(text))
    if found or len(needle) < FUZZY_LENGTH:
        return found
    places = []
    for page in range(len(index.pages)):
        stream = index.streams(page)[0]
        position = confuse(stream.text).find(needle)
        if position >= 0:
            first, last = stream.word_at(position), stream.word_at(position + len(needle) - 1)
            places.append(Occurrence(tuple(sorted(stream.words[first : last + 1])), CONFUSED))
    return places


def find_similar(index: WordIndex, text: str, *, pages: Sequence[int]) -> list[Occurrence]:
    """The most similar place of each page, for names and sentences with reading errors."""
    from rapidfuzz.fuzz import partial_ratio_alignment  # 0.1 s, and most documents never need it

    needle = fold(text)
    if len(needle) < FUZZY_LENGTH:
        return []
    found = []
    for page in pages:
        for stream in (*index.streams(page), index.block_stream(page)):
            if len(stream.text) < len(needle):
                continue
            best = partial_ratio_alignment(needle, stream.text, score_cutoff=FUZZY_CUTOFF)
            if best is not None and best.dest_end > best.dest_start:
                first, last = stream.word_at(best.dest_start), stream.word_at(best.dest_end - 1)
                found.append(Occurrence(tuple(sorted(stream.words[first : last + 1])), CONFUSED * best.score / 100))
    return found


def find_parts(index: WordIndex, text: str, *, pages: Sequence[int] | None = None) -> list[Occurrence]:
    """A text whose parts (an address's lines, a note's sentences) are near each other but not in one run: the union
    of the parts. The quality is the share of its characters that was found."""
    parts = [part for part in re.split(r"[,;\n|·]+|\.\s", text) if len(fold(part)) >= 2]
    if len(parts) < 2:
        parts = text.split()
    if len(parts) < 2:
        return []
    searched = None if pages is None else tuple(pages)
    places = [
        index.places_once((fold(part), searched), partial(find_text, index, part, pages=searched)) for part in parts
    ]
    anchors = max(zip(parts, places, strict=True), key=lambda pair: (bool(pair[1].all), len(fold(pair[0]))))[1].all
    total = sum(len(fold(part)) for part in parts)
    candidates = []
    for anchor in anchors[:10]:
        members: set[int] = set()
        covered = 0
        for part, found in zip(parts, places, strict=True):
            near = found.near(index, anchor)
            if near is not None:
                members |= set(near.words)
                covered += len(fold(part))
        share = covered / total
        if share >= MOST_PARTS:
            candidates.append(Occurrence(tuple(sorted(members)), 0.95 * share))
    return candidates
