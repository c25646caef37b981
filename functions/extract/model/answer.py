"""Validates the model's JSON as InvoiceData, or lists its problems in words that the model can act on."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from functions.extract.model.schema import OWN_FIELDS, asked_fields
from functions.extract.printed_numbers import readings
from shared.domain.fields import AMOUNTS, DAYS, LISTS, PARTS
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import pointer_to

MOST_PROBLEMS = 20
"""Faults named in a repair round; an answer with more is wrong as a whole."""

_NOT_READ = frozenset({"summary", "booking"})
"""What this system and its people write; no document says it, whatever it makes a model answer."""

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class UnusableAnswerError(ValueError):
    """The answer is not valid InvoiceData; `problems` has one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The model's answer. `dropped` are JSON pointers of values that could not be used and are null."""

    data: InvoiceData
    is_invoice: bool = True
    invoice_count: int = 1
    dropped: tuple[str, ...] = ()


def read_answer(content: str) -> Answer:
    """The answer, all of it valid. Raises UnusableAnswerError."""
    fields, own = _fields(content)
    try:
        return _answer(InvoiceData.model_validate(fields), own)
    except ValidationError as error:
        problems = [f"{pointer_to(one['loc'])}: {one['msg']}" for one in error.errors()]
        shown = problems[:MOST_PROBLEMS]
        if len(problems) > len(shown):
            shown.append(f"and {len(problems) - len(shown)} more like these")
        raise UnusableAnswerError(shown) from error


def read_what_is_valid(content: str) -> Answer:
    """The answer without its invalid values, which are listed. Raises UnusableAnswerError if nothing is usable."""
    fields, own = _fields(content)
    dropped: list[str] = []
    for _ in range(3):  # dropping one value can reveal another problem
        try:
            return _answer(InvoiceData.model_validate(fields), own, tuple(dropped))
        except ValidationError as error:
            places = {one["loc"] for one in error.errors()}
        # From the end, so that earlier list indices stay valid.
        for place in sorted(places, key=_sortable, reverse=True):
            dropped.append(pointer_to(place))
            _drop(fields, place)
    raise UnusableAnswerError(["the answer does not have the shape that was asked for"])


def _fields(content: str) -> tuple[dict[str, Any], dict[str, Any]]:
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        raise UnusableAnswerError(["the answer is not a JSON object"])
    try:
        # Numbers stay as they are written: binary floats never touch money.
        answer = json.loads(content[start : end + 1], parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnusableAnswerError([f"the answer is not valid JSON: {error}"]) from error
    if not asked_fields() & answer.keys():
        raise UnusableAnswerError(["the answer has none of the fields that were asked for"])
    own = {name: answer.pop(name) for name in OWN_FIELDS if name in answer}
    cleaned: dict[str, Any] = _cleaned(answer)
    return cleaned, own


def _answer(data: InvoiceData, own: Mapping[str, Any], dropped: tuple[str, ...] = ()) -> Answer:
    count = str(own.get("invoice_count"))
    return Answer(
        data=data,
        is_invoice=own.get("is_invoice") is not False,
        invoice_count=int(count) if count.isdecimal() and len(count) <= 4 else 1,
        dropped=dropped,
    )


def _cleaned(part: Any) -> Any:
    """Harmless liberties taken back: null for an empty list or part, amounts as they are printed, midnight behind
    a day, and what no document says."""
    if isinstance(part, list):
        return [_cleaned(item) for item in part]
    if not isinstance(part, dict):
        return part
    cleaned: dict[str, Any] = {}
    for name, value in part.items():
        if name in _NOT_READ:
            continue
        if value is None and name in LISTS:
            cleaned[name] = []
        elif value is None and name in PARTS:
            cleaned[name] = {}
        elif name in AMOUNTS and isinstance(value, str):
            cleaned[name] = _amount(value)
        elif name in DAYS and isinstance(value, str):
            cleaned[name] = value.strip().removesuffix("T00:00:00")
        else:
            cleaned[name] = _cleaned(value)
    return cleaned


def _amount(text: str) -> str:
    """A plain decimal out of a printed amount that has only one meaning; anything else is left for the validation."""
    stripped = text.strip()
    if _PLAIN.fullmatch(stripped):
        return stripped.removeprefix("+")
    possible = readings(stripped)
    # "121,00 EUR" is an amount; "about 121" is something else.
    if len(possible) != 1 or sum(character.isalpha() for character in stripped) > 3:
        return stripped
    minus = stripped.startswith(("-", "−", "(")) or stripped.endswith("-")
    return f"{'-' if minus else ''}{next(iter(possible)):f}"


def _drop(fields: Any, place: tuple[int | str, ...]) -> None:
    """Null for a value of a field, nothing for an item of a list or a field that does not exist."""
    *way, last = place
    part = fields
    for step in way:
        part = part[step]
        if part is None:
            return
    if isinstance(part, list) and isinstance(last, int):
        del part[last]
    elif isinstance(part, dict) and isinstance(last, str):
        if last in LISTS:
            part[last] = []
        elif last in PARTS:
            part[last] = {}
        else:
            part.pop(last, None)


def _sortable(place: tuple[int | str, ...]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in place]
