"""`python -m infra.bucket`: create the bucket of MINIO_BUCKET if it does not exist, on any S3 server."""

import sys

from shared.adapters.object_store import make_object_store
from shared.errors import AppError
from shared.settings import load_settings


def main() -> int:
    """Exit code 0 once the bucket exists, or 1 with the reason on standard error."""
    settings = load_settings()
    try:
        make_object_store(settings).ensure_bucket()
    except AppError as error:
        print(f"The bucket {settings.minio_bucket} on {settings.minio_endpoint}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
