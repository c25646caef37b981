"""`list`, `show`, `changes` and `whoami`: what is there, and what changed."""

from itertools import islice
from typing import Annotated, Any

import typer

from invoices_client.calls import given
from invoices_client.cli.app import AsJson, CameFrom, Company, Day, Exported, OneId, Reference, Tags, client
from invoices_client.cli.facts import FACTS, facts_of, facts_of_row
from invoices_client.cli.output import print_fields, print_json, print_rows
from invoices_client.cli.stopping import stopping
from invoices_client.models import ChangeType, Status


def list_(
    context: typer.Context,
    words: Annotated[str | None, typer.Argument(help="Words to look for.", show_default=False)] = None,
    status: Annotated[list[Status] | None, typer.Option(help="Only these.", show_default=False)] = None,
    issued_from: Day = None,
    issued_to: Day = None,
    reference: Reference = None,
    tags: Tags = None,
    company: Company = None,
    source: CameFrom = None,
    exported: Exported = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List invoices, the newest first."""
    filters: dict[str, Any] = {
        "q": words or None,
        "issued_from": issued_from,
        "issued_to": issued_to,
        "status": status or None,
    }
    filters |= {"reference": reference, "tag": tags, "company": company, "source": source, "exported": exported}
    with client(context) as invoices:
        rows = islice(invoices.find(**given(filters), per_page=min(limit, 100)), limit)
        if as_json:
            for row in rows:
                print_json(row)
            return
        print_rows(
            ("Id", "Status", "File", *FACTS, "Look at"),
            (
                (
                    row.id,
                    row.status,
                    row.filename,
                    *facts_of_row(row),
                    row.worst_finding.code if row.worst_finding else None,
                )
                for row in rows
            ),
        )


def show(
    context: typer.Context,
    invoice_id: OneId,
    as_json: AsJson = False,
) -> None:
    """Show one invoice: its data, and what the checks found."""
    with client(context) as invoices:
        invoice = invoices.get(invoice_id)
    if as_json:
        print_json(invoice)
        return
    facts = {"Id": invoice.id, "Status": invoice.status, "File": invoice.filename, "Version": invoice.version}
    facts |= dict(zip(FACTS, facts_of(invoice), strict=True))
    facts |= {"Error": invoice.error.message if invoice.error else None, "Rejected": invoice.reject_reason}
    print_rows(("", "Invoice"), [(name, value) for name, value in facts.items() if value is not None])
    if invoice.checks:
        print_rows(("Level", "Code", "Finding"), [(one.level, one.code, one.message) for one in invoice.checks])


def changes(
    context: typer.Context,
    after: Annotated[
        str | None,
        typer.Option(help="Behind this cursor, or `now`; else from the oldest that is kept.", show_default=False),
    ] = None,
    type_: Annotated[list[ChangeType] | None, typer.Option("--type", help="Only these.", show_default=False)] = None,
    data: Annotated[bool, typer.Option("--data", help="With the data of confirmed invoices (in JSON).")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what changes, until it is stopped.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show every change once, in order, the oldest first. Each line begins with the cursor to go on behind it."""
    with stopping() as stop, client(context, stop.pause) as invoices:
        for change in invoices.feed(after, types=type_ or (), data=data, follow=follow):
            if as_json:
                print_json(change)
            else:
                fields = change.cursor, change.type, change.invoice_id, change.version, change.at, change.actor
                print_fields(*fields)
            stop.pause(0)


def whoami(context: typer.Context, as_json: AsJson = False) -> None:
    """Show whose key is used, and what it may do."""
    with client(context) as invoices:
        me = invoices.me()
    if as_json:
        print_json(me)
    else:
        print_fields(me.name, me.role, " ".join(me.actions))
