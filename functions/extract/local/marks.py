"""By what is printed on a document its seller may be recognised."""

from collections.abc import Iterable, Sequence

from functions.extract.local.lexicon.kinds import IdentifierKind
from functions.extract.local.mentions.identifiers import PrintedIdentifier, of_kind
from shared.domain.companies import OwnCompanies
from shared.domain.comparison_keys import name_key, tax_key
from shared.domain.memory.seller_memory import MOST_MARKS, SellerMarks

MOST_OF_A_KIND = MOST_MARKS // 3


def marks_of(
    identifiers: Sequence[PrintedIdentifier], accounts: Iterable[str], names: Iterable[str], own: OwnCompanies
) -> SellerMarks:
    """The numbers that no label gives to the buyer, the accounts (keys) and the names, without those of our own."""
    numbers = of_kind(identifiers, IdentifierKind.VAT, IdentifierKind.TAX, IdentifierKind.REGISTER)
    tax = [found.value.value for found in numbers if not found.buyer and not own.owns_number(found.value.value)]
    asked = list(dict.fromkeys(names))[: 2 * MOST_OF_A_KIND]
    others = (name for name in asked if not own.is_named(name))
    return SellerMarks(tax=_keys(map(tax_key, tax)), accounts=_keys(accounts), names=_keys(map(name_key, others)))


def _keys(keys: Iterable[str | None]) -> tuple[str, ...]:
    """Each once, the first of them."""
    found: dict[str, None] = {}
    for key in keys:
        if key:
            found.setdefault(key)
        if len(found) == MOST_OF_A_KIND:
            break
    return tuple(found)
