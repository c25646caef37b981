"""Builds XML elements, omitting empty ones."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from shared.domain.invoice import InvoiceData, SupportingDocument

Element = ElementTree.Element
Content = str | Decimal | date | Element | None
Files = Mapping[str, bytes]
"""Names of attached files and their bytes."""

NO_FILES: Files = {}


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, however written: https://www.w3.org/TR/xml/#charsets."""


def xml_characters(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def node(tag: str, content: Iterable[Content], attributes: dict[str, str | None]) -> Element | None:
    """The element with its text or children; None without content and attributes."""
    given = [one for one in content if one is not None]
    named = {name: xml_characters(value) for name, value in attributes.items() if value is not None}
    if not given and not named:
        return None
    made = ElementTree.Element(tag, named)
    for one in given:
        if isinstance(one, ElementTree.Element):
            made.append(one)
        else:
            made.text = format(one, "f") if isinstance(one, Decimal) else xml_characters(str(one))
    return made


def document(name: str, content: Iterable[Content], namespaces: dict[str, str]) -> bytes:
    """The XML file, indented."""
    root = ElementTree.Element(name)
    root.extend(one for one in content if isinstance(one, ElementTree.Element))
    for prefix, uri in namespaces.items():
        ElementTree.register_namespace(prefix, uri)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def money(amount: Decimal | None) -> str | None:
    """With two decimals at least."""
    if amount is None:
        return None
    return format(amount if amount.as_tuple().exponent < -2 else amount.quantize(Decimal("0.01")), "f")  # type: ignore[operator]


def encoded(one: SupportingDocument, files: Files) -> str | None:
    """The bytes of an attached file in Base64; None for one that is not given."""
    content = files.get(one.filename or "")
    return None if content is None else b64encode(content).decode("ascii")


def type_code(data: InvoiceData) -> str:
    """The type as UNTDID 1001 (BT-3): an invoice or a credit note, unless the data says it more exactly."""
    return data.type_code or plain_type_code(data)


def plain_type_code(data: InvoiceData) -> str:
    """The type of an invoice or a credit note of which no more is known, as UNTDID 1001."""
    return "381" if data.document_type == "credit_note" else "380"
