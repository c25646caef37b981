"""`export` and `download`: files come out."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from invoices_client.calls import given
from invoices_client.cli.app import CameFrom, Company, Day, Exported, OneId, Reference, Tags, client
from invoices_client.cli.output import complain


def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; - is standard output.")] = Path("-"),
    format: Annotated[str, typer.Option(metavar="csv|xlsx|jsonl|datev|libro-iva|template")] = "csv",  # noqa: A002 - its name on the command line
    new: Annotated[bool, typer.Option("--new", help="Only what no other system has yet, and mark it.")] = False,
    again: Annotated[
        int | None,
        typer.Option(metavar="ID", help="The file of an earlier export of what was new.", show_default=False),
    ] = None,
    rows: Annotated[str | None, typer.Option(metavar="invoices|lines", show_default=False)] = None,
    columns: Annotated[str | None, typer.Option(help="Names, separated by commas.", show_default=False)] = None,
    separator: Annotated[str | None, typer.Option(metavar="comma|semicolon", show_default=False)] = None,
    issued_from: Day = None,
    issued_to: Day = None,
    reference: Reference = None,
    tags: Tags = None,
    company: Company = None,
    source: CameFrom = None,
    exported: Exported = None,
    template: Annotated[str | None, typer.Option(help="Of the format template: its name.", show_default=False)] = None,
    consultant: Annotated[int | None, typer.Option(help="Of datev: the consultant.", show_default=False)] = None,
    of_client: Annotated[int | None, typer.Option("--client", help="Of datev: the client.", show_default=False)] = None,
    creditor_account: Annotated[
        str | None, typer.Option(help="Of datev: the account that all are owed to.", show_default=False)
    ] = None,
    expense_account: Annotated[
        str | None, typer.Option(help="Of datev: the account of what has none.", show_default=False)
    ] = None,
    letter: Annotated[str | None, typer.Option(metavar="A|B|C|M", help="Of libro-iva.", show_default=False)] = None,
) -> None:
    """Write confirmed invoices to a file. It is there whole, or not at all."""
    options: dict[str, Any] = {"format": format, "rows": rows, "separator": separator}
    options |= {"issued_from": issued_from, "issued_to": issued_to, "columns": columns.split(",") if columns else None}
    options |= {"reference": reference, "tag": tags, "company": company, "source": source, "exported": exported}
    options |= {"template": template, "consultant": consultant, "client": of_client, "letter": letter}
    options |= {"creditor_account": creditor_account, "expense_account": expense_account}
    with client(context) as invoices:
        if new:
            made = invoices.export_new(**given(options))
            complain(f"Export {made.id}: {made.count} invoices. `invoices export --again {made.id}` is its file again.")
            for one in made.left_out or ():
                complain(f"Invoice {one.invoice_id} is left out: {one.reason} [{one.code}]")
            if made.count == 0:
                return
            again = made.id
        if again is None:
            _write(output, lambda target: invoices.export(target, **given(options)))
        else:
            number = again
            _write(output, lambda target: invoices.export_file(number, target))


def download(
    context: typer.Context,
    invoice_id: OneId,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; - is standard output.")],
) -> None:
    """Write the document of an invoice, as it was uploaded, to a file."""
    with client(context) as invoices:
        _write(output, lambda target: invoices.download(invoice_id, target))


def as_(
    context: typer.Context,
    invoice_id: OneId,
    form: Annotated[str, typer.Argument(metavar="ubl|cii|facturx|epc-qr")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; - is standard output.")],
    pages: Annotated[
        str | None, typer.Option(metavar="original|pictures", help="Of facturx.", show_default=False)
    ] = None,
) -> None:
    """Write a confirmed invoice as an e-invoice, or the code to pay it with, to a file."""
    with client(context) as invoices:
        _write(output, lambda target: invoices.express(invoice_id, form, target, pages=pages))


def _write(output: Path, save: Callable[[Path], object]) -> None:
    if str(output) != "-":
        save(output)
        return
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        save(whole)
        with whole.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
