"""Documents to register."""

import hashlib
from uuid import uuid4

from shared.pipeline.registration import NewDocument
from tests.contract.stores import Stores


def document(content: bytes | None = None, *, filename: str = "a.pdf") -> NewDocument:
    """A file of these bytes; of its own bytes without any."""
    sha256 = hashlib.sha256(content or uuid4().bytes).hexdigest()
    return NewDocument(filename=filename, content_type="application/pdf", size=3, sha256=sha256, actor="test")


def added(stores: Stores, content: bytes | None = None) -> int:
    """The id of the invoice of these bytes."""
    return stores.invoices.register(document(content), lambda: None, allow_duplicates=False).invoice_id
