"""Object keys: documents under their hash, texts and page images under their invoice."""

INCOMING = "incoming/"
DOCUMENTS = "documents/"
TEXTS = "texts/"
PAGES = "pages/"


def document_key(sha256: str) -> str:
    """The key of a document's bytes, by their hash."""
    return f"{DOCUMENTS}{sha256[:2]}/{sha256}"


def text_key(invoice_id: int) -> str:
    """The key of the text read from an invoice."""
    return f"{TEXTS}{invoice_id}.json"


def page_image_prefix(invoice_id: int) -> str:
    """The prefix of an invoice's page images."""
    return f"{PAGES}{invoice_id}/"
