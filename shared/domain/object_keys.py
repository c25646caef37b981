"""Object keys: documents under their hash, texts and page images under their invoice."""

from shared.domain.languages import Language

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
    """The prefix of what is made of an invoice's text for those who look at it: page images, printed texts."""
    return f"{PAGES}{invoice_id}/"


def printed_text_key(invoice_id: int, language: Language) -> str:
    """The key of the text of a bare e-invoice as it is printed in another language than the default one."""
    return f"{page_image_prefix(invoice_id)}text-{language}.json"
