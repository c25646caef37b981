"""The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): a string of RFC 8941 in quotes."""

import re

from shared.errors import BadRequestError

HEADER = "Idempotency-Key"
HOURS_KEPT = 24
"""How long an upload with the same key is the same upload."""

# RFC 8941, 3.3.3: printable ASCII; a quote and a backslash have a backslash before them.
_STRING = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"')


def idempotency_key(header: str | None) -> str | None:
    """The key in the header; None without one. Raises BadRequestError for what is no such string."""
    if header is None:
        return None
    found = _STRING.fullmatch(header.strip())
    if found is None:
        problem = 'must be a text in quotes, of 1 to 255 printable ASCII characters, such as "8e03978e-40d5-43e8"'
        raise BadRequestError(f"{HEADER}: {problem}.", details=[{"parameter": HEADER, "message": problem}])
    return found.group(1)
