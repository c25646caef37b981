"""Fills a database with made invoices: each process writes a chunk of rows to files, and MariaDB loads those."""

import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pymysql
from sqlalchemy import make_url

from tests.benchmarks.scale.made_invoices import MadeInvoices, Row
from tests.benchmarks.scale.old_shape import in_old_shape
from tests.benchmarks.scale.templates import read_templates

_CHUNK = 10_000
_PROCESSES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What to make, and where: enough to make any chunk of it in another process."""

    database_url: str
    templates: Path
    rows: int
    until: datetime
    seed: int
    old_shape: bool = False


def fill(filling: Filling, progress: Callable[[int], None]) -> float:
    """Makes all rows in an empty database. Returns the seconds it took."""
    began = time.monotonic()
    firsts = range(1, filling.rows + 1, _CHUNK)
    with ProcessPoolExecutor(_PROCESSES) as pool:
        done = [pool.submit(_load_chunk, filling, first, min(_CHUNK, filling.rows + 1 - first)) for first in firsts]
        for chunk in as_completed(done):
            progress(chunk.result())
    return time.monotonic() - began


def _load_chunk(filling: Filling, first: int, count: int) -> int:
    tables = _made(filling).tables(first, count)
    if filling.old_shape:
        tables = in_old_shape(tables)
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.items():
            _load(filling.database_url, name, rows, Path(folder) / name)
    return count


@cache
def _made(filling: Filling) -> MadeInvoices:
    templates = read_templates(filling.templates)
    return MadeInvoices(templates, rows=filling.rows, until=filling.until, seed=filling.seed)


@cache
def _connection(url: str) -> "pymysql.Connection[Any]":
    """One for the life of a process. What the rows refer to is made with them, and their JSON is known to be JSON."""
    address = make_url(url)
    return pymysql.connect(
        host=address.host or "",
        port=address.port or 0,
        user=address.username,
        password=address.password or "",
        database=address.database,
        charset="utf8mb4",
        local_infile=True,
        autocommit=True,
        init_command="SET SESSION foreign_key_checks=0, check_constraint_checks=0, time_zone='+00:00'",
    )


def _load(url: str, table: str, rows: Sequence[Row], file: Path) -> None:
    names = list(rows[0])
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(_line(row, names) for row in rows)
    columns = ", ".join(f"`{name}`" for name in names)
    with _connection(url).cursor() as cursor:
        cursor.execute(
            f"LOAD DATA LOCAL INFILE %s INTO TABLE `{table}` CHARACTER SET utf8mb4 ({columns})", (str(file),)
        )
        if cursor.rowcount != len(rows):
            raise RuntimeError(f"{table} took {cursor.rowcount} of {len(rows)} rows")


def _line(row: Mapping[str, Any], names: Iterable[str]) -> str:
    return "\t".join([_stored(row[name]) for name in names]) + "\n"


def _stored(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace(
        "\\", "\\\\"
    )  # made values have no tabs and line ends, and JSON none that are not escaped
