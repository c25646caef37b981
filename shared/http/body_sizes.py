"""The longest bodies of requests: one rule for the api, which receives them, and the web servers in front of it."""

from shared.settings import Settings

MOST_JSON_BYTES = 8 * 1024 * 1024
"""Of the endpoint that takes the longest; others take less."""

CONTAINER_FACTOR = 2
"""An e-mail or an archive may be so many times as large as a file: base64 makes the largest one a third larger."""

_OVERHEAD = 1024 * 1024  # of an upload: multipart headers and boundaries beside the files themselves


def most_upload_bytes(settings: Settings) -> int:
    """The longest body of an upload."""
    return settings.max_upload_mb * 1024**2 * settings.max_files_per_upload + _OVERHEAD
