"""Create an API key and print it once: `python -m infra.apikey NAME ROLE [--days N]`."""

import argparse
import re
import sys

from shared.adapters.api_keys import KeyStore
from shared.adapters.database import make_engine
from shared.domain.access import is_reserved_name
from shared.errors import AppError
from shared.http.signing import check_secret
from shared.settings import load_settings

ROLES = ("viewer", "uploader", "reviewer", "admin")


def main() -> int:
    """Exit code 0 with the key on standard output, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m infra.apikey", description="Create an API key; it is shown once.")
    parser.add_argument("name", help="its user, up to 100 characters; shown in the audit trail")
    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--days", type=int, help="days until it expires (default: never)")
    arguments = parser.parse_args()
    if not re.fullmatch(r"[^\x00-\x1f\x7f]{1,100}", arguments.name):
        parser.error("the name must have 1 to 100 printable characters")
    if is_reserved_name(arguments.name):
        parser.error("the name is that of the system itself in the audit trail")
    try:
        settings = load_settings()
        secret = settings.secret_key.get_secret_value()
        check_secret(secret)
        key, _ = KeyStore(make_engine(settings), secret).create(arguments.name, arguments.role, days=arguments.days)
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    print(key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
