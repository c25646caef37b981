"""The formats of files of confirmed invoices."""

from collections.abc import Mapping
from enum import StrEnum

from functions.api.templates.template_formats import MEDIA_TYPES as TEMPLATE_MEDIA_TYPES


class ExportFormat(StrEnum):
    """What confirmed invoices are written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    DATEV = "datev"
    LIBRO_IVA = "libro-iva"
    TEMPLATE = "template"


MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSONL: "application/x-ndjson",
    ExportFormat.DATEV: "application/zip",
    ExportFormat.LIBRO_IVA: "application/zip",
}
"""Of every format but the one whose template says it."""

ALL_MEDIA_TYPES = tuple(dict.fromkeys([*MEDIA_TYPES.values(), *TEMPLATE_MEDIA_TYPES.values()]))
"""What a file of confirmed invoices can be."""

_ARCHIVES = frozenset({ExportFormat.DATEV, ExportFormat.LIBRO_IVA})


def ending(format_: ExportFormat) -> str:
    """The ending of the file's name."""
    return "zip" if format_ in _ARCHIVES else format_.value
