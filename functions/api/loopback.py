"""What belongs to this machine alone: `AUTH=off` is allowed for nothing else."""

from ipaddress import ip_address

from shared.errors import AppError, OperatorErrorCode
from shared.settings import Settings


class OpenToTheWorldError(AppError):
    """AUTH=off on an address that others can reach."""

    code = OperatorErrorCode.OPEN_TO_THE_WORLD
    message = "AUTH=off is allowed only while HOST is a loopback address."


def ensure_safe(settings: Settings) -> None:
    """Raises OpenToTheWorldError if AUTH=off on an address that others can reach."""
    if settings.auth == "off" and not is_loopback(settings.host):
        raise OpenToTheWorldError


def is_loopback(host: str) -> bool:
    """Whether this name or address of a host is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
