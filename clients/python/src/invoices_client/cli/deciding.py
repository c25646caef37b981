"""`confirm` and `reject`: decisions about invoices."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from invoices_client.cli.app import AsJson, Ids, client
from invoices_client.cli.exit_codes import ExitCode, concerns_all
from invoices_client.cli.output import print_fields, print_json
from invoices_client.cli.stopping import stopping
from invoices_client.errors import ApiError
from invoices_client.models import Decision
from invoices_client.synchronous.client import Condition, Invoices


def confirm(
    context: typer.Context,
    ids: Ids,
    only_if: Annotated[Condition | None, typer.Option(help="Refuse one with open findings.")] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Finding that is accepted; any other one is refused.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Confirm invoices: their data becomes final."""

    def decide(invoices: Invoices, invoice_id: int) -> Decision:
        return invoices.confirm(invoice_id, only_if=only_if, accepted=accept or ())

    _each(context, ids, decide, as_json=as_json)


def reject(
    context: typer.Context,
    ids: Ids,
    reason: Annotated[str | None, typer.Option(help="Why.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Reject invoices."""
    _each(context, ids, lambda invoices, one: invoices.reject(one, reason), as_json=as_json)


def _each(
    context: typer.Context, ids: Iterable[int], decide: Callable[[Invoices, int], Decision], *, as_json: bool
) -> None:
    """Decides about one invoice after the other; an error of one leaves the others their turn."""
    code = ExitCode.OK
    with stopping() as stop, client(context, stop.pause) as invoices:
        for invoice_id in ids:
            if stop.is_asked:
                raise typer.Exit(ExitCode.INTERRUPTED)
            try:
                decision = decide(invoices, invoice_id)
            except ApiError as error:
                if concerns_all(error):
                    raise
                code = ExitCode.SOME_FAILED
                _tell_refusal(invoice_id, error, as_json=as_json)
            else:
                print_json(decision) if as_json else print_fields(invoice_id, decision.status, decision.message)
    raise typer.Exit(code)


def _tell_refusal(invoice_id: int, error: ApiError, *, as_json: bool) -> None:
    if as_json:
        told = {"error": str(error), "code": error.code, "request_id": error.request_id, "details": list(error.details)}
        print_json({"invoice_id": invoice_id, **told})
        return
    print_fields(invoice_id, error.code, str(error))
    for detail in error.details:
        if "level" in detail:
            print_fields("", detail["level"], detail.get("code"), detail.get("message"))
