"""A person's correction: the changed values, and their effect on evidence and findings. Pure."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from functions.api.models.review import Place
from shared.domain.booking import is_booking
from shared.domain.document import Box, Source
from shared.domain.evidence import MOST_ALTERNATIVES, Alternative, Evidence, EvidenceMap
from shared.domain.fields import LISTS, TABLES, unknown_names
from shared.domain.finding_codes import FINDINGS, Scope
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves, pointer_to
from shared.domain.memory.lesson import LONGEST_CONSTANT
from shared.domain.normalising import fold
from shared.domain.summary import summarise
from shared.errors import AppError, ErrorCode
from shared.http.problems import MOST_TOLD, faults_of

_NAMES = frozenset(f"/{party}/{name}" for party in ("seller", "buyer") for name in ("name", "address"))

_MISREAD_LIKE = 0.5
"""Likeness (0..1) of what OCR read to what a person types instead, from which it is that misread, and no other text."""

_ROW_NUMBER = re.compile(r"/\d+(?=/|$)")


class InvalidDataError(AppError):
    """The corrected data is not valid InvoiceData; `details` names each place."""

    code = ErrorCode.INVALID_DATA
    status = 400
    message = "The corrected data is not valid."


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """One value that a person changed; None where it is missing."""

    pointer: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        """For the audit trail."""
        return {"pointer": self.pointer, "from": self.old, "to": self.new}


def ensure_possible(patch: Mapping[str, Any]) -> None:
    """Raises InvalidDataError for a patch that no invoice can take. Called before the invoice is locked, so that wrong
    values, however many, are nobody else's wait."""
    unknown = islice(unknown_names(patch), MOST_TOLD)
    if details := [{"pointer": pointer, "message": "There is no such field"} for pointer in unknown]:
        raise InvalidDataError(details=details)
    try:
        InvoiceData.model_validate(_merge({}, patch))
    except ValidationError as error:
        if details := _faults(error, but_for=_may_stand_in_the_invoice):
            raise InvalidDataError(details=details) from error


def _may_stand_in_the_invoice(fault: ErrorDetails) -> bool:
    """Whether the fault is a value that the patch lacks, outside the lists, which a patch replaces as a whole."""
    return fault["type"] == "missing" and not any(isinstance(step, int) for step in fault["loc"])


def merged(current: InvoiceData, patch: Mapping[str, Any]) -> InvoiceData:
    """The data after a JSON merge patch (RFC 7396). Raises InvalidDataError with a pointer and a sentence per fault."""
    try:
        return InvoiceData.model_validate(_merge(current.as_json(), patch))
    except ValidationError as error:
        raise InvalidDataError(details=_faults(error)) from error


def _faults(
    error: ValidationError, *, but_for: Callable[[ErrorDetails], bool] = lambda fault: False
) -> list[dict[str, str]]:
    """The first faults."""
    told = ({"pointer": pointer_to(one["loc"]), "message": one["msg"]} for one in faults_of(error) if not but_for(one))
    return list(islice(told, MOST_TOLD))


def _merge(target: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None and key not in LISTS:
            result.pop(key, None)
        else:
            result[key] = _merge(result.get(key), value)
    return result


def changed_values(old: InvoiceData, new: InvoiceData) -> list[ValueChange]:
    """Every value that differs, by its pointer in the new data (for removed values: in the old)."""
    before, after = dict(leaves(old.as_json())), dict(leaves(new.as_json()))
    return [
        ValueChange(pointer=pointer, old=before.get(pointer), new=after.get(pointer))
        for pointer in dict.fromkeys([*after, *before])
        if before.get(pointer) != after.get(pointer)
    ]


def first_corrected(changed: Iterable[str], before: EvidenceMap) -> list[str]:
    """The fields of these pointers whose value was not a person's before, each once, without the numbers of rows: what
    had to be corrected of what was read, and not how often a person changed their mind, nor how it is booked."""
    read = (
        one for one in changed if not is_booking(one) and (one not in before or before[one].source is not Source.PERSON)
    )
    return list(dict.fromkeys(_ROW_NUMBER.sub("", one) for one in read))


def carried_evidence(
    old: InvoiceData, new: InvoiceData, evidence: EvidenceMap, places: Mapping[str, Place]
) -> EvidenceMap:
    """The evidence of the new data: kept for unchanged values (lines may have moved), the person's for changed ones.
    What a changed value was before stays among its alternatives, last, so that taking the first again and again goes
    round."""
    old_json, new_json = old.as_json(), new.as_json()
    before, after = dict(leaves(old_json)), dict(leaves(new_json))
    origin = {pointer: pointer for pointer in after}
    for name in TABLES:
        origin |= _moved(name, old_json[name], new_json[name])
    carried: EvidenceMap = {}
    for pointer, value in after.items():
        source = origin.get(pointer, pointer)
        place = places.get(pointer)
        if place is None and before.get(source) == value:
            if source in evidence:
                carried[pointer] = evidence[source]
        else:
            if place is None:
                place = _where_misread(pointer, before.get(source), value, evidence.get(source))
            carried[pointer] = Evidence(
                page=place.page if place else None,
                box=Box(*place.box) if place else None,
                text=place.text if place else None,
                confidence=1.0,
                source=Source.PERSON,
                alternatives=_alternatives(before.get(source), value, evidence.get(source)),
            )
    return carried


def _where_misread(pointer: str, old: Any, new: Any, support: Evidence | None) -> Place | None:
    """Where OCR read what is like the new name or address: a person who types it says what is printed there."""
    if pointer not in _NAMES or support is None or support.source not in (Source.TESSERACT, Source.RAPIDOCR):
        return None
    if support.page is None or support.box is None or not (isinstance(old, str) and isinstance(new, str)):
        return None
    if (
        max(len(old), len(new)) > LONGEST_CONSTANT
    ):  # comparing takes time by their product, and no such value is learned
        return None
    likeness = SequenceMatcher(None, fold(old), fold(new), autojunk=False).ratio()
    return Place(page=support.page, box=tuple(support.box), text=support.text) if likeness >= _MISREAD_LIKE else None


def _alternatives(old: Any, new: Any, support: Evidence | None) -> tuple[Alternative, ...]:
    """What else the value may be once it is `new`. A value that stands nowhere on the page is none."""
    if support is None:
        return ()
    others = [other for other in support.alternatives if other.value != new]
    if isinstance(old, str) and old != new and support.page is not None:
        before = Alternative(
            value=old, page=support.page, box=support.box, text=support.text, confidence=support.confidence
        )
        others = [*others[: MOST_ALTERNATIVES - 1], before]
    return tuple(others)


def standing_findings(stored: Iterable[Mapping[str, Any]], data: InvoiceData, evidence: EvidenceMap) -> list[Finding]:
    """The findings that survive a correction, in order: those about the document. Others are computed again.
    A finding marked `until_corrected` is removed once a person has changed all the values it points at."""
    given = [pointer for pointer, _ in leaves(data.as_json())]
    findings = (Finding.model_validate(one) for one in stored)
    return [
        found
        for found in findings
        if found.scope is Scope.DOCUMENT
        and not (FINDINGS[found.code].until_corrected and _is_by_person(found.pointers, given, evidence))
    ]


def summed_up(data: InvoiceData, evidence: EvidenceMap, findings: Sequence[Finding]) -> InvoiceData:
    """The data with a summary of its current values and findings, unless a person wrote one."""
    own = evidence.get("/summary")
    if own is not None and own.source is Source.PERSON:
        return data
    return data.model_copy(update={"summary": summarise(data, findings)})


def _is_by_person(pointers: Sequence[str], given: Sequence[str], evidence: EvidenceMap) -> bool:
    above = frozenset(pointers)
    below = (one for one in given if not above.isdisjoint(_with_parents(one)))
    return all(one in evidence and evidence[one].source is Source.PERSON for one in below)


def _with_parents(pointer: str) -> Iterator[str]:
    """The pointer, and those of the groups and lists around its value."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _moved(name: str, old: list[Any], new: list[Any]) -> dict[str, str]:
    """Pointers below a list's new items -> the same below their old items; added items have none."""
    moved: dict[str, str] = {}
    for index, (item, origin) in enumerate(zip(new, _origins(old, new), strict=True)):
        below = f"/{name}/{'new' if origin is None else origin}"
        for tail, _ in leaves(item):
            moved[f"/{name}/{index}{tail}"] = f"{below}{tail}"
    return moved


def _origins(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new row the index of the old one that it was: unchanged, wherever it stands now, or edited in place;
    None for an added one. Linear in the rows, however many are alike."""
    before, after = [repr(row) for row in old], [repr(row) for row in new]
    origins: list[int | None] = [None] * len(after)
    free = dict.fromkeys(range(len(before)))  # old rows that no new row was yet

    def match(index: int, origin: int) -> None:
        origins[index] = origin
        del free[origin]

    # Rows that stand where they stood, counted from the first or from the last: among rows that are alike, these.
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        match(first, first)
        first += 1
    shift = len(before) - len(after)
    index = len(after) - 1
    while index >= first and index + shift >= first and before[index + shift] == after[index]:
        match(index, index + shift)
        index -= 1
    if shift == 0:
        for middle in range(first, index + 1):
            if before[middle] == after[middle]:
                match(middle, middle)
    alike: dict[str, deque[int]] = {}
    for origin in free:
        alike.setdefault(before[origin], deque()).append(origin)
    for middle in range(first, index + 1):
        if origins[middle] is None and alike.get(after[middle]):
            match(middle, alike[after[middle]].popleft())
    # An edited row keeps its place behind its neighbour.
    expected = 0
    for place, known in enumerate(origins):
        if known is None and expected in free:
            match(place, expected)
            known = expected
        expected = expected if known is None else known + 1
    return origins
