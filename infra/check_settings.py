"""`python -m infra.check_settings`: whether every process of this version would start with these settings.

`make up` runs it in the new image before anything is stopped or started.
"""

import sys

from shared.errors import AppError
from shared.http.signing import check_secret
from shared.settings import load_settings


def main() -> int:
    """Exit code 0, or 1 with one line for each wrong setting on standard error."""
    try:
        settings = load_settings()
        check_secret(settings.secret_key.get_secret_value())
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
