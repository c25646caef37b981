"""Findings of checks and readers: `finding` makes them with consistent code, parameters and sentence."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeGuard

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator

from shared.domain.finding_codes import FINDINGS, FindingCode, Kind, Param, Scope
from shared.domain.finding_sentences import sentence


class Level(StrEnum):
    """`error`: cannot be right; `warning`: look at it; `info`: good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(BaseModel):
    """One finding. `message` is its English sentence; `params` are the parameters of that sentence, from which another
    language writes its own (`FindingParams` lists those of each code); null for a finding stored without them.
    `pointers` are JSON pointers (RFC 6901) into InvoiceData. `scope` decides whether it survives a correction."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    code: FindingCode
    """Code of the rule or check; docs/checks.md explains each."""
    level: Level
    """How grave it is."""
    message: str
    """The finding as an English sentence."""
    pointers: list[str] = []
    """JSON pointers (RFC 6901) into InvoiceData: the values that it is about."""
    scope: Scope = Scope.DOCUMENT
    """What it is about, which decides whether it survives a correction."""
    params: dict[str, JsonValue] | None = None
    """The parameters of the sentence, see FindingParams; null if it was stored without them."""

    @model_validator(mode="before")
    @classmethod
    def _by_table(cls, value: Any) -> Any:
        """Use the table's scope and not the stored one. A code that is no longer known becomes `other` and keeps its
        sentence and stored scope."""
        if not isinstance(value, Mapping) or "code" not in value:
            return value
        code = value["code"]
        if code not in FINDINGS:
            return {**value, "code": FindingCode.OTHER, "params": None}
        if code != FindingCode.OTHER:
            return {**value, "scope": FINDINGS[code].scope}
        return value


def finding(code: FindingCode, level: Level, pointers: Iterable[str] = (), /, **params: Any) -> Finding:
    """The finding with its sentence. Raises TypeError if the parameters are not those that FINDINGS declares: Decimal
    for amounts and other decimals, date, int, str, lists of them, None for an optional one."""
    rule = FINDINGS[code]
    if params.keys() != rule.params.keys():
        raise TypeError(f"{code} takes {sorted(rule.params)}, not {sorted(params)}")
    given = {name: _as_json(code, name, rule.params[name], value) for name, value in params.items()}
    return Finding(
        code=code,
        level=level,
        message=sentence(code, given),
        pointers=list(pointers),
        scope=rule.scope,
        params=given,
    )


def _as_json(code: FindingCode, name: str, param: Param, value: Any) -> JsonValue:
    if value is None and param.optional:
        return None
    match param.kind:
        case Kind.AMOUNT | Kind.NUMBER | Kind.PERCENT if isinstance(value, Decimal):
            return f"{value:f}"
        case Kind.DATE if isinstance(value, date):
            return value.isoformat()
        case Kind.COUNT if isinstance(value, int):
            return value
        case Kind.CHOICE if value in param.choices:
            return str(value)
        case Kind.TEXT | Kind.CODE | Kind.FIELD | Kind.VALUE if isinstance(value, str):
            return value
        case Kind.FIELDS | Kind.TEXTS if _is_list_of_texts(value):
            return list(value)
        case Kind.INVOICES if _is_list_of(value, {"invoice_id": int, "filename": str}):
            return [dict(one) for one in value]
        case Kind.PRINTED_NUMBERS if _is_list_of(value, {"number": str, "page": int}):
            return [dict(one) for one in value]
        case Kind.PARTS if _is_list_of(value, {"first": int, "last": int, "number": str, "confidence": float}):
            return [dict(one) for one in value]
    raise TypeError(f"{code}: {name} is no {param.kind}")


def _is_list_of_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_list_of(value: Any, members: Mapping[str, type]) -> bool:
    return isinstance(value, list) and all(
        one.keys() == members.keys() and all(isinstance(one[name], kind) for name, kind in members.items())
        for one in value
    )
