"""What the command line ends with."""

from enum import IntEnum

from invoices_client.errors import (
    ConnectionLostError,
    ForbiddenError,
    InvoicesError,
    NotReachableError,
    ServerError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnexpectedAnswerError,
)


class ExitCode(IntEnum):
    """Stable: scripts rely on them."""

    OK = 0
    SOME_FAILED = 1
    """A file or an invoice could not be done; the others were."""
    USAGE = 2
    """Unknown option, bad value, no address, a profile that others can read."""
    NOT_REACHABLE = 3
    """No connection, or the server was busy or failing for too long."""
    NOT_ALLOWED = 4
    """No key, a wrong one, or one whose role may not do this."""
    INTERRUPTED = 130
    """Ctrl+C or SIGTERM: what was begun was finished, what was not begun was left."""


_OF_ALL = {
    ConnectionLostError: ExitCode.NOT_REACHABLE,
    ForbiddenError: ExitCode.NOT_ALLOWED,
    NotReachableError: ExitCode.NOT_REACHABLE,
    ServerError: ExitCode.NOT_REACHABLE,
    TooManyRequestsError: ExitCode.NOT_REACHABLE,
    UnauthenticatedError: ExitCode.NOT_ALLOWED,
    UnexpectedAnswerError: ExitCode.NOT_REACHABLE,
}


def concerns_all(error: InvoicesError) -> bool:
    """Whether the next file would meet the same error."""
    return type(error) in _OF_ALL


def exit_code(error: InvoicesError) -> ExitCode:
    """What a command ends with that met this error."""
    return _OF_ALL.get(type(error), ExitCode.SOME_FAILED)
