"""`mcp`: an assistant's way to the invoices."""

from pathlib import Path
from typing import Annotated

import typer

from invoices_client.cli.app import access_of, client_of
from invoices_client.cli.output import complain
from invoices_client.cli.profiles import SettingsError


def mcp(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Serve HTTP instead of standard input and output.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8765,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[:PORT]", help="Host by which callers reach it.", show_default=False),
    ] = None,
    allow_origin: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Web page that may call it.", show_default=False)
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Folder whose files may be uploaded by their path.", exists=True, file_okay=False),
    ] = None,
    allow_decisions: Annotated[
        bool, typer.Option("--allow-decisions", help="Offer tools that confirm and reject.")
    ] = False,
) -> None:
    """Serve tools for assistants (Model Context Protocol). Over HTTP each caller sends an API key of their own."""
    try:
        from invoices_client.mcp_server import serving  # an extra of its own, and slow to import
        from invoices_client.mcp_server.tools import Allowed
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("invoices_client"):
            raise
        raise SettingsError("Serving assistants needs its extra: pip install 'invoices-client[mcp]'") from None
    found = access_of(context)
    if not http:
        client_of(found).close()  # complains of a wrong address, and of a key in the clear
        serving.serve_stdio(found.url, found.key, Allowed(decisions=allow_decisions, folder=folder))
        return
    if folder is not None:
        raise SettingsError("Files of this machine are for the one who starts the program: --folder needs no --http.")
    place = serving.Place(host=host, port=port, names=allow_host or (), origins=allow_origin or ())
    if not place.is_loopback and not place.names:
        raise SettingsError("By which name do callers reach it? Say it by --allow-host, such as tools.example.com:8765")
    if found.key:
        complain("The key of this machine is not used: each caller sends their own.")
    complain(f"Serving http://{host}:{port}{serving.PATH} for {found.url}")
    serving.serve_http(found.url, place, Allowed(decisions=allow_decisions))
