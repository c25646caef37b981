"""What an export template writes."""

from collections.abc import Mapping
from enum import StrEnum


class TemplateFormat(StrEnum):
    """The value is the ending of the file's name."""

    CSV = "csv"
    JSON = "json"
    XML = "xml"


MEDIA_TYPES: Mapping[TemplateFormat, str] = {
    TemplateFormat.CSV: "text/csv; charset=utf-8",
    TemplateFormat.JSON: "application/json",
    TemplateFormat.XML: "application/xml",
}
