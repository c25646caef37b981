"""The data of a sample as an e-invoice states it: addresses in their parts, and of which register a number is."""

from shared.domain.invoice import InvoiceData, Party
from shared.domain.invoice_parties import Identifier, PostalAddress

_REGISTER = "0002"
"""The scheme of register numbers in the samples in CII: SIREN."""


def in_parts(data: InvoiceData, *, scheme: str | None = None) -> InvoiceData:
    """With the parts of the parties' addresses, and their tax numbers as those of a register of this scheme."""
    return data.model_copy(update={role: _in_parts(getattr(data, role), scheme=scheme) for role in ("seller", "buyer")})


def in_french_parts(data: InvoiceData) -> InvoiceData:
    """The same with the scheme of French registers."""
    return in_parts(data, scheme=_REGISTER)


def _in_parts(party: Party, *, scheme: str | None) -> Party:
    address = {"postal_address": _address_of(party)}
    if party.legal_id or not party.tax_id:
        return party.model_copy(update=address)
    return party.model_copy(update={**address, "legal_id": Identifier(id=party.tax_id, scheme=scheme), "tax_id": None})


def _address_of(party: Party) -> PostalAddress:
    """The address in its parts, else those of a text written `street, code city` (a Dutch code has a space in it)."""
    if party.postal_address is not None:
        return party.postal_address
    street, place = (party.address or ", ").rsplit(", ", 1)
    words = place.split()
    code_length = 2 if party.country == "NL" and words[1].isupper() and len(words[1]) == 2 else 1
    return PostalAddress(
        street=street, postcode=" ".join(words[:code_length]), city=" ".join(words[code_length:]), country=party.country
    )
