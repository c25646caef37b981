"""The commands in their order, and how each of them ends."""

import sys
from collections.abc import Callable, Mapping

from invoices_client.cli.app import app
from invoices_client.cli.assisting import mcp
from invoices_client.cli.deciding import confirm, reject
from invoices_client.cli.exit_codes import ExitCode, exit_code
from invoices_client.cli.files_in import upload, watch
from invoices_client.cli.files_out import as_, download, export
from invoices_client.cli.folder import FolderInUseError
from invoices_client.cli.keeping import login
from invoices_client.cli.looking import changes, list_, show, whoami
from invoices_client.cli.output import complain
from invoices_client.cli.profiles import SettingsError
from invoices_client.cli.stopping import StoppedError
from invoices_client.errors import ApiError, InvoicesError

_COMMANDS: Mapping[str, Callable[..., None]] = {
    "upload": upload,
    "watch": watch,
    "list": list_,
    "show": show,
    "changes": changes,
    "confirm": confirm,
    "reject": reject,
    "export": export,
    "download": download,
    "as": as_,
    "login": login,
    "whoami": whoami,
    "mcp": mcp,
}
for name, command in _COMMANDS.items():
    app.command(name)(command)


def run() -> None:
    """Runs the command line; every error is a sentence and a documented code."""
    try:
        app(prog_name="invoices")
    except StoppedError:
        sys.exit(ExitCode.INTERRUPTED)
    except InvoicesError as error:
        complain(error)
        if isinstance(error, ApiError) and error.request_id:
            complain(f"({error.code}, request {error.request_id})")
        sys.exit(exit_code(error))
    except SettingsError as error:
        complain(error)
        sys.exit(ExitCode.USAGE)
    except (FolderInUseError, OSError) as error:
        complain(error)
        sys.exit(ExitCode.SOME_FAILED)
