"""The JSON that the API takes: its length, depth and number of values are bounded before anything else looks into it,
and so is the cost of validating it."""

from typing import Any

from flask.json.provider import DefaultJSONProvider

from shared.http.body_sizes import MOST_JSON_BYTES

_MOST_BYTES = {
    "review.correct": MOST_JSON_BYTES,  # it may hold the whole data of an invoice of MOST_LINES lines
    "sellers.import_file": 4 * 1024 * 1024,
}
_MOST_BYTES_ELSEWHERE = 256 * 1024  # the longest is an own company with all its addresses
_MOST_VALUES = 300_000  # all fields of MOST_LINES lines, and the places of as many values as a correction may name
_MOST_MEMBERS = 5_000  # of one object: as many places
_DEEPEST = 32  # levels of nesting; the models have five

JSON_IN_WORDS = (
    f"JSON, nested at most {_DEEPEST} deep, of at most {_MOST_VALUES} values and {_MOST_MEMBERS} in one object"
)


def most_json_bytes(endpoint: str) -> int:
    """The longest body that this endpoint takes."""
    return _MOST_BYTES.get(endpoint, _MOST_BYTES_ELSEWHERE)


class BoundedJson(DefaultJSONProvider):
    """Parses JSON by RFC 8259: without NaN and Infinity, which the database cannot store, and within the bounds of this
    module. Raises ValueError."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            found = super().loads(s, parse_constant=_no_number, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        _ensure_bounded(found)
        return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _ensure_bounded(value: Any) -> None:
    """Raises ValueError for what is nested deeper, or has more values or members, than any model; level by level, since
    recursion would end in a RecursionError of its own."""
    level, seen = [value], 1
    for _ in range(_DEEPEST):
        nested = [one for one in level if isinstance(one, (dict, list))]
        if any(len(one) > _MOST_MEMBERS for one in nested if isinstance(one, dict)):
            raise ValueError("too many members in one object")
        seen += sum(len(one) for one in nested)
        if seen > _MOST_VALUES:
            raise ValueError("too many values")
        level = [found for one in nested for found in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return
    raise ValueError("nested too deeply")
