"""Fixtures shared by the tests of this folder."""

from tests.security.services import api, secret_key, unhurried, upload_url

__all__ = ["api", "secret_key", "unhurried", "upload_url"]
