"""Builds XML elements, omitting empty ones."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from shared.domain.invoice import Party
from shared.domain.invoice_parties import PostalAddress

Element = ElementTree.Element
Content = str | Decimal | date | Element | None


def node(tag: str, content: Iterable[Content], attributes: dict[str, str | None]) -> Element | None:
    """The element with its text or children; None without content and attributes."""
    given = [one for one in content if one is not None]
    named = {name: value for name, value in attributes.items() if value is not None}
    if not given and not named:
        return None
    made = ElementTree.Element(tag, named)
    for one in given:
        if isinstance(one, ElementTree.Element):
            made.append(one)
        else:
            made.text = format(one, "f") if isinstance(one, Decimal) else str(one)
    return made


def document(root: Element, namespaces: dict[str, str]) -> bytes:
    """The XML file, indented."""
    for prefix, uri in namespaces.items():
        ElementTree.register_namespace(prefix, uri)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def money(amount: Decimal | None) -> str | None:
    """With two decimals at least."""
    if amount is None:
        return None
    return format(amount if amount.as_tuple().exponent < -2 else amount.quantize(Decimal("0.01")), "f")  # type: ignore[operator]


def address_of(party: Party) -> PostalAddress:
    """The address in its parts, else those of a text written `street, code city` (a Dutch code has a space in it)."""
    if party.postal_address is not None:
        return party.postal_address
    street, place = (party.address or ", ").rsplit(", ", 1)
    words = place.split()
    code_length = 2 if party.country == "NL" and words[1].isupper() and len(words[1]) == 2 else 1
    return PostalAddress(
        street=street, postcode=" ".join(words[:code_length]), city=" ".join(words[code_length:]), country=party.country
    )
