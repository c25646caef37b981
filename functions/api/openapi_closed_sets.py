"""Closed sets that no response uses directly, as schemas of the OpenAPI document: the parameters of each finding, the
data of each audit event, the currencies, the columns of exports, why exports leave invoices out. The web client's types
are generated from them."""

from collections.abc import Mapping
from typing import Any

from functions.api.explanations.errors import ERRORS
from functions.api.explanations.findings import FINDINGS_EXPLAINED
from functions.api.export_columns import INVOICE_COLUMNS, LINE_COLUMNS
from shared.domain.audit import EVENT_DATA
from shared.domain.blockers import BLOCKERS
from shared.domain.blockers import SENTENCES as SENTENCES_OF_BLOCKERS
from shared.domain.codes import CURRENCIES
from shared.domain.finding_codes import FINDINGS, FindingCode, Kind, Param
from shared.domain.finding_sentences import SENTENCES
from shared.domain.left_out_reasons import LEFT_OUT
from shared.domain.left_out_reasons import SENTENCES as SENTENCES_OF_LEFT_OUT

_REFERENCE = "#/components/schemas/{model}"


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _count(description: str) -> dict[str, Any]:
    return {"type": "integer", "description": description}


def _list(description: str, items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": items}


def _object(properties: Mapping[str, Any], description: str | None = None) -> dict[str, Any]:
    return {
        **({"description": description} if description else {}),
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


_KINDS: Mapping[Kind, dict[str, Any]] = {
    Kind.AMOUNT: _text("Money as a decimal number, such as 774578.80; its currency is the parameter `currency`."),
    Kind.NUMBER: _text("A decimal number."),
    Kind.PERCENT: _text("A decimal number in per cent: 21 means 21 %."),
    Kind.DATE: {"type": "string", "format": "date", "description": "A day, ISO 8601."},
    Kind.COUNT: _count("A whole number."),
    Kind.TEXT: _text("A text as printed or as stored, of any language."),
    Kind.CODE: _text("A currency of ISO 4217 or a country of ISO 3166-1."),
    Kind.CHOICE: _text("One of these words."),
    Kind.FIELD: _text("A JSON pointer into InvoiceData."),
    Kind.VALUE: _text("A value of the field that the parameter `field` names."),
    Kind.FIELDS: _list("JSON pointers into InvoiceData.", {"type": "string"}),
    Kind.TEXTS: _list("Texts.", {"type": "string"}),
    Kind.INVOICES: _list(
        "Other invoices.", _object({"invoice_id": _count("The invoice's id."), "filename": _text("Name of its file.")})
    ),
    Kind.PRINTED_NUMBERS: _list(
        "Numbers of invoices on the document.",
        _object({"number": _text("The number."), "page": _count("The page that it is printed on first, from 1.")}),
    ),
    Kind.PARTS: _list(
        "Pages that are probably one invoice each.",
        _object(
            {
                "first": _count("The first page, from 1."),
                "last": _count("The last page, included."),
                "number": _text("The invoice's number."),
                "confidence": {"type": "number", "description": "The probability of that, 0..1."},
            }
        ),
    ),
}


def add_closed_sets(document: dict[str, Any]) -> None:
    """Adds the schemas to the components of `document`."""
    schemas = document["components"]["schemas"]
    schemas["FindingParams"] = {
        "title": "FindingParams",
        "description": "Code of a finding -> its `params`.",
        **_object({code: _object(_params(rule.params), _sentence(code)) for code, rule in FINDINGS.items()}),
    }
    schemas["BlockerParams"] = {
        "title": "BlockerParams",
        "description": "Code of a blocker -> its `params`.",
        **_object({code: _object(_params(params), SENTENCES_OF_BLOCKERS[code]) for code, params in BLOCKERS.items()}),
    }
    schemas["LeftOutParams"] = {
        "title": "LeftOutParams",
        "description": "Code of a reason to leave an invoice out of an export -> its `params`.",
        **_object({code: _object(_params(params), SENTENCES_OF_LEFT_OUT[code]) for code, params in LEFT_OUT.items()}),
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
    for name, texts in (("ErrorCode", ERRORS), ("FindingCode", FINDINGS_EXPLAINED)):
        schemas[name]["x-enumDescriptions"] = {code.value: text for code, text in texts.items()}
    for name, columns in (("InvoiceColumn", INVOICE_COLUMNS), ("LineColumn", LINE_COLUMNS)):
        schemas[name] = {
            "title": name,
            "description": f"The columns of {name.removesuffix('Column').lower()}s in files of confirmed invoices.",
            "type": "string",
            "enum": [column.name for column in columns],
        }


def _sentence(code: FindingCode) -> str:
    """What the parameters are put into; where the sentence has variants only that."""
    sentence = SENTENCES[code]
    return sentence if isinstance(sentence, str) else "The parameters of a sentence that has variants."


def _params(params: Mapping[str, Param]) -> dict[str, Any]:
    return {name: _schema(param) for name, param in params.items()}


def meaning(param: Param) -> str:
    """What a parameter is, in words."""
    described: str = _KINDS[param.kind]["description"]
    choices = f" {', '.join(f'`{one}`' for one in param.choices)}." if param.choices else ""
    return f"{described.removesuffix('.')}:{choices}" if choices else described


def _schema(param: Param) -> dict[str, Any]:
    schema = {**_KINDS[param.kind], **({"enum": list(param.choices)} if param.choices else {})}
    if not param.optional:
        return schema
    return {"description": schema.pop("description"), "anyOf": [schema, {"type": "null"}]}
