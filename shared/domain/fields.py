"""The kind of value of each field of InvoiceData, derived from the model so that new fields are included."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from shared.domain.invoice import InvoiceData

_CONCLUDED = re.compile(
    r"(/.+)?/(summary|document_type|type_code|currency|tax_currency|means|country|origin_country|category|tax_category"
    r"|reason_code|exemption_code|tax_point_code|scheme|media_type|profile|customization|note_subjects/\d+)"
)


def is_concluded(pointer: str) -> bool:
    """Whether the value at a JSON pointer is inferred from the document (or written by this system) and not printed in
    it: it needs a confidence but no word as evidence."""
    return _CONCLUDED.fullmatch(pointer) is not None


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """(name, annotation) of every field, depth first: nested fields follow their parent."""
    for name, field in model.model_fields.items():
        yield name, field.annotation
        for inner in _types(field.annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _fields(inner)


def _types(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of, without `Annotated` and unions."""
    if get_origin(annotation) is Annotated:
        yield from _types(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            yield from _types(option)
    elif get_origin(annotation) is list:
        yield list
        yield from _types(get_args(annotation)[0])
    else:
        yield annotation


LISTS = frozenset(name for name, annotation in _fields(InvoiceData) if list in _types(annotation))
"""Fields that hold a list, of the document and of its lines; empty lists, never null."""

TABLES = tuple(name for name in InvoiceData.model_fields if name in LISTS)
"""The lists of the document itself, in the order of the model."""

PARTS = frozenset(
    name
    for name, field in InvoiceData.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
)
"""Fields that hold a part: the parties and the payment."""

AMOUNTS = frozenset(name for name, annotation in _fields(InvoiceData) if Decimal in _types(annotation))
"""Fields that hold a number: amounts of money, quantities, prices and rates."""

DAYS = frozenset(name for name, annotation in _fields(InvoiceData) if date in _types(annotation))
"""Fields that hold a date."""

MONEY = AMOUNTS - {"quantity", "price_base_quantity", "rate", "tax_rate", "percent"}
"""The number fields that hold an amount of money."""
