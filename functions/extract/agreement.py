"""Merges two extractions of one document: agreed values gain confidence, different ones lose confidence and get a
finding.

Both must be grounded. Of two different values the one printed in the document is kept, because an invented value is not
printed; if both or neither are printed, the model's is kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from functions.extract.extraction import Extraction
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.normalising import fold

LEAST_LOCAL_CONFIDENCE = 0.6
"""Minimum confidence of a value that only the local extractor gives; the model may have omitted it correctly."""

ALONE = 0.9
"""Factor for a value that only one of them gives."""

DISPUTED = 0.6
"""Factor for a value that they give differently."""

HIGHEST_CONFIDENCE = 0.99
"""Of an agreed value: both extractors can make the same error on one page."""

_COMPARED_TABLES = ("tax_breakdown", "lines")
_MERGED_BY_ROW = frozenset({*_COMPARED_TABLES, "operation_codes"})

_PROSE = frozenset({"address", "description", "notes", "payment_terms", "means", "unit"})
"""Free text: two extractors delimit it differently, which is no disagreement."""


MOST_COMPARISONS = 30_000_000
"""Of the keys of rows, at most as many as the search for equal blocks can make; about two seconds. Two tables of 5000
lines with different amounts need fewer; where amounts repeat, the search takes the cube of the lines."""

_Key = tuple[Decimal | str | None, ...]


@dataclass(slots=True)
class _Side:
    values: Mapping[str, Any]
    evidence: EvidenceMap


@dataclass(slots=True)
class _Outcome:
    evidence: EvidenceMap = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def agree(model: Extraction, local: Extraction) -> Extraction:
    """One extraction out of two grounded ones, with a finding for every header value they give differently."""
    outcome = _Outcome()
    from_model = _Side(values=model.data.model_dump(exclude={"summary"}), evidence=model.evidence)
    from_local = _Side(values=local.data.model_dump(exclude={"summary"}), evidence=local.evidence)
    merged = _merge_fields(from_model, from_local, ("", "", ""), outcome, report=True)
    for table in _COMPARED_TABLES:
        merged[table] = _merge_table(table, from_model, from_local, merged, outcome)
    merged["operation_codes"] = _merge_codes(from_model, from_local, outcome)
    placed = {one.code for one in local.findings if one.params and one.params.get("parts")}
    from_answer = [one for one in model.findings if one.code not in placed]  # a model says how many parts, not where
    codes = {one.code for one in from_answer}
    return Extraction(
        data=InvoiceData.model_validate(merged),
        extractor=Extractor.OPENAI_AND_LOCAL,
        evidence=outcome.evidence,
        findings=(
            *from_answer,
            *(one for one in local.findings if one.code not in codes),
            *outcome.findings,
        ),
        agent_response=model.agent_response,
    )


def _merge_fields(
    from_model: _Side, from_local: _Side, pointers: tuple[str, str, str], outcome: _Outcome, *, report: bool
) -> dict[str, Any]:
    """Every field but the compared tables and the operation codes. `pointers` lead to the part in from_model, in
    from_local and in the result. A list, or a group that only one of them gives, is taken as it is."""
    merged: dict[str, Any] = {}
    for name in from_model.values:
        here, there = from_model.values[name], from_local.values[name]
        at = (f"{pointers[0]}/{name}", f"{pointers[1]}/{name}", f"{pointers[2]}/{name}")
        if isinstance(here, dict) and isinstance(there, dict):
            merged[name] = _merge_fields(
                _Side(here, from_model.evidence), _Side(there, from_local.evidence), at, outcome, report=report
            )
        elif isinstance(here, dict | list) or isinstance(there, dict | list):
            if name not in _MERGED_BY_ROW:
                merged[name] = here or there or here
                side, origin = (from_model, at[0]) if here else (from_local, at[1])
                outcome.evidence.update(_moved(side.evidence, merged[name], origin, at[2]))
        else:
            merged[name] = _merge_value(
                (here, from_model.evidence.get(at[0])),
                (there, from_local.evidence.get(at[1])),
                at[2],
                outcome,
                report=report,
            )
    return merged


_Given = tuple[Any, Evidence | None]


def _merge_value(from_model: _Given, from_local: _Given, pointer: str, outcome: _Outcome, *, report: bool) -> Any:
    (here, shown), (there, shown_there) = from_model, from_local
    if there is None or here is None:
        return _lone_value(from_model if there is None else from_local, pointer, outcome, from_model=there is None)
    if _same(here, there):
        outcome.evidence.update(_entry(pointer, _stronger(shown, shown_there)))
        return here
    name = pointer.rsplit("/", 1)[-1]
    value, evidence = from_local if not _is_printed(shown) and _is_printed(shown_there) else from_model
    if name in _PROSE:
        outcome.evidence.update(_entry(pointer, evidence))
        return value
    outcome.evidence.update(_entry(pointer, _scaled(evidence, DISPUTED)))
    if report:
        outcome.findings.append(
            finding(
                FindingCode.EXTRACTORS_DISAGREE,
                Level.WARNING,
                [pointer],
                field=pointer,
                model=_shown(here),
                local=_shown(there),
                kept=_shown(value),
            )
        )
    return value


def _lone_value(given: _Given, pointer: str, outcome: _Outcome, *, from_model: bool) -> Any:
    value, evidence = given
    if value is None:
        return None
    if not from_model:
        sure = evidence is not None and evidence.confidence >= LEAST_LOCAL_CONFIDENCE
        if not (sure and _is_printed(evidence)):
            return None
    outcome.evidence.update(_entry(pointer, _scaled(evidence, ALONE)))
    return value


def _merge_table(
    name: str, from_model: _Side, from_local: _Side, header: Mapping[str, Any], outcome: _Outcome
) -> list[dict[str, Any]]:
    """The better of two tables, row by row completed and confirmed by the other."""
    tables = (from_model.values[name], from_local.values[name])
    sides = (from_model, from_local)
    fits = [(_fit(name, table, header), _support(name, side)) for table, side in zip(tables, sides, strict=True)]
    best = 1 if tables[1] and fits[1] > fits[0] else 0
    rows, others = tables[best], tables[1 - best]
    pairs = _pairs(name, rows, others)
    if rows and others and (len(rows) != len(others) or len(pairs) < len(rows)):
        outcome.findings.append(_table_finding(name, tables, len(pairs)))
    merged = []
    for number, row in enumerate(rows):
        pointer = f"/{name}/{number}"
        if number in pairs:
            other, at = others[pairs[number]], f"/{name}/{pairs[number]}"
        else:
            other, at = dict.fromkeys(row), ""
        merged.append(
            _merge_fields(
                _Side(row, sides[best].evidence),
                _Side(other, sides[1 - best].evidence),
                (pointer, at, pointer),
                outcome,
                report=False,
            )
        )
        if "operation_codes" in row:
            merged[-1]["operation_codes"] = row["operation_codes"]
            codes = f"{pointer}/operation_codes"
            outcome.evidence.update(_moved(sides[best].evidence, row["operation_codes"], codes, codes))
    return merged


def _fit(name: str, rows: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> bool:
    """Whether the rows add up to the header's amounts."""
    column, totals = (
        ("net_amount", ("net_amount", "total_amount")) if name == "lines" else ("tax_amount", ("tax_amount",))
    )
    amounts = [row[column] for row in rows]
    if not amounts or any(amount is None for amount in amounts):
        return False
    total = sum(amounts, Decimal(0))
    return any(header[one] is not None and abs(total - header[one]) < Decimal("0.05") for one in totals)


def _support(name: str, side: _Side) -> float:
    """The share of the table's values printed in the document, in tenths so that small differences do not decide."""
    shown = [one for pointer, one in side.evidence.items() if pointer.startswith(f"/{name}/")]
    return round(sum(one.page is not None for one in shown) / len(shown), 1) if shown else 0.0


def _pairs(name: str, rows: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Row -> the row of the other table that is the same one: same amounts in the same order."""
    here, there = ([_row_key(name, row) for row in table] for table in (rows, others))
    times = Counter(here)
    if sum(times[key] for key in there) * min(len(here), len(there)) > MOST_COMPARISONS:
        return _from_both_ends(here, there)
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _from_both_ends(here: Sequence[_Key], there: Sequence[_Key]) -> dict[int, int]:
    """The rows that are the same from the first one on, and from the last one up."""
    least = min(len(here), len(there))
    first = next((row for row in range(least) if here[row] != there[row]), least)
    last = next((row for row in range(least - first) if here[-1 - row] != there[-1 - row]), least - first)
    return {row: row for row in range(first)} | {len(here) - row: len(there) - row for row in range(last, 0, -1)}


def _row_key(name: str, row: Mapping[str, Any]) -> _Key:
    if name == "tax_breakdown":
        return (_plain(row["rate"]), _plain(row["tax_amount"]))
    amount = row["net_amount"]
    return (_plain(amount),) if amount is not None else (fold(row["description"] or ""),)


def _plain(value: Decimal | None) -> Decimal | None:
    return value.normalize() if value is not None else None


def _table_finding(name: str, tables: Sequence[Sequence[object]], same: int) -> Finding:
    return finding(
        FindingCode.EXTRACTED_ROWS_DISAGREE,
        Level.WARNING,
        [f"/{name}"],
        rows=name,
        model=len(tables[0]),
        local=len(tables[1]),
        same=same,
    )


def _merge_codes(from_model: _Side, from_local: _Side, outcome: _Outcome) -> list[str]:
    """The model's codes, confirmed by the local extractor's, and the local extractor's codes that are printed."""
    codes = list(from_model.values["operation_codes"])
    known = {fold(code): f"/operation_codes/{number}" for number, code in enumerate(codes)}
    for pointer in known.values():
        outcome.evidence.update(_entry(pointer, from_model.evidence.get(pointer)))
    for number, code in enumerate(from_local.values["operation_codes"]):
        shown = from_local.evidence.get(f"/operation_codes/{number}")
        pointer = known.get(fold(code), f"/operation_codes/{len(codes)}")
        if fold(code) in known:
            outcome.evidence.update(_entry(pointer, _stronger(outcome.evidence.get(pointer), shown)))
        elif _is_printed(shown):
            codes.append(code)
            outcome.evidence.update(_entry(pointer, _scaled(shown, ALONE)))
    return codes


def _moved(evidence: EvidenceMap, value: Any, origin: str, target: str) -> EvidenceMap:
    """The evidence of all that `value` at `origin` holds, as that of `target`."""
    return {
        f"{target}{inner}": evidence[f"{origin}{inner}"] for inner, _ in leaves(value) if f"{origin}{inner}" in evidence
    }


def _entry(pointer: str, evidence: Evidence | None) -> Iterator[tuple[str, Evidence]]:
    if evidence is not None:
        yield pointer, evidence


def _stronger(one: Evidence | None, other: Evidence | None) -> Evidence | None:
    """The better placed of two, with the combined confidence of two independent readings."""
    if one is None or other is None:
        return one or other
    best = other if not _is_printed(one) and _is_printed(other) else one
    both = 1 - (1 - one.confidence) * (1 - other.confidence)
    return best.model_copy(update={"confidence": max(min(both, HIGHEST_CONFIDENCE), one.confidence, other.confidence)})


def _scaled(evidence: Evidence | None, factor: float) -> Evidence | None:
    return evidence and evidence.model_copy(update={"confidence": evidence.confidence * factor})


def _is_printed(evidence: Evidence | None) -> bool:
    return evidence is not None and evidence.page is not None


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def _shown(value: str | Decimal | date) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
