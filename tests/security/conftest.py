"""What the tests of this folder share."""

from tests.security.services import api, unhurried

__all__ = ["api", "unhurried"]
