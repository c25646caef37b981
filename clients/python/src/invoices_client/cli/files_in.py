"""`upload` and `watch`: files go in."""

import glob
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from invoices_client.calls import is_idempotency_key
from invoices_client.cli.app import AsJson, Company, Reference, Tags, client
from invoices_client.cli.exit_codes import ExitCode, concerns_all, exit_code
from invoices_client.cli.facts import FACTS, facts_of
from invoices_client.cli.folder import DropFolder
from invoices_client.cli.output import complain, print_fields, print_json, print_table, progress
from invoices_client.cli.stopping import stopping
from invoices_client.cli.uploading import Outcome, Wanted, uploaded
from invoices_client.cli.watching import watched
from invoices_client.errors import InvoicesError
from invoices_client.models import SourceKind

_MOST_AT_ONCE = 8
"""Uploads of one key that the API takes at once."""

Seconds = Annotated[float, typer.Option(min=0, help="How long to wait for one file, in seconds.")]
Parallel = Annotated[int, typer.Option(min=1, max=_MOST_AT_ONCE, help="Files at once.")]
AllowDuplicates = Annotated[
    bool, typer.Option("--allow-duplicates", help="Take files again that were uploaded before.")
]


def _source(text: str) -> dict[str, Any]:
    """A kind, or a JSON object that has more to say; whether it is right is the server's to tell."""
    if not text.lstrip().startswith("{"):
        return {"kind": text}
    try:
        said: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"is no JSON: {error}") from None
    return said


SaidSource = Annotated[
    dict[str, Any] | None,
    typer.Option(
        "--source",
        parser=_source,
        metavar="KIND|JSON",
        help=f"Where they come from: {', '.join(SourceKind)}, or JSON with more "
        "(kind, sender, subject, message_id, received_at, path).",
        show_default=False,
    ),
]


def upload(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(help="Files; patterns such as *.pdf too.", show_default=False)],
    wait: Annotated[bool, typer.Option("--wait", help="Until each is read.")] = False,
    table: Annotated[bool, typer.Option("--table", help="Print a table at the end.")] = False,
    as_json: AsJson = False,
    parallel: Parallel = 4,
    timeout: Seconds = 300,
    allow_duplicates: AllowDuplicates = False,
    source: SaidSource = None,
    reference: Reference = None,
    tags: Tags = None,
    company: Company = None,
    idempotency_key: Annotated[
        str | None,
        typer.Option(help="Of one file: uploaded again with the same key, it is one upload.", show_default=False),
    ] = None,
) -> None:
    """Upload files. One that was uploaded before is told with its invoice, and is no failure."""
    paths = [Path(name) for pattern in files for name in _expanded(pattern)]
    if idempotency_key and (len(paths) > 1 or not is_idempotency_key(idempotency_key)):
        raise typer.BadParameter("is one of printable ASCII, for one file", param_hint="--idempotency-key")
    wanted = Wanted(
        parallel=parallel,
        seconds=timeout if wait or table else None,
        allow_duplicates=allow_duplicates,
        source=source,
        reference=reference,
        tags=tuple(tags or ()),
        company=company,
        idempotency_key=idempotency_key,
    )
    kept: list[Outcome] = []
    code, count = ExitCode.OK, 0
    with stopping() as stop, client(context, stop.pause) as invoices, progress() as bar:
        task = bar.add_task("Uploading", total=len(paths))
        for outcome in uploaded(invoices, paths, wanted, stop):
            count += 1
            bar.advance(task)
            code = _worse(code, outcome)
            if table:
                kept.append(outcome)
            else:
                _tell(outcome, as_json=as_json)
        is_stopped = stop.is_asked
    if table:
        print_table(("Id", "Status", "File", *FACTS, "Message"), _table_rows(kept))
    if count < len(paths):
        complain(f"{len(paths) - count} files were not uploaded.")
    raise typer.Exit(ExitCode.INTERRUPTED if is_stopped else code)


def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder that files are dropped into.")],
    wait: Annotated[
        bool, typer.Option("--wait", help="Until each is read: one that cannot be read goes to failed/.")
    ] = False,
    as_json: AsJson = False,
    parallel: Parallel = 4,
    timeout: Seconds = 300,
    settle: Annotated[
        float, typer.Option(min=0.1, help="A file is whole when it has not changed for so many seconds.")
    ] = 2,
    allow_duplicates: AllowDuplicates = False,
    source: SaidSource = None,
    reference: Reference = None,
    tags: Tags = None,
    company: Company = None,
    once: Annotated[bool, typer.Option("--once", help="End when the files that are there now are done.")] = False,
) -> None:
    """Upload what appears in a folder. Each file moves to done/, or to failed/ with a reason beside it."""
    wanted = Wanted(
        parallel=parallel,
        seconds=timeout if wait else None,
        allow_duplicates=allow_duplicates,
        source=source,
        reference=reference,
        tags=tuple(tags or ()),
        company=company,
    )
    drop = DropFolder(path=folder, settle=settle)

    def tell(outcome: Outcome) -> None:
        _tell(outcome, as_json=as_json)

    with stopping() as stop, client(context, stop.pause) as invoices:
        code = watched(invoices, drop, wanted, stop, tell, is_once=once)
    raise typer.Exit(code)


def _expanded(pattern: str) -> list[str]:
    """The files of a pattern, where the shell has not put them in its place."""
    if not glob.has_magic(pattern) or Path(pattern).exists():
        return [pattern]
    return sorted(glob.glob(pattern)) or [pattern]  # noqa: PTH207 - the pattern may begin at the root


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if not as_json:
        print_fields(",".join(map(str, outcome.invoice_ids)), outcome.status, outcome.file, outcome.message)
        return
    told: dict[str, Any] = {"file": str(outcome.file), "status": outcome.status, "message": outcome.message}
    told |= {"ok": outcome.is_ok, "invoice_ids": list(outcome.invoice_ids)}
    print_json(told | {"invoices": [invoice.model_dump(mode="json") for invoice in outcome.invoices]})


def _table_rows(outcomes: Iterable[Outcome]) -> Iterator[tuple[object, ...]]:
    for outcome in outcomes:
        for invoice in outcome.invoices:
            facts = facts_of(invoice)
            yield (invoice.id, invoice.status, outcome.file.name, *facts, outcome.message if invoice.error else "")
        if not outcome.invoices:
            ids = ",".join(map(str, outcome.invoice_ids))
            yield (ids, outcome.status, outcome.file.name, *[None] * len(FACTS), outcome.message)


def _worse(code: ExitCode, outcome: Outcome) -> ExitCode:
    """The code after one more file: an error that concerns all weighs most."""
    error = outcome.error
    if isinstance(error, InvoicesError) and concerns_all(error):
        complain(error)
        return exit_code(error)
    return code if outcome.is_ok else max(code, ExitCode.SOME_FAILED)
