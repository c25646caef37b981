"""Which of the known sellers an invoice is of, by indexes and in bounds, however many share a key."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Select, bindparam, func, or_, select, union_all

from shared.adapters.tables import seller_keys, sellers
from shared.domain.invoice import InvoiceData
from shared.domain.sellers import DECISIVE, KnownKey, SellerKey, SellerKeyKind, keys_of, recognised

_MOST_SELLERS = 100
"""What more sellers than this have in common, such as a factor's account, names none of them."""

_MOST_DETAILS = 2000


def seller_of(connection: Connection, data: InvoiceData, *, usual: int | None = None) -> int | None:
    """The seller that this data names; None: nobody known, or several alike, none of whom is the `usual` one."""
    return recognise(connection, keys_of(data), usual=usual)


def recognise(
    connection: Connection,
    asked: Sequence[SellerKey],
    *,
    own_numbers: Iterable[str] | None = None,
    usual: int | None = None,
) -> int | None:
    """The seller that has these keys, of which `own_numbers` are surely its own; None: all numbers of them."""
    known = _decisive(connection, asked)
    candidates = {one.seller_id for one in known}
    if not candidates:
        return None
    details = _details(connection, candidates, asked)
    numbers: dict[int, set[str]] = {}
    for one in details:
        if one.kind is SellerKeyKind.TAX:
            numbers.setdefault(one.seller_id, set()).add(one.key)
    if own_numbers is None:
        own_numbers = [one.key for one in asked if one.kind is SellerKeyKind.TAX]
    return recognised(asked, [*known, *details], numbers, own_numbers=own_numbers, usual=usual)


def _decisive(connection: Connection, asked: Sequence[SellerKey]) -> list[KnownKey]:
    parameters = {f"of_{kind}": sorted({one.key for one in asked if one.kind is kind}) for kind in DECISIVE}
    if not any(parameters.values()):
        return []
    found: dict[SellerKeyKind, list[KnownKey]] = {kind: [] for kind in DECISIVE}
    for row in connection.execute(_WITH_KEYS, parameters):
        kind = SellerKeyKind(row.kind)
        found[kind].append(KnownKey(seller_id=row.seller_id, kind=kind, key=row.key))
    return [one for ones in found.values() if len(ones) <= _MOST_SELLERS for one in ones]


def _details(connection: Connection, candidates: Iterable[int], asked: Sequence[SellerKey]) -> list[KnownKey]:
    """All numbers of these sellers, and what they have of the asked keys that only decide between several."""
    others = sorted({one.key for one in asked if one.kind not in DECISIVE})
    rows = connection.execute(_DETAILS, {"candidates": sorted(candidates), "others": others})
    return [KnownKey(seller_id=row.seller_id, kind=SellerKeyKind(row.kind), key=row.key) for row in rows]


# Built once: building one costs as much as executing it.
_ITSELF = func.coalesce(sellers.c.merged_into, sellers.c.id).label("seller_id")


def _with_keys(kind: SellerKeyKind) -> Select[tuple[int, str, str]]:
    of_kind = (
        select(_ITSELF, seller_keys.c.kind, seller_keys.c.key)
        .join(sellers, sellers.c.id == seller_keys.c.seller_id)
        .where(seller_keys.c.kind == kind, seller_keys.c.key.in_(bindparam(f"of_{kind}", expanding=True)))
    )
    return of_kind.limit(_MOST_SELLERS + 1)


_WITH_KEYS = union_all(*map(_with_keys, DECISIVE))
_DETAILS = (
    select(_ITSELF, seller_keys.c.kind, seller_keys.c.key)
    .join(sellers, sellers.c.id == seller_keys.c.seller_id)
    .where(
        or_(*(column.in_(bindparam("candidates", expanding=True)) for column in (sellers.c.id, sellers.c.merged_into))),
        seller_keys.c.kind.in_([kind for kind in SellerKeyKind if kind not in DECISIVE] + [SellerKeyKind.TAX]),
        or_(
            seller_keys.c.kind == SellerKeyKind.TAX,
            seller_keys.c.key.in_(bindparam("others", expanding=True)),
        ),
    )
    .limit(_MOST_DETAILS)
)
