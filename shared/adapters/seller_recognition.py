"""Which of the known sellers an invoice is of, by indexes and in bounds, however many share a key."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, union_all

from shared.adapters.tables import seller_keys, sellers
from shared.domain.invoice import InvoiceData
from shared.domain.sellers import DECISIVE, OF_DOCUMENTS, KnownKey, SellerKey, SellerKeyKind, keys_of, recognised

_MOST_SELLERS = 100
"""What more sellers than this have in common, such as a factor's account, names none of them."""

_MOST_DETAILS = 2000


def seller_of(connection: Connection, data: InvoiceData, *, usual: int | None = None) -> int | None:
    """The seller that this data names; None: nobody known, or several alike, none of whom is the `usual` one."""
    return recognise(connection, keys_of(data), usual=usual)


def recognise(connection: Connection, asked: Sequence[SellerKey], *, usual: int | None = None) -> int | None:
    """The seller that has these keys."""
    return recognised(asked, known_keys(connection, asked, DECISIVE), usual=usual)


def known_keys(connection: Connection, asked: Sequence[SellerKey], kinds: Collection[SellerKeyKind]) -> list[KnownKey]:
    """What `recognised` needs of these keys or of some of them: which sellers have those of these `kinds`, and what
    else they have."""
    decisive = _decisive(connection, asked, kinds)
    if not decisive:
        return []
    # What a seller has that is becoming part of another one is the other one's.
    itself = {row.seller_id: row.merged_into or row.seller_id for row in decisive}
    itself |= {target: target for target in itself.values()}
    return [
        KnownKey(seller_id=itself[row.seller_id], kind=SellerKeyKind(row.kind), key=row.key)
        for row in (*decisive, *_details(connection, itself, asked))
    ]


def _decisive(connection: Connection, asked: Sequence[SellerKey], kinds: Collection[SellerKeyKind]) -> list[Row[Any]]:
    """The sellers with keys of these kinds, of each kind none if too many have them."""
    parameters = {
        f"of_{kind}": sorted({one.key for one in asked if one.kind is kind and kind in kinds}) for kind in OF_DOCUMENTS
    }
    if not any(parameters.values()):
        return []
    rows = connection.execute(_WITH_KEYS, parameters).all()
    number = Counter(row.kind for row in rows)
    return [row for row in rows if number[row.kind] <= _MOST_SELLERS]


def _details(connection: Connection, sellers_: Iterable[int], asked: Sequence[SellerKey]) -> Sequence[Row[Any]]:
    """All numbers of these sellers, and what they have of the asked keys that only decide between several."""
    others = sorted({one.key for one in asked if one.kind not in DECISIVE})
    return connection.execute(_DETAILS, {"candidates": sorted(sellers_), "others": others}).all()


# Built once: building one costs as much as executing it.
_KEY = (seller_keys.c.seller_id, seller_keys.c.kind, seller_keys.c["key"])


def _with_keys(kind: SellerKeyKind) -> Select[Any]:
    of_kind = (
        select(*_KEY, sellers.c.merged_into)
        .join(sellers, sellers.c.id == seller_keys.c.seller_id)
        .where(seller_keys.c.kind == kind, seller_keys.c["key"].in_(bindparam(f"of_{kind}", expanding=True)))
    )
    return of_kind.limit(_MOST_SELLERS + 1)


_WITH_KEYS = union_all(*map(_with_keys, OF_DOCUMENTS))

# Of a kind at a time: ranges of indexes. A seller may have a hundred thousand names, which are not read.
_IS_CANDIDATE = seller_keys.c.seller_id.in_(bindparam("candidates", expanding=True))
_DETAILS = union_all(
    select(*_KEY).where(_IS_CANDIDATE, seller_keys.c.kind == SellerKeyKind.TAX).limit(_MOST_DETAILS),
    *(
        select(*_KEY)
        .where(seller_keys.c.kind == kind, seller_keys.c["key"].in_(bindparam("others", expanding=True)), _IS_CANDIDATE)
        .limit(_MOST_DETAILS)
        for kind in SellerKeyKind
        if kind not in DECISIVE
    ),
)
