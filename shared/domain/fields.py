"""The kind of value of each field of InvoiceData, derived from the model so that new fields are included."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from shared.domain.booking import is_booking
from shared.domain.invoice import InvoiceData

_CONCLUDED = re.compile(
    r"(/.+)?/(summary|document_type|type_code|currency|tax_currency|means|country|origin_country|category|tax_category"
    r"|reason_code|exemption_code|tax_point_code|scheme|media_type|profile|customization|note_subjects/\d+)"
)


def is_concluded(pointer: str) -> bool:
    """Whether the value at a JSON pointer is inferred from the document (or written by this system or by who books it)
    and not printed in it: it needs a confidence but no word as evidence."""
    return _CONCLUDED.fullmatch(pointer) is not None or is_booking(pointer)


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


@cache
def _groups(model: type[BaseModel]) -> Mapping[str, type[BaseModel] | None]:
    """Each field's group of values, alone or in a list; None for a plain value."""
    return {
        name: next(
            (part for part in _types(field.annotation) if isinstance(part, type) and issubclass(part, BaseModel)), None
        )
        for name, field in model.model_fields.items()
    }


def unknown_names(
    patch: Mapping[str, Any], model: type[BaseModel] = InvoiceData, *, pointer: str = "", may_remove: bool = True
) -> Iterator[str]:
    """JSON pointers, one by one, of the members of a merge patch (RFC 7396) that the model has no field for.

    A null that removes a member may name one that there is not; in lists, which are replaced as a whole, it removes
    nothing."""
    groups = _groups(model)
    for name, value in patch.items():
        below = f"{pointer}/{name}"
        if name not in groups:
            if value is not None or not may_remove:
                yield below
        elif (group := groups[name]) is not None:
            if isinstance(value, Mapping):
                yield from unknown_names(value, group, pointer=below, may_remove=may_remove)
            elif isinstance(value, list):
                for index, one in enumerate(value):
                    if isinstance(one, Mapping):
                        yield from unknown_names(one, group, pointer=f"{below}/{index}", may_remove=False)


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
