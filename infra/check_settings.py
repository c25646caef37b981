"""`python -m infra.check_settings`: whether every process of this version would start with these settings.

`make up` runs it in the new image before anything is stopped or started.
"""

import sys

from pydantic import ValidationError

from shared.errors import AppError
from shared.http.signing import check_secret
from shared.settings import load_settings


def main() -> int:
    """Exit code 0, or 1 with one line for each wrong setting on standard error."""
    try:
        settings = load_settings()
        check_secret(settings.secret_key.get_secret_value())
    except ValidationError as error:
        for wrong in error.errors(include_url=False, include_input=False, include_context=False):
            name = "_".join(str(part) for part in wrong["loc"]).upper()
            print(f"{name}: {wrong['msg']}" if name else wrong["msg"], file=sys.stderr)
        return 1
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
