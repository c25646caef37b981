"""Closed sets that no response uses directly, as schemas of the OpenAPI document: the parameters of each finding, the
data of each audit event, the currencies, the columns of exports. The web client's types are generated from them."""

from collections.abc import Mapping
from typing import Any

from functions.api.export_columns import INVOICE_COLUMNS, LINE_COLUMNS
from shared.domain.audit import EVENT_DATA
from shared.domain.codes import CURRENCIES
from shared.domain.finding_codes import FINDINGS, Kind, Param

_REFERENCE = "#/components/schemas/{model}"

_TEXT = {"type": "string"}
_DECIMAL = {"type": "string", "description": "A decimal number, such as 774578.80."}
_COUNT = {"type": "integer"}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


_KINDS: Mapping[Kind, dict[str, Any]] = {
    Kind.AMOUNT: _DECIMAL,
    Kind.NUMBER: _DECIMAL,
    Kind.PERCENT: _DECIMAL,
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.COUNT: _COUNT,
    Kind.TEXT: _TEXT,
    Kind.CODE: _TEXT,
    Kind.CHOICE: _TEXT,
    Kind.FIELD: {"type": "string", "description": "A JSON pointer into InvoiceData."},
    Kind.VALUE: _TEXT,
    Kind.FIELDS: {"type": "array", "items": _TEXT},
    Kind.TEXTS: {"type": "array", "items": _TEXT},
    Kind.INVOICES: {"type": "array", "items": _object({"invoice_id": _COUNT, "filename": _TEXT})},
    Kind.PRINTED_NUMBERS: {"type": "array", "items": _object({"number": _TEXT, "page": _COUNT})},
    Kind.PARTS: {
        "type": "array",
        "items": _object({"first": _COUNT, "last": _COUNT, "number": _TEXT, "confidence": {"type": "number"}}),
    },
}


def add_closed_sets(document: dict[str, Any]) -> None:
    """Adds the schemas to the components of `document`."""
    schemas = document["components"]["schemas"]
    schemas["FindingParams"] = {
        "title": "FindingParams",
        "description": "Code of a finding -> its `params`.",
        **_object({code: _object(_params(rule.params)) for code, rule in FINDINGS.items()}),
    }
    data = {type_.value: model.model_json_schema(ref_template=_REFERENCE) for type_, model in EVENT_DATA.items()}
    for schema in data.values():
        for name, definition in schema.pop("$defs", {}).items():
            schemas.setdefault(name, definition)
    schemas["AuditEventData"] = {
        "title": "AuditEventData",
        "description": "Type of an audit event -> its `data`; null if nothing is declared.",
        **_object(data),
    }
    schemas["CurrencyCode"] = {
        "title": "CurrencyCode",
        "description": "The active currencies of ISO 4217. Another currency on an invoice is a finding.",
        "type": "string",
        "enum": sorted(CURRENCIES),
    }
    for name, columns in (("InvoiceColumn", INVOICE_COLUMNS), ("LineColumn", LINE_COLUMNS)):
        schemas[name] = {
            "title": name,
            "description": f"The columns of {name.removesuffix('Column').lower()}s in files of confirmed invoices.",
            "type": "string",
            "enum": [column.name for column in columns],
        }


def _params(params: Mapping[str, Param]) -> dict[str, Any]:
    return {name: _schema(param) for name, param in params.items()}


def _schema(param: Param) -> dict[str, Any]:
    schema = {**_KINDS[param.kind], **({"enum": list(param.choices)} if param.choices else {})}
    return {"anyOf": [schema, {"type": "null"}]} if param.optional else schema
