"""The sandboxed process that parses the XML files inside PDFs: `python -m functions.ocr.einvoice_xml_process`.

It is asked with the bytes of a file and answers the element of its e-invoice as UTF-8. Only `einvoice_xml` calls it.
"""

from shared.adapters.einvoice_tree import as_text, parse_einvoice_tree
from shared.adapters.forked_calls import serve


def answer(request: bytes) -> bytes:
    """Raises DocumentError."""
    return as_text(parse_einvoice_tree(request).root).encode()


if __name__ == "__main__":
    serve(answer)
