"""A person's correction: the changed values, and their effect on evidence and findings. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pydantic import ValidationError

from functions.api.models import Place
from shared.domain.document import Box, Source
from shared.domain.evidence import MOST_ALTERNATIVES, Alternative, Evidence, EvidenceMap
from shared.domain.fields import LISTS, TABLES
from shared.domain.finding_codes import FINDINGS, Scope
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves, pointer_to
from shared.domain.summary import summarise
from shared.errors import AppError, ErrorCode


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


def merged(current: InvoiceData, patch: Mapping[str, Any]) -> InvoiceData:
    """The data after a JSON merge patch (RFC 7396). Raises InvalidDataError with a pointer and a sentence per fault."""
    try:
        return InvoiceData.model_validate(_merge(current.as_json(), patch))
    except ValidationError as error:
        details = [
            {"pointer": pointer_to(fault["loc"]), "message": fault["msg"]}
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise InvalidDataError(details=details) from error


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


def carried_evidence(
    old: InvoiceData, new: InvoiceData, evidence: EvidenceMap, places: Mapping[str, Place]
) -> EvidenceMap:
    """The evidence of the new data: kept for unchanged values (lines may have moved), the person's for changed ones.
    What a changed value was before stays among its alternatives, last, so that taking the first again and again goes
    round."""
    before, after = dict(leaves(old.as_json())), dict(leaves(new.as_json()))
    origin = {pointer: pointer for pointer in after}
    for name in TABLES:
        origin |= _moved(name, old.as_json()[name], new.as_json()[name])
    carried: EvidenceMap = {}
    for pointer, value in after.items():
        source = origin.get(pointer, pointer)
        place = places.get(pointer)
        if place is None and before.get(source) == value:
            if source in evidence:
                carried[pointer] = evidence[source]
        else:
            carried[pointer] = Evidence(
                page=place.page if place else None,
                box=Box(*place.box) if place else None,
                text=place.text if place else None,
                confidence=1.0,
                source=Source.PERSON,
                alternatives=_alternatives(before.get(source), value, evidence.get(source)),
            )
    return carried


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
    below = [one for one in given for pointer in pointers if one == pointer or one.startswith(f"{pointer}/")]
    return all(one in evidence and evidence[one].source is Source.PERSON for one in below)


def _moved(name: str, old: list[Any], new: list[Any]) -> dict[str, str]:
    """Pointers below a list's new items -> the same below their old items; added items have none."""
    rows_before, rows_after = [repr(item) for item in old], [repr(item) for item in new]
    moved: dict[str, str] = {}
    for kind, first, last, start, end in SequenceMatcher(a=rows_before, b=rows_after, autojunk=False).get_opcodes():
        for step in range(end - start):
            # A row edited in place keeps its position between its neighbours, and so its cells' evidence.
            is_same_row = kind == "equal" or (kind == "replace" and step < last - first)
            origin = f"/{name}/{first + step}" if is_same_row else f"/{name}/new"
            item = new[start + step]
            for tail, _ in leaves(item):
                moved[f"/{name}/{start + step}{tail}"] = f"{origin}{tail}"
    return moved
