"""Whether the invoice is for us, and not from us: its parties beside our own companies."""

from collections.abc import Iterator

from shared.domain.companies import OwnCompanies
from shared.domain.comparison_keys import tax_key
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Party


def check_companies(data: InvoiceData, own: OwnCompanies) -> Iterator[Finding]:
    """A buyer that is none of ours, and a seller that is one. Without own companies nothing is known."""
    if not own:
        return
    level = _not_ours(data.buyer, own)
    if level is not None:
        yield finding(
            FindingCode.NOT_OUR_INVOICE,
            level,
            _pointers("buyer", data.buyer),
            buyer=data.buyer.name,
            number=_number(data.buyer),
        )
    level = _sells(data.seller, own)
    if level is not None:
        yield finding(
            FindingCode.OWN_COMPANY_SELLS,
            level,
            _pointers("seller", data.seller),
            seller=data.seller.name,
            number=_number(data.seller),
        )


def _not_ours(buyer: Party, own: OwnCompanies) -> Level | None:
    """Both name and number are another's: an error. One of them, while the other says nothing or is ours: a warning,
    for it may be misread. Neither is there: nothing to say."""
    if own.owns_number(buyer.vat_id, buyer.tax_id):
        return None
    other_number = _number(buyer) is not None
    other_name = buyer.name is not None and not own.is_named_in(buyer.name)
    if other_number and other_name:
        return Level.ERROR
    return Level.WARNING if other_number or other_name else None


def _sells(seller: Party, own: OwnCompanies) -> Level | None:
    """Our number, or our name without another number: an error. Our name with another number may be a namesake."""
    if own.owns_number(seller.vat_id, seller.tax_id):
        return Level.ERROR
    if not own.is_named(seller.name):
        return None
    return Level.WARNING if _number(seller) is not None else Level.ERROR


def _number(party: Party) -> str | None:
    return next((number for number in (party.vat_id, party.tax_id) if tax_key(number)), None)


def _pointers(owner: str, party: Party) -> list[str]:
    given = {"name": party.name, "vat_id": party.vat_id, "tax_id": party.tax_id}
    return [f"/{owner}/{field}" for field, value in given.items() if value is not None]
