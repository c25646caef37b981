"""The command line `invoices`."""

import sys


def main() -> None:
    """Runs it. The client alone does not need what it is made with."""
    try:
        from invoices_client.cli.commands import run
    except ModuleNotFoundError as error:
        if error.name not in ("rich", "typer", "watchfiles"):
            raise
        sys.exit("The command line needs its extra: pip install 'invoices-client[cli]'")
    run()
