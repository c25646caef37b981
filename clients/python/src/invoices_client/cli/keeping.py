"""`login`: a key is kept for later."""

import os
import sys

import typer

from invoices_client.cli.app import client_of, profiles_file
from invoices_client.cli.output import complain
from invoices_client.cli.profiles import URL_VARIABLE, Access, SettingsError, write_profile


def login(context: typer.Context) -> None:
    """Ask for a key, try it, and keep it in a file that only you can read. The key may come from a pipe too."""
    url = context.obj["url"] or os.environ.get(URL_VARIABLE)
    if not url:
        raise SettingsError("Say where the API is: invoices --url https://… login")
    key = typer.prompt("API key", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline(1000)
    found = Access(url=url, key=key.strip())
    with client_of(found) as invoices:
        me = invoices.me()
    name = context.obj["profile"] or "default"
    write_profile(profiles_file(), name, found)
    complain(f"{me.name} ({me.role}) at {url} is the profile {name!r} in {profiles_file()}.")
