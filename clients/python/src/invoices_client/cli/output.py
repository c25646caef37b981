"""What is printed: results to standard output, all else to standard error; without colours where nobody looks."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from invoices_client.cli.wording import shown

_WIDE = 10_000
"""A table in a pipe is as wide as what it shows."""


def complain(message: object) -> None:
    """A sentence to standard error."""
    print(shown(message), file=sys.stderr)


def print_json(value: BaseModel | dict[str, Any]) -> None:
    """One line of JSON, in ASCII: nothing in it is for the terminal."""
    content = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    print(json.dumps(content), flush=True)


def print_fields(*fields: object) -> None:
    """One line of fields, separated by tabs, for other programs."""
    print("\t".join(shown("" if field is None else field) for field in fields), flush=True)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table, its numbers to the right. Where it is too narrow, names and sentences go on in a next line."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_WIDE)
    table = Table()
    for heading in headings:
        is_number = heading in ("Id", "Total")
        is_long = heading in ("File", "Seller", "Message", "Finding", "Invoice")
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold", no_wrap=not is_long)
    for row in rows:
        table.add_row(*(Text(shown("" if value is None else value)) for value in row))
    console.print(table)


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people; for another program one line of fields for each row, without headings."""
    if sys.stdout.isatty():
        print_table(headings, rows)
        return
    for row in rows:
        print_fields(*row)


def progress() -> Progress:
    """A bar on standard error; nothing if that is no terminal."""
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        redirect_stdout=sys.stdout.isatty(),  # what is piped is for another program, and none of the bar's business
        disable=not console.is_terminal,
        transient=True,
    )
