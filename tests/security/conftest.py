"""What the tests of this folder share."""

from tests.security.services import api, secret_key, unhurried, upload_url

__all__ = ["api", "secret_key", "unhurried", "upload_url"]
