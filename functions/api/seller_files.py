"""Sellers as CSV: a row each, lists in a cell separated by "|". What is exported can be imported again unchanged."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from functions.api.export_csv import BYTE_ORDER_MARK, as_cell, cell_value, chunk_of
from functions.api.models.companies import CompanyName
from shared.adapters.seller_import import GivenSeller
from shared.domain.codes import COUNTRIES
from shared.domain.comparison_keys import KEY_LENGTH, account_key, name_key, tax_key
from shared.domain.normalising import compact
from shared.domain.sellers import LONGEST_PRINTED, SellerKey, SellerKeyKind
from shared.errors import AppError, BadRequestError
from shared.http.problems import MOST_TOLD

MOST_ROWS = 2000
"""So many sellers are imported at once: they are held until all are written."""

_MOST_IN_CELL = 50
_BETWEEN = " | "
_LISTS = {
    "tax_numbers": SellerKeyKind.TAX,
    "accounts": SellerKeyKind.ACCOUNT,
    "names": SellerKeyKind.NAME,
    "postcodes": SellerKeyKind.POSTCODE,
    "domains": SellerKeyKind.DOMAIN,
}
COLUMNS = ("id", "name", "country", *_LISTS, "invoices")
"""The columns of a file. An import needs `name`; it does not look at `invoices`."""

_name = TypeAdapter(CompanyName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a line, from 1, which is that of the headings."""

    line: int
    column: str
    message: str


class FaultsError(Exception):
    """The file has faults; nothing of it is imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def refused(faults: Sequence[Fault]) -> AppError:
    """The error for these faults."""
    details = [{"line": one.line, "column": one.column, "message": one.message} for one in faults[:MOST_TOLD]]
    first = faults[0]
    more = f" {len(faults) - 1} more faults." if len(faults) > 1 else ""
    sentence = f"Nothing was imported. Line {first.line}, {first.column}: {first.message}.{more}"
    return BadRequestError(sentence, details=details)


def as_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file, in chunks; a row has the columns, lists as lists."""
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
        yield from chunk_of(buffer)
    yield from chunk_of(buffer, least=0)


def read_csv(text: str) -> list[tuple[int, GivenSeller]]:
    """The sellers of a file, each with its line; separated by commas or semicolons. Raises FaultsError."""
    headings, _, _ = text.removeprefix("\ufeff").partition("\n")
    separator = ";" if headings.count(";") > headings.count(",") else ","
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator, strict=True)
    faults: list[Fault] = []
    found: list[tuple[int, GivenSeller]] = []
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _ensure_known(names)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(found) + len(faults) >= MOST_ROWS:
                raise FaultsError([Fault(line=reader.line_num, column="id", message=f"more than {MOST_ROWS} sellers")])
            try:
                row = dict(zip(names, map(cell_value, cells), strict=True))
            except ValueError:
                faults.append(_fault(reader.line_num, names[-1], f"{len(cells)} cells for {len(names)} columns"))
                continue
            one = _seller(row, reader.line_num)
            if isinstance(one, GivenSeller):
                found.append((reader.line_num, one))
            else:
                faults.append(one)
    except csv.Error as error:
        raise FaultsError([_fault(reader.line_num, "name", f"this is no CSV ({error})")]) from error
    if faults:
        raise FaultsError(faults)
    if not found:
        raise FaultsError([_fault(1, "name", "there is no seller in this file")])
    return found


def _ensure_known(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        shown = unknown[0][:40]
        raise FaultsError([_fault(1, shown or "(empty)", f"is no column; the columns are {', '.join(COLUMNS)}")])
    if "name" not in names:
        raise FaultsError([_fault(1, "name", "is missing")])
    if len(set(names)) < len(names):
        raise FaultsError([_fault(1, next(one for one in names if names.count(one) > 1), "is there twice")])


def _fault(line: int, column: str, message: str) -> Fault:
    return Fault(line=line, column=column, message=message)


def _seller(row: Mapping[str, str], line: int) -> GivenSeller | Fault:
    number = row.get("id", "").strip()
    if number and not re.fullmatch(r"[0-9]{1,18}", number):
        return _fault(line, "id", "must be the number of a seller, or empty for a new one")
    country = row.get("country", "").strip().upper()
    if country and country not in COUNTRIES:
        return _fault(line, "country", "must be a country of ISO 3166-1 in two letters")
    try:
        name = _name.validate_python(row["name"])
    except ValidationError:
        return _fault(line, "name", "must be a name of at most 200 characters in one line")
    keys = [_key(SellerKeyKind.NAME, name)]
    for column, kind in _LISTS.items():
        printed = [part.strip() for part in row.get(column, "").split("|") if part.strip()]
        if len(printed) > _MOST_IN_CELL:
            return _fault(line, column, f"more than {_MOST_IN_CELL} values")
        some = [_key(kind, one) for one in printed]
        if None in some:
            return _fault(line, column, f"{printed[some.index(None)][:40]!r} is none")
        keys += some
    known = tuple(dict.fromkeys(key for key in keys if key is not None))
    return GivenSeller(id=int(number) if number else None, name=name, country=country or None, keys=known)


_KEY_OF: Mapping[SellerKeyKind, Callable[[str], str | None]] = {
    SellerKeyKind.TAX: tax_key,
    SellerKeyKind.ACCOUNT: account_key,
    SellerKeyKind.NAME: name_key,
    SellerKeyKind.POSTCODE: lambda text: text if text.isdigit() else None,
    SellerKeyKind.DOMAIN: lambda text: text.casefold() if re.fullmatch(r"[\w.-]+\.\w+", text) else None,
}


def _key(kind: SellerKeyKind, printed: str) -> SellerKey | None:
    """None for what is no such thing."""
    key = _KEY_OF[kind](printed)
    if not key or len(printed) > LONGEST_PRINTED:
        return None
    shown = compact(printed) if kind in (SellerKeyKind.TAX, SellerKeyKind.ACCOUNT) else printed
    return SellerKey(kind=kind, key=key[:KEY_LENGTH], printed=key if kind is SellerKeyKind.DOMAIN else shown)


def _cell(value: Any) -> str:
    if isinstance(value, list):  # of what separates them none is left inside
        return as_cell(_BETWEEN.join(one.replace("|", "/") for one in value))
    return as_cell(value)
