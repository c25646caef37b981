"""The command line's frame: its options before the command, the client they lead to, and options of many commands."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from invoices_client.cli.output import complain
from invoices_client.cli.profiles import Access, SettingsError, access
from invoices_client.models import SourceKind
from invoices_client.pauses import Pause
from invoices_client.synchronous.client import Invoices

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would print values, and among them keys
    rich_markup_mode=None,
    help="Invoices from the command line. Exit codes: 0 done, 1 some failed, 2 usage, 3 not reachable, 4 not allowed, "
    "130 interrupted.",
)


@app.callback()
def settings(
    context: typer.Context,
    url: Annotated[str | None, typer.Option(help="Address of the API [env INVOICES_URL].", show_default=False)] = None,
    api_key_file: Annotated[
        Path | None, typer.Option(help="File with the key, which INVOICES_API_KEY gives otherwise.", show_default=False)
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Profile that `invoices login` made.", show_default=False)] = None,
) -> None:
    """Sees to the options before the command."""
    context.obj = {"url": url, "key_file": api_key_file, "profile": profile}


def profiles_file() -> Path:
    """Where `login` keeps keys."""
    return Path(typer.get_app_dir("invoices")) / "profiles.toml"


def client(context: typer.Context, pause: Pause = time.sleep) -> Invoices:
    """The client that options, environment and profile lead to. Raises SettingsError."""
    return client_of(access_of(context), pause)


def access_of(context: typer.Context) -> Access:
    """Where options, environment and profile lead to. Raises SettingsError."""
    return access(**context.obj, environment=os.environ, profiles=profiles_file())


def client_of(found: Access, pause: Pause = time.sleep) -> Invoices:
    """The client for this access. Raises SettingsError."""
    try:
        client = Invoices(found.url, found.key, pause=pause)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    if found.key and client.is_in_the_clear:
        complain(f"The key goes to {found.url} unencrypted: use https.")
    return client


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one line for each.")]
Ids = Annotated[list[int], typer.Argument(help="Ids of invoices.", show_default=False)]
Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", show_default=False)]
Reference = Annotated[str | None, typer.Option(help="What the sender calls them.", show_default=False)]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Filed under it; several times.", show_default=False)]
Company = Annotated[int | None, typer.Option(help="Id of the own company they are for.", show_default=False)]
CameFrom = Annotated[SourceKind | None, typer.Option("--source", help="Only what came so.", show_default=False)]
Exported = Annotated[
    bool | None, typer.Option("--exported/--not-exported", help="Whether another system has them.", show_default=False)
]
OneId = Annotated[int, typer.Argument(help="Id of an invoice.", show_default=False)]
"""Options and arguments that several commands have."""
