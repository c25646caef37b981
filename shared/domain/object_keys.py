"""Where things lie in the object store: documents under their hash, texts and page images under their invoice."""

INCOMING = "incoming/"
DOCUMENTS = "documents/"
TEXTS = "texts/"
PAGES = "pages/"


def document_key(sha256: str) -> str:
    """Where a document's bytes lie: under their own hash."""
    return f"{DOCUMENTS}{sha256[:2]}/{sha256}"


def text_key(invoice_id: int) -> str:
    """Where the text that was read from an invoice lies."""
    return f"{TEXTS}{invoice_id}.json"


def page_image_prefix(invoice_id: int) -> str:
    """Where the pictures of an invoice's pages lie."""
    return f"{PAGES}{invoice_id}/"
