"""What a seller is recognised by, and which of those known a document's seller is. Pure.

A tax number decides, then an account, then the name. What several sellers share does not: companies of a group have one
tax number, clients of a factor one account, and there is more than one Taxi García. Then the next key decides between
them, and at last the post code and the domain.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.accounts import named_accounts
from shared.domain.comparison_keys import KEY_LENGTH, name_key, tax_key
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_parties import Party
from shared.domain.memory.seller_memory import MOST_MARKS, SellerMarks
from shared.domain.normalising import compact

MOST_KEYS = 40
"""So many keys of one invoice are kept and asked for."""

LONGEST_PRINTED = 200

MISREAD_CHARACTERS = 1
"""In which a number that was read may differ from the one that a seller of the same name, account or post code has."""


class SellerKeyKind(StrEnum):
    """What a key is made of, the surest first. The values are stored."""

    TAX = "tax"  # VAT and tax numbers
    ACCOUNT = "account"  # IBANs and account numbers, not those of a payee who is somebody else
    NAME = "name"  # names as printed, trading names among them
    POSTCODE = "postcode"  # the long numbers of the address
    DOMAIN = "domain"  # of website and e-mail address


DECISIVE = (SellerKeyKind.TAX, SellerKeyKind.ACCOUNT, SellerKeyKind.NAME)
"""Each can name a seller alone; the other kinds only decide between several."""

OF_DOCUMENTS = (*DECISIVE, SellerKeyKind.POSTCODE)
"""By these the seller of a document is looked for: by its post code too, for a number that was misread."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SellerKey:
    """One key and the form in which it is printed, which is what people are shown."""

    kind: SellerKeyKind
    key: str
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key that a known seller has."""

    seller_id: int
    kind: SellerKeyKind
    key: str


_POSTCODE = re.compile(r"\d{4,}")
_DOMAIN = re.compile(r"(?:.*@|\w+://)?(?:www\.)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,})")


def keys_of(data: InvoiceData) -> tuple[SellerKey, ...]:
    """What the seller of this invoice is recognised by, the surest first, each once, at most MOST_KEYS."""
    return tuple(dict.fromkeys(_keys_of(data)))[:MOST_KEYS]


def origin_of(keys: Iterable[SellerKey]) -> str | None:
    """The key that a new seller is made by: its tax number or its name. None: who has neither is nobody's seller."""
    first = {one.kind: one.key for one in reversed(tuple(keys))}
    kinds = (SellerKeyKind.TAX, SellerKeyKind.NAME)
    return next((f"{kind}:{first[kind]}" for kind in kinds if kind in first), None)


def name_of(keys: Iterable[SellerKey]) -> str | None:
    """How a new seller is called: by its first name, or by its number until one is known."""
    printed = {one.kind: one.printed for one in reversed(tuple(keys))}
    return printed.get(SellerKeyKind.NAME) or printed.get(SellerKeyKind.TAX)


def recognised(
    asked: Sequence[SellerKey],
    known: Collection[KnownKey],
    *,
    own_numbers: Iterable[str] | None = None,
    usual: int | None = None,
) -> int | None:
    """The seller that has these keys; None: none of the known, or several alike.

    `known` are those of the asked keys that sellers have, and all tax keys of these sellers: an account or a name makes
    nobody the seller whose numbers are others than its `own_numbers`, None: all numbers that are asked. Of a document
    with own numbers, nobody has looked at these yet: a name and a number that were both misread are recognised where
    the post code was not. `usual` is preferred among several alike.
    """
    by_kind = {kind: _sellers_with(kind, asked, known) for kind in SellerKeyKind}
    left = by_kind[SellerKeyKind.TAX]
    if not left:
        mine = set(_numbers_in(asked) if own_numbers is None else own_numbers)
        numbers = _numbers_by_seller(known)
        named = by_kind[SellerKeyKind.ACCOUNT] or by_kind[SellerKeyKind.NAME]
        left = {one for one in named if not _has_another_number(mine, numbers.get(one, set()))}
        if not left and own_numbers is not None:
            near = by_kind[SellerKeyKind.POSTCODE]
            left = {one for one in near if _fewest_apart(mine, numbers.get(one, set())) == MISREAD_CHARACTERS}
    for kind in SellerKeyKind:
        left = (left & by_kind[kind]) or left
    if len(left) > 1:
        left &= {usual}
    return next(iter(left), None)


def keys_of_document(marks: SellerMarks, data: InvoiceData) -> list[SellerKey]:
    """All by which `seller_of_document` looks for sellers."""
    return [*_printed(marks, data), *_keys_of_buyer(data)]


def seller_of_document(marks: SellerMarks, data: InvoiceData, known: Collection[KnownKey]) -> int | None:
    """Whose a document is: by what is printed anywhere on it or, where that names several, by the `data` that was read
    of it at first. A known seller also buys: whom the data calls the buyer sells only if its account is printed.
    `known` is for `recognised`, of the `keys_of_document`."""
    own, printed, buys = keys_of(data), _printed(marks, data), _keys_of_buyer(data)
    numbers = _numbers_in(own)
    found = recognised(printed, known, own_numbers=numbers)
    if found is None:
        found = recognised(own, known, own_numbers=numbers)
    if found is None or recognised(buys, known, own_numbers=_numbers_in(buys)) != found:
        return found
    accounts = [one for one in printed if one.kind is SellerKeyKind.ACCOUNT]
    return found if recognised(accounts, known, own_numbers=()) == found else None


def _printed(marks: SellerMarks, data: InvoiceData) -> list[SellerKey]:
    return [*_keys_in(marks), *keys_of(data)]


def _keys_of_buyer(data: InvoiceData) -> list[SellerKey]:
    return [*_numbers_of(data.buyer), *_names(data.buyer.name)]


def _keys_in(marks: SellerMarks) -> Iterator[SellerKey]:
    printed = (
        (SellerKeyKind.TAX, marks.tax),
        (SellerKeyKind.ACCOUNT, marks.accounts),
        (SellerKeyKind.NAME, marks.names),
    )
    for kind, keys in printed:
        for key in keys[:MOST_MARKS]:
            yield SellerKey(kind=kind, key=key, printed=key)


def _keys_of(data: InvoiceData) -> Iterator[SellerKey]:
    seller = data.seller
    yield from _numbers_of(seller)
    if data.payee is None:
        for account in named_accounts(data):
            yield _key(SellerKeyKind.ACCOUNT, account.key, account.key)
    yield from _names(seller.name, seller.trading_name)
    postcode = seller.postal_address.postcode if seller.postal_address else None
    for number in _POSTCODE.findall(postcode or seller.address or ""):
        yield _key(SellerKeyKind.POSTCODE, number, number)
    for address in (seller.website, seller.email):
        if found := _DOMAIN.match((address or "").casefold()):
            yield _key(SellerKeyKind.DOMAIN, found[1], found[1])


def _numbers_of(party: Party) -> Iterator[SellerKey]:
    for number in (party.vat_id, party.tax_id):
        if key := tax_key(number):
            yield _key(SellerKeyKind.TAX, key, compact(number or ""))


def _names(*names: str | None) -> Iterator[SellerKey]:
    for name in names:
        if name and (key := name_key(name)):
            yield _key(SellerKeyKind.NAME, key, name)


def _key(kind: SellerKeyKind, key: str, printed: str) -> SellerKey:
    return SellerKey(kind=kind, key=key[:KEY_LENGTH], printed=printed[:LONGEST_PRINTED])


def _sellers_with(kind: SellerKeyKind, asked: Iterable[SellerKey], known: Iterable[KnownKey]) -> set[int]:
    keys = {one.key for one in asked if one.kind is kind}
    return {one.seller_id for one in known if one.kind is kind and one.key in keys}


def _numbers_in(keys: Iterable[SellerKey]) -> list[str]:
    return [one.key for one in keys if one.kind is SellerKeyKind.TAX]


def _numbers_by_seller(known: Iterable[KnownKey]) -> dict[int, set[str]]:
    numbers: dict[int, set[str]] = {}
    for one in known:
        if one.kind is SellerKeyKind.TAX:
            numbers.setdefault(one.seller_id, set()).add(one.key)
    return numbers


def _has_another_number(mine: set[str], theirs: set[str]) -> bool:
    """Two numbers of one length are two sellers, unless a single figure differs: authorities give numbers check digits
    or years apart, but a reader takes an 8 for a 3. A VAT number and one in a register may be the same seller's."""
    apart = _fewest_apart(mine, theirs)
    return apart is not None and apart > MISREAD_CHARACTERS


def _fewest_apart(mine: set[str], theirs: set[str]) -> int | None:
    """In how many characters the numbers that are most alike differ; None: none are of one length."""
    pairs = [(one, other) for one in mine for other in theirs if len(one) == len(other)]
    return min(map(_characters_apart, pairs), default=None)


def _characters_apart(pair: tuple[str, str]) -> int:
    return sum(one != other for one, other in zip(*pair, strict=True))
